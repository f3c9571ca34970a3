// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgrespipeline.h"

#include <QtCore/qendian.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Answers of that many statements fit into any socket's buffer.
constexpr size_t MostAwaited = 256;

// The places of values as the server counts them.
QByteArray numbered(const QString &text)
{
    QByteArray result;
    int place = 0;
    bool isQuoted = false;
    for (const char c : text.toUtf8()) {
        isQuoted = isQuoted != (c == '\'');
        if (c == '?' && !isQuoted)
            result += '$' + QByteArray::number(++place);
        else
            result += c;
    }
    return result;
}

SqlFailure failureOf(const PGresult *result)
{
    return {QString::fromLatin1(PQresultErrorField(result, PG_DIAG_SQLSTATE)),
            QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY))};
}

} // namespace

PostgresPipeline::PostgresPipeline(PGconn *handle, Preparing preparing)
    : m_handle(handle)
    , m_preparing(preparing)
{ }

PostgresPipeline::~PostgresPipeline() = default;

bool PostgresPipeline::isFull() const
{
    return m_awaited.size() >= MostAwaited;
}

std::expected<void, SqlFailure> PostgresPipeline::send(const QString &text, std::span<const SqlValue> values,
                                                       Answer answer)
{
    if (PQpipelineStatus(m_handle) == PQ_PIPELINE_OFF && PQenterPipelineMode(m_handle) == 0)
        return lost();
    bind(values);
    int sent = 0;
    if (m_preparing == Preparing::Never) {
        sent = PQsendQueryParams(m_handle, numbered(text).constData(), int(m_values.size()), nullptr,
                                 m_values.data(), m_lengths.data(), m_formats.data(), 1);
    } else {
        const auto name = prepared(text);
        if (!name)
            return std::unexpected(name.error());
        sent = PQsendQueryPrepared(m_handle, name->constData(), int(m_values.size()), m_values.data(),
                                   m_lengths.data(), m_formats.data(), 1);
    }
    if (sent == 0)
        return lost();
    m_awaited.push_back({{}, answer});
    return {};
}

std::expected<QByteArray, SqlFailure> PostgresPipeline::prepared(const QString &text)
{
    if (const auto known = m_names.constFind(text); known != m_names.cend())
        return *known;
    const QByteArray name = "axess" + QByteArray::number(++m_lastName);
    if (PQsendPrepare(m_handle, name.constData(), numbered(text).constData(), 0, nullptr) == 0)
        return lost();
    m_awaited.push_back({text, Answer::Ignored});
    m_names.insert(text, name);
    return name;
}

void PostgresPipeline::bind(std::span<const SqlValue> values)
{
    m_values.clear();
    m_lengths.clear();
    m_texts.clear();
    m_formats.assign(values.size(), 1);
    m_numbers.resize(values.size());
    m_texts.reserve(values.size());
    const auto add = [this](const char *data, qsizetype size) {
        m_values.push_back(data);
        m_lengths.push_back(int(size));
    };
    for (size_t i = 0; i < values.size(); ++i) {
        const SqlValue &value = values[i];
        if (const auto *number = std::get_if<qint64>(&value)) {
            qToBigEndian(*number, m_numbers[i].data());
            add(m_numbers[i].data(), 8);
        } else if (const auto *bytes = std::get_if<SqlBytes>(&value)) {
            add(bytes->bytes.isEmpty() ? "" : bytes->bytes.data(), bytes->bytes.size());
        } else if (const auto *text = std::get_if<SqlText>(&value)) {
            add(text->utf8.isEmpty() ? "" : text->utf8.data(), text->utf8.size());
        } else if (const auto *string = std::get_if<QString>(&value)) {
            m_texts.push_back(string->toUtf8());
            add(m_texts.back().constData(), m_texts.back().size());
        } else {
            add(nullptr, 0);
        }
    }
}

std::expected<std::vector<PostgresAnswer>, SqlFailure> PostgresPipeline::collect()
{
    std::vector<PostgresAnswer> wanted;
    const std::deque<Awaited> awaited = std::exchange(m_awaited, {});
    if (awaited.empty())
        return wanted;
    std::optional<SqlFailure> failure;
    if (PQpipelineSync(m_handle) == 0)
        failure = lost().error();
    for (const Awaited &next : awaited) {
        PostgresAnswer answer = read();
        const ExecStatusType status = PQresultStatus(answer.get());
        const bool isDone = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        if (!isDone && !next.prepares.isEmpty())
            m_names.remove(next.prepares);
        if (isDone && next.answer == Answer::Wanted)
            wanted.push_back(std::move(answer));
        // Of a session that was ended, the server's own word counts for more than the broken connection.
        if (!isDone && !failure && status != PGRES_PIPELINE_ABORTED)
            failure = answer ? failureOf(answer.get()) : lost().error();
    }
    if (PQstatus(m_handle) == CONNECTION_OK)
        PostgresAnswer(PQgetResult(m_handle), &PQclear);
    else if (!failure)
        failure = lost().error();
    if (failure)
        return std::unexpected(*failure);
    return wanted;
}

PostgresAnswer PostgresPipeline::read()
{
    PostgresAnswer answer(PQgetResult(m_handle), &PQclear);
    if (!answer)
        return answer;
    while (const PostgresAnswer behind {PQgetResult(m_handle), &PQclear})
        ;
    return answer;
}

std::unexpected<SqlFailure> PostgresPipeline::lost() const
{
    return std::unexpected(SqlFailure {{}, QString::fromUtf8(PQerrorMessage(m_handle))});
}

} // namespace Axess
