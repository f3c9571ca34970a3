// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqltext.h"

#include <algorithm>

namespace Axess {

namespace {

// The same part of an INSERT that the dialect writes for what must not stand there yet.
const QByteArray OnlyFresh = " FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM axess_session WHERE id = ?1)";

void appendHex(QByteArray &out, QByteArrayView bytes)
{
    static constexpr char Digits[] = "0123456789ABCDEF";
    const qsizetype at = out.size();
    out.resize(at + 3 + bytes.size() * 2);
    char *to = out.data() + at;
    *to++ = 'X';
    *to++ = '\'';
    for (const char byte : bytes) {
        *to++ = Digits[quint8(byte) >> 4];
        *to++ = Digits[quint8(byte) & 15];
    }
    *to = '\'';
}

} // namespace

MysqlText::MysqlText(const QString &text)
    : m_text(text.toLatin1())
{
    split(m_text);
    prepareBatch();
}

void MysqlText::split(const QByteArray &text)
{
    qsizetype from = 0;
    for (qsizetype at = text.indexOf('?'); at >= 0; at = text.indexOf('?', from)) {
        const bool isFirstAgain = at + 1 < text.size() && text[at + 1] == '1';
        m_pieces.push_back({text.mid(from, at - from), isFirstAgain ? 0 : m_values++});
        from = at + (isFirstAgain ? 2 : 1);
    }
    m_end = text.mid(from);
}

void MysqlText::prepareBatch()
{
    const qsizetype tuple = m_text.indexOf(" VALUES (");
    if (m_text.startsWith("INSERT") && tuple > 0) {
        const qsizetype begin = tuple + int(sizeof(" VALUES ")) - 1;
        const qsizetype end = m_text.indexOf(')', begin) + 1;
        const QByteArray places = QByteArray("?, ").repeated(m_values).chopped(2);
        m_batch = m_text.mid(begin, end - begin) == '(' + places + ')' ? Batch::Rows : Batch::None;
        m_head = m_text.left(begin);
        m_tail = m_text.mid(end);
    } else if (m_text.startsWith("INSERT") && m_text.endsWith(OnlyFresh) && m_values > 1) {
        m_batch = Batch::FreshRows;
        m_head = m_text.left(m_text.indexOf(" SELECT ")) + " VALUES ";
    } else if (m_text.startsWith("UPDATE axess_session SET ") || m_text.startsWith("DELETE axess_session ")) {
        const auto namesRow = [](const Piece &piece) { return piece.before.endsWith(" WHERE id = "); };
        // A second one is another table's.
        if (std::ranges::count_if(m_pieces, namesRow) == 1) {
            m_batch = Batch::Cases;
            m_id = std::ranges::find_if(m_pieces, namesRow)->value;
        }
    }
}

QByteArray MysqlText::with(std::span<const SqlValue> values) const
{
    QByteArray out;
    for (const Piece &piece : m_pieces) {
        out += piece.before;
        appendLiteral(out, values[size_t(piece.value)]);
    }
    return out + m_end;
}

std::vector<QByteArray> MysqlText::literals(std::span<const SqlValue> values) const
{
    std::vector<QByteArray> literals(static_cast<size_t>(m_values));
    for (size_t i = 0; i < literals.size(); ++i)
        appendLiteral(literals[i], values[i]);
    return literals;
}

bool MysqlText::tellsApart(const std::vector<QByteArray> &one, const std::vector<QByteArray> &other) const
{
    if (m_batch != Batch::Cases)
        return false;
    for (size_t i = 0; i < one.size(); ++i) {
        if (i != static_cast<size_t>(m_id) && one[i] != other[i])
            return true;
    }
    return false;
}

QByteArray MysqlText::withAll(const std::vector<std::vector<QByteArray>> &rows) const
{
    return m_batch == Batch::Cases ? asCases(rows) : asRows(rows);
}

QByteArray MysqlText::asRows(const std::vector<std::vector<QByteArray>> &rows) const
{
    QByteArray out = m_head;
    for (const auto &row : rows) {
        out += &row == &rows.front() ? "(" : ", (";
        for (const QByteArray &literal : row)
            out += &literal == &row.front() ? literal : ", " + literal;
        out += ')';
    }
    return out + m_tail;
}

// One table and no other: the server needs no temporary one, and locks the rows of these ids only.
QByteArray MysqlText::asCases(const std::vector<std::vector<QByteArray>> &rows) const
{
    const auto id = static_cast<size_t>(m_id);
    QByteArray out;
    for (const Piece &piece : m_pieces) {
        const auto value = static_cast<size_t>(piece.value);
        const auto isSame = [&](const auto &row) { return row[value] == rows.front()[value]; };
        if (value == id && piece.before.endsWith(" WHERE id = ")) {
            out += piece.before.chopped(2) + "IN (";
            for (const auto &row : rows)
                out += (&row == &rows.front() ? "" : ", ") + row[id];
            out += ')';
            continue;
        }
        out += piece.before;
        if (std::ranges::all_of(rows, isSame)) {
            out += rows.front()[value];
            continue;
        }
        out += "CASE id";
        for (const auto &row : rows)
            out += " WHEN " + row[id] + " THEN " + row[value];
        out += " END";
    }
    return out + m_end;
}

void MysqlText::appendLiteral(QByteArray &out, const SqlValue &value)
{
    if (const auto *number = std::get_if<qint64>(&value))
        out += QByteArray::number(*number);
    else if (const auto *bytes = std::get_if<SqlBytes>(&value))
        appendHex(out, bytes->bytes);
    else if (const auto *text = std::get_if<SqlText>(&value))
        appendHex(out, text->utf8);
    else if (const auto *string = std::get_if<QString>(&value))
        appendHex(out, string->toUtf8());
    else
        out += "NULL";
}

} // namespace Axess
