// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conversionsteps_p.h"

#include "crypto/document_p.h"
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
constexpr int documentsAtOnce = 50; // Parts of sets have 16 KiB.

} // namespace

ConversionSteps::ConversionSteps(StoreCore &core, const JobInfo &job, int rows)
    : ResealSteps(core, job, rows, u"converted"_s)
    , m_seals(job.request.parameters.value(u"to"_s).toString() == "sealed"_L1)
{ }

void ConversionSteps::enter(Phase phase)
{
    m_state.phase = phase;
    begin(m_state);
}

Result<JobStep> ConversionSteps::take(ConversionState state)
{
    static constexpr Result<void> (ConversionSteps::*phases[])() {
        &ConversionSteps::gather, &ConversionSteps::mix,    &ConversionSteps::settle,
        &ConversionSteps::turn,   &ConversionSteps::drain,  &ConversionSteps::documents,
        &ConversionSteps::rows,   &ConversionSteps::verify, &ConversionSteps::finish};
    m_state = std::move(state);
    return (this->*phases[std::size_t(m_state.phase)])().transform(
        [&] { return stepOf(m_state, m_state.toJson()); });
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
    const auto counts = countByKey(m_core);
    if (!counts)
        return std::unexpected(counts.error());
    m_state.total = 0;
    for (const auto &[key, count] : counts->value_or(QHash<quint32, qint64>()).asKeyValueRange())
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

Result<void> ConversionSteps::rows()
{
    const auto ring = turnedRing();
    if (!ring)
        return std::unexpected(ring.error());
    return exchangeNext(m_state, **ring).transform([&](bool isAll) {
        if (!isAll)
            return;
        enter(Phase::Verify);
        m_state.stale = m_state.unreadable = 0;
    });
}

Result<bool> ConversionSteps::isAsWanted(const SealedRow &row, const KeyRing *ring)
{
    return RowSealer::open(row, ring).transform([&](const auto &) { return isConverted(row.keyId); });
}

Result<void> ConversionSteps::verify()
{
    const auto ring = turnedRing();
    if (!ring)
        return std::unexpected(ring.error());
    return verifyPage(m_state, ring->get()).transform([&](bool isAll) {
        if (isAll && !isDryRun())
            endOfVerify();
    });
}

void ConversionSteps::endOfVerify()
{
    if (goesBack(m_state))
        return enter(Phase::Rows);
    if (m_state.stale == 0 && m_state.unreadable == 0)
        return enter(Phase::Finish);
    m_step.remarks.append(
        u"%1 sessions do not open and %2 are still as before, so both kinds still open; end what is damaged, "
        "see that every instance was started anew, and say the command again"_s.arg(m_state.unreadable)
            .arg(m_state.stale));
    m_step.isLast = true;
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
