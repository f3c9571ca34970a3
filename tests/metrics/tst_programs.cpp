// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "program.h"
#include "promtool.h"
#include "scrape.h"
#include "verify.h"

#include <axess/operations.h>

#include <QtCore/qjsondocument.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QRegularExpression shopIsOpen(u"open: (http://\\S+/)\\n"_s);
const QRegularExpression metricsUrl(u"Metrics: (http://\\S+)\\n"_s);

} // namespace

/// What the shop, a worker and axessctl say of what was counted.
class TestPrograms : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theShopAnswersOnlyThisMachine();
    void theShopTellsNobodyUnasked();
    void theWorkerIsScraped();
    void aWorkerWhosePortIsTakenSaysSo();
    void axessctlAddsUpTwoProcesses();

private:
    QStringList store() const
    {
        return {u"--store"_s, u"sqlite:"_s + m_folder->filePath(u"shop.db"_s), u"--root-key-file"_s,
                m_folder->filePath(u"root.key"_s)};
    }
    std::unique_ptr<Program> shop(const QStringList &options = {}) const
    {
        return std::make_unique<Program>(QStringLiteral(AXESS_SHOP),
                                         store() + QStringList {u"--port"_s, u"0"_s} + options);
    }
    std::unique_ptr<Program> axessctl(const QStringList &command) const
    {
        return std::make_unique<Program>(QStringLiteral(AXESSCTL), store() + command);
    }
    /// What a command printed on standard output; empty if it failed.
    QByteArray outputOf(const QStringList &command) const;
    QJsonObject metrics() const;
    void watchTells(int created);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPrograms::init()
{
    AxessTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
}

QByteArray TestPrograms::outputOf(const QStringList &command) const
{
    QProcess process;
    process.start(QStringLiteral(AXESSCTL), store() + command);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

QJsonObject TestPrograms::metrics() const
{
    return QJsonDocument::fromJson(outputOf({u"metrics"_s, u"--json"_s})).object();
}

void TestPrograms::theShopAnswersOnlyThisMachine()
{
    const auto shop = this->shop({u"--metrics"_s});
    const QUrl url(shop->waitFor(shopIsOpen));
    QVERIFY2(!url.isEmpty(), qPrintable(shop->said()));
    QCOMPARE(httpPost(url.resolved(QUrl(u"basket/add"_s)), "article=assam").status, 303);
    const QUrl place = url.resolved(QUrl(u"metrics"_s));

    const HttpAnswer answer = httpGet(place);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.type, "text/plain; version=0.0.4; charset=utf-8");
    QCOMPARE(promtoolComplaint(answer.body), QString());
    QCOMPARE(Scrape(answer.body).value(u"axess_sessions_created_total{backend=\"sqlite\"}"_s), 1);

    for (const char *header : {"X-Forwarded-For", "Forwarded", "Via"})
        QCOMPARE(httpGet(place, {{header, "for=203.0.113.1"}}).status, 404);
    QCOMPARE(shop->stop(), std::optional(0));
}

// A proxy may pass visitors on without a word of them.
void TestPrograms::theShopTellsNobodyUnasked()
{
    const auto shop = this->shop();
    const QUrl url(shop->waitFor(shopIsOpen));
    QVERIFY2(!url.isEmpty(), qPrintable(shop->said()));
    QCOMPARE(httpGet(url.resolved(QUrl(u"metrics"_s))).status, 404);
    QCOMPARE(shop->stop(), std::optional(0));
}

void TestPrograms::theWorkerIsScraped()
{
    const QString program = QStringLiteral(AXESSCTL);
    QVERIFY(succeeds(program, {u"key"_s, u"generate"_s, u"--out"_s, m_folder->filePath(u"root.key"_s)}));
    QVERIFY(succeeds(program, store() + QStringList {u"init"_s}));
    const auto worker = axessctl({u"worker"_s, u"--metrics"_s, u":0"_s});
    const QUrl url(worker->waitFor(metricsUrl));
    QVERIFY2(!url.isEmpty(), qPrintable(worker->said()));
    QCOMPARE(url.host(), u"127.0.0.1"_s);

    const HttpAnswer answer = httpGet(url);
    QCOMPARE(answer.status, 200);
    QCOMPARE(promtoolComplaint(answer.body), QString());
    QCOMPARE(Scrape(answer.body).value(u"axess_store_up{backend=\"sqlite\"}"_s), 1);
    QCOMPARE(worker->stop(), std::optional(0));
    QCOMPARE(httpGet(url).status, 0);
}

