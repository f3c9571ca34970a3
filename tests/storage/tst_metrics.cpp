// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/metrics.h>

#include "callers.h"

#include "axesstest.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestMetrics : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyTimeFallsIntoTheFirstBucketThatHoldsIt();
    void bucketsRiseByHalves();
    void quantilesAreUpperBounds();
    void batchesFallIntoTheirSizes();
    void snapshotsAddUp();
    void everyVerbAndCounterHasANameOfItsOwn();
    void threadsLoseNoCount();
};

void TestMetrics::everyTimeFallsIntoTheFirstBucketThatHoldsIt()
{
    for (const auto time : {0ns, 1ns, 999ns, 1'000ns, 1'001ns, 1'500ns, 1'501ns, 2'000ns, 2'999ns, 3'001ns,
                            47'000ns, 1'000'000ns, 1'999'999'999ns}) {
        const std::size_t bucket = LatencyHistogram::bucketOf(time);
        QVERIFY2(time <= LatencyHistogram::upperBound(bucket), qPrintable(QString::number(time.count())));
        if (bucket > 0)
            QVERIFY2(time > LatencyHistogram::upperBound(bucket - 1),
                     qPrintable(QString::number(time.count())));
    }
    QCOMPARE(LatencyHistogram::bucketOf(-5ns), 0u);
    QCOMPARE(LatencyHistogram::bucketOf(48h), LatencyHistogram::BucketCount - 1);
    QVERIFY(LatencyHistogram::upperBound(LatencyHistogram::BucketCount - 1) > 2min);
}

void TestMetrics::bucketsRiseByHalves()
{
    QCOMPARE(LatencyHistogram::upperBound(0), 1us);
    QCOMPARE(LatencyHistogram::upperBound(1), 1'500ns);
    QCOMPARE(LatencyHistogram::upperBound(2), 2us);
    QCOMPARE(LatencyHistogram::upperBound(3), 3us);
    QCOMPARE(LatencyHistogram::upperBound(20), 1'024us);
}

void TestMetrics::quantilesAreUpperBounds()
{
    Metrics metrics;
    QCOMPARE(metrics.snapshot().of(Verb::Load).latency.quantile(0.5), 0ns);
    for (int i = 0; i < 99; ++i)
        metrics.addCall(Verb::Load, 2us, Metrics::Ending::Answered);
    metrics.addCall(Verb::Load, 1s, Metrics::Ending::Failed);

    const LatencyHistogram latency = metrics.snapshot().of(Verb::Load).latency;
    QCOMPARE(latency.quantile(0.5), 2us);
    QCOMPARE(latency.quantile(0.99), 2us);
    QVERIFY(latency.quantile(1.0) >= 1s);
    QCOMPARE(latency.count, 100u);
    QCOMPARE(latency.sum, 1s + 198us);
}

void TestMetrics::batchesFallIntoTheirSizes()
{
    Metrics metrics;
    for (int rows : {0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 32, 33, 64})
        metrics.addBatch(Verb::Update, rows);
    const VerbMetrics update = metrics.snapshot().of(Verb::Update);
    QCOMPARE(update.batches, 12u);
    QCOMPARE(update.rows, 194u);
    const std::array<quint64, 7> expected {1, 1, 2, 2, 2, 2, 2};
    QVERIFY(update.batchSizes == expected);
}

void TestMetrics::snapshotsAddUp()
{
    Metrics one;
    Metrics other;
    one.addCall(Verb::Create, 3us, Metrics::Ending::Answered);
    one.addConflict(Verb::Update);
    one.add(Counter::SessionsSwept, 7);
    other.addCall(Verb::Create, 5us, Metrics::Ending::Failed);
    other.addRetry(Verb::Load);
    other.add(Counter::SessionsSwept);

    MetricsSnapshot both = one.snapshot();
    both += other.snapshot();

    QCOMPARE(both.of(Verb::Create).calls, 2u);
    QCOMPARE(both.of(Verb::Create).failures, 1u);
    QCOMPARE(both.of(Verb::Create).latency.sum, 8us);
    QCOMPARE(both.of(Verb::Update).conflicts, 1u);
    QCOMPARE(both.of(Verb::Load).retries, 1u);
    QCOMPARE(both.of(Counter::SessionsSwept), 8u);
}

void TestMetrics::everyVerbAndCounterHasANameOfItsOwn()
{
    QSet<QString> names;
    for (std::size_t i = 0; i < VerbCount; ++i)
        names.insert(verbName(Verb(i)));
    QCOMPARE(names.size(), qsizetype(VerbCount));
    QCOMPARE(verbName(Verb::RemoveExpired), u"remove_expired"_s);
    QCOMPARE(verbName(Verb::ChangeSchema), u"change_schema"_s);
    QVERIFY(isWrite(Verb::Bury));
    QVERIFY(!isWrite(Verb::Schema));

    QSet<QString> counters;
    for (std::size_t i = 0; i < CounterCount; ++i)
        counters.insert(counterName(Counter(i)));
    QCOMPARE(counters.size(), qsizetype(CounterCount));
    QCOMPARE(counterName(Counter::MergeRetries), u"merge_retries"_s);
}

void TestMetrics::threadsLoseNoCount()
{
    Metrics metrics;
    Callers callers;
    for (int i = 0; i < 8; ++i) {
        callers.add([&] {
            for (int round = 0; round < 10'000; ++round)
                metrics.addCall(Verb::Touch, std::chrono::microseconds(round), Metrics::Ending::Answered);
            return true;
        });
    }
    callers.join();
    const VerbMetrics touch = metrics.snapshot().of(Verb::Touch);
    QCOMPARE(touch.calls, 80'000u);
    QCOMPARE(std::accumulate(touch.latency.buckets.begin(), touch.latency.buckets.end(), quint64(0)),
             80'000u);
}

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
