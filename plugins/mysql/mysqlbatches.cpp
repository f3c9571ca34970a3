// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// How statements of a link travel together.

#include "mysqlerrors.h"
#include "mysqllink.h"
#include "mysqlstatement.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Below, the statements themselves are as cheap as one of all.
constexpr size_t FewestInBatch = 3;
// What the client adds to a statement.
constexpr qsizetype PacketHead = 1024;
// What a case has around its value: words and an id.
constexpr qsizetype CaseHead = 48;
// What stopUnlessChanged takes.
constexpr qsizetype CheckSize = 64;

// Ends a text early, before its COMMIT: no number of that type is larger.
QByteArray stopUnlessChanged(size_t rows)
{
    return "SELECT 9223372036854775807 + (ROW_COUNT() <> " + QByteArray::number(qulonglong(rows)) + ')';
}

SqlFailure tooLarge()
{
    return {QString::number(MysqlErrors::TooLarge), {}};
}

} // namespace

void MysqlLink::wait(const QByteArray &texts, qsizetype count)
{
    if (!m_waiting.isEmpty())
        m_waiting += ';';
    m_waiting += texts;
    m_waitingCount += count;
}

std::expected<QList<qint64>, SqlFailure> MysqlLink::send(const QByteArray &texts, qsizetype count)
{
    if (texts == dialect().commit.toLatin1() && m_transaction == Transaction::Waiting
        && m_waitingCount == 1) {
        // Nothing was done.
        m_waiting.clear();
        m_waitingCount = 0;
        m_transaction = Transaction::None;
        return QList<qint64> {0};
    }
    if (!m_waiting.isEmpty() && m_waiting.size() + texts.size() + PacketHead > m_packet) {
        if (const auto sent = sendWaiting(); !sent)
            return sent;
        countRoundTrip();
    }
    const qsizetype before = m_waitingCount;
    wait(texts, count);
    auto changed = sendWaiting();
    if (changed)
        changed->remove(0, before);
    if (texts == dialect().commit.toLatin1())
        m_transaction = changed ? Transaction::None : m_transaction;
    return changed;
}

std::expected<QList<qint64>, SqlFailure> MysqlLink::sendWaiting()
{
    const QByteArray texts = std::exchange(m_waiting, {});
    const qsizetype count = std::exchange(m_waitingCount, 0);
    if (texts.size() + PacketHead > m_packet)
        return std::unexpected(tooLarge());
    if (m_transaction == Transaction::Waiting)
        m_transaction = Transaction::Open;
    return m_wire->run(texts, count);
}

Result<void> MysqlLink::later(const QString &text, size_t count, const Bind &bind)
{
    if (text.isEmpty() || count == 0)
        return {};
    if (text == dialect().begin)
        m_transaction = Transaction::Waiting;
    const MysqlText statement(text);
    if (count > 1 && statement.batch() == MysqlText::Batch::Rows) {
        const auto batches = batchesOf(statement, count, bind);
        if (!batches)
            return failed(text, batches.error(), SqlStage::Statement);
        for (const RowsText &batch : *batches)
            wait(batch.text);
        return {};
    }
    SqlValues values;
    for (size_t i = 0; i < count; ++i) {
        values.clear();
        bind(i, values);
        wait(statement.with(values));
    }
    return {};
}

void MysqlLink::rollback()
{
    m_waiting.clear();
    m_waitingCount = 0;
    const bool isOpen = std::exchange(m_transaction, Transaction::None) == Transaction::Open;
    if (!isOpen || isBroken())
        return;
    countRoundTrip();
    if (!m_wire->run("ROLLBACK"))
        markBroken();
}

Result<void> MysqlLink::run(const QString &text)
{
    countRoundTrip();
    return judge(text.toLatin1(), send(text.toLatin1()));
}

std::expected<QList<qint64>, SqlFailure> MysqlLink::runEach(SqlStatement &statement, size_t count,
                                                            const Bind &bind)
{
    const MysqlText &text = static_cast<const MysqlStatement &>(statement).text();
    const bool isWorthIt = count >= FewestInBatch && text.batch() != MysqlText::Batch::None;
    if (!isWorthIt || m_transaction == Transaction::None)
        return runOneByOne(text, count, bind);
    auto changed = runAsBatch(text, count, bind);
    if (!changed)
        return std::unexpected(changed.error());
    if (*changed)
        return std::move(**changed);
    countRoundTrip();
    return runOneByOne(text, count, bind);
}

std::expected<std::vector<MysqlLink::RowsText>, SqlFailure> MysqlLink::batchesOf(const MysqlText &text,
                                                                                 size_t count,
                                                                                 const Bind &bind) const
{
    std::vector<RowsText> batches;
    std::vector<std::vector<QByteArray>> rows;
    qsizetype bytes = 0;
    bool hasCases = false;
    SqlValues values;
    for (size_t i = 0; i < count; ++i) {
        values.clear();
        bind(i, values);
        auto literals = text.literals(values);
        qsizetype more = text.text().size();
        for (const QByteArray &literal : literals)
            more += literal.size() + CaseHead;
        if (more + PacketHead > m_packet)
            return std::unexpected(tooLarge());
        hasCases = hasCases || (!rows.empty() && text.tellsApart(rows.front(), literals));
        const bool isFull = rows.size() >= (hasCases ? MysqlText::MostCases : MysqlText::MostRows);
        if (isFull || (!rows.empty() && bytes + more > m_packet / 2)) {
            batches.push_back({text.withAll(rows), rows.size()});
            rows.clear();
            bytes = 0;
            hasCases = false;
        }
        rows.push_back(std::move(literals));
        bytes += more;
    }
    batches.push_back({text.withAll(rows), rows.size()});
    return batches;
}

