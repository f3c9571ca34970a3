// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

#include <QtCore/qbytearray.h>

#include <span>
#include <vector>

namespace Axess {

/// A statement in which values become literals, so that several go to the server in one packet.
///
/// Numbers are written as such and everything else in hexadecimal: nothing in a value can end its literal,
/// whatever the server's modes and character sets are. `?` is the next value, `?1` the first one once more.
class MysqlText
{
public:
    /// How one statement does the work of several.
    enum class Batch : quint8 {
        None,
        Rows, ///< An INSERT of several rows; it stores all or fails.
        FreshRows, ///< The same, but a row that stands there already makes it fail with a duplicate key.
        Cases, ///< Values are told apart by the row's id; how many rows it changed is known in all only.
    };

    explicit MysqlText(const QString &text);

    const QByteArray &text() const { return m_text; }
    bool isQuery() const { return m_text.startsWith("SELECT"); }
    Batch batch() const { return m_batch; }

    /// The statement with these values.
    QByteArray with(std::span<const SqlValue> values) const;

    /// The statement for several rows, of which there are one to MostRows.
    QByteArray withAll(const std::vector<std::vector<QByteArray>> &rows) const;
    /// Whether a statement of both rows has to tell cases apart by more than which ids there are.
    bool tellsApart(const std::vector<QByteArray> &one, const std::vector<QByteArray> &other) const;
    /// Cases are looked through one by one, so that twice as many take four times as long.
    static constexpr size_t MostCases = 16;
    /// MariaDB makes a table of a thousand ids and more.
    static constexpr size_t MostRows = 250;
    std::vector<QByteArray> literals(std::span<const SqlValue> values) const;

private:
    /// What stands before a value, and which one it is.
    struct Piece
    {
        QByteArray before;
        int value;
    };

    void split(const QByteArray &text);
    void prepareBatch();
    QByteArray asRows(const std::vector<std::vector<QByteArray>> &rows) const;
    QByteArray asCases(const std::vector<std::vector<QByteArray>> &rows) const;
    static void appendLiteral(QByteArray &out, const SqlValue &value);

    QByteArray m_text;
    std::vector<Piece> m_pieces;
    QByteArray m_end; ///< Behind the last value.
    int m_values = 0;
    Batch m_batch = Batch::None;
    int m_id = -1; ///< Which value is the row's id, where cases are told apart by it.
    QByteArray m_head; ///< Before and behind several rows.
    QByteArray m_tail;
};

} // namespace Axess
