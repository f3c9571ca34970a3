// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "qtsqlstatement.h"

#include <QtCore/qmetatype.h>
#include <QtCore/qvariant.h>
#include <QtSql/qsqlerror.h>

namespace Axess {

QVariant QtSqlStatement::variantOf(const SqlValue &value)
{
    if (const auto *number = std::get_if<qint64>(&value))
        return *number;
    // An empty array that is null would be bound as NULL.
    if (const auto *bytes = std::get_if<SqlBytes>(&value))
        return bytes->bytes.isEmpty() ? QByteArray("") : bytes->bytes.toByteArray();
    if (const auto *text = std::get_if<SqlText>(&value))
        return text->utf8.isEmpty() ? QString(QLatin1StringView("")) : QString::fromUtf8(text->utf8);
    if (const auto *string = std::get_if<QString>(&value))
        return string->isEmpty() ? QString(QLatin1StringView("")) : *string;
    return QVariant(QMetaType::fromType<QByteArray>());
}

QtSqlStatement::QtSqlStatement(const QSqlDatabase &database, Preparing preparing)
    : m_query(database)
    , m_preparing(preparing)
{
    m_query.setForwardOnly(true);
}

std::expected<void, SqlFailure> QtSqlStatement::prepare(const QString &text)
{
    if (m_preparing == Preparing::Never)
        m_text = text;
    else if (!m_query.prepare(text))
        return std::unexpected(failure());
    return {};
}

std::expected<void, SqlFailure> QtSqlStatement::execute(std::span<const SqlValue> values)
{
    for (size_t i = 0; i < values.size(); ++i)
        m_query.bindValue(int(i), variantOf(values[i]));
    const bool isDone = m_preparing == Preparing::Never ? m_query.exec(m_text) : m_query.exec();
    if (!isDone)
        return std::unexpected(failure());
    m_affected = m_query.numRowsAffected();
    return {};
}

std::expected<bool, SqlFailure> QtSqlStatement::next()
{
    if (m_query.next())
        return true;
    // The end of the rows and a failure half-way look alike but for this.
    if (m_query.lastError().isValid())
        return std::unexpected(failure());
    return false;
}

SqlFailure QtSqlStatement::failure() const
{
    const QSqlError error = m_query.lastError();
    return {error.nativeErrorCode(), error.databaseText()};
}

} // namespace Axess
