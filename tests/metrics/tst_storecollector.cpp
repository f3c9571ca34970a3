// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/metricstext.h>
#include <axess/storecollector.h>

#include "axesstest.h"
#include "faultyfactory.h"
#include "promtool.h"
#include "scrape.h"
#include "storefixture.h"
#include "tellingserver.h"
#include "verify.h"

#include <axess/operations.h>

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestStoreCollector : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasCountedIsThere();
    void aScrapeNeverAsksTheStore();
    void noLabelNamesAnybody();
    void latencyBucketsAreCumulative();
    void batchSizesAreThere();
    void aStoreThatIsAwayShows();
    void evictionsAreTheServersOwnCount();
    void promtoolFindsNothing();
    void theDocumentNamesEveryMetric();

private:
    /// Of a store whose server tells how many keys it has evicted: every family there is.
    static QByteArray fullScrape();
};

void TestStoreCollector::whatWasCountedIsThere()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(row, store->save(guestRow()));
    VERIFY_OK(store->load(row.token));
    VERIFY_OK(store->remove(row.id));

    const Scrape scrape(metricsText(*store));
    QCOMPARE(scrape.value(u"axess_sessions_created_total{backend=\"memory\"}"_s), 1);
    QCOMPARE(scrape.value(u"axess_sessions_ended_total{backend=\"memory\",reason=\"signed_out\"}"_s), 1);
    QCOMPARE(scrape.value(u"axess_sessions_ended_total{backend=\"memory\",reason=\"displaced\"}"_s), 0);
    QCOMPARE(scrape.value(u"axess_call_duration_seconds_count{backend=\"memory\",verb=\"create\"}"_s), 1);
    QCOMPARE(scrape.value(u"axess_call_failures_total{backend=\"memory\",verb=\"create\"}"_s), 0);
    QCOMPARE(scrape.value(u"axess_store_up{backend=\"memory\"}"_s), 1);
    QCOMPARE(scrape.value(u"axess_store_time_seconds{backend=\"memory\"}"_s), double(store->now()) / 1'000);
    // Never called by applications, and not called here.
    QVERIFY(!scrape.value(u"axess_call_failures_total{backend=\"memory\",verb=\"bury\"}"_s));
}

void TestStoreCollector::aScrapeNeverAsksTheStore()
{
    StoreFixture fixture;
    const auto factory = std::make_shared<FaultyFactory>(fixture.options.factory);
    fixture.options.factory = factory;
    TAKE(store, fixture.open());
    const StoreCollector collector(store);
    VERIFY_OK(store->save(guestRow()));
    // Time for whatever is only known for a while: a scrape does not renew it.
    fixture.clock->advance(2h);
    const MetricsSnapshot before = store->metrics();
    factory->plan().arm(Fault::None, 1, 0);
    for (int i = 0; i < 50; ++i) {
        QVERIFY(!collector.Collect().empty());
        QVERIFY(!metricsText(*store).isEmpty());
    }
    QCOMPARE(factory->plan().calls(), 0);
    QVERIFY(store->metrics() == before);
}

void TestStoreCollector::noLabelNamesAnybody()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    SessionRow row = guestRow();
    row.tenant = tenantNamed(u"tenantword"_s);
    row.user = userNamed(u"userword"_s);
    row.client.address = u"203.0.113.77"_s;
    TAKE(ticket, store->ticket(row.user, row.tenant));
    TAKE(saved, store->save(row, SignIn {ticket}));
    VERIFY_OK(store->remove(saved.id, EndReason::SignedOut, u"detailword"_s));

    const QByteArray text = metricsText(*store);
    for (const QByteArray &word : {QByteArray("word"), QByteArray("203.0.113"), saved.id.text().toUtf8()})
        QVERIFY(!text.contains(word));
    const QSet<QString> known {u"backend"_s, u"verb"_s, u"reason"_s, u"state"_s, u"version"_s, u"le"_s};
    QVERIFY(known.contains(Scrape(text).labels()));
}

