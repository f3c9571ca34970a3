// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

namespace Axess {

/// The store's event log.
class SqlEvents
{
public:
    explicit SqlEvents(SqlLink &link)
        : m_link(link)
    { }

    Result<void> append(std::span<const Event> events);
    /// The same, with tenant and user as they stand in the session's row.
    Result<void> appendOfRows(std::span<const Event> events);

    Result<QList<Event>> behind(qint64 position, int limit);
    Result<QList<Event>> ofUser(const TenantId &tenant, const UserId &user, int limit);
    Result<qint64> trim(qint64 before, int limit);

private:
    Result<QList<Event>> listed(const QString &text, const SqlValues &values, int limit);

    SqlLink &m_link;
};

} // namespace Axess
