// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conversionsteps_p.h"

#include "crypto/document_p.h"
#include "sealedwalk_p.h"
#include "session/storeidentity_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr std::chrono::milliseconds lookAgain = 200ms;
// Who meets a row of the other kind reads the ring anew, at most once a second: by then it says so.
constexpr std::chrono::milliseconds shortestSettling = 1500ms;
constexpr std::chrono::milliseconds longestGathering = 30s;
// Going back from verifying is for what slipped in; more often something writes the old way all the time.
constexpr int mostPasses = 5;
constexpr qsizetype mostBytes = 1024 * 1024;
constexpr int documentsAtOnce = 50; // Parts of sets have 16 KiB.

} // namespace

ConversionSteps::ConversionSteps(StoreCore &core, const JobInfo &job, int rows)
    : m_core(core)
    , m_job(job)
    , m_rows(rows)
    , m_seals(job.request.parameters.value(u"to"_s).toString() == "sealed"_L1)
{ }

void ConversionSteps::enter(Phase phase)
{
    m_state.phase = phase;
    m_state.since = m_core.time().now();
    m_state.cursor.clear();
}

Result<JobStep> ConversionSteps::take(ConversionState state)
{
    static constexpr Result<void> (ConversionSteps::*phases[])() {
        &ConversionSteps::gather, &ConversionSteps::mix,    &ConversionSteps::settle,
        &ConversionSteps::turn,   &ConversionSteps::drain,  &ConversionSteps::documents,
        &ConversionSteps::rows,   &ConversionSteps::verify, &ConversionSteps::finish};
    m_state = std::move(state);
    return (this->*phases[std::size_t(m_state.phase)])().transform([&] {
        m_step.checkpoint = m_state.encoded();
        m_step.done = m_state.done;
        m_step.total = std::max(m_state.total, m_state.done);
        return m_step;
    });
}

Result<void> ConversionSteps::move(SealMode from, SealMode to)
{
    const auto change = [&](const KeyRing &ring) {
        return Result<KeyRing>(ring.mode() == from ? ring.withMode(to) : ring);
    };
    return m_core.ring().change(change, m_core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        return announceRing(m_core, ring->revision());
    });
}

Result<RingKeeper::Ring> ConversionSteps::turnedRing()
{
    if (isDryRun())
        return m_core.ring().current();
    const auto fits = [&](const RingKeeper::Ring &ring) { return ring->seals() == m_seals; };
    auto ring = m_core.ring().ring();
    if (ring && !fits(*ring))
        ring = m_core.ring().readNow(m_core.deadline());
    if (ring && !fits(*ring))
        return std::unexpected(
            Error(ErrorCode::Conflict, u"Somebody began to convert the store the other way meanwhile"_s));
    return ring;
}

Result<void> ConversionSteps::gather()
{
    const auto counts = countAllByKey(m_core);
    if (!counts)
        return std::unexpected(counts.error());
    m_state.total = 0;
    for (const auto &[key, count] : counts->asKeyValueRange())
        m_state.total += count + (isDryRun() || isConverted(key) ? 0 : count);
    if (isDryRun()) {
        enter(Phase::Verify);
        return {};
    }
    const auto missing = instancesThatCannot(m_core);
    if (!missing)
        return std::unexpected(missing.error());
    if (missing->isEmpty()) {
        enter(Phase::Mix);
        return {};
    }
    if (m_state.since == 0)
        m_state.since = m_core.time().now();
    m_step.delay = lookAgain;
    if (m_core.time().now() - m_state.since < longestGathering.count())
        return {};
    m_step.waits = true;
    for (const QString &instance : *missing)
        m_step.remarks.append(
            u"%1 must be started with the root key and seal=mixed in the store's URL before this goes on"_s
                .arg(instance));
    return {};
}

// All learn to open both kinds before anybody writes the other one.
Result<void> ConversionSteps::mix()
{
    const auto moved = m_seals ? move(SealMode::Clear, SealMode::ClearMixed)
                               : move(SealMode::Sealed, SealMode::SealedMixed);
    return moved.transform([&] { enter(Phase::Settle); });
}

Result<void> ConversionSteps::settle()
{
    const auto settling = std::max(2 * m_core.options().controlLag, shortestSettling);
    if (m_core.time().now() - m_state.since < settling.count()) {
        m_step.delay = lookAgain;
        return {};
    }
    enter(Phase::Turn);
    return {};
}

Result<void> ConversionSteps::turn()
{
    // Who comes without a key finds a store that seals from before the first row is.
    if (const auto written = m_seals ? writeIdentity() : Result<void>(); !written)
        return written;
    const auto moved = m_seals ? move(SealMode::ClearMixed, SealMode::SealedMixed)
                               : move(SealMode::SealedMixed, SealMode::ClearMixed);
    return moved.transform([&] { enter(Phase::Drain); });
}

