// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/QProcess>

using namespace Axess;
using namespace Qt::StringLiterals;

/// axess-conformance by the URL of a server: races of processes, processes that are killed, connections that
/// are cut.
class TestKitOnServers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aServerKeepsEveryPromise_data();
    void aServerKeepsEveryPromise();

private:
    static QStringList argumentsFor(const QString &url);
};

void TestKitOnServers::aServerKeepsEveryPromise_data()
{
    QTest::addColumn<QString>("url");
    for (const QString &setUp : FreshStore::asked(u"valkey"_s)) {
        TAKE(url, serverUrl(qEnvironmentVariable("AXESS_TEST_SERVERS"), setUp));
        QTest::addRow("%s", qPrintable(setUp)) << url;
    }
}

// A schema of PostgreSQL is made by a command; a prefix of Valkey's keys needs none.
QStringList TestKitOnServers::argumentsFor(const QString &url)
{
    const QString joint = url.contains(u'?') ? u"&"_s : u"?"_s;
    const StoreUrl parsed = StoreUrl::parse(url).value();
    if (parsed.backend() == "valkey"_L1)
        return {url + joint + u"prefix={store}"_s};
    qputenv("PGPASSWORD", parsed.password().toUtf8());
    const QString psql
        = u"psql -q -v ON_ERROR_STOP=1 -h %1 -p %2 -U %3 -d %4 -c 'SET client_min_messages TO warning; %5'"_s
              .arg(parsed.hosts().constFirst().name)
              .arg(parsed.hosts().constFirst().port)
              .arg(parsed.user(), parsed.path());
    return {u"--make"_s, psql.arg(u"CREATE SCHEMA {store}"_s), u"--drop"_s,
            psql.arg(u"DROP SCHEMA {store} CASCADE"_s), url + joint + u"schema={store}"_s};
}

void TestKitOnServers::aServerKeepsEveryPromise()
{
    QFETCH(const QString, url);
    QStringList arguments {u"--rounds"_s, u"20"_s};
    for (const QString &topic : {u"create"_s, u"cycle"_s, u"engine"_s, u"races"_s, u"faults"_s})
        arguments << u"--only"_s << topic;
    QProcess process;
    process.start(QStringLiteral(AXESS_KIT), arguments + argumentsFor(url));
    QVERIFY(process.waitForFinished(280'000));
    const QString said = QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError());
    QVERIFY2(process.exitCode() == 0, qPrintable(said));
    QVERIFY2(said.contains(u" 0 tried in part, 0 not tried"_s), qPrintable(said));
    QVERIFY(!said.contains(StoreUrl::parse(url)->password()));
}

QTEST_GUILESS_MAIN(TestKitOnServers)
#include "tst_servers.moc"
