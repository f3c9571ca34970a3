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
    : ResealSteps(core, job, rows, u"resealed"_s)
    , m_purpose(purposeOf(job))
{ }

bool RotationSteps::isLazy() const
{
    return m_job.request.parameters.value(u"lazy"_s).toBool();
}

void RotationSteps::enter(Phase phase)
{
    m_state.phase = phase;
    begin(m_state);
}

Result<JobStep> RotationSteps::take(RotationState state)
{
    static constexpr Result<void> (RotationSteps::*phases[])() {
        &RotationSteps::stage, &RotationSteps::settle, &RotationSteps::activate, &RotationSteps::reseal,
        &RotationSteps::drain, &RotationSteps::verify, &RotationSteps::retire};
    m_state = std::move(state);
    return (this->*phases[std::size_t(m_state.phase)])().transform(
        [&] { return stepOf(m_state, m_state.toJson()); });
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

// A key that the ring does not know opens nothing; verifying tells of its rows.
bool RotationSteps::takes(quint32 key, const KeyRing &ring) const
{
    return key != m_state.key && ring.key(key);
}

Result<void> RotationSteps::reseal()
{
    const auto ring = this->ring();
    if (!ring)
        return std::unexpected(ring.error());
    return exchangeNext(m_state, **ring).transform([&](bool isAll) {
        if (isAll)
            enter(Phase::Drain);
    });
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
    return next(m_state, **ring).transform([&](const auto &left) {
        // Who cannot read the ring puts rows under the old key in all the time: verifying counts them.
        enter(left && ++m_state.passes <= MostPasses ? Phase::Reseal : Phase::Verify);
        m_state.stale = m_state.unreadable = m_state.longest = 0;
    });
}

Result<bool> RotationSteps::isAsWanted(const SealedRow &row, const KeyRing *ring)
{
    return verifiedKey(row, *ring).transform([&](quint32 key) {
        m_state.longest = std::max(m_state.longest, absoluteTimeout(row));
        return key == m_state.key;
    });
}

Result<void> RotationSteps::verify()
{
    const auto ring = isDryRun() ? m_core.ring().ring() : this->ring();
    if (!ring)
        return std::unexpected(ring.error());
    return verifyPage(m_state, ring->get()).and_then([&](bool isAll) {
        return isAll && !isDryRun() ? endOfVerify() : Result<void>();
    });
}

Result<void> RotationSteps::endOfVerify()
{
    if (goesBack(m_state)) {
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
