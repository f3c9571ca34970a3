// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

namespace Axess {

/// A statement by QtSql alone, on any of its drivers.
class QtSqlStatement final : public SqlStatement
{
public:
    enum class Preparing : quint8 {
        Once,
        Never, ///< What begins and ends transactions; not every server prepares that.
    };

    explicit QtSqlStatement(const QSqlDatabase &database, Preparing preparing = Preparing::Once);

    /// As QtSql binds it.
    static QVariant variantOf(const SqlValue &value);

    std::expected<void, SqlFailure> prepare(const QString &text);

    std::expected<void, SqlFailure> execute(std::span<const SqlValue> values) override;
    std::expected<bool, SqlFailure> next() override;
    qint64 affected() const override { return m_affected; }
    void finish() override { m_query.finish(); }

    bool isNull(int column) const override { return m_query.isNull(column); }
    qint64 integer(int column) const override { return m_query.value(column).toLongLong(); }
    QByteArray bytes(int column) const override { return m_query.value(column).toByteArray(); }
    QString text(int column) const override { return m_query.value(column).toString(); }
    QByteArray utf8(int column) const override { return m_query.value(column).toString().toUtf8(); }

private:
    SqlFailure failure() const;

    QSqlQuery m_query;
    Preparing m_preparing;
    QString m_text; ///< Of what is not prepared.
    qint64 m_affected = 0;
};

} // namespace Axess
