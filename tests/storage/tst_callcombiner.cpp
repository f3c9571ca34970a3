// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "callers.h"
#include "fakestore.h"

#include "storage/storageaccess_p.h"

#include "axesstest.h"
#include "verify.h"

#include <semaphore>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The combiner as callers see it: through StorageAccess, with more threads than connections.
class TestCallCombiner : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aCallAloneGoesAlone();
    void sixtyFourCallersTakeAtMostFourRoundTrips();
    void everyCallerGetsItsOwnAnswer();
    void onlyTheGuiltyRowFails();
    void whatTheServerMayHaveDoneIsNotRepeated();
    void aCallerWhoseTimeIsUpLeavesTheBatch();
    void aCallerWhoStillWaitsCertainlyWroteNothing();
    void secondWritesOfASessionWaitForTheNextBatch();
    void touchesOfASessionMerge();
    void whatOneWriterWaitsForBecomesOneCommit();
    void callsWithAnAdmissionGoAlone();
    void readsAreTriedAgainAfterACutConnection();
    void aQueueThatIsFullRefuses(); // Promise: 9
    void manyThreadsLoseNothing();

private:
    void open(const StorageAccess::Settings &settings = {});
    // Lets one call hang at the closed gate and the others gather behind it, then opens.
    void gatherBehindTheGate(Callers &callers);

    std::shared_ptr<FakeStore> m_store;
    std::unique_ptr<StorageAccess> m_access;
    const Horizon m_horizon {.now = 1'000, .store = {}, .tenants = {}};
};

namespace {

Deadline inTime()
{
    return Deadline::in(60s);
}

RowUpdate updateOf(int number, quint64 expectedRevision = 1)
{
    RowUpdate update;
    update.row = newRow(number).row;
    update.row.revision = expectedRevision + 1;
    update.expectedRevision = expectedRevision;
    return update;
}

} // namespace

void TestCallCombiner::init()
{
    AxessTest::init();
    m_access.reset();
    m_store = std::make_shared<FakeStore>();
    open();
}

// With one connection there already: the first call goes alone.
void TestCallCombiner::open(const StorageAccess::Settings &settings)
{
    m_access = std::make_unique<StorageAccess>(m_store, settings);
    VERIFY_OK(m_access->load(idOf(0), inTime()));
    m_store->forgetBatches();
}

