// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "callers.h"
#include "fakestore.h"

#include "storage/storageaccess_p.h"

#include "axesstest.h"
#include "verify.h"

#include <algorithm>
#include <vector>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// What the combiner sends a second time, and what not even once.
class TestCallCombinerRepeats : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void rowsThatWereStoredOneByOneAreNotSentAgain();
    void whatEndedTheConnectionIsTheAnswerToAll();
    void aCallThatComesLateCostsNoConnection();
    void callsThatComeTogetherGoInBatches();
    void oneGuiltyOfThoseThatComeTogetherFailsAlone();
    void whatComesTogetherIsCutOnce();

private:
    // With one connection there already.
    void open();

    std::shared_ptr<FakeStore> m_store;
    std::unique_ptr<StorageAccess> m_access;
    const Horizon m_horizon {.now = 1'000, .store = {}, .tenants = {}};
};

namespace {

std::vector<RowUpdate> updates(int count, qsizetype payloadBytes = 16)
{
    std::vector<RowUpdate> list;
    for (int i = 0; i < count; ++i) {
        RowUpdate update;
        update.row = newRow(i, payloadBytes).row;
        update.expectedRevision = 1;
        list.push_back(std::move(update));
    }
    return list;
}

} // namespace

void TestCallCombinerRepeats::open()
{
    m_access.reset();
    m_store = std::make_shared<FakeStore>();
    m_access = std::make_unique<StorageAccess>(m_store);
    VERIFY_OK(m_access->load(idOf(0), Deadline::in(60s)));
    m_store->forgetBatches();
}

void TestCallCombinerRepeats::rowsThatWereStoredOneByOneAreNotSentAgain()
{
    open();
    int alone = 0;
    int together = 0;
    m_store->onBatch = [&](const FakeStore::Batch &batch, bool &breaks) -> std::optional<Error> {
        if (batch.ids.size() > 1) {
            ++together;
            return Error(ErrorCode::Denied, u"not all of these"_s);
        }
        alone += together > 0 ? 1 : 0;
        breaks = alone == 3;
        if (alone == 1 || alone == 3)
            return Error(ErrorCode::Unavailable, u"not now"_s);
        return std::nullopt;
    };
    m_store->closeGate();
    Callers callers;
    callers.add([this] { return m_access->create(newRow(0), m_horizon, Deadline::in(60s)).has_value(); });
    QTRY_COMPARE(m_store->atGate(), 1);
    for (int i = 1; i <= 3; ++i)
        callers.add(
            [this, i] { return m_access->create(newRow(i), m_horizon, Deadline::in(60s)).has_value(); });
    QTRY_COMPARE(m_access->waitingCalls() + std::size_t(m_store->atGate()), callers.size());
    m_store->openGate();
    callers.join();

    QCOMPARE(together, 1);
    QCOMPARE(callers.successes(), 2);
}

void TestCallCombinerRepeats::whatEndedTheConnectionIsTheAnswerToAll()
{
    open();
    m_store->onBatch = [&](const FakeStore::Batch &batch, bool &breaks) -> std::optional<Error> {
        breaks = batch.ids.size() > 1;
        if (breaks)
            return Error(ErrorCode::Denied, u"the server only reads"_s);
        return std::nullopt;
    };
    m_store->closeGate();
    Callers callers;
    callers.add([this] { return m_access->create(newRow(0), m_horizon, Deadline::in(60s)).has_value(); });
    QTRY_COMPARE(m_store->atGate(), 1);
    for (int i = 1; i <= 3; ++i)
        callers.add([this, i] {
            const auto answer = m_access->create(newRow(i), m_horizon, Deadline::in(60s));
            return !answer && answer.error().code() == ErrorCode::Denied;
        });
    QTRY_COMPARE(m_access->waitingCalls() + std::size_t(m_store->atGate()), callers.size());
    m_store->openGate();
    callers.join();

    QCOMPARE(callers.successes(), 4);
}

void TestCallCombinerRepeats::aCallThatComesLateCostsNoConnection()
{
    open();
    VERIFY_FAILS(m_access->load(idOf(1), Deadline::in(0ms)), ErrorCode::Unavailable);
    QVERIFY(m_store->batches().isEmpty());
    QCOMPARE(m_access->poolStatistics().open, 1);
    QCOMPARE(m_access->waitingCalls(), 0u);
}

void TestCallCombinerRepeats::callsThatComeTogetherGoInBatches()
{
    open();
    const auto outcomes = m_access->update(updates(65), m_horizon, Deadline::in(60s));
    QCOMPARE(outcomes.size(), 65u);
    QVERIFY(std::ranges::all_of(outcomes, [](const auto &outcome) { return outcome.has_value(); }));
    QCOMPARE(m_store->batches().size(), 2);
    QCOMPARE(m_store->batches().constFirst().ids.size(), 64);
    QCOMPARE(m_store->batches().constLast().ids, QList {idOf(64)});

    // A batch has a size in bytes too, and one row goes whatever its size.
    m_store->forgetBatches();
    QCOMPARE(m_access->update(updates(4, 600'000), m_horizon, Deadline::in(60s)).size(), 4u);
    QCOMPARE(m_store->batches().size(), 4);
    QVERIFY(m_access->update(std::span<const RowUpdate>(), m_horizon, Deadline::in(60s)).empty());
    QCOMPARE(m_store->batches().size(), 4);
}

void TestCallCombinerRepeats::oneGuiltyOfThoseThatComeTogetherFailsAlone()
{
    open();
    m_store->onBatch = [](const FakeStore::Batch &batch, bool &) -> std::optional<Error> {
        if (batch.ids.contains(idOf(3)))
            return Error(ErrorCode::Denied, u"not this one"_s);
        return std::nullopt;
    };
    const auto outcomes = m_access->update(updates(6), m_horizon, Deadline::in(60s));
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        QCOMPARE(outcomes[i].has_value(), i != 3);
}

void TestCallCombinerRepeats::whatComesTogetherIsCutOnce()
{
    open();
    m_store->onBatch = [](const FakeStore::Batch &, bool &breaks) -> std::optional<Error> {
        breaks = true;
        return Error(ErrorCode::Unavailable, u"the connection was cut"_s, Outcome::Unknown);
    };
    const auto outcomes = m_access->update(updates(3), m_horizon, Deadline::in(60s));
    QCOMPARE(m_store->batches().size(), 1);
    for (const auto &outcome : outcomes)
        QCOMPARE(outcome.error().outcome(), Outcome::Unknown);
}

QTEST_GUILESS_MAIN(TestCallCombinerRepeats)
#include "tst_callcombiner_repeats.moc"
