// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/twinconnection_p.h"

#include <QtCore/qset.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

TwinConnection::Ids TwinConnection::once(const Ids &ids)
{
    const QSet<SessionId> unique(ids.begin(), ids.end());
    return unique.values();
}

Result<void> TwinConnection::told(const Ids &written, const Ids &ended, TwinMode mode)
{
    // Whoever slept since before this store led may still install what it had read from the other one.
    const auto buried = buryHere(ended);
    const auto learnt = tell(written, ended);
    if (buried && learnt)
        return {};
    const BucketSet buckets = BucketSet::of(written) | BucketSet::of(ended);
    if (!buried || mode != TwinMode::Lenient) {
        m_twin->notes().markLater(buckets);
        const Error &error = buried ? learnt.error() : buried.error();
        return std::unexpected(Error(ErrorCode::Unavailable, error.message(), Outcome::Unknown));
    }
    return m_twin->notes().markDirty(*m_leader, buckets, m_deadline);
}

Result<void> TwinConnection::buryHere(const Ids &ended)
{
    const qint64 until = m_twin->buriedUntil();
    const Ids ids = once(ended);
    for (std::span<const SessionId> rest(ids); !rest.empty();) {
        const auto batch = rest.first(std::min<std::size_t>(rest.size(), MaximumBatch));
        if (const auto buried = m_leader->bury(batch, until); !buried)
            return buried;
        rest = rest.subspan(batch.size());
    }
    return {};
}

Result<void> TwinConnection::tell(const Ids &written, const Ids &ended)
{
    Ids buried = ended;
    Result<void> taken;
    if (!written.isEmpty() && !m_twin->doOthersKnow()) {
        taken = std::unexpected(
            Error(ErrorCode::Unavailable, u"The other store follows only since a moment ago"_s));
    } else if (!written.isEmpty()) {
        const Ids ids = once(written);
        const auto standing = m_leader->load(ids);
        if (!standing)
            return std::unexpected(standing.error());
        taken = installed(*standing);
        // It ended since it was written, and may not be known there.
        Ids missing;
        std::ranges::copy_if(ids, std::back_inserter(missing), [&](const SessionId &id) {
            return !std::ranges::contains(*standing, id, &SealedRow::id);
        });
        if (const auto here = buryHere(missing); !here && taken)
            taken = here;
        buried += missing;
    }
    // Whatever became of the others: who has ended must not be shown as alive.
    const auto done = buried.isEmpty() ? Result<void>() : m_twin->bury(once(buried), m_deadline);
    return taken ? done : taken;
}

Result<void> TwinConnection::installed(const QList<SealedRow> &rows)
{
    const auto notTaken = m_twin->install(rows, m_deadline);
    if (!notTaken)
        return std::unexpected(notTaken.error());
    return checkEnded(notTaken->ended).and_then([&] { return checkOlder(notTaken->older); });
}

Result<void> TwinConnection::checkEnded(const Ids &ids)
{
    if (ids.isEmpty())
        return {};
    // Another ended it since it was read; else a create has landed after it had been given up.
    const auto alive = m_leader->load(ids);
    if (!alive)
        return std::unexpected(alive.error());
    if (alive->isEmpty())
        return {};
    return std::unexpected(Error(ErrorCode::Conflict, u"The other store knows the session as ended"_s));
}

// Another was faster, and told of a later change. Or who slept has written there since that store led: then
// both went apart, which whoever compares them puts right. The follower first: the leader is at least as new.
Result<void> TwinConnection::checkOlder(const Ids &ids)
{
    if (ids.isEmpty())
        return {};
    const auto theirs = m_twin->load(ids, m_deadline);
    if (!theirs)
        return std::unexpected(theirs.error());
    const auto ours = m_leader->load(ids);
    if (!ours)
        return std::unexpected(ours.error());
    for (const SealedRow &row : *ours) {
        const auto copy = std::ranges::find(*theirs, row.id, &SealedRow::id);
        // One that is missing there by now was buried, and has ended here since.
        if (copy != theirs->cend() && (copy->change < row.change || *copy == row))
            continue;
        return std::unexpected(
            Error(ErrorCode::Conflict, u"The other store has the session in another way"_s));
    }
    return {};
}

} // namespace Axess