void TestCallCombiner::gatherBehindTheGate(Callers &callers)
{
    const auto waiting = [&] { return m_access->waitingCalls() + std::size_t(m_store->atGate()); };
    QTRY_COMPARE_WITH_TIMEOUT(waiting(), callers.size(), 30'000);
    m_store->openGate();
    callers.join();
}

void TestCallCombiner::aCallAloneGoesAlone()
{
    VERIFY_OK(m_access->create(newRow(1), m_horizon, inTime()));
    TAKE(row, m_access->load(idOf(1), inTime()));
    QCOMPARE(row->id, idOf(1));
    TAKE(absent, m_access->load(idOf(2), inTime()));
    QVERIFY(!absent);
    TAKE(updated, m_access->update(updateOf(1), m_horizon, inTime()));
    QVERIFY(updated.status == WriteStatus::Stored);
    TAKE(conflict, m_access->update(updateOf(1), m_horizon, inTime()));
    QVERIFY(conflict.status == WriteStatus::Conflict);
    TAKE(removed, m_access->remove({.id = idOf(1), .detail = {}}, inTime()));
    QCOMPARE(removed->id, idOf(1));
    TAKE(nothing, m_access->remove({.id = idOf(1), .detail = {}}, inTime()));
    QVERIFY(!nothing);
    QCOMPARE(m_store->batches().size(), 7);
    QCOMPARE(m_access->metrics().snapshot().of(Verb::Update).conflicts, 1u);
}

void TestCallCombiner::sixtyFourCallersTakeAtMostFourRoundTrips()
{
    m_store->closeGate();
    Callers callers;
    for (int i = 0; i < 64; ++i)
        callers.add([this, i] { return m_access->create(newRow(i), m_horizon, inTime()).has_value(); });
    gatherBehindTheGate(callers);

    QCOMPARE(callers.successes(), 64);
    const auto batches = m_store->batches();
    QVERIFY2(batches.size() <= 4, qPrintable(QString::number(batches.size())));
    QCOMPARE(batches[0].ids.size(), 1);
    QCOMPARE(batches[1].ids.size(), 63);
    QCOMPARE(m_access->metrics().snapshot().of(Verb::Create).batchSizes[6], 1u);
    QCOMPARE(m_access->metrics().snapshot().of(Verb::Create).calls, 64u);
}

void TestCallCombiner::everyCallerGetsItsOwnAnswer()
{
    for (int i = 0; i < 40; i += 2)
        VERIFY_OK(m_access->create(newRow(i), m_horizon, inTime()));
    m_store->closeGate();
    Callers callers;
    for (int i = 0; i < 40; ++i) {
        callers.add([this, i] {
            const auto row = m_access->load(idOf(i), inTime());
            return row && row->has_value() == (i % 2 == 0) && (i % 2 != 0 || (*row)->id == idOf(i));
        });
    }
    gatherBehindTheGate(callers);

    QCOMPARE(callers.successes(), 40);
    QCOMPARE(m_store->batches().size(), 20 + 2);
}

void TestCallCombiner::onlyTheGuiltyRowFails()
{
    m_store->onBatch = [](const FakeStore::Batch &batch, bool &) -> std::optional<Error> {
        if (batch.ids.contains(idOf(13)))
            return Error(ErrorCode::Denied, u"not this one"_s);
        return std::nullopt;
    };
    m_store->closeGate();
    Callers callers;
    for (int i = 0; i < 20; ++i) {
        callers.add([this, i] {
            const auto answer = m_access->create(newRow(i), m_horizon, inTime());
            return i == 13 ? !answer && answer.error().code() == ErrorCode::Denied : answer.has_value();
        });
    }
    gatherBehindTheGate(callers);

    QCOMPARE(callers.successes(), 20);
}

void TestCallCombiner::whatTheServerMayHaveDoneIsNotRepeated()
{
    m_store->onBatch = [](const FakeStore::Batch &batch, bool &breaks) -> std::optional<Error> {
        if (batch.ids.size() == 1)
            return std::nullopt;
        breaks = true;
        return Error(ErrorCode::Unavailable, u"the connection was cut"_s, Outcome::Unknown);
    };
    m_store->closeGate();
    Callers callers;
    std::atomic<int> unknown = 0;
    for (int i = 0; i < 10; ++i) {
        callers.add([&, i] {
            const auto answer = m_access->create(newRow(i), m_horizon, inTime());
            unknown += !answer && answer.error().outcome() == Outcome::Unknown ? 1 : 0;
            return answer.has_value();
        });
    }
    gatherBehindTheGate(callers);

    QCOMPARE(callers.successes(), 1);
    QCOMPARE(unknown.load(), 9);
    QCOMPARE(m_store->batches().size(), 2);
}

void TestCallCombiner::aCallerWhoseTimeIsUpLeavesTheBatch()
{
    std::binary_semaphore firstMayEnd {0};
    std::binary_semaphore secondMayEnd {0};
    m_store->onBatch = [&](const FakeStore::Batch &batch, bool &) -> std::optional<Error> {
        (batch.ids.size() == 1 ? firstMayEnd : secondMayEnd).acquire();
        return std::nullopt;
    };
    const auto create = [this](int number, const Deadline &deadline) {
        return m_access->create(newRow(number), m_horizon, deadline);
    };
    Callers patient;
    patient.add([&] { return create(0, inTime()).has_value(); });
    QTRY_COMPARE(m_store->batches().size(), 1);
    patient.add([&] { return create(1, inTime()).has_value(); });
    QTRY_COMPARE(m_access->waitingCalls(), 1u);
    Callers hasty;
    hasty.add([&] {
        const auto answer = create(2, Deadline::in(1s));
        return !answer && answer.error().code() == ErrorCode::Unavailable
            && answer.error().outcome() == Outcome::Unknown;
    });
    QTRY_COMPARE(m_access->waitingCalls(), 2u);

    // One with time leads both; the other leaves before they are answered.
    firstMayEnd.release();
    hasty.join();

    QCOMPARE(hasty.successes(), 1);
    QCOMPARE(m_store->batches().size(), 2);
    QCOMPARE(m_store->batches()[1].ids.size(), 2);
    secondMayEnd.release();
    patient.join();
    QCOMPARE(patient.successes(), 2);
}

void TestCallCombiner::aCallerWhoStillWaitsCertainlyWroteNothing()
{
    m_store->closeGate();
    Callers callers;
    callers.add([this] { return m_access->create(newRow(0), m_horizon, inTime()).has_value(); });
    QTRY_COMPARE(m_store->atGate(), 1);
    callers.add([this] { return m_access->create(newRow(1), m_horizon, inTime()).has_value(); });
    QTRY_COMPARE(m_access->waitingCalls(), 1u);

    const auto hasty = m_access->create(newRow(2), m_horizon, Deadline::in(20ms));

    VERIFY_FAILS(hasty, ErrorCode::Unavailable);
    QVERIFY(hasty.error().outcome() == Outcome::NotApplied);
    m_store->openGate();
    callers.join();
    QCOMPARE(callers.successes(), 2);
    for (const FakeStore::Batch &batch : m_store->batches())
        QVERIFY(!batch.ids.contains(idOf(2)));
}

void TestCallCombiner::secondWritesOfASessionWaitForTheNextBatch()
{
    VERIFY_OK(m_access->create(newRow(1), m_horizon, inTime()));
    VERIFY_OK(m_access->create(newRow(2), m_horizon, inTime()));
    m_store->closeGate();
    Callers callers;
    std::atomic<int> stored = 0;
    std::atomic<int> conflicts = 0;
    for (int i = 0; i < 9; ++i) {
        callers.add([&, i] {
            const auto answer = m_access->update(updateOf(i < 8 ? 1 : 2), m_horizon, inTime());
            stored += answer && answer->status == WriteStatus::Stored ? 1 : 0;
            conflicts += answer && answer->status == WriteStatus::Conflict ? 1 : 0;
            return answer.has_value();
        });
    }
    gatherBehindTheGate(callers);

    QCOMPARE(callers.successes(), 9);
    QCOMPARE(stored.load(), 2);
    QCOMPARE(conflicts.load(), 7);
    for (const FakeStore::Batch &batch : m_store->batches())
        QCOMPARE(QSet<SessionId>(batch.ids.begin(), batch.ids.end()).size(), batch.ids.size());
}

void TestCallCombiner::touchesOfASessionMerge()
{
    VERIFY_OK(m_access->create(newRow(1), m_horizon, inTime()));
    m_store->closeGate();
    Callers callers;
    for (int i = 0; i < 20; ++i) {
        const Touch touch {.id = idOf(1), .idleDeadline = 5'000 + (i * 7) % 20, .lastSeen = 1, .sweepAt = 1};
        callers.add([this, touch] {
            const auto answer = m_access->touch(touch, m_horizon, inTime());
            return answer && *answer == WriteStatus::Stored;
        });
    }
    gatherBehindTheGate(callers);

    QCOMPARE(callers.successes(), 20);
    QCOMPARE(m_store->batches().size(), 3);
    QCOMPARE(m_store->batches()[2].ids.size(), 1);
    TAKE(row, m_access->load(idOf(1), inTime()));
    QCOMPARE(row->idleDeadline, 5'019);
}

void TestCallCombiner::whatOneWriterWaitsForBecomesOneCommit()
{
    m_store->writers = 1;
    m_store->poolSize = 5;
    open();
    m_store->closeGate();
    Callers callers;
    for (int i = 0; i < 32; ++i)
        callers.add([this, i] { return m_access->create(newRow(i), m_horizon, inTime()).has_value(); });
    gatherBehindTheGate(callers);

    QCOMPARE(callers.successes(), 32);
    QCOMPARE(m_store->batches().size(), 2);
    QCOMPARE(m_store->batches()[1].ids.size(), 31);
    // Who is left alone goes on: he waits for others for a moment only.
    for (int i = 100; i < 140; ++i)
        VERIFY_OK(m_access->create(newRow(i), m_horizon, inTime()));
    QCOMPARE(m_store->batches().size(), 42);
}

void TestCallCombiner::callsWithAnAdmissionGoAlone()
{
    m_store->closeGate();
    Callers callers;
    for (int i = 0; i < 8; ++i) {
        NewRow row = newRow(i);
        row.admission = Admission {};
        callers.add([this, row] { return m_access->create(row, m_horizon, inTime()).has_value(); });
    }
    QTRY_COMPARE(m_access->poolStatistics().waiting, 7);
    m_store->openGate();
    callers.join();

    QCOMPARE(callers.successes(), 8);
    QCOMPARE(m_store->batches().size(), 8);
}

void TestCallCombiner::readsAreTriedAgainAfterACutConnection()
{
    std::atomic<int> cuts = 1;
    m_store->onBatch = [&](const FakeStore::Batch &, bool &breaks) -> std::optional<Error> {
        if (cuts.fetch_sub(1) <= 0)
            return std::nullopt;
        breaks = true;
        return Error(ErrorCode::Unavailable, u"the connection was cut"_s, Outcome::Unknown);
    };
    VERIFY_OK(m_access->load(idOf(1), inTime()));
    QCOMPARE(m_store->connects(), 2);
    QCOMPARE(m_access->metrics().snapshot().of(Verb::Load).retries, 1u);

    cuts = 1;
    VERIFY_FAILS(m_access->create(newRow(1), m_horizon, inTime()), ErrorCode::Unavailable);
    QCOMPARE(m_access->metrics().snapshot().of(Verb::Create).retries, 0u);
}

void TestCallCombiner::aQueueThatIsFullRefuses()
{
    StorageAccess::Settings settings;
    settings.longestQueue = 2;
    open(settings);
    m_store->closeGate();
    Callers callers;
    for (int i = 0; i < 3; ++i) {
        callers.add([this, i] { return m_access->create(newRow(i), m_horizon, inTime()).has_value(); });
        QTRY_COMPARE(m_access->waitingCalls() + std::size_t(m_store->atGate()), std::size_t(i) + 1);
    }

    const auto refused = m_access->create(newRow(9), m_horizon, inTime());
    VERIFY_FAILS(refused, ErrorCode::Full);
    QVERIFY(refused.error().outcome() == Outcome::NotApplied);
    m_store->openGate();
    callers.join();
    QCOMPARE(callers.successes(), 3);
}

void TestCallCombiner::manyThreadsLoseNothing()
{
    m_store->poolSize = 3;
    m_store->writers = 1;
    open();
    constexpr int threads = 16;
    constexpr int rounds = 100;
    Callers callers;
    for (int i = 0; i < threads; ++i) {
        callers.add([this, i] {
            for (int round = 0; round < rounds; ++round) {
                const int number = i * rounds + round;
                const Touch touch {.id = idOf(number), .idleDeadline = 7, .lastSeen = 7, .sweepAt = 7};
                const bool created = m_access->create(newRow(number), m_horizon, inTime()).has_value();
                const auto touched = m_access->touch(touch, m_horizon, inTime());
                const auto row = m_access->load(idOf(number), inTime());
                const auto updated = m_access->update(updateOf(number), m_horizon, inTime());
                if (!created || touched != WriteStatus::Stored || !row || !*row || (*row)->idleDeadline != 7
                    || !updated || updated->status != WriteStatus::Stored)
                    return false;
            }
            return true;
        });
    }
    callers.join();

    QCOMPARE(callers.successes(), threads);
    QCOMPARE(m_access->waitingCalls(), 0u);
    QCOMPARE(m_access->metrics().snapshot().of(Verb::Update).rows, quint64(threads * rounds));
}

QTEST_APPLESS_MAIN(TestCallCombiner)
#include "tst_callcombiner.moc"
