// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace Axess {

/// A statement through the library's own handle: nothing crosses a QVariant or UTF-16.
class SqliteStatement final : public SqlStatement
{
public:
    explicit SqliteStatement(sqlite3 *database);
    ~SqliteStatement() override;
    Q_DISABLE_COPY_MOVE(SqliteStatement)

    std::expected<void, SqlFailure> prepare(const QString &text);

    std::expected<void, SqlFailure> execute(std::span<const SqlValue> values) override;
    std::expected<bool, SqlFailure> next() override;
    qint64 affected() const override { return m_affected; }
    void finish() override;

    bool isNull(int column) const override;
    qint64 integer(int column) const override;
    QByteArray bytes(int column) const override;
    QString text(int column) const override;
    QByteArray utf8(int column) const override;

private:
    enum class Row : quint8 { None, Waiting, Current };

    int bind(int index, const SqlValue &value);
    std::expected<void, SqlFailure> step();
    std::unexpected<SqlFailure> failure(int code);

    sqlite3 *m_database;
    sqlite3_stmt *m_statement = nullptr;
    qint64 m_affected = 0;
    Row m_row = Row::None;
};

} // namespace Axess
