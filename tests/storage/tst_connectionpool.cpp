// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "fakestore.h"

#include "storage/connectionpool_p.h"

#include "axesstest.h"
#include "nomorethreads.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestConnectionPool : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsOpenedBeforeItIsWanted();
    void aConnectionIsOpenedByThePoolsOwnThreadAndKept();
    void aConnectionWandersFromThreadToThread();
    void whoWaitsInVainIsToldThatAllAreBusy(); // Promise: 9
    void whoWaitsIsServedWhenAConnectionComesBack();
    void aBrokenConnectionIsThrownAwayAndItsIdleSiblingsToo();
    void aCallThatHangsEndsAtItsDeadlineAndCostsTheConnection(); // Promise: 9
    void aConnectionThatCannotBeHandedOnIsNotKept();
    void aConnectionThatDoesNotComeIsReplaced();
    void aSingleRefusalIsWaitedOut();
    void aStoreThatIsDownFailsCallsAtOnce();
    void aStoreThatCameBackIsFoundAgain();
    void aFinalRefusalIsNotWaitedOut();
    void onlySoManyWriteAtOnceWhileOthersRead();
    void theWriterGetsItsConnectionAgain();
    void aDeadlineInThePastReachesNothing();
    void withoutThreadsACallIsRefused();

private:
    std::shared_ptr<FakeStore> m_store;
};

namespace {

constexpr auto Long = 60s;

std::optional<Error> refusal(ErrorCode code = ErrorCode::Unavailable)
{
    return Error(code, u"connection refused"_s);
}

ConnectionPool::Settings quick(int size)
{
    return {.size = size, .connectTimeout = 1s, .firstPause = 1ms, .longestPause = 2ms};
}

} // namespace

void TestConnectionPool::init()
{
    AxessTest::init();
    m_store = std::make_shared<FakeStore>();
}

void TestConnectionPool::nothingIsOpenedBeforeItIsWanted()
{
    ConnectionPool pool(m_store, quick(0));

    QVERIFY(!pool.tryLend(ConnectionUse::Read, Deadline::in(Long)));

    QCOMPARE(m_store->connects(), 0);
    QCOMPARE(pool.statistics().size, m_store->poolSize);
}

