// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/storeoptions_p.h"

#include <axess/storeurl.h>

#include "axesstest.h"
#include "verify.h"

#include <QtCore/qfile.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestStoreUrl : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormIsRead_data();
    void everyFormIsRead();
    void aliasesMeanTheSame_data();
    void aliasesMeanTheSame();
    void serversHavePortsUsersAndPasswords();
    void severalHostsStandInOrder();
    void optionsAreReadAndBounded();
    void whatIsWrongIsRefused_data();
    void whatIsWrongIsRefused();
    void aBackendFromElsewhereHasOptionsOfItsOwn();
    void aTypoIsToldTheNearestOption();
    void aTypoIsToldTheNearestScheme();
    void noMessageAndNoDisplayHoldsThePassword_data();
    void noMessageAndNoDisplayHoldsThePassword(); // Promise: 6
    void displayTextReadsBackAsTheSame_data();
    void displayTextReadsBackAsTheSame();
    void everyFileHasAUrl_data();
    void everyFileHasAUrl();
    void theManualNamesEveryOption();
};

void TestStoreUrl::everyFormIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("backend");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *text, const char *scheme, const char *backend, const char *path) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(scheme)
                            << QString::fromUtf8(backend) << QString::fromUtf8(path);
    };
    row("memory:", "memory", "memory", "");
    row("memory:shop", "memory", "memory", "shop");
    row("sqlite:axess.db", "sqlite", "sqlite", "axess.db");
    row("sqlite:data/my%20file.db", "sqlite", "sqlite", "data/my file.db");
    row("sqlite:my file.db", "sqlite", "sqlite", "my file.db");
    row("sqlite:/var/lib/axess.db", "sqlite", "sqlite", "/var/lib/axess.db");
    row("sqlite:///var/lib/axess.db", "sqlite", "sqlite", "/var/lib/axess.db");
    row("sqlite:50%25%3F.db?pool=5", "sqlite", "sqlite", "50%?.db");
    row("sqlite:größe.db", "sqlite", "sqlite", "größe.db");
    row("sqlite:a'b;c--.db", "sqlite", "sqlite", "a'b;c--.db");
    row("SQLite:axess.db", "sqlite", "sqlite", "axess.db");
    row("postgres://user@host/db?sslmode=verify-full&pool=20", "postgres", "postgres", "db");
    row("postgres:///db?socket=/run/postgresql", "postgres", "postgres", "db");
    row("mysql://host/a%2Fb", "mysql", "mysql", "a/b");
    row("valkey://host", "valkey", "valkey", "");
    row("valkey://host/", "valkey", "valkey", "");
    row("valkeys://host", "valkeys", "valkey", "");
    row("valkey://?socket=/run/valkey.sock", "valkey", "valkey", "");
    row("valkey+cluster://h1,h2,h3", "valkey+cluster", "valkey", "");
    row("valkeys+cluster://h1,h2,h3", "valkeys+cluster", "valkey", "");
    row("valkey+sentinel://h1,h2/primary", "valkey+sentinel", "valkey", "primary");
    row("x-lmdb:/var/lib/a%20b.mdb?mapMiB=64", "x-lmdb", "x-lmdb", "/var/lib/a b.mdb");
    row("x-lmdb:///var/lib/axess.mdb", "x-lmdb", "x-lmdb", "/var/lib/axess.mdb");
    row("X-Some-Db2://user@h1:99,h2/shop?any=thing&pool=3", "x-some-db2", "x-some-db2", "shop");
    row("x-some-db2://host", "x-some-db2", "x-some-db2", "");
}

void TestStoreUrl::everyFormIsRead()
{
    QFETCH(QString, text);
    TAKE(url, StoreUrl::parse(text));
    QTEST(url.scheme(), "scheme");
    QTEST(url.backend(), "backend");
    QTEST(url.path(), "path");
    QVERIFY(!url.isEmpty());
}

void TestStoreUrl::aliasesMeanTheSame_data()
{
    QTest::addColumn<QString>("alias");
    QTest::addColumn<QString>("canonical");
    QTest::newRow("postgresql") << u"postgresql://h/d"_s << u"postgres://h/d"_s;
    QTest::newRow("mariadb") << u"mariadb://h/d"_s << u"mysql://h/d"_s;
    QTest::newRow("redis") << u"redis://h"_s << u"valkey://h"_s;
    QTest::newRow("rediss") << u"rediss://h"_s << u"valkeys://h"_s;
    QTest::newRow("redis number") << u"redis://h/3"_s << u"valkey://h?db=3"_s;
    QTest::newRow("redis+cluster") << u"redis+cluster://h,i"_s << u"valkey+cluster://h,i"_s;
    QTest::newRow("rediss+cluster") << u"rediss+cluster://h,i"_s << u"valkeys+cluster://h,i"_s;
    QTest::newRow("redis+sentinel") << u"redis+sentinel://h,i/p"_s << u"valkey+sentinel://h,i/p"_s;
    QTest::newRow("rediss+sentinel") << u"rediss+sentinel://h/p"_s << u"valkeys+sentinel://h/p"_s;
}

