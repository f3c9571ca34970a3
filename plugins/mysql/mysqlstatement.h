// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "mysqltext.h"

#include <memory>

namespace Axess {

class MysqlLink;

/// A statement of a link: a query that stands alone is prepared once, all else goes as text, behind what
/// waits.
class MysqlStatement final : public SqlStatement
{
public:
    MysqlStatement(MysqlLink &link, const QString &text);

    const MysqlText &text() const { return m_text; }

    std::expected<void, SqlFailure> execute(std::span<const SqlValue> values) override;
    std::expected<bool, SqlFailure> next() override;
    qint64 affected() const override { return m_affected; }
    void finish() override;

    bool isNull(int column) const override;
    qint64 integer(int column) const override;
    QByteArray bytes(int column) const override;
    QString text(int column) const override { return QString::fromUtf8(utf8(column)); }
    QByteArray utf8(int column) const override;

private:
    MysqlLink &m_link;
    MysqlText m_text;
    std::unique_ptr<SqlStatement> m_prepared;
    qint64 m_affected = 0;
    bool m_isText = false; ///< How it was run last.
};

} // namespace Axess