void TestConnectionPool::aConnectionIsOpenedByThePoolsOwnThreadAndKept()
{
    ConnectionPool pool(m_store, quick(5));
    for (int i = 0; i < 3; ++i) {
        TAKE(lent, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
        VERIFY_OK(lent->ping());
    }
    QVERIFY(m_store->openedBy() != std::this_thread::get_id());
    QCOMPARE(m_store->connects(), 1);
    QCOMPARE(pool.statistics().open, 1);
    QCOMPARE(pool.statistics().lent, 0);
}

void TestConnectionPool::aConnectionWandersFromThreadToThread()
{
    ConnectionPool pool(m_store, quick(2));
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                const auto lent = pool.lend(ConnectionUse::Write, Deadline::in(Long));
                failures += lent && (*lent)->ping() ? 0 : 1;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();

    QCOMPARE(failures.load(), 0);
    QCOMPARE(m_store->batches().size(), 8 * 200);
    QVERIFY(m_store->connects() <= 2);
}

void TestConnectionPool::whoWaitsInVainIsToldThatAllAreBusy()
{
    ConnectionPool pool(m_store, quick(2));
    TAKE(first, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    TAKE(second, pool.lend(ConnectionUse::Read, Deadline::in(Long)));

    const auto third = pool.lend(ConnectionUse::Read, Deadline::in(10ms));

    VERIFY_FAILS(third, ErrorCode::Unavailable);
    QCOMPARE(third.error().outcome(), Outcome::NotApplied);
    QVERIFY(third.error().message().contains(u"All 2 connections"));
    QCOMPARE(pool.statistics().waiting, 0);
}

void TestConnectionPool::whoWaitsIsServedWhenAConnectionComesBack()
{
    ConnectionPool pool(m_store, quick(1));
    TAKE(lent, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    bool served = false;
    std::thread waiter([&] { served = pool.lend(ConnectionUse::Read, Deadline::in(Long)).has_value(); });
    while (pool.statistics().waiting == 0)
        std::this_thread::yield();

    lent.giveBack();
    waiter.join();

    QVERIFY(served);
    QCOMPARE(m_store->connects(), 1);
}

void TestConnectionPool::aBrokenConnectionIsThrownAwayAndItsIdleSiblingsToo()
{
    m_store->onBatch = [](const auto &, bool &breaks) {
        breaks = true;
        return refusal();
    };
    ConnectionPool pool(m_store, quick(2));
    {
        TAKE(sibling, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
        TAKE(lent, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
        sibling.giveBack();
        VERIFY_FAILS(lent->ping(), ErrorCode::Unavailable);
    }
    QTRY_COMPARE(m_store->alive(), 0);
    QTRY_COMPARE(pool.statistics().open, 0);
    QCOMPARE(pool.statistics().thrownAway, 2);

    VERIFY_OK(pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    QCOMPARE(m_store->connects(), 3);
}

void TestConnectionPool::aCallThatHangsEndsAtItsDeadlineAndCostsTheConnection()
{
    ConnectionPool pool(m_store, quick(1));
    VERIFY_OK(pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    m_store->closeGate();
    {
        TAKE(lent, pool.lend(ConnectionUse::Read, Deadline::in(20ms)));
        VERIFY_FAILS(lent->ping(), ErrorCode::Unavailable);
    }
    QCOMPARE(pool.statistics().timedOut, 1);
    QCOMPARE(pool.statistics().open, 0);
    QCOMPARE(m_store->alive(), 0);

    m_store->openGate();
    TAKE(lent, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    VERIFY_OK(lent->ping());
}

void TestConnectionPool::aConnectionThatCannotBeHandedOnIsNotKept()
{
    ConnectionPool pool(m_store, quick(1));
    TAKE(lent, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    m_store->refusesToLeave = true;

    lent.giveBack();

    QCOMPARE(m_store->alive(), 0);
    const auto none = pool.lend(ConnectionUse::Read, Deadline::in(Long));
    VERIFY_FAILS(none, ErrorCode::Unsupported);
    QVERIFY(none.error().message().contains(u"thread to thread"));
}

void TestConnectionPool::aConnectionThatDoesNotComeIsReplaced()
{
    m_store->refusesToCome = {1};
    ConnectionPool pool(m_store, quick(1));

    VERIFY_OK(pool.lend(ConnectionUse::Read, Deadline::in(Long)));

    QCOMPARE(m_store->connects(), 2);
    QCOMPARE(m_store->alive(), 1);
}

void TestConnectionPool::aSingleRefusalIsWaitedOut()
{
    m_store->onConnect = [](int attempt) { return attempt <= 2 ? refusal() : std::nullopt; };
    ConnectionPool pool(m_store, quick(1));

    VERIFY_OK(pool.lend(ConnectionUse::Read, Deadline::in(Long)));

    QCOMPARE(pool.statistics().refused, 2);
}

void TestConnectionPool::aStoreThatIsDownFailsCallsAtOnce()
{
    QTest::ignoreMessage(QtWarningMsg, "The store does not accept connections: connection refused");
    m_store->onConnect = [](int) { return refusal(); };
    auto settings = quick(4);
    settings.firstPause = 50ms;
    settings.longestPause = 10min;
    ConnectionPool pool(m_store, settings);
    VERIFY_FAILS(pool.lend(ConnectionUse::Read, Deadline::in(Long)), ErrorCode::Unavailable);
    QCOMPARE(m_store->connects(), 3);

    for (int i = 0; i < 100; ++i)
        VERIFY_FAILS(pool.lend(ConnectionUse::Read, Deadline::in(Long)), ErrorCode::Unavailable);

    QVERIFY(m_store->connects() <= 4);
}

void TestConnectionPool::aStoreThatCameBackIsFoundAgain()
{
    QTest::ignoreMessage(QtWarningMsg, "The store does not accept connections: connection refused");
    std::atomic<bool> isDown = true;
    m_store->onConnect = [&](int) { return isDown ? refusal() : std::nullopt; };
    ConnectionPool pool(m_store, quick(1));
    VERIFY_FAILS(pool.lend(ConnectionUse::Read, Deadline::in(Long)), ErrorCode::Unavailable);

    isDown = false;

    QTRY_VERIFY(pool.lend(ConnectionUse::Read, Deadline::in(Long)).has_value());
}

void TestConnectionPool::aFinalRefusalIsNotWaitedOut()
{
    m_store->onConnect = [](int) { return refusal(ErrorCode::Denied); };
    ConnectionPool pool(m_store, quick(1));

    VERIFY_FAILS(pool.lend(ConnectionUse::Read, Deadline::in(Long)), ErrorCode::Denied);

    QCOMPARE(m_store->connects(), 1);
}

void TestConnectionPool::onlySoManyWriteAtOnceWhileOthersRead()
{
    m_store->writers = 1;
    ConnectionPool pool(m_store, quick(3));
    TAKE(writer, pool.lend(ConnectionUse::Write, Deadline::in(Long)));

    VERIFY_FAILS(pool.lend(ConnectionUse::Write, Deadline::in(10ms)), ErrorCode::Unavailable);
    TAKE(reader, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    writer.giveBack();

    VERIFY_OK(pool.lend(ConnectionUse::Write, Deadline::in(Long)));
}

void TestConnectionPool::theWriterGetsItsConnectionAgain()
{
    m_store->writers = 1;
    ConnectionPool pool(m_store, quick(2));
    TAKE(reader, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    TAKE(writer, pool.lend(ConnectionUse::Write, Deadline::in(Long)));
    const StorageConnection *reading = &*reader;
    const StorageConnection *writing = &*writer;
    writer.giveBack();
    reader.giveBack();

    TAKE(reader2, pool.lend(ConnectionUse::Read, Deadline::in(Long)));
    TAKE(writer2, pool.lend(ConnectionUse::Write, Deadline::in(Long)));

    QVERIFY(&*reader2 == reading);
    QVERIFY(&*writer2 == writing);
}

void TestConnectionPool::aDeadlineInThePastReachesNothing()
{
    ConnectionPool pool(m_store, quick(1));

    const auto lent = pool.lend(ConnectionUse::Read, Deadline::in(-1ms));

    VERIFY_FAILS(lent, ErrorCode::Unavailable);
    QCOMPARE(lent.error().outcome(), Outcome::NotApplied);
}

void TestConnectionPool::withoutThreadsACallIsRefused()
{
    ConnectionPool pool(m_store, quick(1));
    {
        const NoMoreThreads none;
        VERIFY_FAILS(pool.lend(ConnectionUse::Read, Deadline::in(Long)), ErrorCode::Full);
    }
    VERIFY_OK(pool.lend(ConnectionUse::Read, Deadline::in(Long)));
}

QTEST_APPLESS_MAIN(TestConnectionPool)
#include "tst_connectionpool.moc"
