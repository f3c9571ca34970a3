// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/historywatch_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "tellingserver.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestHistoryWatch : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aNewHistoryHasTheIndexesVerifiedOnce();
    void allInstancesSubmitOneJob();
    void whoStartsAfterTheFailoverSubmits();
    void aServerThatDoesNotAnswerIsNoFailover();
    void partsOfAClusterFailOverOneByOne();
    void aClusterOfAHundredPartsIsKnownAsAWhole();
    void aJobThatWaitsIsEnough();
    void aDocumentThatTheFailoverLostIsMissed();
    void aStoreWithoutHistoriesIsAskedOnce();
    void whoMayNotAskDoesWithout();

private:
    std::unique_ptr<HistoryWatch> instance();
    void tellsOf(const QString &histories);
    void endJobs();

    std::unique_ptr<TellingServer> m_server;
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

// Looks, and whether it submitted a job.
#define LOOK(watch, submits)                                                                                 \
    do {                                                                                                     \
        TAKE(hasSubmitted, (watch)->look());                                                                 \
        QCOMPARE(hasSubmitted, submits);                                                                     \
    } while (false)

void TestHistoryWatch::init()
{
    AxessTest::init();
    m_store.reset();
    m_server = std::make_unique<TellingServer>();
    m_fixture = std::make_unique<StoreFixture>();
    m_fixture->options.factory = std::make_shared<TellingFactory>(m_fixture->options.factory, *m_server);
    TAKE(store, m_fixture->open());
    m_store = store;
}

std::unique_ptr<HistoryWatch> TestHistoryWatch::instance()
{
    return std::make_unique<HistoryWatch>(m_store, u"shop"_s, 75s);
}

void TestHistoryWatch::tellsOf(const QString &histories)
{
    m_server->say(QList<Fact> {{u"backend"_s, u"valkey"_s}, {u"replicationId"_s, histories}});
}

void TestHistoryWatch::endJobs()
{
    TAKE(ended, Jobs(m_store).workOff({}));
    QVERIFY(ended > 0);
}

