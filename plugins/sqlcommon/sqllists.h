// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"
#include "sqltexts.h"

#include <axess/cursor.h>

namespace Axess {

/// The verbs that read rows.
class SqlLists
{
public:
    explicit SqlLists(SqlLink &link)
        : m_link(link)
    { }

    Result<QList<SealedRow>> load(std::span<const SessionId> ids);
    Result<QList<SealedRow>> describe(std::span<const SessionId> ids); ///< Without payloads.
    Result<RowPage> page(const PageRequest &request);
    Result<UserSessions> sessionsOf(const TenantId &tenant, const UserId &user, const QByteArray &cursor,
                                    int limit, const Horizon &horizon);
    Result<UserPage> users(const TenantId &tenant, const QByteArray &cursor, int limit);
    Result<TenantPage> tenants(const QByteArray &cursor, int limit);
    Result<QHash<quint32, qint64>> countByKey();

private:
    using ReadRow = Result<SealedRow> (*)(const SqlStatement &);

    struct Walk
    {
        QList<SealedRow> rows;
        std::optional<Cursor::Place> goesOnBehind; ///< Nothing = the end was reached.
        qint64 examined = 0;
        QList<SessionId> unreadable;
    };
    /// What stands at a place: a row, or one that nobody can have written.
    struct Entry
    {
        Cursor::Place place;
        std::optional<SealedRow> row;
    };

    /// In the order of the ids.
    Result<QList<SealedRow>> rowsOf(std::span<const SessionId> ids, const SqlTexts::BySize &texts,
                                    ReadRow read);
    /// Goes along the narrowest index, and takes what the whole filter matches.
    Result<Walk> walk(const PageRequest &request, std::optional<Cursor::Place> from);
    Result<QList<Entry>> nextEntries(const PageRequest &request, const Cursor::Place &from, qint64 count);
    static Result<Entry> readEntry(const SqlStatement &row);

    SqlLink &m_link;
};

} // namespace Axess