std::expected<std::vector<MysqlLink::RowsText>, SqlFailure> MysqlLink::textsOf(const MysqlText &text,
                                                                               size_t count,
                                                                               const Bind &bind) const
{
    if (count >= FewestInBatch && text.batch() == MysqlText::Batch::Cases)
        return batchesOf(text, count, bind);
    std::vector<RowsText> texts;
    SqlValues values;
    for (size_t i = 0; i < count; ++i) {
        values.clear();
        bind(i, values);
        texts.push_back({text.with(values), 1});
    }
    return texts;
}

qsizetype MysqlLink::sizeOf(const std::vector<RowsText> &texts)
{
    return std::accumulate(texts.cbegin(), texts.cend(), PacketHead, [](qsizetype sum, const RowsText &some) {
        return sum + some.text.size() + CheckSize;
    });
}

std::expected<SqlLink::Batch, SqlLink::BatchFailure> MysqlLink::runEachAndCommit(SqlStatement &statement,
                                                                                 size_t count,
                                                                                 const Bind &bind)
{
    const MysqlText &text = static_cast<const MysqlStatement &>(statement).text();
    const bool isAll = m_transaction == Transaction::Waiting && m_waitingCount == 1;
    const auto texts = textsOf(text, count, bind);
    // What is too large for one trip, or altogether, is found out on the ordinary way.
    if (!isAll || !texts || sizeOf(*texts) > m_packet)
        return runEachAndGoOn(statement, count, bind);

    const auto committed = commitIfAllChange(*texts);
    if (!committed)
        return std::unexpected(BatchFailure {committed.error(), SqlStage::Commit});
    if (*committed)
        return Batch {QList<qint64>(qsizetype(count), 1), true};
    if (count == 1)
        return Batch {{0}, false};
    countRoundTrip();
    auto changed = runOneByOne(text, count, bind);
    if (!changed)
        return std::unexpected(BatchFailure {changed.error(), SqlStage::Statement});
    return Batch {std::move(*changed), false};
}

std::expected<bool, SqlFailure> MysqlLink::commitIfAllChange(const std::vector<RowsText> &texts)
{
    const QByteArray begin = std::exchange(m_waiting, {});
    m_waitingCount = 0;
    if (texts.size() == 1 && texts.front().rows == 1) {
        m_transaction = Transaction::None;
        const auto changed = m_wire->run(texts.front().text);
        if (!changed)
            return std::unexpected(changed.error());
        if (changed->constLast() == 1)
            return true;
        m_transaction = Transaction::Waiting;
        wait(begin);
        return false;
    }
    QByteArray flight = begin;
    flight.reserve(sizeOf(texts));
    for (const RowsText &some : texts)
        flight += ';' + some.text + ';' + stopUnlessChanged(some.rows);
    flight += ";COMMIT";
    // Until the server says otherwise.
    m_transaction = Transaction::Open;
    const auto done = m_wire->run(flight, qsizetype(texts.size()) * 2 + 2);
    if (done) {
        m_transaction = Transaction::None;
        return true;
    }
    if (MysqlErrors::codeOf(done.error()) != MysqlErrors::OutOfRange)
        return std::unexpected(done.error());
    wait("ROLLBACK");
    wait(begin);
    return false;
}

std::expected<std::optional<QList<qint64>>, SqlFailure> MysqlLink::runAsBatch(const MysqlText &text,
                                                                              size_t count, const Bind &bind)
{
    const auto batches = batchesOf(text, count, bind);
    if (!batches)
        return std::unexpected(batches.error());
    wait("SAVEPOINT axess");
    QList<qint64> changed;
    for (size_t i = 0; i < batches->size(); ++i) {
        QByteArray flight = (*batches)[i].text;
        qsizetype statements = 1;
        const auto room = m_packet - m_waiting.size() - PacketHead;
        for (; i + 1 < batches->size() && flight.size() + (*batches)[i + 1].text.size() < room; ++i) {
            flight += ';' + (*batches)[i + 1].text;
            ++statements;
        }
        if (!changed.isEmpty())
            countRoundTrip();
        const auto done = send(flight, statements);
        const bool stood = !done && text.batch() == MysqlText::Batch::FreshRows
            && MysqlErrors::codeOf(done.error()) == MysqlErrors::DuplicateKey;
        if (!done && !stood)
            return std::unexpected(done.error());
        changed += done.value_or(QList<qint64>());
    }
    if (std::accumulate(changed.cbegin(), changed.cend(), qint64(0)) == qint64(count))
        return QList<qint64>(qsizetype(count), 1);
    wait("ROLLBACK TO SAVEPOINT axess");
    return std::nullopt;
}

std::expected<QList<qint64>, SqlFailure> MysqlLink::runOneByOne(const MysqlText &text, size_t count,
                                                                const Bind &bind)
{
    std::vector<RowsText> flights(1);
    SqlValues values;
    for (size_t i = 0; i < count; ++i) {
        values.clear();
        bind(i, values);
        const QByteArray one = text.with(values);
        if (one.size() + PacketHead > m_packet)
            return std::unexpected(tooLarge());
        if (flights.back().text.size() + one.size() > m_packet / 2 && flights.back().rows > 0)
            flights.emplace_back();
        if (flights.back().rows++ > 0)
            flights.back().text += ';';
        flights.back().text += one;
    }
    QList<qint64> changed;
    for (const RowsText &flight : flights) {
        if (!changed.isEmpty())
            countRoundTrip();
        const auto done = send(flight.text, qsizetype(flight.rows));
        if (!done)
            return done;
        changed += *done;
    }
    return changed;
}

} // namespace Axess