void TestStoreUrl::aliasesMeanTheSame()
{
    QFETCH(QString, alias);
    QFETCH(QString, canonical);
    TAKE(one, StoreUrl::parse(alias));
    TAKE(other, StoreUrl::parse(canonical));
    QVERIFY(one == other);
}

void TestStoreUrl::serversHavePortsUsersAndPasswords()
{
    TAKE(url, StoreUrl::parse(u"postgres://Jo%40hn:p%3A%2F%40%25w@DB.example:5433/shop"_s));
    QCOMPARE(url.user(), u"Jo@hn"_s);
    QCOMPARE(url.password(), u"p:/@%w"_s);
    QCOMPARE(url.hosts().size(), 1);
    QCOMPARE(url.hosts().front().name, u"db.example"_s);
    QCOMPARE(url.hosts().front().port, 5433);

    TAKE(onlyPassword, StoreUrl::parse(u"redis://:secret@host"_s));
    QCOMPARE(onlyPassword.user(), QString());
    QCOMPARE(onlyPassword.password(), u"secret"_s);
}

void TestStoreUrl::severalHostsStandInOrder()
{
    TAKE(url, StoreUrl::parse(u"valkey+cluster://a:7000,[2001:db8::1]:7001,[::1],10.0.0.1"_s));
    const QList<StoreUrl::Host> expected {
        {u"a"_s, 7000}, {u"2001:db8::1"_s, 7001}, {u"::1"_s, 0}, {u"10.0.0.1"_s, 0}};
    QVERIFY(url.hosts() == expected);
}

void TestStoreUrl::optionsAreReadAndBounded()
{
    TAKE(url,
         StoreUrl::parse(u"sqlite:axess.db?synchronous=full&pool=5&create=no&seal=mixed&timeoutMs=500"_s));
    QCOMPARE(url.option(u"synchronous"_s), u"full"_s);
    QCOMPARE(url.number(u"pool"_s, 1), 5);
    QCOMPARE(url.number(u"absent"_s, 7), 7);
    QVERIFY(!url.option(u"absent"_s));
    QCOMPARE(url.withOption(u"pool"_s, u"9"_s).number(u"pool"_s, 1), 9);

    TAKE(valkey, StoreUrl::parse(u"valkey://h?prefix=shop%3A&db=2&replicas=1&waitMs=100"_s));
    QCOMPARE(valkey.option(u"prefix"_s), u"shop:"_s);
}