void TestPrograms::aWorkerWhosePortIsTakenSaysSo()
{
    const auto shop = this->shop();
    const QUrl taken(shop->waitFor(shopIsOpen));
    QVERIFY2(!taken.isEmpty(), qPrintable(shop->said()));
    for (const QString &place : {taken.authority(), u"nowhere"_s}) {
        const auto worker = axessctl({u"worker"_s, u"--metrics"_s, place});
        QVERIFY(!worker->waitFor(QRegularExpression(u"(%1)"_s.arg(place))).isEmpty());
        QVERIFY(worker->stop().value_or(0) != 0);
    }
    QCOMPARE(shop->stop(), std::optional(0));
}

void TestPrograms::axessctlAddsUpTwoProcesses()
{
    const auto shop = this->shop();
    const QUrl url(shop->waitFor(shopIsOpen));
    QVERIFY2(!url.isEmpty(), qPrintable(shop->said()));
    for (int i = 0; i < 2; ++i)
        QCOMPARE(httpPost(url.resolved(QUrl(u"basket/add"_s)), "article=cup").status, 303);

    // The other engine is this process.
    TAKE(own, SessionStore::open(store()[1], RootKey::fromFile(store()[3])));
    Housekeeping housekeeping(own, {.program = u"test"_s});
    VERIFY_OK(housekeeping.start());
    for (int i = 0; i < 3; ++i) {
        SessionRow row;
        row.idleTimeout = std::chrono::minutes(30);
        row.absoluteTimeout = std::chrono::hours(12);
        row.data.insert(u"number"_s, i);
        VERIFY_OK(own->save(row));
    }

    const auto created = [&] { return metrics()[u"counters"_s][u"sessions_created"_s].toInteger(); };
    QTRY_COMPARE_WITH_TIMEOUT(created(), 5, 60'000);
    const QJsonObject sum = metrics();
    QCOMPARE(sum[u"instances"_s][u"counted"_s].toInt(), 2);
    QCOMPARE(sum[u"instances"_s][u"known"_s].toInt(), 2);
    QCOMPARE(sum[u"verbs"_s][u"create"_s][u"calls"_s].toInteger(), 5);
    QVERIFY(sum[u"verbs"_s][u"create"_s][u"p99"_s].toDouble() > 0);

    const QByteArray table = outputOf({u"metrics"_s});
    QVERIFY2(table.startsWith("From 2 of 2 instances, each since its start.\n"), table.constData());
    QVERIFY(table.contains("\ncreate ") && table.contains("\nsessions_created "));
    const QByteArray text = outputOf({u"metrics"_s, u"--prometheus"_s});
    QCOMPARE(promtoolComplaint(text), QString());
    QCOMPARE(Scrape(text).value(u"axess_sessions_created_total{backend=\"sqlite\"}"_s), 5);

    watchTells(5);

    // Who ends takes its numbers along.
    QCOMPARE(shop->stop(), std::optional(0));
    QCOMPARE(metrics()[u"instances"_s][u"known"_s].toInt(), 1);
    QCOMPARE(created(), 3);
}

// As many as were created before, none of them now.
void TestPrograms::watchTells(int created)
{
    const auto watch = axessctl({u"metrics"_s, u"--watch"_s, u"--look-every"_s, u"1s"_s, u"--json"_s});
    static const QRegularExpression rate(u"\"values\":(\\{[^}]*\"created\":[^}]*\\})"_s);
    const QJsonObject values = QJsonDocument::fromJson(watch->waitFor(rate).toUtf8()).object();
    QVERIFY2(values.contains(u"created"_s), qPrintable(watch->said()));
    QCOMPARE(values[u"created"_s].toDouble(), 0);
    QVERIFY(values.contains(u"loads_missed"_s) && values.contains(u"pool_size"_s));
    QCOMPARE(watch->stop(), std::optional(0));
    QCOMPARE(metrics()[u"counters"_s][u"sessions_created"_s].toInteger(), created);

    const auto text = axessctl({u"metrics"_s, u"--watch"_s, u"--look-every"_s, u"1s"_s});
    static const QRegularExpression line(u"(2/2 +0\\.00 )"_s);
    QVERIFY2(!text->waitFor(line).isEmpty(), qPrintable(text->said()));
    QVERIFY(text->said().contains("VANISHED/S"_L1));
    QCOMPARE(text->stop(), std::optional(0));
    for (const QStringList &wrong :
         {QStringList {u"--watch"_s, u"--prometheus"_s},
          QStringList {u"--watch"_s, u"--look-every"_s, u"0"_s}, QStringList {u"--look-every"_s, u"5s"_s}})
        QVERIFY(!succeeds(QStringLiteral(AXESSCTL), store() + QStringList {u"metrics"_s} + wrong));
}

QTEST_GUILESS_MAIN(TestPrograms)
#include "tst_programs.moc"
