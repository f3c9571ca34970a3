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

    struct Behind
    {
        QList<Event> events;
        bool isHeldBack = false; ///< More is committed, behind a write that is still open.
    };
    Result<Behind> behind(qint64 position, int limit);
    Result<QList<Event>> ofUser(const TenantId &tenant, const UserId &user, int limit);
    Result<qint64> trim(qint64 before, qint64 upTo, int limit);

private:
    /// Up to which position nothing may be committed any more.
    Result<qint64> settled();
    Result<void> append(const QString &text, size_t count, const SqlLink::Bind &bind);
    Result<QList<Event>> listed(const QString &text, const SqlValues &values, int limit);

    SqlLink &m_link;
};

} // namespace Axess
