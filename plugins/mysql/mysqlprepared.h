// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

#include <mysql.h>

namespace Axess {

/// A query that the server has prepared, in the binary protocol of the library's handle.
///
/// Neither values nor rows are copied on their way: the values are sent from where they stand, the rows are
/// read from the connection as they come.
class MysqlPrepared final : public SqlStatement
{
public:
    explicit MysqlPrepared(MYSQL *handle);
    ~MysqlPrepared() override;
    Q_DISABLE_COPY_MOVE(MysqlPrepared)

    std::expected<void, SqlFailure> prepare(const QByteArray &text);

    std::expected<void, SqlFailure> execute(std::span<const SqlValue> values) override;
    std::expected<bool, SqlFailure> next() override;
    qint64 affected() const override { return qint64(mysql_stmt_affected_rows(m_statement)); }
    void finish() override { mysql_stmt_free_result(m_statement); }

    bool isNull(int column) const override { return m_cells[size_t(column)].isNull; }
    qint64 integer(int column) const override { return m_cells[size_t(column)].number; }
    QByteArray bytes(int column) const override;
    QString text(int column) const override { return QString::fromUtf8(bytes(column)); }
    QByteArray utf8(int column) const override { return bytes(column); }

private:
    /// Where the library puts a column of the current row.
    struct Cell
    {
        QByteArray buffer; ///< Grows to the longest value that was met.
        qint64 number = 0;
        unsigned long size = 0;
        my_bool isNull = 0;
        my_bool isCut = 0;
    };

    SqlFailure failure() const;
    void bindRow();
    std::expected<void, SqlFailure> readWhatWasCut();

    MYSQL_STMT *m_statement;
    std::vector<MYSQL_BIND> m_values;
    std::vector<QByteArray> m_texts; ///< What values that are no bytes yet are sent from.
    std::vector<MYSQL_BIND> m_row;
    std::vector<Cell> m_cells;
};

} // namespace Axess
