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

class TestStorageAccess : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aStoreForReadingRefusesWrites();
    void anyVerbRunsOnAConnection();
    void aReadIsTriedAgainOnceAfterACutConnection();
    void aWriteIsTriedAgainOnlyIfItCertainlyWasNotApplied();
    void anErrorOfALivingConnectionIsNotRepeated();
    void manyRowsAreCutIntoBatches();
    void aFailureAmongManyBatchesSaysThatSomeWereDone();
    void aStoreThatHangsEndsTheCallAtItsDeadline();
    void aStoreThatIsAwayIsUnavailable();
    void callsCanBeInterruptedFromAnywhere();
    void metricsCountWhatHappened();

private:
    std::shared_ptr<FakeStore> m_store;
    std::unique_ptr<StorageAccess> m_access;
};

namespace {

Deadline inTime()
{
    return Deadline::in(60s);
}

Result<qint64> ping(StorageConnection &connection)
{
    return connection.ping();
}

} // namespace

void TestStorageAccess::init()
{
    AxessTest::init();
    m_access.reset();
    m_store = std::make_shared<FakeStore>();
    m_access = std::make_unique<StorageAccess>(m_store);
}

void TestStorageAccess::aStoreForReadingRefusesWrites()
{
    StorageAccess::Settings settings;
    settings.accessMode = AccessMode::ReadOnly;
    StorageAccess reading(m_store, settings);

    VERIFY_FAILS(reading.create(newRow(1), {}, inTime()), ErrorCode::Denied);
    VERIFY_FAILS(reading.run(Verb::Bury, inTime(), ping), ErrorCode::Denied);
    VERIFY_OK(reading.load(idOf(1), inTime()));
    VERIFY_OK(reading.run(Verb::Ping, inTime(), ping));
}

void TestStorageAccess::anyVerbRunsOnAConnection()
{
    TAKE(time, m_access->run(Verb::Ping, inTime(), ping));
    QCOMPARE(time, 1);
    VERIFY_FAILS(m_access->run(Verb::Page, inTime(), [](StorageConnection &c) { return c.page({}); }),
                 ErrorCode::Unsupported);
}

void TestStorageAccess::aReadIsTriedAgainOnceAfterACutConnection()
{
    int cuts = 1;
    m_store->onBatch = [&](const auto &, bool &breaks) -> std::optional<Error> {
        breaks = cuts-- > 0;
        return breaks ? std::optional(Error(ErrorCode::Unavailable, u"cut"_s, Outcome::Unknown))
                      : std::nullopt;
    };
    VERIFY_OK(m_access->run(Verb::Ping, inTime(), ping));

    cuts = 2;
    VERIFY_FAILS(m_access->run(Verb::Ping, inTime(), ping), ErrorCode::Unavailable);
    QCOMPARE(m_access->metrics().snapshot().of(Verb::Ping).retries, 2u);
}

void TestStorageAccess::aWriteIsTriedAgainOnlyIfItCertainlyWasNotApplied()
{
    int cuts = 1;
    Outcome outcome = Outcome::NotApplied;
    m_store->onBatch = [&](const auto &, bool &breaks) -> std::optional<Error> {
        breaks = cuts-- > 0;
        return breaks ? std::optional(Error(ErrorCode::Unavailable, u"cut"_s, outcome)) : std::nullopt;
    };
    VERIFY_OK(m_access->run(Verb::Bury, inTime(), ping));

    cuts = 1;
    outcome = Outcome::Unknown;
    const auto answer = m_access->run(Verb::Bury, inTime(), ping);
    VERIFY_FAILS(answer, ErrorCode::Unavailable);
    QVERIFY(answer.error().outcome() == Outcome::Unknown);
}

void TestStorageAccess::anErrorOfALivingConnectionIsNotRepeated()
{
    m_store->onBatch = [](const auto &, bool &) { return Error(ErrorCode::Unavailable, u"busy"_s); };
    VERIFY_FAILS(m_access->run(Verb::Ping, inTime(), ping), ErrorCode::Unavailable);
    QCOMPARE(m_store->batches().size(), 1);
}

