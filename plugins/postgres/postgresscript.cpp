// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresscript.h"

#include <QtSql/qsqldriver.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlfield.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace Axess {

void PostgresScript::add(const QString &text, std::span<const SqlValue> values)
{
    QString statement;
    size_t place = 0;
    bool isQuoted = false;
    for (const QChar c : text) {
        isQuoted = isQuoted != (c == u'\'');
        if (c == u'?' && !isQuoted)
            statement += literal(values[place++]);
        else
            statement += c;
    }
    m_statements.append(statement);
}

QString PostgresScript::literal(const SqlValue &value) const
{
    const QVariant variant = QtSqlStatement::variantOf(value);
    QSqlField field({}, variant.metaType());
    field.setValue(variant);
    return m_database.driver()->formatValue(field);
}

std::expected<QList<qint64>, SqlFailure> PostgresScript::run()
{
    QList<qint64> changed;
    if (m_statements.isEmpty())
        return changed;
    const QStringList statements = std::exchange(m_statements, {});
    QSqlQuery query(m_database);
    bool isDone = query.exec(statements.join(u';'));
    while (isDone) {
        changed.append(query.numRowsAffected());
        isDone = query.nextResult();
    }
    // The end of the answers and a failure among them look alike but for this. A connection that was closed
    // meanwhile leaves no error, only answers that are missing.
    if (query.lastError().isValid() || changed.size() < statements.size())
        return std::unexpected(
            SqlFailure {query.lastError().nativeErrorCode(), query.lastError().databaseText()});
    if (changed.size() != statements.size())
        return std::unexpected(SqlFailure {{}, u"Not all of the statements were answered."_s});
    return changed;
}

PostgresScriptStatement::PostgresScriptStatement(PostgresScript &script, const QString &text)
    : m_script(script)
    , m_text(text)
{ }

PostgresScriptStatement::PostgresScriptStatement(PostgresScript &script, const QString &text,
                                                 std::unique_ptr<SqlStatement> query,
                                                 std::function<void()> flushed)
    : m_script(script)
    , m_text(text)
    , m_query(std::move(query))
    , m_flushed(std::move(flushed))
{ }

std::expected<void, SqlFailure> PostgresScriptStatement::execute(std::span<const SqlValue> values)
{
    if (!m_query)
        m_script.add(m_text, values);
    else if (!m_script.isEmpty())
        m_flushed();
    const auto changed = m_script.run();
    if (!changed)
        return std::unexpected(changed.error());
    if (m_query)
        return m_query->execute(values);
    m_affected = changed->constLast();
    return {};
}

std::expected<bool, SqlFailure> PostgresScriptStatement::next()
{
    return m_query ? m_query->next() : false;
}

void PostgresScriptStatement::finish()
{
    if (m_query)
        m_query->finish();
}

} // namespace Axess
