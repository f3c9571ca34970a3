// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "mysqlserverfixture.h"
#include "rowbuilder.h"
#include "verify.h"

#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

template<typename T> std::span<const T> only(const T &value)
{
    return {&value, 1};
}

QByteArray everyByte()
{
    QByteArray bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += char(byte);
    return bytes;
}

} // namespace

/// What goes wrong while a connection works, by both ways of speaking to the server.
class TestMysqlServer : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

    void preparedQueriesWanderBetweenThreads();
    void everyByteComesBack();
    void namesAreKeptByteByByte();
    void aKilledConnectionWroteNothing();
    void anInterruptEndsACallOfAStoppedServer();
    void theGuiltyRowFailsAlone();
    void savesTakeOneRoundTrip();
    void aMissedSaveOfABatchIsToldApart();
    void aClosedConnectionIsNotTakenAgain();
    void noEventIsPassedWhileItIsBeingWritten();
    void aHungWriterOfEventsHoldsNobodyUp();

private:
    using Connection = MysqlServerFixture::Connection;
    Horizon horizon() const;
    std::vector<NewRow> rows(int count, qsizetype bytes = 100) const;

    std::unique_ptr<MysqlServerFixture> m_server;
    StoreUrl m_url;
    Connection m_store;
};

void TestMysqlServer::initTestCase_data()
{
    QTest::addColumn<QString>("driver");
    QTest::newRow("native") << u"native"_s;
    QTest::newRow("plain") << u"plain"_s;
}

void TestMysqlServer::initTestCase()
{
    TAKE(server, MysqlServerFixture::start());
    m_server = std::move(server);
}

void TestMysqlServer::cleanupTestCase()
{
    m_server.reset();
}

void TestMysqlServer::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(QString, driver);
    TAKE(url, m_server->freshStore());
    m_url = url.withOption(u"driver"_s, driver);
    TAKE(store, MysqlServerFixture::store(m_url));
    m_store = std::move(store);
}

void TestMysqlServer::cleanup()
{
    m_store.reset();
}

Horizon TestMysqlServer::horizon() const
{
    Horizon horizon;
    horizon.now = SystemClock().now();
    return horizon;
}

std::vector<NewRow> TestMysqlServer::rows(int count, qsizetype bytes) const
{
    std::vector<NewRow> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(
            RowBuilder(SystemClock().now()).user(u"user%1"_s.arg(i)).payload(QByteArray(bytes, 'x')).entry());
    return rows;
}

void TestMysqlServer::preparedQueriesWanderBetweenThreads()
{
    const auto made = rows(3);
    VERIFY_OK(m_store->create(made, horizon()));
    const std::array ids {made[0].row.id, made[1].row.id, made[2].row.id};
    VERIFY_OK(m_store->load(ids));
    for (int turn = 0; turn < 4; ++turn) {
        QVERIFY(m_store->detachFromThread());
        std::thread other([&] {
            QVERIFY(m_store->attachToThread());
            m_store->setDeadline(Deadline::in(10s));
            TAKE(loaded, m_store->load(ids));
            QCOMPARE(loaded.size(), 3);
            VERIFY_OK(m_store->touch(only(Touch {ids[0], horizon().now + turn, 0, 0}), horizon()));
            QVERIFY(m_store->detachFromThread());
        });
        other.join();
        QVERIFY(m_store->attachToThread());
        TAKE(loaded, m_store->load(ids));
        QCOMPARE(loaded.size(), 3);
    }
}

void TestMysqlServer::everyByteComesBack()
{
    std::vector<NewRow> made = rows(4);
    made[0].row.payload = everyByte();
    made[1].row.payload = everyByte().repeated(1000);
    made[2].row.payload = QByteArray("');--\\\0\x1a", 7);
    made[3].row.payload = QByteArray();
    for (NewRow &row : made)
        row.row.payloadBytes = row.row.payload.size();
    TAKE(created, m_store->create(made, horizon()));
    QCOMPARE(created, QList<WriteOutcome>(4, WriteOutcome {}));
    for (const NewRow &row : made) {
        TAKE(loaded, m_store->load(only(row.row.id)));
        QCOMPARE(loaded.size(), 1);
        QCOMPARE(loaded[0].payload, row.row.payload);
        RowUpdate update = saveOf(loaded[0], row.row.payload + 'y');
        VERIFY_OK(m_store->update(only(update), horizon()));
        TAKE(saved, m_store->load(only(row.row.id)));
        QCOMPARE(saved[0].payload, update.row.payload);
    }
}