void TestStorageAccess::manyRowsAreCutIntoBatches()
{
    QList<SessionId> ids;
    for (int i = 0; i < 150; ++i) {
        ids.push_back(idOf(i));
        VERIFY_OK(m_access->create(newRow(i), {}, inTime()));
    }
    TAKE(rows, m_access->load(ids, inTime()));
    QCOMPARE(rows.size(), 150);
    QCOMPARE(m_store->batches().size(), 150 + 3);

    TAKE(restored, m_access->restore(ids, "mark"_ba, {}, inTime()));
    QCOMPARE(restored.size(), 150);
    TAKE(none, m_access->load(QList<SessionId>(), inTime()));
    QVERIFY(none.isEmpty());
}

void TestStorageAccess::aFailureAmongManyBatchesSaysThatSomeWereDone()
{
    int left = 1;
    m_store->onBatch = [&](const auto &, bool &) -> std::optional<Error> {
        return left-- > 0 ? std::nullopt : std::optional(Error(ErrorCode::Full, u"no room"_s));
    };
    QList<Removal> removals;
    for (int i = 0; i < 100; ++i)
        removals.push_back({.id = idOf(i), .detail = {}});

    const auto removed = m_access->remove(removals, inTime());

    VERIFY_FAILS(removed, ErrorCode::Full);
    QVERIFY(removed.error().outcome() == Outcome::Unknown);
}

void TestStorageAccess::aStoreThatHangsEndsTheCallAtItsDeadline()
{
    m_store->closeGate();
    const auto begun = SystemClock().monotonic();

    VERIFY_FAILS(m_access->load(idOf(1), Deadline::in(100ms)), ErrorCode::Unavailable);

    const auto took
        = std::chrono::duration_cast<std::chrono::milliseconds>(SystemClock().monotonic() - begun);
    qInfo("A call of 100 ms to a store that hangs took %d ms", int(took.count()));
    QVERIFY(took >= 99ms);
    QVERIFY(took < 5s);
    QCOMPARE(m_access->poolStatistics().timedOut, 1);
}

void TestStorageAccess::aStoreThatIsAwayIsUnavailable()
{
    QTest::ignoreMessage(QtWarningMsg, "The store does not accept connections: refused");
    m_store->onConnect = [](int) { return Error(ErrorCode::Unavailable, u"refused"_s); };

    const auto created = m_access->create(newRow(1), {}, inTime());

    VERIFY_FAILS(created, ErrorCode::Unavailable);
    QVERIFY(created.error().outcome() == Outcome::NotApplied);
}

void TestStorageAccess::callsCanBeInterruptedFromAnywhere()
{
    m_store->breaksOnInterrupt = true;
    m_store->closeGate();
    Callers callers;
    callers.add([this] { return !m_access->run(Verb::Ping, inTime(), ping); });
    QTRY_COMPARE(m_store->atGate(), 1);

    m_access->interruptAll();
    callers.join();

    QCOMPARE(callers.successes(), 1);
    QCOMPARE(m_store->batches().size(), 1);
}

void TestStorageAccess::metricsCountWhatHappened()
{
    VERIFY_OK(m_access->create(newRow(1), {}, inTime()));
    VERIFY_OK(m_access->load(idOf(1), inTime()));
    VERIFY_OK(m_access->load(idOf(2), inTime()));
    m_store->onBatch = [](const auto &, bool &) { return Error(ErrorCode::Full, u"no room"_s); };
    VERIFY_FAILS(m_access->create(newRow(3), {}, inTime()), ErrorCode::Full);

    const MetricsSnapshot snapshot = m_access->metrics().snapshot();
    QCOMPARE(snapshot.of(Verb::Create).calls, 2u);
    QCOMPARE(snapshot.of(Verb::Create).failures, 1u);
    QCOMPARE(snapshot.of(Verb::Load).calls, 2u);
    QCOMPARE(snapshot.of(Verb::Load).rows, 2u);
    QCOMPARE(snapshot.of(Verb::Load).latency.count, 2u);
    QVERIFY(snapshot.of(Verb::Load).latency.sum > 0ns);
    QCOMPARE(snapshot.of(Verb::Remove).calls, 0u);
}

QTEST_APPLESS_MAIN(TestStorageAccess)
#include "tst_storageaccess.moc"
