// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rotationsteps_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr std::chrono::milliseconds lookAgain = 200ms;
// Instances renew every 5 s; who has been silent for longer is gone, or reads the ring when it is back.
constexpr std::chrono::milliseconds silence = 20s;
constexpr std::chrono::milliseconds longestSettling = 30s;
// Going back from verifying is for what slipped in; more often something puts old rows in all the time.
constexpr int mostPasses = 5;
constexpr qsizetype mostBytes = 1024 * 1024;

KeyPurpose purposeOf(const JobInfo &job)
{
    return job.request.parameters.value(u"purpose"_s).toString() == "cookie"_L1 ? KeyPurpose::Cookie
                                                                                : KeyPurpose::Envelope;
}

const DataKey *stagedKey(const KeyRing &ring, KeyPurpose purpose)
{
    const auto staged = std::ranges::find_if(ring.keys(), [&](const DataKey &key) {
        return key.purpose == purpose && key.state == KeyState::Staged;
    });
    return staged == ring.keys().cend() ? nullptr : &*staged;
}

} // namespace

RotationSteps::RotationSteps(StoreCore &core, const JobInfo &job, int rows)
    : m_core(core)
    , m_job(job)
    , m_rows(rows)
    , m_purpose(purposeOf(job))
{ }

bool RotationSteps::isLazy() const
{
    return m_job.request.parameters.value(u"lazy"_s).toBool();
}

void RotationSteps::enter(Phase phase)
{
    m_state.phase = phase;
    m_state.since = m_core.time().now();
    m_state.cursor.clear();
}

Result<JobStep> RotationSteps::take(RotationState state)
{
    static constexpr Result<void> (RotationSteps::*phases[])() {
        &RotationSteps::stage, &RotationSteps::settle, &RotationSteps::activate, &RotationSteps::reseal,
        &RotationSteps::drain, &RotationSteps::verify, &RotationSteps::retire};
    m_state = std::move(state);
    return (this->*phases[std::size_t(m_state.phase)])().transform([&] {
        m_step.checkpoint = m_state.encoded();
        m_step.done = m_state.done;
        m_step.total = std::max(m_state.total, m_state.done);
        return m_step;
    });
}

Result<RingKeeper::Ring> RotationSteps::ring()
{
    auto ring = m_core.ring().ring();
    if (ring && m_state.key != 0 && (*ring)->activeKey(m_purpose).id != m_state.key)
        ring = m_core.ring().readNow(m_core.deadline());
    if (ring && m_state.key != 0 && (*ring)->activeKey(m_purpose).id != m_state.key)
        return std::unexpected(otherKeyIsActive(**ring));
    return ring;
}

Error RotationSteps::otherKeyIsActive(const KeyRing &ring) const
{
    return Error(
        ErrorCode::Conflict,
        u"Key %1 became active meanwhile, by another rotation or operator; `axessctl key rotate` goes on "
        "from there"_s.arg(keyIdText(ring.activeKey(m_purpose).id)));
}

Result<void> RotationSteps::stage()
{
    if (m_purpose == KeyPurpose::Envelope) {
        const auto counts = countByKey(m_core);
        if (!counts)
            return std::unexpected(counts.error());
        for (const qint64 count : counts->value_or(QHash<quint32, qint64>()))
            m_state.total += count;
        m_state.total *= isDryRun() ? 1 : isLazy() ? 0 : 2;
    }
    if (isDryRun()) {
        enter(Phase::Verify);
        m_step.isLast = m_purpose != KeyPurpose::Envelope;
        return m_core.ring().readNow(m_core.deadline()).transform([](const RingKeeper::Ring &) { });
    }
    // One that an operator has staged is taken, and so is the one of a step that is done again.
    const auto change = [&](const KeyRing &ring) {
        return stagedKey(ring, m_purpose) ? Result<KeyRing>(ring)
                                          : ring.withStaged(m_purpose, m_core.time().now(), m_core.random());
    };
    return m_core.ring().change(change, m_core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        m_state.key = stagedKey(*ring, m_purpose)->id;
        enter(Phase::Settle);
        return announceRing(m_core, ring->revision());
    });
}

Result<void> RotationSteps::settle()
{
    const qint64 waited = m_core.time().now() - m_state.since;
    const auto unaware = instancesUnawareOf(m_core, m_state.key, silence);
    if (!unaware)
        return std::unexpected(unaware.error());
    const bool isKnown = unaware->isEmpty() && waited >= m_core.options().controlLag.count();
    if (!isKnown && waited < longestSettling.count()) {
        m_step.delay = lookAgain;
        return {};
    }
    for (const QString &instance : *unaware)
        m_step.remarks.append(
            u"%1 did not know key %2 when it became active"_s.arg(instance, keyIdText(m_state.key)));
    enter(Phase::Activate);
    return {};
}

