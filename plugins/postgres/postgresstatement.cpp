// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresstatement.h"

#include <QtCore/qendian.h>

using namespace Qt::StringLiterals;

namespace Axess {

PostgresStatement::PostgresStatement(PostgresPipeline &pipeline, const QString &text)
    : m_pipeline(pipeline)
    , m_text(text)
{ }

std::expected<void, SqlFailure> PostgresStatement::execute(std::span<const SqlValue> values)
{
    m_row = -1;
    m_answer.reset();
    const auto sent = m_pipeline.send(m_text, values, PostgresPipeline::Answer::Wanted);
    // Also of what could not be sent, so that nothing is left waiting.
    auto answers = m_pipeline.collect();
    if (!answers)
        return std::unexpected(answers.error());
    if (!sent)
        return sent;
    m_answer = std::move(answers->front());
    // A transaction that had failed is rolled back without a complaint.
    if (m_text == "COMMIT"_L1 && qstrcmp(PQcmdStatus(m_answer.get()), "COMMIT") != 0)
        return std::unexpected(SqlFailure {u"25P02"_s, u"The transaction had failed before its end."_s});
    return {};
}

std::expected<bool, SqlFailure> PostgresStatement::next()
{
    return ++m_row < PQntuples(m_answer.get());
}

qint64 PostgresStatement::affected() const
{
    return m_answer ? QByteArrayView(PQcmdTuples(m_answer.get())).toLongLong() : 0;
}

bool PostgresStatement::isNull(int column) const
{
    return PQgetisnull(m_answer.get(), m_row, column) != 0;
}

QByteArrayView PostgresStatement::view(int column) const
{
    return {PQgetvalue(m_answer.get(), m_row, column), PQgetlength(m_answer.get(), m_row, column)};
}

qint64 PostgresStatement::integer(int column) const
{
    const QByteArrayView value = view(column);
    switch (value.size()) {
    case 8:
        return qFromBigEndian<qint64>(value.data());
    case 4:
        return qFromBigEndian<qint32>(value.data());
    case 2:
        return qFromBigEndian<qint16>(value.data());
    case 1:
        return value[0];
    default:
        return 0;
    }
}

QByteArray PostgresStatement::bytes(int column) const
{
    return view(column).toByteArray();
}

QString PostgresStatement::text(int column) const
{
    return QString::fromUtf8(view(column));
}

} // namespace Axess
