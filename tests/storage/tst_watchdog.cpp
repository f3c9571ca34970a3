// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "fakeconnection.h"

#include "storage/watchdog_p.h"

#include "axesstest.h"
#include "verify.h"

using namespace Axess;
using namespace std::chrono_literals;

class TestWatchdog : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aCallThatEndsInTimeIsLeftAlone();
    void aCallThatHangsEndsAtItsDeadline(); // Promise: 9
    void anEarlierDeadlineIsNotOverslept();
    void theNextCallBeginsAnew();
    void everyRunningCallCanBeInterrupted();
    void manyCallsAreWatchedAtOnce();
};

void TestWatchdog::aCallThatEndsInTimeIsLeftAlone()
{
    FakeStore store;
    FakeConnection connection(store, 1);
    Watchdog watchdog;
    Watchdog::Watch watch {.connection = &connection, .until = {}};

    watchdog.watch(watch, Deadline::in(1h));
    VERIFY_OK(connection.ping());

    QVERIFY(watchdog.release(watch) == Watchdog::Bite::No);
}

void TestWatchdog::aCallThatHangsEndsAtItsDeadline()
{
    FakeStore store;
    FakeConnection connection(store, 1);
    store.closeGate();
    Watchdog watchdog;
    Watchdog::Watch watch {.connection = &connection, .until = {}};

    watchdog.watch(watch, Deadline::in(20ms));
    VERIFY_FAILS(connection.ping(), ErrorCode::Unavailable);

    QVERIFY(watchdog.release(watch) == Watchdog::Bite::Yes);
}

void TestWatchdog::anEarlierDeadlineIsNotOverslept()
{
    FakeStore store;
    FakeConnection patient(store, 1);
    FakeConnection hasty(store, 2);
    store.closeGate();
    Watchdog watchdog;
    Watchdog::Watch later {.connection = &patient, .until = {}};
    Watchdog::Watch earlier {.connection = &hasty, .until = {}};

    watchdog.watch(later, Deadline::in(1h));
    watchdog.watch(earlier, Deadline::in(20ms));
    VERIFY_FAILS(hasty.ping(), ErrorCode::Unavailable);

    QVERIFY(watchdog.release(earlier) == Watchdog::Bite::Yes);
    QVERIFY(watchdog.release(later) == Watchdog::Bite::No);
}

void TestWatchdog::theNextCallBeginsAnew()
{
    FakeStore store;
    FakeConnection connection(store, 1);
    store.closeGate();
    Watchdog watchdog;
    Watchdog::Watch watch {.connection = &connection, .until = {}};
    watchdog.watch(watch, Deadline::in(0ms));
    VERIFY_FAILS(connection.ping(), ErrorCode::Unavailable);
    QVERIFY(watchdog.release(watch) == Watchdog::Bite::Yes);

    store.openGate();
    watchdog.watch(watch, Deadline::in(1h));
    VERIFY_OK(connection.ping());

    QVERIFY(watchdog.release(watch) == Watchdog::Bite::No);
}

void TestWatchdog::everyRunningCallCanBeInterrupted()
{
    FakeStore store;
    FakeConnection connection(store, 1);
    store.closeGate();
    Watchdog watchdog;
    Watchdog::Watch watch {.connection = &connection, .until = {}};
    watchdog.watch(watch, Deadline::in(1h));
    std::thread stopper([&] {
        while (store.atGate() == 0)
            std::this_thread::yield();
        watchdog.interruptAll();
    });

    const auto answer = connection.ping();
    stopper.join();

    VERIFY_FAILS(answer, ErrorCode::Unavailable);
    QVERIFY(watchdog.release(watch) == Watchdog::Bite::No);
}

void TestWatchdog::manyCallsAreWatchedAtOnce()
{
    FakeStore store;
    Watchdog watchdog;
    std::vector<std::thread> threads;
    std::atomic<int> bites = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            FakeConnection connection(store, i);
            Watchdog::Watch watch {.connection = &connection, .until = {}};
            for (int round = 0; round < 500; ++round) {
                watchdog.watch(watch, Deadline::in(1h));
                bites += connection.ping() ? 0 : 1;
                bites += watchdog.release(watch) == Watchdog::Bite::Yes ? 1 : 0;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(bites.load(), 0);
}

QTEST_APPLESS_MAIN(TestWatchdog)
#include "tst_watchdog.moc"