Result<void> RotationSteps::activate()
{
    const auto change = [&](const KeyRing &ring) {
        const DataKey *key = ring.key(m_state.key);
        return key && key->state == KeyState::Active ? Result<KeyRing>(ring)
                                                     : ring.withActivated(m_state.key, m_core.time().now());
    };
    return m_core.ring().change(change, m_core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        m_step.isLast = isLazy();
        return announceRing(m_core, ring->revision()).transform([&] {
            enter(m_purpose == KeyPurpose::Envelope ? Phase::Reseal : Phase::Drain);
            m_state.activated = m_state.since;
        });
    });
}

Result<std::optional<quint32>> RotationSteps::nextKey(const KeyRing &ring)
{
    return countByKey(m_core).transform([&](const std::optional<QHash<quint32, qint64>> &counts) {
        std::optional<quint32> next;
        if (!counts && !m_state.stuck.contains(RotationState::AllKeys))
            next = RotationState::AllKeys;
        for (const auto &[key, count] : counts.value_or(QHash<quint32, qint64>()).asKeyValueRange()) {
            // A key that the ring does not know opens nothing; verifying tells of its rows.
            if (count > 0 && key != m_state.key && ring.key(key) && !m_state.stuck.contains(key))
                next = std::min(next.value_or(key), key);
        }
        return next;
    });
}

Result<void> RotationSteps::reseal()
{
    const auto ring = this->ring();
    if (!ring)
        return std::unexpected(ring.error());
    if (m_state.isWalking)
        return resealPage(**ring);
    const auto next = nextKey(**ring);
    if (!next)
        return std::unexpected(next.error());
    if (!*next) {
        enter(Phase::Drain);
        return {};
    }
    m_state.from = **next;
    m_state.isWalking = true;
    m_state.moved = 0;
    m_state.cursor.clear();
    return resealPage(**ring);
}

Result<void> RotationSteps::resealPage(const KeyRing &ring)
{
    const bool isOfAll = m_state.from == RotationState::AllKeys;
    auto page = readSealedPage(m_core, isOfAll ? std::nullopt : std::optional(m_state.from), m_state.cursor,
                               m_rows);
    if (!page)
        return std::unexpected(page.error());
    const auto overtaken = exchange(*page, ring);
    const qint64 resealed = m_step.counts.value(u"resealed"_s);
    if (!overtaken) {
        m_state.moved += resealed;
        // What was written is kept and counted; the page is read again.
        return resealed > 0 ? Result<void>() : std::unexpected(overtaken.error());
    }
    m_step.counts[u"overtaken"_s] += *overtaken;
    m_step.rows = page->rows.size();
    m_state.moved += resealed + *overtaken;
    m_state.done += page->rows.size();
    m_state.cursor = page->next;
    if (!page->next.isEmpty())
        return {};
    // What is left of this key after a walk that moved nothing does not open.
    if (m_state.moved == 0 || isOfAll)
        m_state.stuck.append(m_state.from);
    m_state.isWalking = false;
    return {};
}

