// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "fakestore.h"

#include "storage/callqueue_p.h"

#include "axesstest.h"

using namespace Axess;
using namespace std::chrono_literals;

class TestCallQueue : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstLeadsAndTheOthersFollow();
    void aBatchHoldsTheWaitingInOrder();
    void aBatchHoldsAtMost64Rows();
    void aBatchHoldsAtMostOneMebibyte();
    void aRowLargerThanABatchGoesAlone();
    void aSecondCallOfASessionWaitsForTheNextBatch();
    void aSecondCallMayRideAlong();
    void aLeaderWithLittleTimeLeadsOnlyItself();
    void whoRemainsIsLedByTheNext();
    void aLeaderThatLeavesIsFollowed();
    void aFullQueueTakesNobody();
    void timeUpWhileWaitingLeavesTheQueue();
    void timeUpAfterBeingTakenIsSaid();
    void anAnswerReachesItsOwner();

private:
    static constexpr auto Waits = CallQueue::SameId::WaitsForNext;

    static CallQueue::Call call(int number, qsizetype bytes = 10, std::chrono::milliseconds time = 60s)
    {
        return std::make_shared<QueuedCall>(idOf(number), bytes, Deadline::in(time));
    }
};

void TestCallQueue::theFirstLeadsAndTheOthersFollow()
{
    CallQueue queue(10);
    QVERIFY(queue.enter(call(1)) == CallQueue::Entrance::Lead);
    QVERIFY(queue.enter(call(2)) == CallQueue::Entrance::Follow);
    QVERIFY(queue.enter(call(3)) == CallQueue::Entrance::Follow);
    QCOMPARE(queue.size(), 3u);
}

void TestCallQueue::aBatchHoldsTheWaitingInOrder()
{
    CallQueue queue(10);
    const QList calls {call(1), call(2), call(3)};
    for (const auto &each : calls)
        queue.enter(each);

    const auto batch = queue.takeBatch(calls[0], Waits);

    QVERIFY(std::ranges::equal(batch, calls));
    QCOMPARE(queue.size(), 0u);
    QVERIFY(queue.enter(call(4)) == CallQueue::Entrance::Lead);
}

void TestCallQueue::aBatchHoldsAtMost64Rows()
{
    CallQueue queue(1'000);
    const auto leader = call(0);
    queue.enter(leader);
    for (int i = 1; i < 100; ++i)
        queue.enter(call(i));

    QCOMPARE(queue.takeBatch(leader, Waits).size(), 64u);
    QCOMPARE(queue.size(), 36u);
}

void TestCallQueue::aBatchHoldsAtMostOneMebibyte()
{
    CallQueue queue(10);
    const auto leader = call(1, 600 * 1024);
    queue.enter(leader);
    queue.enter(call(2, 400 * 1024));
    queue.enter(call(3, 100 * 1024));

    QCOMPARE(queue.takeBatch(leader, Waits).size(), 2u);
}

void TestCallQueue::aRowLargerThanABatchGoesAlone()
{
    CallQueue queue(10);
    const auto leader = call(1, 2 * 1024 * 1024);
    queue.enter(leader);
    queue.enter(call(2));

    QCOMPARE(queue.takeBatch(leader, Waits).size(), 1u);
}

void TestCallQueue::aSecondCallOfASessionWaitsForTheNextBatch()
{
    CallQueue queue(10);
    const auto leader = call(1);
    const auto second = call(1);
    const auto other = call(2);
    const auto third = call(1);
    for (const auto &each : {leader, second, other, third})
        queue.enter(each);

    const auto batch = queue.takeBatch(leader, Waits);
    QVERIFY(std::ranges::equal(batch, QList {leader, other}));

    QVERIFY(queue.wait(*second) == CallQueue::Awaited::Lead);
    QVERIFY(std::ranges::equal(queue.takeBatch(second, Waits), QList {second}));
    QVERIFY(queue.wait(*third) == CallQueue::Awaited::Lead);
}

void TestCallQueue::aSecondCallMayRideAlong()
{
    CallQueue queue(200);
    const auto leader = call(1);
    queue.enter(leader);
    for (int i = 0; i < 100; ++i)
        queue.enter(call(1));

    QCOMPARE(queue.takeBatch(leader, CallQueue::SameId::RidesAlong).size(), 101u);
}

void TestCallQueue::aLeaderWithLittleTimeLeadsOnlyItself()
{
    CallQueue queue(10);
    const auto hasty = call(1, 10, 50ms);
    const auto other = call(2);
    queue.enter(hasty);
    queue.enter(other);

    QCOMPARE(queue.takeBatch(hasty, Waits).size(), 1u);
    QVERIFY(queue.wait(*other) == CallQueue::Awaited::Lead);
}

void TestCallQueue::whoRemainsIsLedByTheNext()
{
    CallQueue queue(1'000);
    QList<CallQueue::Call> calls;
    for (int i = 0; i < 66; ++i) {
        calls.push_back(call(i));
        queue.enter(calls.back());
    }
    queue.takeBatch(calls.front(), Waits);
    QVERIFY(queue.wait(*calls[64]) == CallQueue::Awaited::Lead);
}

void TestCallQueue::aLeaderThatLeavesIsFollowed()
{
    CallQueue queue(10);
    const auto leader = call(1);
    const auto next = call(2);
    queue.enter(leader);
    queue.enter(next);

    queue.leave(*leader);

    QVERIFY(queue.wait(*next) == CallQueue::Awaited::Lead);
    QCOMPARE(queue.size(), 1u);
}

void TestCallQueue::aFullQueueTakesNobody()
{
    CallQueue queue(2);
    queue.enter(call(1));
    queue.enter(call(2));
    QVERIFY(queue.enter(call(3)) == CallQueue::Entrance::Full);
}

void TestCallQueue::timeUpWhileWaitingLeavesTheQueue()
{
    CallQueue queue(10);
    const auto leader = call(1);
    const auto hasty = call(2, 10, 1ms);
    queue.enter(leader);
    queue.enter(hasty);

    QVERIFY(queue.wait(*hasty) == CallQueue::Awaited::TimeUpWaiting);

    QCOMPARE(queue.takeBatch(leader, Waits).size(), 1u);
}

void TestCallQueue::timeUpAfterBeingTakenIsSaid()
{
    CallQueue queue(10);
    const auto leader = call(1);
    const auto hasty = call(2, 10, 1ms);
    queue.enter(leader);
    queue.enter(hasty);
    queue.takeBatch(leader, Waits);

    QVERIFY(queue.wait(*hasty) == CallQueue::Awaited::TimeUpTaken);
}

void TestCallQueue::anAnswerReachesItsOwner()
{
    CallQueue queue(10);
    const auto leader = call(1);
    const auto follower = call(2);
    queue.enter(leader);
    queue.enter(follower);
    queue.takeBatch(leader, Waits);
    int answer = 0;

    std::thread other([&] { CallQueue::answer(*follower, [&] { answer = 42; }); });
    QVERIFY(queue.wait(*follower) == CallQueue::Awaited::Answer);
    QCOMPARE(answer, 42);
    other.join();
}

QTEST_APPLESS_MAIN(TestCallQueue)
#include "tst_callqueue.moc"
