// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "manualclock.h"

#include <axess/clock.h>

#include <QtCore/qdatetime.h>

using namespace Axess;
using namespace std::chrono_literals;

class TestClock : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theSystemClockCountsMillisecondsSince1970();
    void theMonotonicClockNeverGoesBack();
    void aManualClockStandsUntilItIsMoved();
    void aDeadlineCountsDown();
    void aDeadlineInThePastHasPassed();
    void anEndlessBudgetDoesNotOverflow();
};

void TestClock::theSystemClockCountsMillisecondsSince1970()
{
    // Generously: the wall clock of a virtual machine is set back by a millisecond now and then.
    const qint64 difference = SystemClock().now() - QDateTime::currentMSecsSinceEpoch();
    QVERIFY(std::abs(difference) < 5'000);
}

void TestClock::theMonotonicClockNeverGoesBack()
{
    const SystemClock clock;
    auto last = clock.monotonic();
    for (int i = 0; i < 10'000; ++i) {
        const auto next = clock.monotonic();
        QVERIFY(next >= last);
        last = next;
    }
}

void TestClock::aManualClockStandsUntilItIsMoved()
{
    ManualClock clock(1'000);
    const auto monotonic = clock.monotonic();
    QCOMPARE(clock.now(), 1'000);
    clock.advance(250ms);
    QCOMPARE(clock.now(), 1'250);
    QVERIFY(clock.monotonic() - monotonic == 250ms);
}

void TestClock::aDeadlineCountsDown()
{
    const Deadline deadline = Deadline::in(1h);
    QVERIFY(!deadline.hasPassed());
    QVERIFY(deadline.remaining() <= 1h);
    QVERIFY(deadline.remaining() > 59min);
    QVERIFY(deadline.at() > SystemClock().monotonic());
}

void TestClock::aDeadlineInThePastHasPassed()
{
    QVERIFY(Deadline::in(0ms).hasPassed());
    const Deadline past = Deadline::in(-1h);
    QVERIFY(past.hasPassed());
    QCOMPARE(past.remaining().count(), 0);
}

void TestClock::anEndlessBudgetDoesNotOverflow()
{
    QVERIFY(!Deadline::in(std::chrono::milliseconds::max()).hasPassed());
    QVERIFY(Deadline::in(std::chrono::milliseconds::min()).hasPassed());
}

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
