// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/metricsserver.h>

#include "axesstest.h"
#include "promtool.h"
#include "scrape.h"
#include "storefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class TestMetricsServer : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void itServesTheLoopbackUnlessToldOtherwise();
    void nothingElseIsServed();
    void aTakenPortIsSaid();
    void whatIsNoPlaceIsRefused_data();
    void whatIsNoPlaceIsRefused();
    void itEndsWithItsObject();
};

void TestMetricsServer::itServesTheLoopbackUnlessToldOtherwise()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    for (const QString &address : {u":0"_s, u"localhost:0"_s, u"127.0.0.1:0"_s}) {
        TAKE(server, MetricsServer::start(store, address));
        QVERIFY2(server->url().startsWith(u"http://127.0.0.1:"_s), qPrintable(server->url()));
        const HttpAnswer answer = httpGet(QUrl(server->url()));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.type.startsWith("text/plain"));
        QCOMPARE(promtoolComplaint(answer.body), QString());
        QCOMPARE(Scrape(answer.body).value(u"axess_sessions_created_total{backend=\"memory\"}"_s), 1);
    }
}

void TestMetricsServer::nothingElseIsServed()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(server, MetricsServer::start(store, u":0"_s));
    const QUrl url(server->url());
    for (const QString &path : {u"/"_s, u"/health/ready"_s, u"/..%2f..%2fetc/passwd"_s}) {
        const HttpAnswer answer = httpGet(url.resolved(QUrl(path)));
        QVERIFY2(answer.status >= 400, qPrintable(path));
        QVERIFY(!answer.body.contains("axess_") && !answer.body.contains("root:"));
    }
}

void TestMetricsServer::aTakenPortIsSaid()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(first, MetricsServer::start(store, u"127.0.0.1:0"_s));
    const QString place = QUrl(first->url()).authority();
    const auto second = MetricsServer::start(store, place);
    VERIFY_FAILS(second, ErrorCode::Denied);
    QVERIFY(second.error().message().contains(place));
    QCOMPARE(httpGet(QUrl(first->url())).status, 200);
}

void TestMetricsServer::whatIsNoPlaceIsRefused_data()
{
    QTest::addColumn<QString>("address");
    for (const char *address : {"", "9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:80,9464",
                                "127.0.0.1:9464s", "example.org:9464", "::1:9464"})
        QTest::newRow(address) << QString::fromLatin1(address);
}

void TestMetricsServer::whatIsNoPlaceIsRefused()
{
    QFETCH(QString, address);
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_FAILS(MetricsServer::start(store, address), ErrorCode::InvalidArgument);
}

void TestMetricsServer::itEndsWithItsObject()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    QUrl url;
    {
        TAKE(server, MetricsServer::start(store, u":0"_s));
        url = QUrl(server->url());
    }
    QCOMPARE(httpGet(url).status, 0);
    // What it held on to it has let go.
    QCOMPARE(store.use_count(), 1);
}

QTEST_GUILESS_MAIN(TestMetricsServer)
#include "tst_metricsserver.moc"
