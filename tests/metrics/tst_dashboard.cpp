// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "program.h"
#include "scrape.h"
#include "verify.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qtemporarydir.h>
#include <QtCore/qurlquery.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Every query of the dashboard finds something in what a Prometheus has scraped from the shop and a worker.
class TestDashboard : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyQueryOfTheDashboardFindsSomething_data();
    void everyQueryOfTheDashboardFindsSomething();
    void everyAlertOfTheDocumentIsUnderstood_data();
    void everyAlertOfTheDocumentIsUnderstood();
    void theDashboardAsksForNoMetricThatThereIsNot();
    void cleanupTestCase();

private:
    struct Answer
    {
        QString status;
        QString error;
        QJsonArray result;
    };
    Answer asked(const QString &query) const;
    bool finds(const QString &query) const { return !asked(query).result.isEmpty(); }
    void startPrograms();
    void startPrometheus(const QStringList &targets);

    static QByteArray fileOf(const QString &path);
    static QStringList dashboardQueries();

    QTemporaryDir m_folder;
    std::unique_ptr<FreshStore> m_store;
    std::unique_ptr<Program> m_shop;
    std::unique_ptr<Program> m_worker;
    std::unique_ptr<Program> m_prometheus;
    QUrl m_url;
    QStringList m_targets;
};

