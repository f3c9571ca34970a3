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

void RingKeeper::set(RingKind kind, const QByteArray &identity, bool isMixedAllowed)
{
    m_kind = kind;
    m_identity = identity;
    m_isMixedAllowed = isMixedAllowed;
}

void RingKeeper::hold(KeyRing ring, SecretBytes rootKey, const RootKey &source)
{
    m_rootKey = std::move(rootKey);
    m_source = source;
    ring.setMixedAllowed(m_isMixedAllowed);
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
    if (m_kind == RingKind::NotSealed)
        return std::unexpected(
            Error(ErrorCode::Unsupported, u"This store does not seal its sessions; it has no keys"_s));
    return std::unexpected(
        Error(ErrorCode::KeyMissing, u"This store is sealed and was opened without its root key"_s));
}

Result<RingKeeper::Ring> RingKeeper::reread(const Deadline &deadline)
{
    if (m_kind != RingKind::Keyed)
        return ring();
    const auto failed = failure();
    if (failed && m_clock.monotonic() < failed->until)
        return std::unexpected(failed->error);
    std::unique_lock lock(m_reading, std::defer_lock);
    // Nobody waits for who tries once more.
    if (failed ? !lock.try_lock() : !lock.try_lock_until(deadline.at()))
        return std::unexpected(failed ? failed->error : busy());
    // Those who waited for one that failed fail with it.
    if (const auto since = failure(); since && m_clock.monotonic() < since->until)
        return std::unexpected(since->error);
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

void RingKeeper::follow(quint64 revision, const Deadline &deadline)
{
    const auto isBehind = [&] {
        const Ring mine = current();
        return mine && mine->revision() < revision;
    };
    // Looked at before one waits for who is reading: while the ring cannot be read, calls go on without.
    const auto wasInVain = [&] {
        const std::scoped_lock lock(m_mutex);
        return (m_followedInVain && m_clock.monotonic() - *m_followedInVain < std::chrono::seconds(1))
            || (m_failure && m_clock.monotonic() < m_failure->until);
    };
    if (!isBehind() || wasInVain())
        return;
    std::unique_lock lock(m_reading, std::defer_lock);
    const bool isOurs = failure() ? lock.try_lock() : lock.try_lock_until(deadline.at());
    if (!isOurs || !isBehind() || wasInVain())
        return;
    const auto answer = read(deadline);
    {
        const std::scoped_lock current(m_mutex);
        m_followedInVain
            = answer && (*answer)->revision() >= revision ? std::nullopt : std::optional(m_clock.monotonic());
    }
    if (!answer)
        qCWarning(cryptoLog, "The store has a newer key ring, which cannot be read: %ls",
                  qUtf16Printable(answer.error().message()));
}

Result<RingKeeper::Ring> RingKeeper::change(const Change &change, const Deadline &deadline)
{
    if (m_kind != RingKind::Keyed)
        return ring();
    const std::unique_lock lock(m_reading, deadline.at());
    if (!lock.owns_lock())
        return std::unexpected(busy());
    for (bool isRepeated = false;; isRepeated = true) {
        auto base = known(deadline);
        if (!base)
            return std::unexpected(base.error());
        auto next = change(base->ring);
        if (!next)
            return std::unexpected(isRepeated ? Error(ErrorCode::Conflict,
                                                      u"Another operator changed the key ring meanwhile: "_s
                                                          + next.error().message())
                                              : next.error());
        if (base->isStored && next->revision() == base->ring.revision())
            return accept(std::move(*next));
        const auto written = put(*next, base->documentRevision, deadline);
        if (written)
            return accept(std::move(*next));
        if (written.error().code() != ErrorCode::Conflict)
            return std::unexpected(written.error());
        if (deadline.hasPassed())
            return std::unexpected(
                Error(ErrorCode::Unavailable, u"Others changed the key ring all the time; try again"_s));
    }
}

Result<RootFingerprint> RingKeeper::deployedRootKey(const Deadline &deadline)
{
    const auto ring = this->ring();
    if (!ring)
        return std::unexpected(ring.error());
    // Only while it is being changed two may be right.
    if ((*ring)->rootSlots().size() > 1 && m_source)
        return m_source->read().and_then([](const SecretBytes &rootKey) { return rootFingerprint(rootKey); });
    const std::unique_lock lock(m_reading, deadline.at());
    return lock.owns_lock() ? rootFingerprint(m_rootKey) : std::unexpected(busy());
}

std::optional<RingKeeper::Failure> RingKeeper::failure() const
{
    const std::scoped_lock lock(m_mutex);
    return m_failure;
}

void RingKeeper::note(const std::optional<Error> &error)
{
    // A command that asks a key service is not run all the time for a ring that it does not open.
    const auto rest = std::max<std::chrono::nanoseconds>(std::chrono::seconds(1), 10 * m_sourceTook);
    const std::scoped_lock lock(m_mutex);
    m_failure = error ? std::optional(Failure {*error, m_clock.monotonic() + rest}) : std::nullopt;
}

Result<RingKeeper::Ring> RingKeeper::read(const Deadline &deadline)
{
    m_sourceTook = {};
    auto both = known(deadline);
    note(both ? std::nullopt : std::optional(both.error()));
    if (!both)
        return std::unexpected(both.error());
    if (!both->isStored)
        putBack(both->ring, both->documentRevision, deadline);
    return accept(std::move(both->ring));
}

Result<RingKeeper::Known> RingKeeper::known(const Deadline &deadline)
{
    const auto stored = readDocument(m_storage, DocumentName::Ring.toString(), deadline);
    if (!stored)
        return std::unexpected(stored.error());
    const Ring mine = current();
    if (!*stored)
        return Known {*mine, 0, false};
    const quint64 documentRevision = (*stored)->revision;
    auto theirs = opened((*stored)->bytes);
    if (!theirs)
        return std::unexpected(theirs.error());
    if (theirs->revision() >= mine->revision() && theirs->includes(*mine))
        return Known {std::move(*theirs), documentRevision, true};
    if (theirs->revision() < mine->revision() && mine->includes(*theirs))
        return Known {*mine, documentRevision, false};
    return mine->mergedWith(*theirs).transform(
        [&](KeyRing both) { return Known {std::move(both), documentRevision, false}; });
}

Result<KeyRing> RingKeeper::opened(const QByteArray &bytes)
{
    auto ring = openRing(bytes, m_rootKey, m_identity);
    if (ring)
        ring->setMixedAllowed(m_isMixedAllowed);
    if (ring || ring.error().code() != ErrorCode::KeyMissing || !m_source)
        return ring;
    // The root key was changed; by now the deployment has the new one, or this program has to wait for it.
    auto rootKey = sourceReadAnew();
    if (!rootKey)
        return std::unexpected(ring.error());
    ring = openRing(bytes, *rootKey, m_identity);
    if (ring) {
        ring->setMixedAllowed(m_isMixedAllowed);
        m_rootKey = std::move(*rootKey);
    }
    return ring;
}

Result<SecretBytes> RingKeeper::sourceReadAnew()
{
    const auto begun = m_clock.monotonic();
    auto rootKey = m_source->read();
    m_sourceTook = m_clock.monotonic() - begun;
    return rootKey;
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
    const auto written = put(newer, documentRevision, deadline);
    if (!written)
        qCWarning(storeLog, "The key ring could not be put back: %ls",
                  qUtf16Printable(written.error().message()));
}

Result<quint64> RingKeeper::put(const KeyRing &ring, quint64 documentRevision, const Deadline &deadline)
{
    return sealRing(ring, m_random).and_then([&](const QByteArray &sealed) {
        return putDocument(m_storage, DocumentName::Ring.toString(), sealed, documentRevision, deadline);
    });
}

} // namespace Axess
