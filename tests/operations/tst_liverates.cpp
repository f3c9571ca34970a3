// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include <axess/liverates.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Rates of counters that instances tell at times of their own.
class TestLiveRates : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aFirstLookKnowsNoRates();
    void aRateGoesByTheInstancesOwnTime();
    void whoHasNotSpokenAnewKeepsItsRate();
    void instancesAddUp();
    void aRestartIsNoNegativeRate();
    void aCounterThatWentBackBeginsAnew();
    void whoBeganBetweenTwoLooksCountsFromItsStart();
    void silentOnesAreLeftOut();
    void whoComesBackBeginsAnew();
    void latenciesAreThoseOfTheInterval();
    void loadsAreHitOrMissed();
    void evictionsAreTheServersOwnCount();
    void aCountThatWasCutShortIsNotDrawn();
    void afterAGapNothingIsKnown();
    void everyValueHasAName();

private:
    static InstanceSample instance(const QString &id, qint64 renewed, quint64 created,
                                   qint64 started = 1'000);
    static LiveSample look(qint64 at, const QList<InstanceSample> &instances);
};

InstanceSample TestLiveRates::instance(const QString &id, qint64 renewed, quint64 created, qint64 started)
{
    InstanceSample sample;
    sample.id = id;
    sample.started = started;
    sample.renewed = renewed;
    sample.metrics.counters[std::size_t(Counter::SessionsCreated)] = created;
    sample.poolSize = 4;
    sample.poolBusy = 1;
    return sample;
}

LiveSample TestLiveRates::look(qint64 at, const QList<InstanceSample> &instances)
{
    LiveSample sample;
    sample.at = at;
    sample.instances = instances;
    return sample;
}

void TestLiveRates::aFirstLookKnowsNoRates()
{
    LiveRates rates;
    const LivePoint point = rates.take(look(100'000, {instance(u"a"_s, 99'000, 500)}));
    QVERIFY(!point.knows(LiveValue::Created));
    QVERIFY(!point.knows(LiveValue::LatencyP50));
    QCOMPARE(point.counted, 0);
    QCOMPARE(point.known, 1);
    // What is no rate is known at once.
    QCOMPARE(point.of(LiveValue::PoolSize), 4);
    QCOMPARE(point.of(LiveValue::PoolBusy), 1);
}

void TestLiveRates::aRateGoesByTheInstancesOwnTime()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 500)}));
    // Looked at seven seconds later; the instance counted for five.
    const LivePoint point = rates.take(look(107'000, {instance(u"a"_s, 104'000, 550)}));
    QCOMPARE(point.of(LiveValue::Created), 10);
    QCOMPARE(point.of(LiveValue::EndedByUser), 0);
    QCOMPARE(point.counted, 1);
}

void TestLiveRates::whoHasNotSpokenAnewKeepsItsRate()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 500)}));
    rates.take(look(105'000, {instance(u"a"_s, 104'000, 550)}));
    const LivePoint point = rates.take(look(108'000, {instance(u"a"_s, 104'000, 550)}));
    QCOMPARE(point.of(LiveValue::Created), 10);
    QCOMPARE(point.counted, 1);
}

void TestLiveRates::instancesAddUp()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 0), instance(u"b"_s, 98'000, 7'000)}));
    const LivePoint point
        = rates.take(look(105'000, {instance(u"a"_s, 104'000, 50), instance(u"b"_s, 102'000, 7'008)}));
    QCOMPARE(point.of(LiveValue::Created), 12);
    QCOMPARE(point.of(LiveValue::PoolSize), 8);
    QCOMPARE(point.counted, 2);
}