QByteArray TestDashboard::fileOf(const QString &path)
{
    QFile file(QString::fromLocal8Bit(qgetenv("AXESS_SOURCE_DIR")) + u'/' + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList TestDashboard::dashboardQueries()
{
    QStringList queries;
    const QJsonObject dashboard = QJsonDocument::fromJson(fileOf(u"resources/grafana/axess.json"_s)).object();
    for (const QJsonValue &panel : dashboard.value(u"panels"_s).toArray()) {
        for (const QJsonValue &target : panel[u"targets"_s].toArray())
            queries.append(target[u"expr"_s].toString());
    }
    return queries;
}

TestDashboard::Answer TestDashboard::asked(const QString &query) const
{
    QUrl url = m_url.resolved(QUrl(u"api/v1/query"_s));
    QUrlQuery arguments;
    // Grafana fills in four scrapes at least; these are a second apart.
    QString filled = query;
    arguments.addQueryItem(
        u"query"_s,
        QString::fromLatin1(QUrl::toPercentEncoding(filled.replace(u"$__rate_interval"_s, u"1m"_s))));
    url.setQuery(arguments);
    const QJsonObject answer = QJsonDocument::fromJson(httpGet(url).body).object();
    return {.status = answer.value(u"status"_s).toString(),
            .error = answer.value(u"error"_s).toString(),
            .result = answer.value(u"data"_s)[u"result"_s].toArray()};
}

void TestDashboard::startPrograms()
{
    const QStringList store {u"--store"_s, m_store->text(), u"--root-key-file"_s,
                             m_folder.filePath(u"root.key"_s)};
    const QString axessctl = QStringLiteral(AXESSCTL);
    QVERIFY(succeeds(axessctl, {u"key"_s, u"generate"_s, u"--out"_s, store[3]}));
    QVERIFY(succeeds(axessctl, store + QStringList {u"init"_s}));

    m_shop = std::make_unique<Program>(QStringLiteral(AXESS_SHOP),
                                       store + QStringList {u"--port"_s, u"0"_s, u"--metrics"_s});
    const QUrl shop(m_shop->waitFor(QRegularExpression(u"open: (http://\\S+/)\\n"_s)));
    QVERIFY2(!shop.isEmpty(), qPrintable(m_shop->said()));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(httpPost(shop.resolved(QUrl(u"basket/add"_s)), "article=pot").status, 303);
    m_worker
        = std::make_unique<Program>(axessctl, store + QStringList {u"worker"_s, u"--metrics"_s, u":0"_s});
    const QUrl worker(m_worker->waitFor(QRegularExpression(u"Metrics: (http://\\S+)\\n"_s)));
    QVERIFY2(!worker.isEmpty(), qPrintable(m_worker->said()));
    m_targets = {shop.authority(), worker.authority()};
}

void TestDashboard::startPrometheus(const QStringList &targets)
{
    QFile configuration(m_folder.filePath(u"prometheus.yml"_s));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write(
        QStringLiteral("global:\n  scrape_interval: 1s\n  scrape_timeout: 1s\nscrape_configs:\n"
                       "  - job_name: axess\n    static_configs:\n      - targets: [\"%1\"]\n")
            .arg(targets.join(u"\", \""_s))
            .toUtf8());
    configuration.close();
    m_prometheus
        = std::make_unique<Program>(u"prometheus"_s,
                                    QStringList {u"--config.file="_s + configuration.fileName(),
                                                 u"--storage.tsdb.path="_s + m_folder.filePath(u"data"_s),
                                                 u"--web.listen-address=127.0.0.1:0"_s});
    const QString place
        = m_prometheus->waitFor(QRegularExpression(u"Listening on\" address=(127\\.0\\.0\\.1:[0-9]+)\\s"_s));
    QVERIFY2(!place.isEmpty(), qPrintable(m_prometheus->said()));
    m_url = QUrl(u"http://%1/"_s.arg(place));
}

void TestDashboard::initTestCase()
{
    TAKE(store, FreshStore::make(u"valkey"_s));
    m_store = std::move(store);
    startPrograms();
    if (QTest::currentTestFailed())
        return;
    startPrometheus(m_targets);
    if (QTest::currentTestFailed())
        return;
    // A rate needs several scrapes of each.
    QTRY_VERIFY_WITH_TIMEOUT(finds(u"count(count_over_time(axess_store_up[5m]) >= 3) == 2"_s), 90'000);
}

void TestDashboard::cleanupTestCase()
{
    for (const auto *program : {&m_prometheus, &m_worker, &m_shop}) {
        if (*program)
            QCOMPARE((*program)->stop(), std::optional(0));
    }
    m_store.reset();
}

void TestDashboard::everyQueryOfTheDashboardFindsSomething_data()
{
    QTest::addColumn<QString>("query");
    const QStringList queries = dashboardQueries();
    QVERIFY(queries.size() >= 30);
    for (const QString &query : queries)
        QTest::newRow(qPrintable(query)) << query;
}

void TestDashboard::everyQueryOfTheDashboardFindsSomething()
{
    QFETCH(QString, query);
    const Answer answer = asked(query);
    QVERIFY2(answer.status == u"success"_s, qPrintable(answer.error));
    // What the server tells of itself is looked at every now and then.
    QTRY_VERIFY_WITH_TIMEOUT(finds(query), 60'000);
}

void TestDashboard::everyAlertOfTheDocumentIsUnderstood_data()
{
    QTest::addColumn<QString>("query");
    static const QRegularExpression row(u"^\\| `([^`]+ [>=]+ [^`]+)` \\|"_s,
                                        QRegularExpression::MultilineOption);
    auto rows = row.globalMatch(QString::fromUtf8(fileOf(u"docs/metrics.md"_s)));
    QVERIFY(rows.hasNext());
    while (rows.hasNext()) {
        const QString query = rows.next().captured(1);
        QTest::newRow(qPrintable(query)) << query;
    }
}

// Nothing fires while all is well, so what is compared must be there: the expression without its bound.
void TestDashboard::everyAlertOfTheDocumentIsUnderstood()
{
    QFETCH(QString, query);
    static const QRegularExpression bound(u" [>=]+ [0-9.]+$"_s);
    const Answer answer = asked(query);
    QVERIFY2(answer.status == u"success"_s, qPrintable(answer.error));
    QString compared = query;
    QTRY_VERIFY_WITH_TIMEOUT(finds(compared.remove(bound)), 60'000);
}

void TestDashboard::theDashboardAsksForNoMetricThatThereIsNot()
{
    static const QRegularExpression name(u"axess_[a-z_]+"_s);
    static const QRegularExpression part(u"_(bucket|sum|count)$"_s);
    const QString document = QString::fromUtf8(fileOf(u"docs/metrics.md"_s));
    for (const QString &query : dashboardQueries()) {
        auto names = name.globalMatch(query);
        while (names.hasNext()) {
            QString metric = names.next().captured();
            QVERIFY2(document.contains(u"| `%1` |"_s.arg(metric.remove(part))), qPrintable(metric));
        }
    }
}

QTEST_GUILESS_MAIN(TestDashboard)
#include "tst_dashboard.moc"