void TestMysqlServer::namesAreKeptByteByByte()
{
    const QStringList names {u"a"_s,       u"a "_s,           u"A"_s,
                             u"\u00e4"_s,  u"a\u0308"_s,      u"'; DROP TABLE axess_session; --"_s,
                             u"%_\\\"`"_s, u"\U0001f600"_s,   u"{}:\u00df"_s,
                             u"ss"_s,      QString(255, u'x')};
    std::vector<NewRow> made;
    for (const QString &name : names)
        made.push_back(RowBuilder(SystemClock().now()).tenant(name).user(name).entry());
    VERIFY_OK(m_store->create(made, horizon()));
    for (const NewRow &row : made) {
        TAKE(sessions, m_store->sessionsOf(row.row.tenant, row.row.user, {}, 10, horizon()));
        QCOMPARE(sessions.rows.size(), 1);
        QCOMPARE(sessions.rows[0].id, row.row.id);
        QCOMPARE(sessions.rows[0].user, row.row.user);
    }
}

void TestMysqlServer::aKilledConnectionWroteNothing()
{
    const auto made = rows(1);
    VERIFY_OK(m_store->create(made, horizon()));
    TAKE(other, MysqlServerFixture::connect(m_url));
    TAKE(connection,
         m_server->administrate(u"SELECT id FROM information_schema.processlist WHERE user = 'axess'"
                                " ORDER BY id DESC LIMIT 1"_s));
    // Whoever is killed between two calls is not taken again; in a call, it is told.
    VERIFY_OK(m_server->administrate(u"KILL CONNECTION "_s + connection));
    const auto refused = other->update(only(saveOf(made[0].row)), horizon());
    VERIFY_FAILS(refused, ErrorCode::Unavailable);
    // The commit went along.
    QCOMPARE(refused.error().outcome(), Outcome::Unknown);
    QVERIFY(other->isBroken());
    TAKE(loaded, m_store->load(only(made[0].row.id)));
    QCOMPARE(loaded[0].revision, made[0].row.revision);
}

void TestMysqlServer::anInterruptEndsACallOfAStoppedServer()
{
    const auto made = rows(1);
    VERIFY_OK(m_store->create(made, horizon()));
    VERIFY_OK(m_server->server().freeze());
    std::thread watchdog([&] {
        std::this_thread::sleep_for(200ms);
        m_store->interrupt();
    });
    const Deadline deadline = Deadline::in(200ms);
    const auto loaded = m_store->load(only(made[0].row.id));
    const bool wasPrompt = SystemClock().monotonic() < deadline.at() + 500ms;
    watchdog.join();
    VERIFY_OK(m_server->server().thaw());
    VERIFY_FAILS(loaded, ErrorCode::Unavailable);
    QVERIFY(m_store->isBroken());
    QVERIFY(wasPrompt);
    m_store.reset();
}

