// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "callers.h"
#include "fakestore.h"

#include "storage/storageaccess_p.h"

#include "axesstest.h"
#include "verify.h"

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

private:
    // With one connection there already.
    void open();

    std::shared_ptr<FakeStore> m_store;
    std::unique_ptr<StorageAccess> m_access;
    const Horizon m_horizon {.now = 1'000, .store = {}, .tenants = {}};
};

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

QTEST_GUILESS_MAIN(TestCallCombinerRepeats)
#include "tst_callcombiner_repeats.moc"