Result<qint64> RotationSteps::exchange(SealedPage &page, const KeyRing &ring)
{
    const Deadline budget = m_core.deadline();
    qint64 overtaken = 0;
    qsizetype bytes = 0;
    qsizetype handled = 0;
    std::vector<Reseal> reseals;
    reseals.reserve(StorageConnection::MaximumBatch);
    for (const SealedRow &row : std::as_const(page.rows)) {
        ++handled;
        // Loaded anew since the list: somebody has saved it under the new key.
        if (row.keyId == m_state.key) {
            overtaken += m_state.from == RotationState::AllKeys ? 0 : 1;
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
        if (budget.hasPassed()) {
            page.next = handled < page.rows.size() ? page.behind(row) : page.next;
            page.rows.resize(handled);
            return overtaken;
        }
    }
    return write(reseals, overtaken).transform([&] { return overtaken; });
}

Result<void> RotationSteps::write(std::span<const Reseal> reseals, qint64 &overtaken)
{
    if (reseals.empty())
        return {};
    const auto statuses
        = m_core.storage().run(Verb::Reseal, m_core.deadline(),
                               [&](StorageConnection &connection) { return connection.reseal(reseals); });
    if (!statuses)
        return std::unexpected(statuses.error());
    const auto stored = std::ranges::count(*statuses, WriteStatus::Stored);
    m_step.counts[u"resealed"_s] += stored;
    overtaken += statuses->size() - stored;
    return {};
}

Result<void> RotationSteps::drain()
{
    const auto ring = this->ring();
    if (!ring)
        return std::unexpected(ring.error());
    // Not since the ring was changed: a worker may have died before it announced that.
    if (m_core.time().now() < m_state.activated + drainTime(m_core).count()) {
        m_step.delay = lookAgain;
        return {};
    }
    if (m_purpose != KeyPurpose::Envelope) {
        enter(Phase::Retire);
        return {};
    }
    return nextKey(**ring).transform([&](const std::optional<quint32> &left) {
        // Who cannot read the ring puts rows under the old key in all the time: verifying counts them.
        enter(left && ++m_state.passes <= mostPasses ? Phase::Reseal : Phase::Verify);
        m_state.stale = m_state.unreadable = m_state.longest = 0;
    });
}

Result<void> RotationSteps::verify()
{
    const auto ring = isDryRun() ? m_core.ring().ring() : this->ring();
    if (!ring)
        return std::unexpected(ring.error());
    const auto page = readSealedPage(m_core, {}, m_state.cursor, m_rows);
    if (!page)
        return std::unexpected(page.error());
    m_step.failures = page->unreadable;
    for (const SealedRow &row : page->rows) {
        const auto key = verifiedKey(row, **ring);
        if (!key) {
            m_step.failures.append({row.id.text(), key.error().message()});
            continue;
        }
        m_state.longest = std::max(m_state.longest, absoluteTimeout(row));
        m_state.stale += *key != m_state.key ? 1 : 0;
    }
    m_step.rows = page->rows.size() + page->unreadable.size();
    m_step.counts[u"sessions"_s] += m_step.rows;
    m_step.counts[u"unreadable"_s] += m_step.failures.size();
    m_state.unreadable += m_step.failures.size();
    m_state.done += m_step.rows;
    m_state.cursor = page->next;
    return page->next.isEmpty() ? endOfVerify() : Result<void>();
}

Result<void> RotationSteps::endOfVerify()
{
    if (isDryRun()) {
        m_step.counts[u"resealed"_s] = m_state.stale;
        m_step.isLast = true;
        return {};
    }
    if (m_state.stale > 0 && ++m_state.passes <= mostPasses) {
        // Counted anew with the next pass.
        for (const QString &count : {u"sessions"_s, u"unreadable"_s})
            m_step.counts[count] -= m_job.counts.value(count) + m_step.counts.value(count);
        m_state.stuck.clear();
        enter(Phase::Reseal);
        return {};
    }
    if (m_state.stale == 0 && m_state.unreadable == 0) {
        const auto left = leftBehind();
        if (!left)
            return std::unexpected(left.error());
        m_state.unreadable = *left;
        m_step.counts[u"unreadable"_s] += *left;
    }
    if (m_state.stale == 0 && m_state.unreadable == 0) {
        enter(Phase::Retire);
        return {};
    }
    m_step.remarks.append(
        u"%1 sessions do not open and %2 are under other keys, so the replaced keys were not retired; look "
        u"at "
        "`axessctl key verify`, end what is damaged, and rotate again"_s.arg(m_state.unreadable)
            .arg(m_state.stale));
    m_step.isLast = true;
    return {};
}

// Whose id is damaged stands in no list, and yet somebody may mend it.
Result<qint64> RotationSteps::leftBehind()
{
    const auto ring = this->ring();
    if (!ring)
        return std::unexpected(ring.error());
    return countByKey(m_core).transform([&](const std::optional<QHash<quint32, qint64>> &counts) {
        qint64 left = 0;
        for (const auto &[key, count] : counts.value_or(QHash<quint32, qint64>()).asKeyValueRange())
            left += key != m_state.key && (*ring)->key(key) ? count : 0;
        return left;
    });
}

Result<void> RotationSteps::retire()
{
    qint64 retired = 0;
    qint64 forgotten = 0;
    const auto change = [&](const KeyRing &ring) -> Result<KeyRing> {
        retired = 0;
        // What was verified is that all is under this job's key; it may have been replaced since.
        if (ring.activeKey(m_purpose).id != m_state.key)
            return std::unexpected(otherKeyIsActive(ring));
        Result<KeyRing> next = ring;
        for (const DataKey &key : ring.keys()) {
            if (key.purpose != m_purpose || key.state != KeyState::DecryptOnly || !next)
                continue;
            next = next->withRetired(key.id, m_core.time().now());
            ++retired;
        }
        // Only who has read all sessions knows how long they live.
        if (!next || m_purpose != KeyPurpose::Envelope)
            return next;
        const KeyRing kept = next->withoutOutlived(outlivedBefore(m_core, m_state.longest),
                                                   {KeyState::Retired, KeyState::Compromised});
        forgotten = next->keys().size() - kept.keys().size();
        return kept;
    };
    return m_core.ring().change(change, m_core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        m_step.counts[u"retired"_s] += retired;
        if (forgotten > 0)
            m_step.counts[u"forgotten"_s] += forgotten;
        m_step.isLast = true;
        return announceRing(m_core, ring->revision());
    });
}

} // namespace Axess
