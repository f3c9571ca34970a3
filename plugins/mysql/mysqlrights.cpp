// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlrights.h"

#include "sqlrow.h"

#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

QString insertedSession()
{
    const QStringList values(SqlRow::ColumnCount + 1, u"''"_s);
    return u"INSERT INTO axess_session (%1, payload) SELECT %2 FROM DUAL WHERE FALSE"_s.arg(
        SqlRow::Columns, values.join(u", "));
}

// A grant names databases by a pattern, in which `\_` and `\%` are letters.
QRegularExpression patternOf(QStringView granted)
{
    QString pattern;
    for (qsizetype i = 0; i < granted.size(); ++i) {
        const QChar character = granted[i];
        if (character == u'\\' && i + 1 < granted.size())
            pattern += QRegularExpression::escape(granted.sliced(++i, 1));
        else
            pattern += character == u'%' ? u".*"_s
                : character == u'_'      ? u"."_s
                                         : QRegularExpression::escape(granted.sliced(i, 1));
    }
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern));
}

// One line of SHOW GRANTS: does it let change tables of this database?
bool givesSchema(const QString &grant, const QString &database)
{
    static const QRegularExpression form(
        u"^GRANT (.+?) ON (?:\\*|`((?:[^`]|``)*)`)\\.(?:\\*|`axess_session`) TO "_s);
    static const QRegularExpression rights(u"\\b(ALL PRIVILEGES|ALTER|DROP|CREATE|INDEX)(,|$)"_s);
    const auto match = form.match(grant);
    if (!match.hasMatch() || !rights.match(match.captured(1)).hasMatch())
        return false;
    const bool isEverywhere = !match.hasCaptured(2);
    return isEverywhere || patternOf(match.captured(2).replace(u"``"_s, u"`"_s)).match(database).hasMatch();
}

} // namespace

Result<AccountRights> MysqlRights::read()
{
    const auto payload = mayRun(u"SELECT payload FROM axess_session WHERE id = ''"_s);
    const auto end = payload.and_then([&](Right) {
        return mayRunAll(
            {u"UPDATE axess_session SET revocation_mark = '', revoked_at = 0, revocation_grace = 0,"
             " revocation_reason = '', change_count = change_count + 1 WHERE id = ''"_s,
             u"INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail)"
             " SELECT 0, 0, 0, id, tenant_id, user_id, '' FROM axess_session WHERE id = ''"_s});
    });
    const auto write = end.and_then([&](Right) {
        return mayRunAny({insertedSession(), u"UPDATE axess_session SET payload = '' WHERE id = ''"_s,
                          u"UPDATE axess_session SET idle_deadline = 0 WHERE id = ''"_s});
    });
    const auto remove
        = write.and_then([&](Right) { return mayRun(u"DELETE FROM axess_session WHERE id = ''"_s); });
    const auto documents = remove.and_then([&](Right) {
        return mayRunAny({u"UPDATE axess_document SET bytes = '' WHERE name = ''"_s,
                          u"DELETE FROM axess_document WHERE name = ''"_s});
    });
    const auto schema = documents.and_then([&](Right) { return mayChangeSchema(); });
    if (!schema)
        return std::unexpected(schema.error());
    return AccountRights {*payload, *end, *write, *remove, *documents, *schema};
}

Result<MysqlRights::Right> MysqlRights::mayRun(const QString &statement)
{
    const auto explained
        = m_link.query(u"EXPLAIN "_s + statement, {}, [](const SqlStatement &) { return Result<void>(); });
    if (explained)
        return true;
    if (m_link.isBroken())
        return std::unexpected(explained.error());
    return explained.error().code() == ErrorCode::Denied ? Right(false) : Right();
}

Result<MysqlRights::Right> MysqlRights::mayRunAny(const QStringList &statements)
{
    Right any = false;
    for (const QString &statement : statements) {
        const auto may = mayRun(statement);
        if (!may || *may == true)
            return may;
        if (!*may)
            any = std::nullopt;
    }
    return any;
}

Result<MysqlRights::Right> MysqlRights::mayRunAll(const QStringList &statements)
{
    Right all = true;
    for (const QString &statement : statements) {
        const auto may = mayRun(statement);
        if (!may || *may == false)
            return may;
        if (!*may)
            all = std::nullopt;
    }
    return all;
}

// What roles give stands in no list that all servers have.
Result<MysqlRights::Right> MysqlRights::mayChangeSchema()
{
    QString database;
    QString role;
    const auto named = m_link.query(u"SELECT DATABASE(), COALESCE(CURRENT_ROLE(), 'NONE')"_s, {},
                                    [&](const SqlStatement &row) -> Result<void> {
                                        database = row.text(0);
                                        role = row.text(1);
                                        return {};
                                    });
    if (!named)
        return std::unexpected(named.error());
    bool isGiven = false;
    const auto read = m_link.query(u"SHOW GRANTS"_s, {}, [&](const SqlStatement &row) -> Result<void> {
        isGiven = isGiven || givesSchema(row.text(0), database);
        return {};
    });
    if (!read)
        return std::unexpected(read.error());
    return isGiven || role == "NONE"_L1 ? Right(isGiven) : Right();
}

} // namespace Axess
