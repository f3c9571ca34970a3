// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "qtsqlstatement.h"

#include <QtCore/qstringlist.h>

#include <functional>
#include <memory>

namespace Axess {

/// Statements that QtSql sends as one text: the plain driver's way to many in one round trip.
class PostgresScript
{
public:
    /// The database stays the link's.
    explicit PostgresScript(const QSqlDatabase &database)
        : m_database(database)
    { }

    /// The values are written into the text, as Qt's driver quotes them.
    void add(const QString &text, std::span<const SqlValue> values);
    bool isEmpty() const { return m_statements.isEmpty(); }
    void clear() { m_statements.clear(); }
    /// Runs what was added; how many rows each changed, or the first failure, behind which nothing was run.
    std::expected<QList<qint64>, SqlFailure> run();

private:
    QString literal(const SqlValue &value) const;

    const QSqlDatabase &m_database;
    QStringList m_statements;
};

/// A statement by QtSql, behind what the script holds; one that answers no rows goes with the script.
class PostgresScriptStatement final : public SqlStatement
{
public:
    PostgresScriptStatement(PostgresScript &script, const QString &text);
    /// A query, which is prepared; calls `flushed` when the script had to be run before it.
    PostgresScriptStatement(PostgresScript &script, const QString &text, std::unique_ptr<SqlStatement> query,
                            std::function<void()> flushed);

    const QString &text() const { return m_text; }

    std::expected<void, SqlFailure> execute(std::span<const SqlValue> values) override;
    std::expected<bool, SqlFailure> next() override;
    qint64 affected() const override { return m_query ? m_query->affected() : m_affected; }
    void finish() override;

    bool isNull(int column) const override { return m_query->isNull(column); }
    qint64 integer(int column) const override { return m_query->integer(column); }
    QByteArray bytes(int column) const override { return m_query->bytes(column); }
    QString text(int column) const override { return m_query->text(column); }
    QByteArray utf8(int column) const override { return m_query->utf8(column); }

private:
    PostgresScript &m_script;
    QString m_text;
    std::unique_ptr<SqlStatement> m_query; ///< Null = it answers no rows.
    std::function<void()> m_flushed;
    qint64 m_affected = 0;
};

} // namespace Axess
