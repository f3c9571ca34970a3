// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionender_p.h"

#include "rowview_p.h"

#include <axess/metrics.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

Result<void> SessionEnder::remove(const SessionId &id, EndReason reason, const QString &detail)
{
    if (id.isNull())
        return {};
    const Removal removal {id, reason, fittedDetail(detail), m_core.time().now()};
    return m_core
        .confirmed(
            m_deadline,
            [&] {
                auto removed = m_core.storage().remove(removal, Deadline::in(m_deadline.remaining() * 3 / 4));
                // Twice is as good as once.
                if (!removed && removed.error().outcome() == Outcome::Unknown && !m_deadline.hasPassed())
                    removed = m_core.storage().remove(removal, m_deadline).transform_error(asUnknown);
                return removed;
            })
        .transform([](const auto &) {});
}

Result<qint64> SessionEnder::sweepBatch(const Deadline &deadline)
{
    m_core.measureTime(deadline);
    if (const auto steady = m_core.time().steady(); !steady)
        return std::unexpected(steady.error());
    const auto state = m_core.control().fresh(deadline);
    if (!state)
        return std::unexpected(state.error());
    Horizon horizon = horizonOf(**state, m_core.time().now() - SweepMargin.count());
    // An epoch is old enough to sweep by when its raising is.
    if (horizon.store.raisedAt > horizon.now)
        horizon.store = {};
    horizon.tenants.removeIf([&](const auto &tenant) { return tenant.value().raisedAt > horizon.now; });
    const auto removed
        = m_core.storage().run(Verb::RemoveExpired, deadline, [&](StorageConnection &connection) {
              return connection.removeExpired(horizon, SweepBatch);
          });
    if (!removed)
        return std::unexpected(removed.error());
    // What a sweep clears away although it had not ended was not there any more.
    const auto vanished = std::ranges::count(*removed, EndReason::None, &RemovedRow::reason);
    m_core.metrics().add(Counter::SessionsVanished, quint64(vanished));
    m_core.metrics().add(Counter::SessionsSwept, quint64(removed->size() - vanished));
    for (const RemovedRow &row : *removed) {
        // A revoked one was counted when it was revoked.
        const auto ended = row.reason == EndReason::Revoked ? std::nullopt : endedCounter(row.reason);
        if (ended)
            m_core.metrics().add(*ended);
    }
    return removed->size();
}

Result<qint64> SessionEnder::cleanupExpired()
{
    qint64 total = 0;
    do {
        const auto swept = sweepBatch(m_deadline);
        // What earlier batches removed stays removed: the count is worth more than the news that time was up.
        if (!swept)
            return total > 0 && m_deadline.hasPassed() ? Result<qint64>(total) : swept;
        total += *swept;
        if (*swept < SweepBatch)
            break;
    } while (!m_deadline.hasPassed());
    m_core.metrics().add(Counter::SweepRuns);
    return total;
}

Result<qint64> SessionEnder::signOutEverywhere(const UserId &user, const TenantId &tenant,
                                               const std::optional<SessionId> &sparing)
{
    if (user.isEmpty())
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"Guests are nobody in particular: name the user to sign out"_s));
    const auto raise = [&](StorageConnection &connection) { return connection.raiseUser(tenant, user); };
    const auto raised = m_core.confirmed(m_deadline, [&] {
        auto once = m_core.storage().run(Verb::RaiseUser, Deadline::in(m_deadline.remaining() / 2), raise);
        // Raised twice refuses no more than raised once.
        if (!once && once.error().outcome() == Outcome::Unknown && !m_deadline.hasPassed())
            once = m_core.storage().run(Verb::RaiseUser, m_deadline, raise).transform_error(asUnknown);
        return once;
    });
    if (!raised)
        return std::unexpected(raised.error());
    return removeAllOf(user, tenant, sparing).transform_error([](const Error &error) {
        return error.withOutcome(Outcome::Unknown);
    });
}

Result<qint64> SessionEnder::removeEach(const QList<Removal> &removals)
{
    return m_core.confirmed(m_deadline, [&] { return removeOnce(removals); });
}

Result<qint64> SessionEnder::removeOnce(const QList<Removal> &removals)
{
    const auto removed = m_core.storage().remove(removals, Deadline::in(m_deadline.remaining() * 3 / 4));
    if (removed)
        return removed->size();
    if (removed.error().outcome() == Outcome::NotApplied || m_deadline.hasPassed())
        return std::unexpected(removed.error());
    // Twice is as good as once; which of them the lost answer had counted is not known any more.
    return m_core.storage().remove(removals, m_deadline).transform([&](const auto &) {
        return removals.size();
    });
}

// By list, not by index of live ones: a revoked session within its grace could be restored.
Result<qint64> SessionEnder::removeAllOf(const UserId &user, const TenantId &tenant,
                                         const std::optional<SessionId> &sparing)
{
    PageRequest request;
    request.filter.tenant = tenant;
    request.filter.user = user;
    request.limit = PageRequest::MaximumRows;
    qint64 total = 0;
    do {
        request.horizon.now = m_core.time().now();
        const auto page = m_core.storage().run(
            Verb::Page, m_deadline, [&](StorageConnection &connection) { return connection.page(request); });
        if (!page)
            return std::unexpected(page.error());
        QList<Removal> removals;
        for (const SealedRow &row : page->rows) {
            if (row.id != sparing)
                removals.append({row.id, EndReason::SignedOutEverywhere, {}, request.horizon.now});
        }
        const auto ended = removeEach(removals);
        if (!ended)
            return std::unexpected(ended.error());
        total += *ended;
        request.cursor = page->next;
    } while (!request.cursor.isEmpty());
    return total;
}

} // namespace Axess
