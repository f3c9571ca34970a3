// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "postgresfixture.h"
#include "verify.h"

#include <axess/sessionjson.h>
#include <axess/sessionstore.h>

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qdatetime.h>

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The option json=on: data that PostgreSQL can look into, beside the payload that alone is read.
class TestPostgresJson : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void allThatASessionHoldsArrives();
    void savesAndCyclesKeepItUpToDate();
    void anIndexFindsSessionsByTheirData();
    void itIsNeverReadBack();
    void withoutTheOptionNothingIsWritten();
    void aRootKeyIsRefused();
    void anOlderSchemaIsUpgradedFirst();
    void migratedRowsHaveIt();

private:
    Result<std::shared_ptr<SessionStore>> openStore() const;
    QString ask(const QString &expression);

    std::unique_ptr<PostgresFixture> m_fixture;
    std::unique_ptr<PostgresShell> m_shell;
    StoreUrl m_url;
};

void TestPostgresJson::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    QTest::newRow("native") << u"postgres"_s;
    QTest::newRow("plain") << u"postgres-plain"_s;
}

void TestPostgresJson::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(QString, setUp);
    TAKE(fixture, PostgresFixture::make(setUp));
    m_fixture = std::move(fixture);
    m_url = m_fixture->url().withOption(u"json"_s, u"on"_s);
    m_shell = std::make_unique<PostgresShell>(m_url);
    VERIFY_OK(SessionStore::initialise(m_fixture->url(), RootKey::none()));
}

void TestPostgresJson::cleanup()
{
    m_shell.reset();
    m_fixture.reset();
}

Result<std::shared_ptr<SessionStore>> TestPostgresJson::openStore() const
{
    return SessionStore::open(m_url, RootKey::none());
}

// Of the one session there is.
QString TestPostgresJson::ask(const QString &expression)
{
    return m_shell->ask(u"SELECT %1 FROM axess_session"_s.arg(expression));
}

void TestPostgresJson::allThatASessionHoldsArrives()
{
    TAKE(store, openStore());
    const QDateTime date = QDateTime::fromString(u"2026-11-26T22:04:05.678Z"_s, Qt::ISODateWithMs);
    SessionRow row;
    row.data.insert(u"text"_s, u"'; DROP TABLE x; -- \" \\ ? $1 🙂"_s);
    row.data.insert(u"nul"_s, QString(u"a"_s + QChar(u'\0') + u"b"_s));
    row.data.insert(u"bytes"_s, QByteArray("\x00\xff'\\"_ba));
    row.data.insert(u"date"_s, QCborValue(date));
    row.data.insert(u"large"_s, std::numeric_limits<qint64>::max());
    row.data.insert(u"odd"_s, (qint64(1) << 53) + 1);
    row.data.insert(u"fraction"_s, 0.1);
    row.data.insert(u"nothing"_s, nullptr);
    row.data.insert(u"yes"_s, true);
    row.data.insert(u"infinite"_s, std::numeric_limits<double>::infinity());
    row.data.insert(u"nested"_s, QCborMap {{u"list"_s, QCborArray {1, QCborMap {{u"deep"_s, u"x"_s}}}}});
    TAKE(saved, store->save(row));

    QCOMPARE(ask(u"data ->> 'text'"_s), u"'; DROP TABLE x; -- \" \\ ? $1 🙂"_s);
    QCOMPARE(ask(u"data ->> 'nul'"_s), u"a\ufffdb"_s);
    QCOMPARE(ask(u"encode(decode(data ->> 'bytes', 'base64'), 'hex')"_s), u"00ff275c"_s);
    QCOMPARE(ask(u"CAST(CAST(data ->> 'date' AS timestamptz) = '2026-11-26 22:04:05.678+00' AS text)"_s),
             u"true"_s);
    QCOMPARE(ask(u"data ->> 'large'"_s), u"9223372036854775807"_s);
    QCOMPARE(ask(u"data ->> 'odd'"_s), u"9007199254740993"_s);
    QCOMPARE(ask(u"data ->> 'fraction'"_s), u"0.1"_s);
    QCOMPARE(ask(u"jsonb_typeof(data -> 'nothing')"_s), u"null"_s);
    QCOMPARE(ask(u"data ->> 'yes'"_s), u"true"_s);
    QCOMPARE(ask(u"jsonb_typeof(data -> 'infinite')"_s), u"null"_s);
    QCOMPARE(ask(u"data #>> '{nested,list,1,deep}'"_s), u"x"_s);
    TAKE(loaded, store->load(saved.token));
    QCOMPARE(loaded->data, row.data);
}

