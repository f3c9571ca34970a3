// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionlister_p.h"

#include "rowview_p.h"

#include <axess/callrules.h>
#include <axess/metrics.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

Result<RowPage> SessionLister::rows(const PageRequest &request)
{
    return m_core.storage().run(Verb::Page, m_deadline,
                                [&](StorageConnection &connection) { return connection.page(request); });
}

Result<SessionPage> SessionLister::page(const SessionQuery &query)
{
    PageRequest request;
    request.filter = query.filter;
    request.order = query.order;
    request.cursor = query.cursor;
    request.limit = query.limit;
    request.workBudget = query.workBudget;
    request.horizon = m_core.horizonAtHand(m_deadline);
    const auto found = rows(request);
    if (!found)
        return std::unexpected(found.error());
    const auto horizon = m_core.horizonOfAnswer(m_deadline);
    if (!horizon)
        return std::unexpected(horizon.error());

    SessionPage page;
    page.next = found->next;
    page.examined = found->examined;
    page.epochsKnown = m_core.control().isFollowed();
    for (const SealedRow &row : found->rows) {
        const Life life = CallRules::lifeOf(row, *horizon);
        // An epoch may have been raised while the store was asked.
        if (!query.filter.life || *query.filter.life == life)
            page.sessions.append({viewOf(row), life});
    }
    return page;
}

Result<QList<ListedSession>> SessionLister::sessionsOf(const UserId &user, const TenantId &tenant, int limit)
{
    QList<SealedRow> found;
    QByteArray cursor;
    do {
        const int rest = std::min<int>(limit - int(found.size()), PageRequest::MaximumRows);
        const Horizon horizon = m_core.horizonAtHand(m_deadline);
        const auto some
            = m_core.storage().run(Verb::SessionsOf, m_deadline, [&](StorageConnection &connection) {
                  return connection.sessionsOf(tenant, user, cursor, rest, horizon);
              });
        if (!some)
            return std::unexpected(some.error());
        found += some->rows;
        cursor = some->next;
    } while (!cursor.isEmpty() && found.size() < limit);

    const auto horizon = m_core.horizonOfAnswer(m_deadline);
    if (!horizon)
        return std::unexpected(horizon.error());
    QList<ListedSession> sessions;
    for (const SealedRow &row : std::as_const(found)) {
        if (!horizon->isDead(row))
            sessions.append({viewOf(row), Life::Live});
    }
    return sessions;
}

Result<QList<SessionId>> SessionLister::findSessionsForUser(const UserId &user, const TenantId &tenant)
{
    constexpr int most = 100'000; // More than one person can have; still a bound.
    return sessionsOf(user, tenant, most).transform([](const QList<ListedSession> &sessions) {
        QList<SessionId> ids;
        for (const ListedSession &session : sessions)
            ids.append(session.row.id);
        return ids;
    });
}

Result<QList<SessionId>> SessionLister::vanishedOf(const UserId &user, const TenantId &tenant)
{
    // One answer names them all: only the rows come in pages.
    const Horizon horizon = m_core.horizonAtHand(m_deadline);
    return m_core.storage()
        .run(Verb::SessionsOf, m_deadline,
             [&](StorageConnection &connection) {
                 return connection.sessionsOf(tenant, user, {}, PageRequest::MaximumRows, horizon);
             })
        .transform([](const UserSessions &sessions) { return sessions.vanished; });
}

Result<StoreStatistics> SessionLister::statistics(qint64 workBudget)
{
    StoreStatistics statistics;
    PageRequest request;
    request.limit = PageRequest::MaximumRows;
    do {
        request.workBudget = std::min<qint64>(workBudget - statistics.sessions, request.limit);
        request.horizon = m_core.horizonAtHand(m_deadline);
        const auto found = rows(request);
        if (!found)
            return std::unexpected(found.error());
        for (const SealedRow &row : found->rows) {
            const Life life = CallRules::lifeOf(row, request.horizon);
            statistics.sessions++;
            (life == Life::Live          ? statistics.live
                 : life == Life::Revoked ? statistics.revoked
                                         : statistics.expired)++;
            (row.user.isEmpty() ? statistics.guests : statistics.authenticated)++;
        }
        request.cursor = found->next;
        statistics.exact = request.cursor.isEmpty();
    } while (!statistics.exact && statistics.sessions < workBudget
             && m_deadline.remaining() > m_core.options().callDeadline / 4);

    const auto byKey = m_core.storage().run(
        Verb::CountByKey, m_deadline, [](StorageConnection &connection) { return connection.countByKey(); });
    if (!byKey)
        return std::unexpected(byKey.error());
    statistics.byKey = *byKey;
    const auto vanished
        = m_core.storage().run(Verb::CountByKey, m_deadline, [&](StorageConnection &connection) {
              return connection.countVanished(request.horizon, workBudget);
          });
    if (!vanished)
        return std::unexpected(vanished.error());
    statistics.vanished = *vanished;
    if (!statistics.exact)
        return statistics;
    const auto horizon = m_core.horizonOfAnswer(m_deadline);
    return horizon ? Result<StoreStatistics>(statistics) : std::unexpected(horizon.error());
}

StoreHealth SessionLister::health()
{
    StoreHealth health;
    const auto begun = SystemClock().monotonic();
    const auto answer = m_core.storage().run(Verb::Ping, m_deadline,
                                             [](StorageConnection &connection) { return connection.ping(); });
    health.latencyMicroseconds
        = std::chrono::duration_cast<std::chrono::microseconds>(SystemClock().monotonic() - begun).count();
    m_core.measureTime(m_deadline);
    health.clockOffset = m_core.time().offset();
    const auto pool = m_core.storage().poolStatistics();
    health.poolSize = pool.size;
    health.poolBusy = pool.lent;
    if (!answer) {
        health.health = Health::Down;
        health.sentence = answer.error().message();
    } else if (const auto steady = m_core.time().steady(); !steady) {
        health.health = Health::Degraded;
        health.sentence = steady.error().message();
    } else if (pool.waiting > 0) {
        health.health = Health::Degraded;
        health.sentence = u"All connections are busy; %1 calls wait for one"_s.arg(pool.waiting);
    }
    return health;
}

} // namespace Axess