void TestHistoryWatch::aNewHistoryHasTheIndexesVerifiedOnce()
{
    tellsOf(u"a"_s);
    const auto watch = instance();
    LOOK(watch, false);
    m_fixture->clock->advance(1h);
    LOOK(watch, false);

    tellsOf(u"b"_s);
    LOOK(watch, false);
    m_fixture->clock->advance(74'999ms);
    LOOK(watch, false);
    m_fixture->clock->advance(1ms);
    LOOK(watch, true);
    LOOK(watch, false);
    TAKE(jobs, Jobs(m_store).list());
    QCOMPARE(jobs.size(), 1);
    QCOMPARE(jobs.constFirst().request.kind, u"verify-index"_s);
    QCOMPARE(jobs.constFirst().request.mode, JobMode::Act);
    QCOMPARE(jobs.constFirst().request.by, u"shop"_s);
    endJobs();
    m_fixture->clock->advance(1h);
    LOOK(watch, false);
    LOOK(instance(), false);
}

void TestHistoryWatch::allInstancesSubmitOneJob()
{
    tellsOf(u"a"_s);
    const auto first = instance();
    const auto second = instance();
    LOOK(first, false);
    LOOK(second, false);
    tellsOf(u"b"_s);
    LOOK(first, false);
    LOOK(second, false);
    m_fixture->clock->advance(75s);
    LOOK(second, true);
    endJobs();
    LOOK(first, false);
    TAKE(jobs, Jobs(m_store).list());
    QCOMPARE(jobs.size(), 1);
}

void TestHistoryWatch::whoStartsAfterTheFailoverSubmits()
{
    tellsOf(u"a"_s);
    LOOK(instance(), false);
    tellsOf(u"b"_s);
    const auto later = instance();
    LOOK(later, false);
    m_fixture->clock->advance(75s);
    LOOK(later, true);
}

void TestHistoryWatch::aServerThatDoesNotAnswerIsNoFailover()
{
    tellsOf(u"a, b, c"_s);
    const auto watch = instance();
    LOOK(watch, false);
    m_server->say(std::unexpected(Error(ErrorCode::Unavailable, u"Not now"_s)));
    VERIFY_FAILS(watch->look(), ErrorCode::Unavailable);
    for (const QString &some : {u"a, c"_s, QString(), u"c, b, a"_s}) {
        tellsOf(some);
        m_fixture->clock->advance(1h);
        LOOK(watch, false);
    }
}

void TestHistoryWatch::partsOfAClusterFailOverOneByOne()
{
    tellsOf(u"a, b, c"_s);
    const auto watch = instance();
    LOOK(watch, false);
    tellsOf(u"a, d, c"_s);
    LOOK(watch, false);
    m_fixture->clock->advance(60s);
    // The time begins anew: one job for both.
    tellsOf(u"a, d, e"_s);
    LOOK(watch, false);
    m_fixture->clock->advance(60s);
    LOOK(watch, false);
    m_fixture->clock->advance(15s);
    LOOK(watch, true);
    endJobs();
    tellsOf(u"f, d, e"_s);
    LOOK(watch, false);
    m_fixture->clock->advance(75s);
    LOOK(watch, true);
}

void TestHistoryWatch::aClusterOfAHundredPartsIsKnownAsAWhole()
{
    QStringList parts;
    for (int i = 0; i < 100; ++i)
        parts.append(u"part%1"_s.arg(i));
    tellsOf(parts.join(u", "_s));
    const auto watch = instance();
    LOOK(watch, false);
    for (int failover = 0; failover < 70; ++failover) {
        parts[failover] += u"b"_s;
        tellsOf(parts.join(u", "_s));
        LOOK(watch, false);
        m_fixture->clock->advance(75s);
        LOOK(watch, true);
        LOOK(watch, false);
        endJobs();
    }
    m_fixture->clock->advance(1h);
    LOOK(watch, false);
    LOOK(instance(), false);
}

void TestHistoryWatch::aJobThatWaitsIsEnough()
{
    tellsOf(u"a"_s);
    const auto watch = instance();
    LOOK(watch, false);
    JobRequest request;
    request.kind = u"verify-index"_s;
    TAKE(job, Jobs(m_store).submit(request));
    tellsOf(u"b"_s);
    LOOK(watch, false);
    m_fixture->clock->advance(75s);
    LOOK(watch, false);
    TAKE(jobs, Jobs(m_store).list());
    QCOMPARE(jobs.size(), 1);
    QCOMPARE(jobs.constFirst().id, job.id);
    endJobs();
    LOOK(watch, false);
}

void TestHistoryWatch::aDocumentThatTheFailoverLostIsMissed()
{
    tellsOf(u"a"_s);
    const auto watch = instance();
    LOOK(watch, false);
    VERIFY_OK(m_fixture->connection()->removeDocument(DocumentName::ServerHistory.toString(), 1));
    tellsOf(u"b"_s);
    LOOK(watch, false);
    m_fixture->clock->advance(75s);
    LOOK(watch, true);
}

void TestHistoryWatch::aStoreWithoutHistoriesIsAskedOnce()
{
    m_server->say(QList<Fact> {{u"backend"_s, u"postgres"_s}});
    const auto watch = instance();
    for (int i = 0; i < 3; ++i)
        LOOK(watch, false);
    QCOMPARE(m_server->asked, 1);
}

void TestHistoryWatch::whoMayNotAskDoesWithout()
{
    m_server->say(std::unexpected(Error(ErrorCode::Denied, u"NOPERM"_s)));
    const auto watch = instance();
    for (int i = 0; i < 3; ++i)
        LOOK(watch, false);
    QCOMPARE(m_server->asked, 1);
}

QTEST_GUILESS_MAIN(TestHistoryWatch)
#include "tst_historywatch.moc"