void TestStoreCollector::latencyBucketsAreCumulative()
{
    Metrics metrics;
    for (const auto latency : std::initializer_list<std::chrono::nanoseconds> {3us, 1ms, 1ms, 30s})
        metrics.addCall(Verb::Load, latency, Metrics::Ending::Answered);
    metrics.addCall(Verb::Load, 5ms, Metrics::Ending::Failed);

    const Scrape scrape(metricsText(metrics.snapshot(), u"sqlite"_s));
    const auto bucket = [&](const char *bound) {
        return scrape.value(
            u"axess_call_duration_seconds_bucket{backend=\"sqlite\",verb=\"load\",le=\"%1\"}"_s.arg(
                QLatin1StringView(bound)));
    };
    QCOMPARE(bucket("1.6e-05"), 1);
    QCOMPARE(bucket("0.000512"), 1);
    QCOMPARE(bucket("0.001024"), 3);
    QCOMPARE(bucket("0.008192"), 4);
    QCOMPARE(bucket("16.777216"), 4);
    QCOMPARE(bucket("+Inf"), 5);
    QCOMPARE(scrape.value(u"axess_call_failures_total{backend=\"sqlite\",verb=\"load\"}"_s), 1);
    QVERIFY(std::abs(*scrape.value(u"axess_call_duration_seconds_sum{backend=\"sqlite\",verb=\"load\"}"_s)
                     - 30.007003)
            < 1e-6);
}

void TestStoreCollector::batchSizesAreThere()
{
    Metrics metrics;
    for (int rows : {1, 2, 7, 64})
        metrics.addBatch(Verb::Update, rows);
    metrics.addConflict(Verb::Update);
    metrics.addRetry(Verb::Update);

    const Scrape scrape(metricsText(metrics.snapshot(), u"sqlite"_s));
    const QString labels = u"{backend=\"sqlite\",verb=\"update\""_s;
    QCOMPARE(scrape.value(u"axess_batch_rows_bucket"_s + labels + u",le=\"8\"}"_s), 3);
    QCOMPARE(scrape.value(u"axess_batch_rows_count"_s + labels + u'}'), 4);
    QCOMPARE(scrape.value(u"axess_batch_rows_sum"_s + labels + u'}'), 74);
    QCOMPARE(scrape.value(u"axess_call_conflicts_total"_s + labels + u'}'), 1);
    QCOMPARE(scrape.value(u"axess_call_retries_total"_s + labels + u'}'), 1);
}

void TestStoreCollector::aStoreThatIsAwayShows()
{
    StoreFixture fixture;
    const auto factory = std::make_shared<FaultyFactory>(fixture.options.factory);
    fixture.options.factory = factory;
    TAKE(store, fixture.open());
    factory->plan().arm(Fault::CutBefore, 1, 1'000);
    VERIFY_FAILS(store->save(guestRow()), ErrorCode::Unavailable);
    const Scrape scrape(metricsText(*store));
    QVERIFY(*scrape.value(u"axess_pool_discarded_total{backend=\"memory\"}"_s) >= 1);
    QCOMPARE(scrape.value(u"axess_sessions_created_total{backend=\"memory\"}"_s), 0);
}

QByteArray TestStoreCollector::fullScrape()
{
    TellingServer server;
    server.say(QList<Fact> {{u"backend"_s, u"valkey"_s}, {u"evictedKeys"_s, u"12"_s}});
    StoreFixture fixture;
    fixture.options.factory = std::make_shared<TellingFactory>(fixture.options.factory, server);
    const auto store = fixture.open();
    if (!store)
        return {};
    (void)(*store)->health();
    return metricsText(**store);
}

void TestStoreCollector::evictionsAreTheServersOwnCount()
{
    QCOMPARE(Scrape(fullScrape()).value(u"axess_server_evictions_total{backend=\"memory\"}"_s), 12);
    // Where no server evicts there is none, rather than a 0.
    StoreFixture fixture;
    TAKE(store, fixture.open());
    (void)store->health();
    QVERIFY(!Scrape(metricsText(*store)).families().contains(u"axess_server_evictions_total"_s));
}

void TestStoreCollector::promtoolFindsNothing()
{
    QCOMPARE(promtoolComplaint(fullScrape()), QString());
    QVERIFY(!promtoolComplaint("# TYPE wrong counter\nwrong 1\n").isEmpty());
}

// A row each: | `axess_store_up` | gauge | …
void TestStoreCollector::theDocumentNamesEveryMetric()
{
    QFile document(QString::fromLocal8Bit(qgetenv("AXESS_SOURCE_DIR")) + u"/docs/metrics.md"_s);
    QVERIFY(document.open(QIODevice::ReadOnly));
    static const QRegularExpression row(u"^\\| `(axess_[a-z_]+)` \\| ([a-z]+) \\|"_s,
                                        QRegularExpression::MultilineOption);
    QMap<QString, QString> documented;
    auto rows = row.globalMatch(QString::fromUtf8(document.readAll()));
    while (rows.hasNext()) {
        const auto match = rows.next();
        documented.insert(match.captured(1), match.captured(2));
    }
    QCOMPARE(documented, Scrape(fullScrape()).families());
}

QTEST_GUILESS_MAIN(TestStoreCollector)
#include "tst_storecollector.moc"