void TestPostgresJson::savesAndCyclesKeepItUpToDate()
{
    TAKE(store, openStore());
    SessionRow row;
    row.data.insert(u"step"_s, 1);
    TAKE(made, store->save(row));
    made.data.insert(u"step"_s, 2);
    TAKE(saved, store->save(made));
    QCOMPARE(ask(u"data ->> 'step'"_s), u"2"_s);
    saved.data.insert(u"step"_s, 3);
    TAKE(next, store->renewed(saved.token));
    VERIFY_OK(store->cycle(saved.token, next, saved));
    QCOMPARE(ask(u"data ->> 'step'"_s), u"3"_s);
}

void TestPostgresJson::anIndexFindsSessionsByTheirData()
{
    TAKE(store, openStore());
    for (int i = 0; i < 20; ++i) {
        SessionRow row;
        row.data.insert(u"plan"_s, i == 7 ? u"gold"_s : u"none"_s);
        VERIFY_OK(store->save(row));
    }
    m_shell->ask(u"CREATE INDEX shop_data ON axess_session USING gin (data jsonb_path_ops)"_s);
    m_shell->ask(u"SET enable_seqscan = off"_s);
    const QString wanted = u"FROM axess_session WHERE data @> '{\"plan\": \"gold\"}'"_s;
    QCOMPARE(m_shell->ask(u"SELECT count(*) "_s + wanted), u"1"_s);
    QVERIFY(m_shell->ask(u"EXPLAIN (FORMAT JSON) SELECT id "_s + wanted).contains("shop_data"_L1));
}

void TestPostgresJson::itIsNeverReadBack()
{
    TAKE(store, openStore());
    SessionRow row;
    row.data.insert(u"plan"_s, u"gold"_s);
    TAKE(saved, store->save(row));
    m_shell->ask(u"UPDATE axess_session SET data = '{\"plan\": \"forged\"}'"_s);
    TAKE(loaded, store->load(saved.token));
    QCOMPARE(loaded->data.value(u"plan"_s), QCborValue(u"gold"_s));
}

void TestPostgresJson::withoutTheOptionNothingIsWritten()
{
    TAKE(store, SessionStore::open(m_fixture->url(), RootKey::none()));
    SessionRow row;
    row.data.insert(u"plan"_s, u"gold"_s);
    VERIFY_OK(store->save(row));
    QCOMPARE(ask(u"CAST(data IS NULL AS text)"_s), u"true"_s);
}

void TestPostgresJson::aRootKeyIsRefused()
{
    SystemRandom random;
    TAKE(bytes, SecretBytes::random(random, 32));
    const RootKey key = RootKey::fromBytes(std::move(bytes));
    const auto opened = SessionStore::open(m_url, key);
    VERIFY_FAILS(opened, ErrorCode::InvalidArgument);
    QVERIFY(opened.error().message().contains("json=on"_L1));
    VERIFY_FAILS(SessionStore::initialise(m_url, key), ErrorCode::InvalidArgument);
}

void TestPostgresJson::anOlderSchemaIsUpgradedFirst()
{
    m_shell->ask(u"ALTER TABLE axess_session DROP COLUMN data"_s);
    m_shell->ask(u"UPDATE axess_schema SET written = 1"_s);
    // Who does not ask for it works as before.
    TAKE(old, SessionStore::open(m_fixture->url(), RootKey::none()));
    VERIFY_OK(old->save(SessionRow()));
    const auto opened = openStore();
    VERIFY_FAILS(opened, ErrorCode::InvalidArgument);
    QVERIFY(opened.error().message().contains("axessctl schema upgrade"_L1));
    VERIFY_OK(SessionStore::upgradeSchema(m_url));
    VERIFY_OK(SessionStore::upgradeSchema(m_url));
    VERIFY_OK(openStore());
}

void TestPostgresJson::migratedRowsHaveIt()
{
    TAKE(store, openStore());
    SessionRow row;
    row.data.insert(u"plan"_s, u"gold"_s);
    TAKE(saved, store->save(row));
    TAKE(connection, PostgresFixture::connect(m_url));
    TAKE(stored, connection->load({&saved.id, 1}));
    m_shell->ask(u"DELETE FROM axess_session"_s);
    TAKE(installed, connection->install(stored));
    QCOMPARE(installed[0], InstallStatus::Installed);
    QCOMPARE(ask(u"data ->> 'plan'"_s), u"gold"_s);
    ++stored[0].change;
    m_shell->ask(u"UPDATE axess_session SET data = NULL"_s);
    TAKE(again, connection->install(stored));
    QCOMPARE(again[0], InstallStatus::Installed);
    QCOMPARE(ask(u"data ->> 'plan'"_s), u"gold"_s);
}

QTEST_GUILESS_MAIN(TestPostgresJson)
#include "tst_postgresjson.moc"