Result<void> ConversionSteps::writeIdentity()
{
    const QString name = DocumentName::Identity.toString();
    const Deadline deadline = m_core.deadline();
    const auto stored = readDocument(m_core.storage(), name, deadline);
    if (!stored)
        return std::unexpected(stored.error());
    auto identity = *stored ? StoreIdentity::fromBytes((*stored)->bytes)
                            : std::unexpected(Error(ErrorCode::Unavailable, u"The store was emptied"_s));
    if (!identity)
        return std::unexpected(identity.error());
    const auto wanted = m_seals ? StoreIdentity::Sealing::Sealed : StoreIdentity::Sealing::Clear;
    if (identity->sealing == wanted)
        return {};
    identity->sealing = wanted;
    // Whoever was faster wrote the same.
    const auto put = putDocument(m_core.storage(), name, identity->bytes(), (*stored)->revision, deadline);
    return put || put.error().code() == ErrorCode::Conflict ? Result<void>() : std::unexpected(put.error());
}

Result<void> ConversionSteps::drain()
{
    if (const auto ring = turnedRing(); !ring)
        return std::unexpected(ring.error());
    if (m_core.time().now() < m_state.since + drainTime(m_core).count()) {
        m_step.delay = lookAgain;
        return {};
    }
    enter(Phase::Documents);
    return {};
}

Result<void> ConversionSteps::documents()
{
    if (const auto ring = turnedRing(); !ring)
        return std::unexpected(ring.error());
    const auto page
        = m_core.storage().run(Verb::Documents, m_core.deadline(), [&](StorageConnection &connection) {
              return connection.documents({}, m_state.cursor, documentsAtOnce);
          });
    if (!page)
        return std::unexpected(page.error());
    for (const StoredDocument &document : page->documents) {
        if (const auto converted = convertDocument(document); !converted)
            return converted;
    }
    m_state.cursor = page->next;
    if (page->next.isEmpty())
        enter(Phase::Rows);
    return {};
}

Result<void> ConversionSteps::convertDocument(const StoredDocument &document)
{
    // Its own document is written with this step.
    if (!DocumentName::isSealed(document.name)
        || document.name == DocumentName::JobPrefix.toString() + m_job.id
        || looksSealedDocument(document.bytes) == m_seals)
        return {};
    const auto content = m_core.documents().content(document, m_core.deadline());
    if (!content) {
        m_step.remarks.append(u"Document “%1” does not open and stays as it is"_s.arg(document.name));
        return {};
    }
    const auto written
        = m_core.documents().write(document.name, *content, document.revision, m_core.deadline());
    if (written)
        ++m_step.counts[u"documents"_s];
    // Written by somebody else meanwhile, and so the new way.
    return written || written.error().code() == ErrorCode::Conflict ? Result<void>()
                                                                    : std::unexpected(written.error());
}

Result<std::optional<quint32>> ConversionSteps::nextKey()
{
    return countAllByKey(m_core).transform([&](const QHash<quint32, qint64> &counts) {
        std::optional<quint32> next;
        for (const auto &[key, count] : counts.asKeyValueRange()) {
            if (count > 0 && !isConverted(key) && !m_state.stuck.contains(key))
                next = std::min(next.value_or(key), key);
        }
        return next;
    });
}

Result<void> ConversionSteps::rows()
{
    const auto ring = turnedRing();
    if (!ring)
        return std::unexpected(ring.error());
    if (m_state.isWalking)
        return convertPage(**ring);
    const auto next = nextKey();
    if (!next)
        return std::unexpected(next.error());
    if (!*next) {
        enter(Phase::Verify);
        m_state.stale = m_state.unreadable = 0;
        return {};
    }
    m_state.from = **next;
    m_state.isWalking = true;
    m_state.moved = 0;
    m_state.cursor.clear();
    return convertPage(**ring);
}

Result<void> ConversionSteps::convertPage(const KeyRing &ring)
{
    const auto page = readSealedPage(m_core, m_state.from, m_state.cursor, m_rows);
    if (!page)
        return std::unexpected(page.error());
    const auto overtaken = exchange(page->rows, ring);
    const qint64 converted = m_step.counts.value(u"converted"_s);
    if (!overtaken) {
        m_state.moved += converted;
        // What was written is kept and counted; the page is read again.
        return converted > 0 ? Result<void>() : std::unexpected(overtaken.error());
    }
    m_step.counts[u"overtaken"_s] += *overtaken;
    m_step.rows = page->rows.size();
    m_state.moved += converted + *overtaken;
    m_state.done += page->rows.size();
    m_state.cursor = page->next;
    if (!page->next.isEmpty())
        return {};
    // What is left of this key after a walk that moved nothing does not open.
    if (m_state.moved == 0)
        m_state.stuck.append(m_state.from);
    m_state.isWalking = false;
    return {};
}

