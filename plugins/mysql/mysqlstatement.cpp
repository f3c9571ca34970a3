// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlstatement.h"

#include "mysqllink.h"
#include "mysqlwire.h"

namespace Axess {

MysqlStatement::MysqlStatement(MysqlLink &link, const QString &text)
    : m_link(link)
    , m_text(text)
{ }

std::expected<void, SqlFailure> MysqlStatement::execute(std::span<const SqlValue> values)
{
    m_isText = !m_text.isQuery() || m_link.isWaiting();
    if (m_isText) {
        return m_link.send(m_text.with(values)).transform([&](const QList<qint64> &changed) {
            m_affected = changed.isEmpty() ? 0 : changed.constLast();
        });
    }
    if (!m_prepared) {
        auto prepared = m_link.prepareQuery(m_text.text());
        if (!prepared)
            return std::unexpected(prepared.error());
        m_prepared = std::move(*prepared);
    }
    return m_prepared->execute(values);
}

std::expected<bool, SqlFailure> MysqlStatement::next()
{
    if (m_isText)
        return m_link.wire().next();
    return m_prepared->next();
}

void MysqlStatement::finish()
{
    if (m_isText)
        m_link.wire().finish();
    else
        m_prepared->finish();
}

bool MysqlStatement::isNull(int column) const
{
    return m_isText ? m_link.wire().isNull(column) : m_prepared->isNull(column);
}

qint64 MysqlStatement::integer(int column) const
{
    return m_isText ? m_link.wire().integer(column) : m_prepared->integer(column);
}

QByteArray MysqlStatement::bytes(int column) const
{
    return m_isText ? m_link.wire().bytes(column) : m_prepared->bytes(column);
}

QByteArray MysqlStatement::utf8(int column) const
{
    return m_isText ? m_link.wire().bytes(column) : m_prepared->utf8(column);
}

} // namespace Axess