void TestStoreUrl::whatIsWrongIsRefused_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("empty", QString());
    row("no scheme", u"axess.db"_s);
    row("only a colon", u":"_s);
    row("unknown scheme", u"oracle://h/d"_s);
    row("drive letter", u"C:\\axess.db"_s);
    row("longer than 8 KiB", u"sqlite:"_s + QString(8'200, u'a'));
    row("longer than 8 KiB in UTF-8", u"sqlite:"_s + QString(5'000, u'ä'));
    row("64 KiB and more", u"sqlite:"_s + QString(70'000, u'a'));
    row("half a surrogate pair", u"sqlite:a"_s + QChar(0xd800));
    row("NUL", u"sqlite:a"_s + QChar(0) + u"b"_s);
    row("encoded NUL", u"sqlite:a%00b"_s);
    row("line break", u"sqlite:a\n"_s);
    row("encoded line break", u"sqlite:a%0Ab"_s);
    row("C1 control", u"sqlite:a\u0085"_s);
    row("fragment", u"sqlite:a#b"_s);
    row("bare percent", u"sqlite:100%"_s);
    row("percent without digits", u"sqlite:a%zz"_s);
    row("percent at the end", u"sqlite:a%4"_s);
    row("not UTF-8", u"sqlite:a%ff"_s);
    row("no file", u"sqlite:"_s);
    row("no file but options", u"sqlite:?pool=5"_s);
    row("file on a host", u"sqlite://host/axess.db"_s);
    row("database in SQLite's memory", u"sqlite::memory:"_s);
    row("memory with a path", u"memory:/a"_s);
    row("memory with a host", u"memory://a"_s);
    row("server without slashes", u"postgres:host/db"_s);
    row("server without host", u"postgres:///db"_s);
    row("server without database", u"postgres://host"_s);
    row("host and socket", u"postgres://host/db?socket=/run"_s);
    row("two parts of a path", u"postgres://host/a/b"_s);
    row("two hosts", u"mysql://a,b/d"_s);
    row("empty host in a list", u"valkey+cluster://a,,b"_s);
    row("space in a host", u"postgres://a b/d"_s);
    row("port 0", u"postgres://a:0/d"_s);
    row("port too high", u"postgres://a:65536/d"_s);
    row("port is a word", u"postgres://a:x/d"_s);
    row("port is empty", u"postgres://a:/d"_s);
    row("port is an Arabic digit", u"postgres://a:\u0661/d"_s);
    row("IPv6 without brackets", u"postgres://::1/d"_s);
    row("bracket not closed", u"postgres://[::1/d"_s);
    row("nonsense in brackets", u"postgres://[abc]/d"_s);
    row("something behind the bracket", u"postgres://[::1]x/d"_s);
    row("cluster with a database", u"valkey+cluster://a,b/1"_s);
    row("cluster over a socket", u"valkey+cluster://?socket=/run/v"_s);
    row("sentinel without primary", u"valkey+sentinel://a,b"_s);
    row("valkey database is a word", u"valkey://h/shop"_s);
    row("valkey database twice", u"valkey://h/1?db=2"_s);
    row("@ behind the host", u"postgres://user:pa/ss@host/db"_s);
    row("unknown option", u"sqlite:a?colour=red"_s);
    row("another backend's option", u"sqlite:a?sslmode=require"_s);
    row("option of other case", u"sqlite:a?Pool=5"_s);
    row("option twice", u"sqlite:a?pool=5&pool=5"_s);
    row("option without value", u"sqlite:a?pool"_s);
    row("option without name", u"sqlite:a?=5"_s);
    row("empty option", u"sqlite:a?pool=5&"_s);
    row("pool of none", u"sqlite:a?pool=0"_s);
    row("pool too big", u"sqlite:a?pool=1001"_s);
    row("pool is negative", u"sqlite:a?pool=-1"_s);
    row("pool is a fraction", u"sqlite:a?pool=1.5"_s);
    row("pool is hexadecimal", u"sqlite:a?pool=0x5"_s);
    row("pool beyond every number", u"sqlite:a?pool=99999999999999999999"_s);
    row("word that is none of the list", u"sqlite:a?synchronous=off"_s);
    row("empty word", u"sqlite:a?synchronous="_s);
    row("empty text", u"valkey://h?prefix="_s);
}

void TestStoreUrl::whatIsWrongIsRefused()
{
    QFETCH(QString, text);
    const auto url = StoreUrl::parse(text);
    VERIFY_FAILS(url, ErrorCode::InvalidArgument);
    QVERIFY(url.error().message().size() > 20);
}

void TestStoreUrl::aTypoIsToldTheNearestOption()
{
    const auto typo = StoreUrl::parse(u"sqlite:a?synchronus=full"_s);
    VERIFY_FAILS(typo, ErrorCode::InvalidArgument);
    QVERIFY(typo.error().message().contains(u"\"synchronous\""));

    const auto nothingNear = StoreUrl::parse(u"sqlite:a?zzzzzzzz=1"_s);
    VERIFY_FAILS(nothingNear, ErrorCode::InvalidArgument);
    QVERIFY(nothingNear.error().message().contains(u"create, driver, pool"));
}

void TestStoreUrl::aBackendFromElsewhereHasOptionsOfItsOwn()
{
    TAKE(url, StoreUrl::parse(u"x-lmdb:a.mdb?sync=off&pool=7"_s));
    QCOMPARE(url.option(u"sync"_s), u"off"_s);
    QCOMPARE(url.number(u"pool"_s, 1), 7);
    // What the engine itself reads stays checked, and names stay plain.
    VERIFY_FAILS(StoreUrl::parse(u"x-lmdb:a.mdb?pool=0"_s), ErrorCode::InvalidArgument);
    VERIFY_FAILS(StoreUrl::parse(u"x-lmdb:a.mdb?s y=1"_s), ErrorCode::InvalidArgument);
    VERIFY_FAILS(StoreUrl::parse(u"x-:a.mdb"_s), ErrorCode::InvalidArgument);
    VERIFY_FAILS(StoreUrl::parse(u"x-l_m:a.mdb"_s), ErrorCode::InvalidArgument);
    VERIFY_FAILS(StoreUrl::parse(u"x-lmdb:"_s), ErrorCode::InvalidArgument);
    // They would be shown.
    for (const QString &name : {u"password"_s, u"dbPass"_s, u"authToken"_s, u"clientSecret"_s, u"apiKey"_s})
        VERIFY_FAILS(StoreUrl::parse(u"x-db://h/s?%1=hunter2"_s.arg(name)), ErrorCode::InvalidArgument);
    VERIFY_OK(StoreUrl::parse(u"x-db://h/s?keyFile=/etc/key&keys=3"_s));
}

void TestStoreUrl::aTypoIsToldTheNearestScheme()
{
    const auto typo = StoreUrl::parse(u"posgres://h/d"_s);
    VERIFY_FAILS(typo, ErrorCode::InvalidArgument);
    QVERIFY(typo.error().message().contains(u"\"postgres:\""));
}

void TestStoreUrl::noMessageAndNoDisplayHoldsThePassword_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {
             "postgres://user:hunter2@host/db",
             "postgres://user:hunter2@host",
             "postgres://user:hunter2@host/db?colour=red",
             "postgres://user:hunter2@host:0/db",
             "postgres://user:hunter2@ho st/db",
             "postgres://user:a/hunter2@host/db",
             "postgres://user:a?hunter2@host/db",
             "postgres://user:a?hunter2=x@host/db",
             "postgres://user:a#hunter2@host/db",
             "postgres://user:%hunter2@host/db",
             "postgres://user:hunter2",
             "postgres://host/db?password=hunter2",
             "postgres://host/db?sslmode=hunter2",
             "postgres:user:hunter2@host/db",
             "posgres://user:hunter2@host/db",
             "redis://:hunter2@host/x",
         })
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestStoreUrl::noMessageAndNoDisplayHoldsThePassword()
{
    QFETCH(QString, text);
    const auto url = StoreUrl::parse(text);
    const QString shown = url ? url->displayText() : url.error().message();
    QVERIFY2(!shown.contains(u"hunter2"), qPrintable(shown));
}

void TestStoreUrl::displayTextReadsBackAsTheSame_data()
{
    everyFormIsRead_data();
    QTest::newRow("user and port") << u"postgres://Jo%40hn@h:5433/a%2Fb?sslrootcert=/etc/a%26b"_s << QString()
                                   << QString() << QString();
    QTest::newRow("a file of a backend from elsewhere")
        << u"x-lmdb:/a%3Fb.mdb?sync=off"_s << QString() << QString() << QString();
    for (const char *text :
         {"x-db:foo?socket=/s", "x-db:/var/a?socket=/s", "x-db://u@/shop?socket=/s", "x-db:///foo?a=b"})
        QTest::newRow(text) << QString::fromLatin1(text) << QString() << QString() << QString();
    QTest::newRow("a server of a backend from elsewhere")
        << u"x-db://u@h:1,i/d?tag=a%26b"_s << QString() << QString() << QString();
    QTest::newRow("IPv6") << u"valkey+cluster://[::1]:7000,b"_s << QString() << QString() << QString();
}

void TestStoreUrl::displayTextReadsBackAsTheSame()
{
    QFETCH(QString, text);
    TAKE(url, StoreUrl::parse(text));
    TAKE(again, StoreUrl::parse(url.displayText()));
    QVERIFY2(again == url, qPrintable(url.displayText()));
    QCOMPARE(url.withPassword(u"secret"_s).displayText(), url.displayText());
}

void TestStoreUrl::everyFileHasAUrl_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &path : {u"axess.db"_s, u"/a b/c%20.db"_s, u"//net/share.db"_s, u"why?.db"_s,
                                u"a#b&c=d.db"_s, u"größe.db"_s, u"a@b:c.db"_s})
        QTest::newRow(qPrintable(path)) << path;
}

void TestStoreUrl::everyFileHasAUrl()
{
    QFETCH(QString, path);
    const StoreUrl url = StoreUrl::forFile(path);
    QCOMPARE(url.path(), path);
    TAKE(again, StoreUrl::parse(url.displayText()));
    QVERIFY(again == url);
}

void TestStoreUrl::theManualNamesEveryOption()
{
    QFile manual(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/docs/stores.md"_s);
    QVERIFY2(manual.open(QIODevice::ReadOnly), qPrintable(manual.fileName()));
    const QString text = QString::fromUtf8(manual.readAll());
    for (const QString &backend : {u"memory"_s, u"sqlite"_s, u"postgres"_s, u"mysql"_s, u"valkey"_s}) {
        const QStringList names = storeOptionNames(backend);
        for (const QString &name : names)
            QVERIFY2(text.contains(u'`' + name + u'`'), qPrintable(name));
    }
}

QTEST_APPLESS_MAIN(TestStoreUrl)
#include "tst_storeurl.moc"
