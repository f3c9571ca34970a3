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

SqlFailure tooLarge()
{
    return {QString::number(MysqlErrors::TooLarge), {}};
}

} // namespace

void MysqlLink::wait(const QByteArray &texts)
{
    if (!m_waiting.isEmpty())
        m_waiting += ';';
    m_waiting += texts;
    m_waitingCount += texts.count(';') + 1;
}

std::expected<QList<qint64>, SqlFailure> MysqlLink::send(const QByteArray &texts)
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
    wait(texts);
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
    m_waitingCount = 0;
    if (texts.size() + PacketHead > m_packet)
        return std::unexpected(tooLarge());
    if (m_transaction == Transaction::Waiting)
        m_transaction = Transaction::Open;
    return m_wire->run(texts);
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
        for (const QByteArray &batch : *batches)
            wait(batch);
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

std::expected<std::vector<QByteArray>, SqlFailure> MysqlLink::batchesOf(const MysqlText &text, size_t count,
                                                                        const Bind &bind) const
{
    std::vector<QByteArray> batches;
    std::vector<std::vector<QByteArray>> rows;
    qsizetype bytes = 0;
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
        if (rows.size() == MysqlText::MostRows || (!rows.empty() && bytes + more > m_packet / 2)) {
            batches.push_back(text.withAll(std::exchange(rows, {})));
            bytes = 0;
        }
        rows.push_back(std::move(literals));
        bytes += more;
    }
    batches.push_back(text.withAll(rows));
    return batches;
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
        QByteArray flight = (*batches)[i];
        const auto room = m_packet - m_waiting.size() - PacketHead;
        for (; i + 1 < batches->size() && flight.size() + (*batches)[i + 1].size() < room; ++i)
            flight += ';' + (*batches)[i + 1];
        if (!changed.isEmpty())
            countRoundTrip();
        const auto done = send(flight);
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
    std::vector<QByteArray> flights(1);
    SqlValues values;
    for (size_t i = 0; i < count; ++i) {
        values.clear();
        bind(i, values);
        const QByteArray one = text.with(values);
        if (one.size() + PacketHead > m_packet)
            return std::unexpected(tooLarge());
        if (flights.back().size() + one.size() > m_packet / 2 && !flights.back().isEmpty())
            flights.emplace_back();
        if (!flights.back().isEmpty())
            flights.back() += ';';
        flights.back() += one;
    }
    QList<qint64> changed;
    for (const QByteArray &flight : flights) {
        if (!changed.isEmpty())
            countRoundTrip();
        const auto done = send(flight);
        if (!done)
            return done;
        changed += *done;
    }
    return changed;
}

} // namespace Axess