Result<qint64> ConversionSteps::exchange(const QList<SealedRow> &rows, const KeyRing &ring)
{
    qint64 overtaken = 0;
    qsizetype bytes = 0;
    std::vector<Reseal> reseals;
    reseals.reserve(StorageConnection::MaximumBatch);
    for (const SealedRow &row : rows) {
        // Loaded anew since the list: somebody has saved it the new way.
        if (isConverted(row.keyId)) {
            ++overtaken;
            continue;
        }
        const auto content = RowSealer::open(row, &ring);
        if (!content)
            continue; // Verifying tells of it.
        SealedRow fresh = row;
        if (const auto sealed = RowSealer::seal(fresh, *content, &ring, m_core.random()); !sealed)
            return std::unexpected(sealed.error());
        bytes += fresh.payload.size();
        reseals.push_back({row.id, row.revision, row.writeId, fresh.keyId, fresh.payload});
        if (std::ssize(reseals) < StorageConnection::MaximumBatch && bytes < mostBytes)
            continue;
        if (const auto written = write(reseals, overtaken); !written)
            return std::unexpected(written.error());
        reseals.clear();
        bytes = 0;
    }
    return write(reseals, overtaken).transform([&] { return overtaken; });
}

Result<void> ConversionSteps::write(std::span<const Reseal> reseals, qint64 &overtaken)
{
    if (reseals.empty())
        return {};
    const auto statuses
        = m_core.storage().run(Verb::Reseal, m_core.deadline(),
                               [&](StorageConnection &connection) { return connection.reseal(reseals); });
    if (!statuses)
        return std::unexpected(statuses.error());
    const auto stored = std::ranges::count(*statuses, WriteStatus::Stored);
    m_step.counts[u"converted"_s] += stored;
    overtaken += statuses->size() - stored;
    return {};
}

Result<void> ConversionSteps::verify()
{
    const auto ring = turnedRing();
    if (!ring)
        return std::unexpected(ring.error());
    const auto page = readSealedPage(m_core, {}, m_state.cursor, m_rows);
    if (!page)
        return std::unexpected(page.error());
    m_step.failures = page->unreadable;
    for (const SealedRow &row : page->rows) {
        if (const auto content = RowSealer::open(row, ring->get()); !content)
            m_step.failures.append({row.id.text(), content.error().message()});
        else
            m_state.stale += isConverted(row.keyId) ? 0 : 1;
    }
    m_step.rows = page->rows.size() + page->unreadable.size();
    m_step.counts[u"sessions"_s] += m_step.rows;
    m_step.counts[u"unreadable"_s] += m_step.failures.size();
    m_state.unreadable += m_step.failures.size();
    m_state.done += m_step.rows;
    m_state.cursor = page->next;
    return page->next.isEmpty() ? endOfVerify() : Result<void>();
}

Result<void> ConversionSteps::endOfVerify()
{
    if (isDryRun()) {
        m_step.counts[u"converted"_s] = m_state.stale;
        m_step.isLast = true;
        return {};
    }
    if (m_state.stale > 0 && ++m_state.passes <= mostPasses) {
        // Counted anew with the next pass.
        for (const QString &count : {u"sessions"_s, u"unreadable"_s})
            m_step.counts[count] -= m_job.counts.value(count) + m_step.counts.value(count);
        m_state.stuck.clear();
        enter(Phase::Rows);
        return {};
    }
    if (m_state.stale == 0 && m_state.unreadable == 0) {
        enter(Phase::Finish);
        return {};
    }
    m_step.remarks.append(
        u"%1 sessions do not open and %2 are still as before, so both kinds still open; end what is damaged, "
        "see that every instance was started anew, and say the command again"_s.arg(m_state.unreadable)
            .arg(m_state.stale));
    m_step.isLast = true;
    return {};
}

Result<void> ConversionSteps::finish()
{
    const auto moved = m_seals ? move(SealMode::SealedMixed, SealMode::Sealed)
                               : move(SealMode::ClearMixed, SealMode::Clear);
    m_step.isLast = true;
    if (!moved)
        return moved;
    const auto ring = m_core.ring().current();
    if (!ring || ring->mode() != (m_seals ? SealMode::Sealed : SealMode::Clear))
        return std::unexpected(
            Error(ErrorCode::Conflict,
                  u"Somebody began to convert the store the other way meanwhile; cancel that "
                  "job, or say its command again"_s));
    return m_seals ? Result<void>() : writeIdentity();
}

} // namespace Axess
