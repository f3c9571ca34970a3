// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

#include <axess/cursor.h>
#include <axess/event.h>
#include <axess/result.h>
#include <axess/sealedrow.h>

namespace Axess {

/// How a session stands in its table.
class SqlRow
{
public:
    static const QString Columns; ///< Without the payload, which stands behind them.
    static constexpr int ColumnCount = 25;

    /// Appends the values of all columns and the payload. They point into `row`.
    static void append(SqlValues &values, const SealedRow &row, quint64 change);

    /// Corrupt for a row that nobody can have written.
    static Result<SealedRow> read(const SqlStatement &statement);
    static Result<SealedRow> readWithPayload(const SqlStatement &statement);
    /// Where a row stands in lists, of one that cannot be read, too.
    static Result<Cursor::Place> readPlace(const SqlStatement &statement);

    /// What a sweep has to know of a row, with `readEnded` for it.
    static const QString EndedColumns;
    /// Only what says who a row is and when it ended.
    static Result<SealedRow> readEnded(const SqlStatement &statement);

    static Result<SessionId> readId(const SqlStatement &statement, int column);
    template<typename Name> static Result<Name> readName(const SqlStatement &statement, int column);

    /// Of the columns position, at, kind, end_reason, session_id, tenant_id, user_id, detail.
    static Result<Event> readEvent(const SqlStatement &statement);
};

template<typename Name> Result<Name> SqlRow::readName(const SqlStatement &statement, int column)
{
    return Name::fromUtf8(statement.utf8(column)).transform_error([](const Error &) {
        return Error(
            ErrorCode::Corrupt,
            QStringLiteral("The store holds a name of a user or tenant that nobody can have written."));
    });
}

} // namespace Axess