void TestMysqlServer::theGuiltyRowFailsAlone()
{
    VERIFY_OK(m_server->administrate(u"SET GLOBAL max_allowed_packet = 262144"_s));
    const auto connected = MysqlServerFixture::connect(m_url);
    VERIFY_OK(m_server->administrate(u"SET GLOBAL max_allowed_packet = 16777216"_s));
    VERIFY_OK(connected);
    StorageConnection &store = **connected;

    std::vector<NewRow> made = rows(64, 4000);
    made[40].row.payload = QByteArray(200'000, 'x');
    made[40].row.payloadBytes = made[40].row.payload.size();
    const auto refused = store.create(made, horizon());
    VERIFY_FAILS(refused, ErrorCode::InvalidArgument);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
    QVERIFY(!store.isBroken());
    for (size_t i = 0; i < made.size(); ++i)
        QCOMPARE(store.create(only(made[i]), horizon()).has_value(), i != 40);
    // Sixty-three of them are more than one packet, too.
    made.erase(made.begin() + 40);
    std::vector<RowUpdate> updates;
    for (const NewRow &row : made)
        updates.push_back(saveOf(row.row, QByteArray(5000, 'y')));
    TAKE(saved, store.update(updates, horizon()));
    QCOMPARE(saved, QList<WriteOutcome>(63, WriteOutcome {}));
}

void TestMysqlServer::savesTakeOneRoundTrip()
{
    for (const int count : {1, 2, 16, 40}) {
        const auto made = rows(count);
        VERIFY_OK(m_store->create(made, horizon()));
        std::vector<RowUpdate> saves;
        std::vector<Touch> touches;
        for (const NewRow &row : made) {
            saves.push_back(saveOf(row.row));
            touches.push_back({row.row.id, row.row.idleDeadline + 1, row.row.lastSeen + 1, 0});
        }
        qint64 before = m_store->roundTrips();
        TAKE(saved, m_store->update(saves, horizon()));
        QCOMPARE(m_store->roundTrips() - before, 1);
        before = m_store->roundTrips();
        TAKE(touched, m_store->touch(touches, horizon()));
        QCOMPARE(m_store->roundTrips() - before, 1);
        // On another connection, so it was committed.
        TAKE(other, MysqlServerFixture::connect(m_url));
        TAKE(loaded, other->load(only(made.back().row.id)));
        QCOMPARE(loaded[0].revision, made.back().row.revision + 1);
        for (const WriteOutcome &outcome : std::as_const(saved))
            QCOMPARE(outcome.status, WriteStatus::Stored);
        QCOMPARE(touched.count(WriteStatus::Stored), count);
    }
}

void TestMysqlServer::aMissedSaveOfABatchIsToldApart()
{
    for (const int count : {1, 2, 20}) {
        const auto made = rows(count);
        VERIFY_OK(m_store->create(made, horizon()));
        std::vector<RowUpdate> saves;
        for (const NewRow &row : made)
            saves.push_back(saveOf(row.row));
        saves.back().expectedRevision += 5;
        saves.back().row.revision += 5;
        TAKE(saved, m_store->update(saves, horizon()));
        TAKE(other, MysqlServerFixture::connect(m_url));
        for (int i = 0; i < count; ++i) {
            const bool isMissed = i == count - 1;
            QCOMPARE(saved[i].status, isMissed ? WriteStatus::Conflict : WriteStatus::Stored);
            TAKE(loaded, other->load(only(made[size_t(i)].row.id)));
            QCOMPARE(loaded[0].revision, made[size_t(i)].row.revision + (isMissed ? 0 : 1));
        }
    }
}

void TestMysqlServer::aClosedConnectionIsNotTakenAgain()
{
    VERIFY_OK(m_server->administrate(u"SET GLOBAL wait_timeout = 1"_s));
    const auto connected = MysqlServerFixture::connect(m_url);
    VERIFY_OK(m_server->administrate(u"SET GLOBAL wait_timeout = DEFAULT"_s));
    VERIFY_OK(connected);
    StorageConnection &store = **connected;
    QVERIFY(store.detachFromThread());
    QVERIFY(store.attachToThread());
    QVERIFY(store.detachFromThread());
    // The server's own clock closes it.
    QTRY_VERIFY_WITH_TIMEOUT(!store.attachToThread() || !store.detachFromThread(), 10'000);
}

void TestMysqlServer::noEventIsPassedWhileItIsBeingWritten()
{
    TAKE(before, m_store->events(0, 100));
    QVERIFY(before.isEmpty());
    // A transaction like those of the plugin, which has a position and has not committed.
    const QString name = u"slow writer"_s;
    {
        auto writer = QSqlDatabase::addDatabase(u"QMYSQL"_s, name);
        writer.setHostName(u"127.0.0.1"_s);
        writer.setPort(m_url.hosts().constFirst().port);
        writer.setUserName(m_url.user());
        writer.setPassword(m_url.password());
        writer.setDatabaseName(m_url.path());
        QVERIFY(writer.open());
        QSqlQuery query(writer);
        for (const QString &text :
             {u"BEGIN"_s, u"SELECT name FROM axess_gate WHERE name = 'events' LOCK IN SHARE MODE"_s,
              u"INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail)"
              " VALUES (1, 1, 0, REPEAT('x', 16), '', '', 'slow')"_s})
            QVERIFY(query.exec(text));
        const auto made = rows(1);
        VERIFY_OK(m_store->create(made, horizon()));
        std::thread committer([&] {
            std::this_thread::sleep_for(300ms);
            QSqlQuery(writer).exec(u"COMMIT"_s);
        });
        const auto events = m_store->events(0, 100);
        committer.join();
        VERIFY_OK(events);
        QCOMPARE(events->size(), 2);
        QCOMPARE((*events)[0].detail, u"slow"_s);
        QCOMPARE((*events)[1].session, made[0].row.id);
    }
    QSqlDatabase::removeDatabase(name);
}

void TestMysqlServer::aHungWriterOfEventsHoldsNobodyUp()
{
    TAKE(impatient, MysqlServerFixture::connect(m_url.withOption(u"timeoutMs"_s, u"1000"_s)));
    const auto first = rows(1);
    VERIFY_OK(m_store->create(first, horizon()));
    const QString name = u"hung writer"_s;
    {
        auto writer = QSqlDatabase::addDatabase(u"QMYSQL"_s, name);
        writer.setHostName(u"127.0.0.1"_s);
        writer.setPort(m_url.hosts().constFirst().port);
        writer.setUserName(m_url.user());
        writer.setPassword(m_url.password());
        writer.setDatabaseName(m_url.path());
        QVERIFY(writer.open());
        QSqlQuery query(writer);
        for (const QString &text :
             {u"BEGIN"_s, u"SELECT name FROM axess_gate WHERE name = 'events' LOCK IN SHARE MODE"_s,
              u"INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail)"
              " VALUES (1, 1, 0, REPEAT('x', 16), '', '', 'hung')"_s})
            QVERIFY(query.exec(text));
        const auto second = rows(1);
        VERIFY_OK(m_store->create(second, horizon()));
        TAKE(events, impatient->events(0, 100));
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0].session, first[0].row.id);
        QVERIFY(impatient->isHeldBack());
        QVERIFY(query.exec(u"ROLLBACK"_s));
        TAKE(all, impatient->events(0, 100));
        QCOMPARE(all.size(), 2);
    }
    QSqlDatabase::removeDatabase(name);
}

QTEST_GUILESS_MAIN(TestMysqlServer)
#include "tst_mysqlserver.moc"
