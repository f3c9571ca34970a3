// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storecore_p.h"

namespace Axess {

/// The verbs of SessionStore that list and count; all of them work without any key.
class SessionLister
{
public:
    explicit SessionLister(StoreCore &core)
        : m_core(core)
        , m_deadline(core.deadline())
    { }

    Result<SessionPage> page(const SessionQuery &query);
    Result<QList<SessionId>> findSessionsForUser(const UserId &user, const TenantId &tenant);
    Result<QList<ListedSession>> sessionsOf(const UserId &user, const TenantId &tenant, int limit);
    Result<QList<SessionId>> vanishedOf(const UserId &user, const TenantId &tenant);
    Result<StoreStatistics> statistics(qint64 workBudget);
    /// Whether it answers, and in what state pool and clocks are; no word about the server's settings.
    StoreHealth health();

private:
    Result<RowPage> rows(const PageRequest &request);

    StoreCore &m_core;
    const Deadline m_deadline;
};

} // namespace Axess
