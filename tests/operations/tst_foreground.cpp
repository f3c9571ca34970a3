// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/foreground_p.h"
#include "operations/instancedocument_p.h"

#include "jobstest.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Jobs make room for applications whose calls become slow, as the instances' documents say.
class TestForeground : public JobsTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatWasCalledBetweenTwoLooksIsJudged();
    void fewCallsAndOutagesSayNothing();
    void restraintGrowsAndEnds();
    void aJobSlowsDownAndComesBackToSpeed();
    void instancesTellTheirHistograms();

private:
    /// So many more loads of an instance that took so long each.
    void inject(const QString &instance, int calls, std::chrono::nanoseconds latency);

    std::shared_ptr<SessionStore> m_store;
    QHash<QString, LatencyHistogram> m_histograms;
};

void TestForeground::init()
{
    JobsTest::init();
    m_histograms.clear();
    m_store = m_fixture->open().value();
}

void TestForeground::inject(const QString &instance, int calls, std::chrono::nanoseconds latency)
{
    LatencyHistogram &histogram = m_histograms[instance];
    histogram.buckets[LatencyHistogram::bucketOf(latency)] += quint64(calls);
    QJsonArray buckets;
    for (const quint64 count : histogram.buckets)
        buckets.append(qint64(count));
    InstanceInfo info;
    info.id = instance;
    info.renewed = m_store->now();
    info.counters = {{u"verbs"_s, QJsonObject {{u"load"_s, QJsonObject {{u"latency"_s, buckets}}}}}};
    const QString name = DocumentName::InstancePrefix.toString() + instance;
    const auto connection = m_fixture->connection();
    const auto standing = connection->document(name).value();
    QVERIFY(connection->putDocument(name, encodeInstance(info), standing ? standing->revision : 0));
}

void TestForeground::whatWasCalledBetweenTwoLooksIsJudged()
{
    Foreground foreground(m_store->core());
    inject(u"shop"_s, 1000, 300ms);
    QVERIFY(foreground.look());
    QCOMPARE(foreground.p95().count(), 0);
    // Not yet.
    QVERIFY(!foreground.look());
    m_fixture->clock->advance(Foreground::BetweenLooks);
    inject(u"shop"_s, 90, 1ms);
    inject(u"bank"_s, 1000, 2s); // Seen for the first time.
    QVERIFY(foreground.look());
    QVERIFY(foreground.p95() >= 1ms && foreground.p95() < 2ms);
    m_fixture->clock->advance(Foreground::BetweenLooks);
    inject(u"shop"_s, 90, 1ms);
    inject(u"bank"_s, 10, 400ms);
    QVERIFY(foreground.look());
    QVERIFY(foreground.p95() >= 400ms && foreground.p95() < 800ms);
}

void TestForeground::fewCallsAndOutagesSayNothing()
{
    Foreground foreground(m_store->core());
    inject(u"shop"_s, 1000, 1ms);
    QVERIFY(foreground.look());
    m_fixture->clock->advance(Foreground::BetweenLooks);
    inject(u"shop"_s, int(Foreground::FewestCalls) - 1, 1s);
    QVERIFY(foreground.look());
    QCOMPARE(foreground.p95().count(), 0);
    // Counted anew, by a process that began again.
    m_fixture->clock->advance(Foreground::BetweenLooks);
    m_histograms.clear();
    inject(u"shop"_s, 100, 1s);
    QVERIFY(foreground.look());
    QCOMPARE(foreground.p95().count(), 0);
}

void TestForeground::restraintGrowsAndEnds()
{
    Restraint restraint;
    QCOMPARE(restraint.restAfter(10ms).count(), 0);
    for (const int factor : {2, 4, 8, 16, 32, 64, 64}) {
        restraint.judge(51ms, 50ms);
        QCOMPARE(restraint.factor(), factor);
    }
    QCOMPARE(restraint.restAfter(10ms), 630ms);
    QCOMPARE(restraint.restAfter(10s), 10s);
    restraint.judge(50ms, 50ms);
    QCOMPARE(restraint.factor(), 32);
    for (int i = 0; i < 6; ++i)
        restraint.judge(0ms, 50ms);
    QCOMPARE(restraint.factor(), 1);
    restraint.judge(10s, 0ms);
    QCOMPARE(restraint.factor(), 1);
}

void TestForeground::aJobSlowsDownAndComesBackToSpeed()
{
    inject(u"shop"_s, 1000, 1ms);
    const auto mine = jobs();
    JobRequest request = counting();
    request.rowsPerSecond = 400; // 100 a step; the clock moves while the rate is waited for.
    request.foregroundLimit = 50ms;
    TAKE(job, mine->submit(request));
    QList<int> factors;
    m_counting->inStep([&](int row) {
        // The applications suffer during the first third of the job.
        inject(u"shop"_s, 100, row < Rows / 3 ? 200ms : 1ms);
    });
    JobControl restrained = control();
    restrained.progressed = [&](const JobInfo &now) {
        if (factors.isEmpty() || factors.last() != now.slowdown)
            factors.append(now.slowdown);
    };
    TAKE(run, mine->run(job.id, restrained));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
    QVERIFY(factors.size() >= 3);
    QCOMPARE(factors.first(), 1);
    QCOMPARE(factors.at(1), 2);
    QCOMPARE(factors.last(), 1);
}

void TestForeground::instancesTellTheirHistograms()
{
    for (int i = 0; i < 30; ++i)
        VERIFY_OK(m_store->save(guestRow()));
    InstanceDocument document(m_store->core(), u"a test"_s);
    VERIFY_OK(document.renew());
    TAKE(known, instances(*m_store));
    QCOMPARE(known.size(), 1);
    const QJsonArray buckets = known.first().counters.value(u"verbs"_s)[u"create"_s][u"latency"_s].toArray();
    qint64 sum = 0;
    for (const QJsonValue &bucket : buckets)
        sum += bucket.toInteger();
    QCOMPARE(sum, 30);
}

QTEST_GUILESS_MAIN(TestForeground)
#include "tst_foreground.moc"
