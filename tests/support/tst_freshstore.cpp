// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "freshstore.h"

#include "axesstest.h"
#include "valkeyclient.h"
#include "verify.h"

#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Fresh stores on the real servers: each is alone, and nothing of it stays behind.
class TestFreshStore : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyServerIsThere_data();
    void everyServerIsThere();
    void aDatabaseIsGoneWithItsStore_data();
    void aDatabaseIsGoneWithItsStore();
    void theKeysOfAStoreAreGoneWithIt_data();
    void theKeysOfAStoreAreGoneWithIt();
    void aSetUpThatNobodyKnowsIsAnError(); // Promise: 10

private:
    static bool canOpen(const StoreUrl &url);
    /// A key of this prefix on each primary, so many that a scan takes several rounds; their number.
    static int fill(const StoreUrl &url, const QString &prefix);
    static int count(const StoreUrl &url, const QString &prefix);
};

void TestFreshStore::everyServerIsThere_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("postgres") << u"postgres"_s;
    QTest::newRow("postgres-tls") << u"postgres"_s;
    QTest::newRow("mysql") << u"mysql"_s;
    QTest::newRow("mysql-tls") << u"mysql"_s;
    QTest::newRow("mysql-plain") << u"mysql"_s;
    QTest::newRow("valkey") << u"valkey"_s;
    QTest::newRow("valkey-tls") << u"valkeys"_s;
    QTest::newRow("valkey-sentinel") << u"valkey+sentinel"_s;
    QTest::newRow("valkey-cluster") << u"valkey+cluster"_s;
}

void TestFreshStore::everyServerIsThere()
{
    QFETCH(QString, scheme);
    TAKE(first, FreshStore::make(QString::fromLatin1(QTest::currentDataTag())));
    TAKE(second, FreshStore::make(QString::fromLatin1(QTest::currentDataTag())));
    QCOMPARE(first->url().scheme(), scheme);
    QVERIFY(first->isOnServer());
    QVERIFY(first->url() != second->url());
    QVERIFY(!first->url().password().isEmpty() || scheme.contains(u'+'));
}

void TestFreshStore::aDatabaseIsGoneWithItsStore_data()
{
    QTest::addColumn<QString>("driver");
    QTest::newRow("postgres") << u"QPSQL"_s;
    QTest::newRow("mysql") << u"QMYSQL"_s;
}

bool TestFreshStore::canOpen(const StoreUrl &url)
{
    bool isOpen = false;
    {
        QFETCH(QString, driver);
        auto database = QSqlDatabase::addDatabase(driver, u"probe"_s);
        database.setHostName(url.hosts().constFirst().name);
        database.setPort(url.hosts().constFirst().port);
        database.setUserName(url.user());
        database.setPassword(url.password());
        database.setDatabaseName(url.path());
        const QString schema = url.option(u"schema"_s).value_or(QString());
        isOpen = database.open()
            && (schema.isEmpty()
                || QSqlQuery(u"SELECT 1 FROM pg_namespace WHERE nspname = '%1'"_s.arg(schema), database)
                       .next());
    }
    QSqlDatabase::removeDatabase(u"probe"_s);
    return isOpen;
}

void TestFreshStore::aDatabaseIsGoneWithItsStore()
{
    TAKE(store, FreshStore::make(QString::fromLatin1(QTest::currentDataTag())));
    const StoreUrl url = store->url();
    QVERIFY(canOpen(url));
    store.reset();
    QVERIFY(!canOpen(url));
}

void TestFreshStore::theKeysOfAStoreAreGoneWithIt_data()
{
    QTest::addColumn<int>("primaries");
    QTest::newRow("valkey") << 1;
    QTest::newRow("valkey-tls") << 1;
    QTest::newRow("valkey-sentinel") << 1;
    QTest::newRow("valkey-cluster") << 3;
}

int TestFreshStore::fill(const StoreUrl &url, const QString &prefix)
{
    int keys = 0;
    const QList<StoreUrl::Host> primaries = valkeyPrimaries(url).value();
    for (const StoreUrl::Host &host : primaries) {
        const auto node = ValkeyClient::connect(url, host).value();
        // Keys of slots that another primary has are refused.
        for (int i = 0; i < 3000; ++i)
            keys
                += node->call({"SET", prefix.toUtf8() + ":{" + QByteArray::number(i) + "}", "1"}).has_value();
    }
    return keys;
}

int TestFreshStore::count(const StoreUrl &url, const QString &prefix)
{
    int keys = 0;
    const QList<StoreUrl::Host> primaries = valkeyPrimaries(url).value();
    for (const StoreUrl::Host &host : primaries) {
        const auto node = ValkeyClient::connect(url, host).value();
        keys += int(node->call({"KEYS", prefix.toUtf8() + '*'}).value().items.size());
    }
    return keys;
}

void TestFreshStore::theKeysOfAStoreAreGoneWithIt()
{
    QFETCH(int, primaries);
    TAKE(first, FreshStore::make(QString::fromLatin1(QTest::currentDataTag())));
    TAKE(second, FreshStore::make(QString::fromLatin1(QTest::currentDataTag())));
    const StoreUrl url = first->url();
    const QString prefix = url.option(u"prefix"_s).value();
    QCOMPARE(valkeyPrimaries(url).value().size(), primaries);
    QCOMPARE(fill(url, prefix), 3000);
    QCOMPARE(fill(second->url(), second->url().option(u"prefix"_s).value()), 3000);
    QCOMPARE(count(url, prefix), 3000);
    first.reset();
    QCOMPARE(count(url, prefix), 0);
    QCOMPARE(count(url, second->url().option(u"prefix"_s).value()), 3000);
}

void TestFreshStore::aSetUpThatNobodyKnowsIsAnError()
{
    VERIFY_FAILS(FreshStore::make(u"oracle"_s), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestFreshStore)
#include "tst_freshstore.moc"
