// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitestatement.h"

#include <sqlite3.h>

namespace Axess {

SqliteStatement::SqliteStatement(sqlite3 *database)
    : m_database(database)
{ }

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

std::expected<void, SqlFailure> SqliteStatement::prepare(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    const int code = sqlite3_prepare_v3(m_database, utf8.constData(), int(utf8.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
    if (code != SQLITE_OK)
        return failure(code);
    return {};
}

std::expected<void, SqlFailure> SqliteStatement::execute(std::span<const SqlValue> values)
{
    finish();
    for (size_t i = 0; i < values.size(); ++i) {
        if (const int code = bind(int(i) + 1, values[i]); code != SQLITE_OK)
            return failure(code);
    }
    const auto done = step();
    m_affected = done ? sqlite3_changes64(m_database) : 0;
    return done;
}

// What is bound stays where it is: nothing reads it once the statement was finished.
int SqliteStatement::bind(int index, const SqlValue &value)
{
    if (const auto *number = std::get_if<qint64>(&value))
        return sqlite3_bind_int64(m_statement, index, *number);
    // A null pointer would be NULL.
    if (const auto *bytes = std::get_if<SqlBytes>(&value))
        return sqlite3_bind_blob64(m_statement, index, bytes->bytes.isEmpty() ? "" : bytes->bytes.data(),
                                   sqlite3_uint64(bytes->bytes.size()), SQLITE_STATIC);
    if (const auto *text = std::get_if<SqlText>(&value))
        return sqlite3_bind_text64(m_statement, index, text->utf8.isEmpty() ? "" : text->utf8.data(),
                                   sqlite3_uint64(text->utf8.size()), SQLITE_STATIC, SQLITE_UTF8);
    if (const auto *string = std::get_if<QString>(&value))
        return sqlite3_bind_text64(m_statement, index,
                                   string->isEmpty() ? "" : reinterpret_cast<const char *>(string->utf16()),
                                   sqlite3_uint64(string->size() * 2), SQLITE_STATIC, SQLITE_UTF16);
    return sqlite3_bind_null(m_statement, index);
}

std::expected<void, SqlFailure> SqliteStatement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) {
        m_row = Row::Waiting;
        return {};
    }
    m_row = Row::None;
    if (code != SQLITE_DONE)
        return failure(code);
    return {};
}

std::expected<bool, SqlFailure> SqliteStatement::next()
{
    if (m_row == Row::Current) {
        if (const auto done = step(); !done)
            return std::unexpected(done.error());
    }
    if (m_row == Row::None)
        return false;
    m_row = Row::Current;
    return true;
}

void SqliteStatement::finish()
{
    sqlite3_reset(m_statement);
    m_row = Row::None;
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

qint64 SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QByteArray SqliteStatement::bytes(int column) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return QByteArray(data, sqlite3_column_bytes(m_statement, column));
}

QString SqliteStatement::text(int column) const
{
    const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(data, sqlite3_column_bytes(m_statement, column));
}

QByteArray SqliteStatement::utf8(int column) const
{
    const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QByteArray(data, sqlite3_column_bytes(m_statement, column));
}

std::unexpected<SqlFailure> SqliteStatement::failure(int code)
{
    SqlFailure failure {QString::number(code), QString::fromUtf8(sqlite3_errmsg(m_database))};
    sqlite3_reset(m_statement);
    return std::unexpected(std::move(failure));
}

} // namespace Axess
