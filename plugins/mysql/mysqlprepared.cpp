// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlprepared.h"

namespace Axess {

namespace {

// Most names and all ids fit; a payload grows its buffer once.
constexpr qsizetype FirstBufferSize = 64;

bool isNumber(enum_field_types type)
{
    switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
        return true;
    default:
        return false;
    }
}

MYSQL_BIND bindBytes(QByteArrayView bytes)
{
    MYSQL_BIND bind {};
    bind.buffer_type = MYSQL_TYPE_BLOB;
    // Sent only. A buffer of nobody would be sent as NULL.
    bind.buffer = const_cast<char *>(bytes.isEmpty() ? "" : bytes.data());
    bind.buffer_length = static_cast<unsigned long>(bytes.size());
    return bind;
}

} // namespace

MysqlPrepared::MysqlPrepared(MYSQL *handle)
    : m_statement(mysql_stmt_init(handle))
{ }

MysqlPrepared::~MysqlPrepared()
{
    mysql_stmt_close(m_statement);
}

std::expected<void, SqlFailure> MysqlPrepared::prepare(const QByteArray &text)
{
    if (mysql_stmt_prepare(m_statement, text.constData(), static_cast<unsigned long>(text.size())) != 0)
        return std::unexpected(failure());
    m_values.resize(mysql_stmt_param_count(m_statement));
    m_cells.resize(mysql_stmt_field_count(m_statement));
    m_row.resize(m_cells.size());
    MYSQL_RES *description = mysql_stmt_result_metadata(m_statement);
    for (size_t i = 0; i < m_cells.size(); ++i) {
        const bool number = isNumber(mysql_fetch_field_direct(description, unsigned(i))->type);
        m_row[i] = {};
        m_row[i].buffer_type = number ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_BLOB;
        m_cells[i].buffer.resize(number ? 0 : FirstBufferSize);
    }
    mysql_free_result(description);
    return {};
}

std::expected<void, SqlFailure> MysqlPrepared::execute(std::span<const SqlValue> values)
{
    m_texts.clear();
    m_texts.reserve(values.size());
    for (size_t i = 0; i < m_values.size(); ++i) {
        MYSQL_BIND &bind = m_values[i];
        bind = {};
        if (const auto *number = std::get_if<qint64>(&values[i])) {
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            bind.buffer = const_cast<qint64 *>(number);
        } else if (const auto *bytes = std::get_if<SqlBytes>(&values[i])) {
            bind = bindBytes(bytes->bytes);
        } else if (const auto *text = std::get_if<SqlText>(&values[i])) {
            bind = bindBytes(text->utf8);
        } else if (const auto *string = std::get_if<QString>(&values[i])) {
            m_texts.push_back(string->toUtf8());
            bind = bindBytes(m_texts.back());
        } else {
            bind.buffer_type = MYSQL_TYPE_NULL;
        }
    }
    if (mysql_stmt_bind_param(m_statement, m_values.data()) != 0 || mysql_stmt_execute(m_statement) != 0)
        return std::unexpected(failure());
    bindRow();
    return {};
}

void MysqlPrepared::bindRow()
{
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Cell &cell = m_cells[i];
        MYSQL_BIND &bind = m_row[i];
        const bool isBytes = bind.buffer_type == MYSQL_TYPE_BLOB;
        bind.buffer = isBytes ? static_cast<void *>(cell.buffer.data()) : &cell.number;
        bind.buffer_length = isBytes ? static_cast<unsigned long>(cell.buffer.size()) : sizeof(cell.number);
        bind.length = &cell.size;
        bind.is_null = &cell.isNull;
        bind.error = &cell.isCut;
    }
    if (!m_row.empty())
        mysql_stmt_bind_result(m_statement, m_row.data());
}

std::expected<bool, SqlFailure> MysqlPrepared::next()
{
    const int state = mysql_stmt_fetch(m_statement);
    if (state == MYSQL_NO_DATA)
        return false;
    if (state == MYSQL_DATA_TRUNCATED)
        return readWhatWasCut().transform([] { return true; });
    if (state != 0)
        return std::unexpected(failure());
    return true;
}

std::expected<void, SqlFailure> MysqlPrepared::readWhatWasCut()
{
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Cell &cell = m_cells[i];
        if (m_row[i].buffer_type != MYSQL_TYPE_BLOB || qsizetype(cell.size) <= cell.buffer.size())
            continue;
        cell.buffer.resize(qsizetype(cell.size) + qsizetype(cell.size) / 4);
        MYSQL_BIND whole {};
        whole.buffer_type = MYSQL_TYPE_BLOB;
        whole.buffer = cell.buffer.data();
        whole.buffer_length = static_cast<unsigned long>(cell.buffer.size());
        whole.length = &cell.size;
        if (mysql_stmt_fetch_column(m_statement, &whole, unsigned(i), 0) != 0)
            return std::unexpected(failure());
    }
    // For the rows that follow.
    bindRow();
    return {};
}

QByteArray MysqlPrepared::bytes(int column) const
{
    const Cell &cell = m_cells[size_t(column)];
    return cell.isNull ? QByteArray() : QByteArray(cell.buffer.constData(), qsizetype(cell.size));
}

SqlFailure MysqlPrepared::failure() const
{
    return {QString::number(mysql_stmt_errno(m_statement)), QString::fromUtf8(mysql_stmt_error(m_statement))};
}

} // namespace Axess
