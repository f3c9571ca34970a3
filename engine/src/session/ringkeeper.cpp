// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "ringkeeper_p.h"

#include "documentbox_p.h"
#include "storage/storageaccess_p.h"

#include <axess/logging.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Error busy()
{
    return Error(ErrorCode::Unavailable, u"The key ring could not be read in time"_s);
}

} // namespace

void RingKeeper::set(RingKind kind, const QByteArray &identity)
{
    m_kind = kind;
    m_identity = identity;
}

void RingKeeper::hold(KeyRing ring, SecretBytes rootKey)
{
    m_rootKey = std::move(rootKey);
    m_current = std::make_shared<const KeyRing>(std::move(ring));
}

RingKeeper::Ring RingKeeper::current() const
{
    const std::scoped_lock lock(m_mutex);
    return m_current;
}

Result<RingKeeper::Ring> RingKeeper::ring() const
{
    if (Ring ring = current())
        return ring;
    return std::unexpected(
        Error(ErrorCode::KeyMissing, u"This store is sealed and was opened without its root key"_s));
}

Result<RingKeeper::Ring> RingKeeper::reread(const Deadline &deadline)
{
    if (m_kind != RingKind::Keyed)
        return ring();
    const std::unique_lock lock(m_reading, deadline.at());
    if (!lock.owns_lock())
        return std::unexpected(busy());
    const auto now = m_clock.monotonic();
    if (m_lastRead && now - *m_lastRead < std::chrono::seconds(1))
        return ring();
    const auto answer = read(deadline);
    if (answer)
        m_lastRead = now;
    return answer;
}

Result<RingKeeper::Ring> RingKeeper::readNow(const Deadline &deadline)
{
    if (m_kind != RingKind::Keyed)
        return ring();
    const std::unique_lock lock(m_reading, deadline.at());
    return lock.owns_lock() ? read(deadline) : std::unexpected(busy());
}

Result<RingKeeper::Ring> RingKeeper::read(const Deadline &deadline)
{
    const auto stored = readDocument(m_storage, DocumentName::Ring.toString(), deadline);
    if (!stored)
        return std::unexpected(stored.error());
    const Ring mine = current();
    if (!*stored) {
        putBack(*mine, 0, deadline);
        return mine;
    }
    auto theirs = openRing((*stored)->bytes, m_rootKey, m_identity);
    if (!theirs)
        return std::unexpected(theirs.error());
    if (theirs->revision() >= mine->revision() && theirs->includes(*mine))
        return accept(std::move(*theirs));
    if (theirs->revision() < mine->revision() && mine->includes(*theirs)) {
        putBack(*mine, (*stored)->revision, deadline);
        return mine;
    }
    auto both = mine->mergedWith(*theirs);
    if (!both)
        return std::unexpected(both.error());
    putBack(*both, (*stored)->revision, deadline);
    return accept(std::move(*both));
}

RingKeeper::Ring RingKeeper::accept(KeyRing ring)
{
    const std::scoped_lock lock(m_mutex);
    m_current = std::make_shared<const KeyRing>(std::move(ring));
    return m_current;
}

void RingKeeper::putBack(const KeyRing &newer, quint64 documentRevision, const Deadline &deadline)
{
    // A store that lost acknowledged writes: rows are sealed under keys that only the newer ring has.
    qCWarning(storeLog, "The store shows an older key ring than revision %llu; the newer one is put back",
              static_cast<unsigned long long>(newer.revision()));
    const auto sealed = sealRing(newer, m_random);
    const auto put = sealed
        ? putDocument(m_storage, DocumentName::Ring.toString(), *sealed, documentRevision, deadline)
        : std::unexpected(sealed.error());
    if (!put)
        qCWarning(storeLog, "The key ring could not be put back: %ls",
                  qUtf16Printable(put.error().message()));
}

} // namespace Axess
