// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keywalk_p.h"

#include <QtCore/qset.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

QString inUse(quint32 id, qint64 sessions)
{
    return u"Key %1 is in use: %2 sessions are sealed under it. `axessctl key rotate` seals them anew"_s
        .arg(keyIdText(id))
        .arg(sessions);
}

Error notReplaced(const DataKey *key, quint32 id)
{
    return Error(
        ErrorCode::InvalidArgument,
        key ? u"A key %1 is not retired; only one that was replaced is"_s.arg(keyStateName(key->state))
            : u"The key ring holds no key %1"_s.arg(keyIdText(id)));
}

std::unexpected<Error> denied(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

/// Ends the life of one key.
class Retirement
{
public:
    Retirement(StoreCore &core, quint32 id)
        : m_core(core)
        , m_id(id)
    { }

    /// Refused while calls that began before the key was replaced may be under way.
    Result<void> wait(const KeyRing &ring)
    {
        const auto known = m_core.control().renew(m_core.deadline());
        if (!known)
            return std::unexpected(known.error());
        const qint64 now = m_core.time().now();
        qint64 left = ring.key(m_id)->stateChanged + drainTime(m_core).count() - now;
        // Whoever replaced it may have been cut off before it told the others. That they were told just now
        // stands in the ring, since the next one who asks finds all told.
        if ((*known)->ringRevision < ring.revision()) {
            const auto told = tell(now);
            if (!told)
                return told;
            left = (drainTime(m_core) + m_core.options().callDeadline).count();
        }
        if (left <= 0)
            return {};
        return denied(
            u"Calls that began before key %1 was replaced may still be under way; retire it in %2 s"_s
                .arg(keyIdText(m_id))
                .arg((left + 999) / 1000));
    }

    /// Reads all sessions; the longest absolute time-out among them.
    Result<qint64> look(const RingKeeper::Ring &ring)
    {
        const auto isMine = [this](quint32 one) {
            m_named.insert(one);
            return one == m_id;
        };
        const auto seen = KeyWalk(m_core, ring, isMine).run({});
        if (!seen)
            return std::unexpected(seen.error());
        if (seen->report.underOldKeys > 0)
            return denied(inUse(m_id, seen->report.underOldKeys));
        if (seen->unjudged > 0)
            return denied(u"Of %1 sessions nobody can tell by which key they are sealed; end them first. %2"_s
                              .arg(seen->unjudged)
                              .arg(seen->report.failures.constFirst()));
        return seen->longest;
    }

    /// Whether a session that was looked at is under a key that is retired, as nobody expects.
    bool isUnderRetired(const KeyRing &ring) const
    {
        return std::ranges::any_of(m_named, [&](quint32 one) {
            const DataKey *key = ring.key(one);
            return key && key->state == KeyState::Retired;
        });
    }

private:
    Result<void> tell(qint64 now)
    {
        // A moment later at most all are told; what began before is over one call after that.
        const qint64 told = now + m_core.options().callDeadline.count();
        const auto change = [&](const KeyRing &ring) { return ring.withStateSince(m_id, told); };
        return m_core.ring().change(change, m_core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
            return announceRing(m_core, ring->revision());
        });
    }

    StoreCore &m_core;
    const quint32 m_id;
    QSet<quint32> m_named; ///< By the envelopes.
};

} // namespace

Result<KeyChange> Keys::retireUnrecorded(quint32 id)
{
    StoreCore &core = m_store->core();
    // What was replaced long ago is forgotten by the clock.
    if (const auto steady = core.time().steady(); !steady)
        return std::unexpected(steady.error());
    const auto ring = core.ring().readNow(core.deadline());
    if (!ring)
        return std::unexpected(ring.error());
    const DataKey *key = (*ring)->key(id);
    const bool isRetired = key && key->state == KeyState::Retired;
    if (isRetired && (*ring)->keys().size() < KeyRing::MaximumKeys)
        return KeyChange {id, (*ring)->revision(), {}};
    if (!isRetired && (!key || key->state != KeyState::DecryptOnly))
        return std::unexpected(notReplaced(key, id));
    const auto counts = countByKey(core);
    if (!counts)
        return std::unexpected(counts.error());
    if (const qint64 sessions = *counts ? (*counts)->value(id) : 0; sessions > 0)
        return denied(inUse(id, sessions));
    Retirement retirement(core, id);
    const auto waited = isRetired ? Result<void>() : retirement.wait(**ring);
    if (!waited)
        return std::unexpected(waited.error());
    const bool looks = isRetired || key->purpose == KeyPurpose::Envelope;
    const auto longest = looks ? retirement.look(*ring) : Result<qint64>(0);
    if (!longest)
        return std::unexpected(longest.error());
    const auto change = [&](const KeyRing &now) {
        const auto retired = isRetired ? Result<KeyRing>(now) : now.withRetired(id, core.time().now());
        return retired.transform([&](const KeyRing &next) {
            return looks && !retirement.isUnderRetired(next)
                ? next.withoutOutlived(outlivedBefore(core, *longest), {KeyState::Retired})
                : next;
        });
    };
    return core.ring().change(change, core.deadline()).and_then([&](const RingKeeper::Ring &now) {
        return announced(id, now->revision());
    });
}

} // namespace Axess
