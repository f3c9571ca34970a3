// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <expected>
#include <span>
#include <variant>
#include <vector>

namespace Axess {

/// A text that is UTF-8 already; not owned.
struct SqlText
{
    QByteArrayView utf8;
};

/// Bytes; not owned.
struct SqlBytes
{
    QByteArrayView bytes;
};

/// What is bound to a `?`. Views must live until the statement has been executed.
using SqlValue = std::variant<std::monostate, qint64, SqlBytes, SqlText, QString>;
using SqlValues = std::vector<SqlValue>;

/// What a driver says of a failed statement.
struct SqlFailure
{
    QString code; ///< The server's own, never its text: that is translated and may hold data.
    QString text;
};

/// A prepared statement. It belongs to one link and to that link's thread.
class SqlStatement
{
public:
    virtual ~SqlStatement() = default;

    /// Runs it with these values; a query stands before its first row then.
    virtual std::expected<void, SqlFailure> execute(std::span<const SqlValue> values) = 0;
    /// To the next row; false = there is none.
    virtual std::expected<bool, SqlFailure> next() = 0;
    /// Rows that the last execution changed.
    virtual qint64 affected() const = 0;
    /// Lets go of the result at once: an open one would hold the store's history in place.
    virtual void finish() = 0;

    virtual bool isNull(int column) const = 0;
    virtual qint64 integer(int column) const = 0;
    virtual QByteArray bytes(int column) const = 0;
    virtual QString text(int column) const = 0;
    virtual QByteArray utf8(int column) const = 0;
};

} // namespace Axess
