// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqltext.h"

#include <QtCore/qstringlist.h>

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
    } else if (m_text.startsWith("UPDATE axess_session SET ")) {
        joinBehind("UPDATE", m_text.mid(int(sizeof("UPDATE axess_session")) - 1));
    } else if (m_text.startsWith("DELETE FROM axess_session WHERE id = ?")) {
        joinBehind("DELETE axess_session FROM", m_text.mid(int(sizeof("DELETE FROM axess_session")) - 1));
    }
}

void MysqlText::joinBehind(const QByteArray &head, const QByteArray &rest)
{
    // From each value to its row by the key: the other way round, all rows of a small table would be locked.
    m_batch = Batch::Joined;
    m_head = head + " (";
    m_tail = ") AS batch STRAIGHT_JOIN axess_session FORCE INDEX (PRIMARY)";
    qsizetype from = 0;
    int value = 0;
    for (qsizetype at = rest.indexOf('?'); at >= 0; at = rest.indexOf('?', from)) {
        m_tail += rest.mid(from, at - from) + "batch.v" + QByteArray::number(value++);
        from = at + 1;
    }
    m_tail += rest.mid(from);
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

QByteArray MysqlText::row(std::span<const SqlValue> values, bool isFirst) const
{
    const bool isJoined = m_batch == Batch::Joined;
    QByteArray out = isJoined ? "SELECT " : "(";
    for (int i = 0; i < m_values; ++i) {
        if (i > 0)
            out += ',';
        appendLiteral(out, values[size_t(i)]);
        if (isJoined && isFirst)
            out += " AS v" + QByteArray::number(i);
    }
    return isJoined ? out : out + ')';
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