void TestLiveRates::aRestartIsNoNegativeRate()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 500)}));
    const LivePoint restarted
        = rates.take(look(105'000, {instance(u"a"_s, 104'000, 3, /* started */ 101'000)}));
    QVERIFY(!restarted.knows(LiveValue::Created));
    QCOMPARE(restarted.counted, 0);
    const LivePoint later = rates.take(look(110'000, {instance(u"a"_s, 109'000, 13, 101'000)}));
    QCOMPARE(later.of(LiveValue::Created), 2);
}

// As of a store into which a backup was put back.
void TestLiveRates::aCounterThatWentBackBeginsAnew()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 500), instance(u"b"_s, 99'000, 0)}));
    const LivePoint back
        = rates.take(look(105'000, {instance(u"a"_s, 104'000, 400), instance(u"b"_s, 104'000, 5)}));
    QCOMPARE(back.of(LiveValue::Created), 1);
    QCOMPARE(back.counted, 1);
    QCOMPARE(back.known, 2);
    // A document that went back in time, with counters that did not.
    rates.take(look(110'000, {instance(u"a"_s, 109'000, 410), instance(u"b"_s, 109'000, 5)}));
    const LivePoint older
        = rates.take(look(115'000, {instance(u"a"_s, 107'000, 420), instance(u"b"_s, 114'000, 5)}));
    QCOMPARE(older.counted, 1);
    QCOMPARE(older.of(LiveValue::Created), 0);
}

void TestLiveRates::whoBeganBetweenTwoLooksCountsFromItsStart()
{
    LiveRates rates;
    rates.take(look(100'000, {}));
    const LivePoint point = rates.take(look(
        105'000,
        {instance(u"new"_s, 104'000, 30, /* started */ 101'000), instance(u"old"_s, 104'000, 900, 2'000)}));
    QCOMPARE(point.of(LiveValue::Created), 10);
    QCOMPARE(point.counted, 1);
    QCOMPARE(point.known, 2);
}

void TestLiveRates::silentOnesAreLeftOut()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 0), instance(u"b"_s, 99'000, 0)}));
    rates.take(look(105'000, {instance(u"a"_s, 104'000, 5), instance(u"b"_s, 104'000, 5)}));
    InstanceSample silent = instance(u"b"_s, 104'000, 5);
    silent.isSilent = true;
    const LivePoint point = rates.take(look(140'000, {instance(u"a"_s, 139'000, 40), silent}));
    QCOMPARE(point.of(LiveValue::Created), 1);
    QCOMPARE(point.of(LiveValue::PoolSize), 4);
    QCOMPARE(point.counted, 1);
    QCOMPARE(point.known, 2);
    // When all are silent there is no rate rather than none.
    InstanceSample other = instance(u"a"_s, 139'000, 40);
    other.isSilent = true;
    const LivePoint none = rates.take(look(180'000, {other, silent}));
    QVERIFY(!none.knows(LiveValue::Created));
    QVERIFY(!none.knows(LiveValue::PoolSize));
}

void TestLiveRates::whoComesBackBeginsAnew()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 0)}));
    InstanceSample silent = instance(u"a"_s, 99'000, 0);
    silent.isSilent = true;
    rates.take(look(140'000, {silent}));
    const LivePoint back = rates.take(look(200'000, {instance(u"a"_s, 199'000, 100'000)}));
    QVERIFY(!back.knows(LiveValue::Created));
    const LivePoint point = rates.take(look(205'000, {instance(u"a"_s, 204'000, 100'005)}));
    QCOMPARE(point.of(LiveValue::Created), 1);
}

void TestLiveRates::latenciesAreThoseOfTheInterval()
{
    const auto sample = [](qint64 renewed, quint64 slow, quint64 fast) {
        InstanceSample made = instance(u"a"_s, renewed, 0);
        LatencyHistogram &latency = made.metrics.verbs[std::size_t(Verb::Load)].latency;
        latency.buckets[LatencyHistogram::bucketOf(1s)] = slow;
        latency.buckets[LatencyHistogram::bucketOf(1ms)] = fast;
        latency.count = slow + fast;
        return made;
    };
    LiveRates rates;
    // A slow past.
    rates.take(look(100'000, {sample(99'000, 1'000'000, 0)}));
    const LivePoint fast = rates.take(look(105'000, {sample(104'000, 1'000'000, 100)}));
    QCOMPARE_LT(fast.of(LiveValue::LatencyP99), 0.002);
    QCOMPARE_GE(fast.of(LiveValue::LatencyP50), 0.001);
    const LivePoint mixed = rates.take(look(110'000, {sample(109'000, 1'000'010, 190)}));
    QCOMPARE_LT(mixed.of(LiveValue::LatencyP50), 0.002);
    QCOMPARE_GE(mixed.of(LiveValue::LatencyP95), 1);
    // Without calls nothing is fast or slow.
    const LivePoint idle = rates.take(look(115'000, {sample(114'000, 1'000'010, 190)}));
    QVERIFY(!idle.knows(LiveValue::LatencyP50));
    QCOMPARE(idle.counted, 1);
}

void TestLiveRates::loadsAreHitOrMissed()
{
    const auto sample = [](qint64 renewed, quint64 calls, quint64 failures, quint64 missed) {
        InstanceSample made = instance(u"a"_s, renewed, 0);
        made.metrics.verbs[std::size_t(Verb::Load)].calls = calls;
        made.metrics.verbs[std::size_t(Verb::Load)].failures = failures;
        made.metrics.counters[std::size_t(Counter::LoadsMissed)] = missed;
        return made;
    };
    LiveRates rates;
    rates.take(look(100'000, {sample(99'000, 10, 0, 0)}));
    const LivePoint point = rates.take(look(105'000, {sample(104'000, 110, 5, 45)}));
    QCOMPARE(point.of(LiveValue::LoadsHit), 10);
    QCOMPARE(point.of(LiveValue::LoadsMissed), 9);
    QCOMPARE(point.of(LiveValue::Failures), 1);
    // Numbers of one moment may be a call apart.
    const LivePoint apart = rates.take(look(110'000, {sample(109'000, 110, 5, 46)}));
    QCOMPARE(apart.of(LiveValue::LoadsHit), 0);
}

void TestLiveRates::evictionsAreTheServersOwnCount()
{
    const auto sample = [](qint64 at, qint64 evicted, qint64 limit = 1'000) {
        LiveSample made = look(at, {});
        made.server = ServerSample {evicted, 600, limit};
        return made;
    };
    LiveRates rates;
    const LivePoint first = rates.take(sample(100'000, 40));
    QVERIFY(!first.knows(LiveValue::Evicted));
    QCOMPARE(first.of(LiveValue::MemoryUsed), 600);
    QCOMPARE(first.of(LiveValue::MemoryLimit), 1'000);
    QCOMPARE(rates.take(sample(105'000, 50)).of(LiveValue::Evicted), 2);
    // CONFIG RESETSTAT, or a server that was started anew.
    QVERIFY(!rates.take(sample(110'000, 3)).knows(LiveValue::Evicted));
    QCOMPARE(rates.take(sample(115'000, 3)).of(LiveValue::Evicted), 0);
    QVERIFY(!rates.take(sample(120'000, 3, 0)).knows(LiveValue::MemoryLimit));
    // A server that did not tell once: nothing is known of the time between.
    rates.take(look(125'000, {}));
    QVERIFY(!rates.take(sample(130'000, 300)).knows(LiveValue::Evicted));
}

void TestLiveRates::aCountThatWasCutShortIsNotDrawn()
{
    LiveSample sample = look(100'000, {});
    StoreStatistics counted;
    counted.live = 7;
    counted.expired = 2;
    sample.statistics = counted;
    LiveRates rates;
    QCOMPARE(rates.take(sample).of(LiveValue::Live), 7);
    QCOMPARE(rates.take(sample).of(LiveValue::SweepBacklog), 2);
    // A look that did not count goes by the last one that did.
    QCOMPARE(rates.take(look(105'000, {})).of(LiveValue::Live), 7);
    sample.statistics->exact = false;
    QVERIFY(!rates.take(sample).knows(LiveValue::Live));
}

void TestLiveRates::afterAGapNothingIsKnown()
{
    LiveRates rates;
    rates.take(look(100'000, {instance(u"a"_s, 99'000, 0)}));
    rates.forget();
    const LivePoint point = rates.take(look(160'000, {instance(u"a"_s, 159'000, 600)}));
    QVERIFY(!point.knows(LiveValue::Created));
}

void TestLiveRates::everyValueHasAName()
{
    QSet<QString> names;
    for (std::size_t i = 0; i < LiveValueCount; ++i)
        names.insert(liveValueName(LiveValue(i)));
    QCOMPARE(names.size(), qsizetype(LiveValueCount));
    QCOMPARE(liveValueName(LiveValue::Live), u"live"_s);
    QCOMPARE(liveValueName(LiveValue::LatencyP95), u"latency_p95"_s);
    QCOMPARE(liveValueName(LiveValue::WrongTenant), u"wrong_tenant"_s);
}

QTEST_GUILESS_MAIN(TestLiveRates)
#include "tst_liverates.moc"
