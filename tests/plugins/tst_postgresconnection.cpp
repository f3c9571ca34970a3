// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "postgresdialect.h"
#include "postgresfixture.h"
#include "sqltexts.h"
#include "verify.h"

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the plugin for PostgreSQL promises beyond the contract of all backends.
class TestPostgresConnection : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void aBatchOfSixtyFourTakesFourRoundTrips();
    void aSaveTakesOneRoundTrip();
    void aConnectionWandersWithItsPreparedStatements();
    void touchesAndSavesAreHot();
    void listsGoAlongTheirOwnIndex();
    void eventsStopBeforeOneThatMayStillCommit();
    void eventsWithoutAGapAreReadBehindAnOpenWriter();
    void whatMeetsAnotherTransactionIsRepeated();
    void aBackendThatIsEndedMidCallIsUnavailable();
    void anInterruptEndsACallThatWaits();
    void factsAreNamed();
    void aTableOfAnotherProgramIsLeftAlone();
    void aSchemaOfALaterVersionIsTooNew();

private:
    std::vector<NewRow> newRows(int count) const;
    /// Waits until a session of the server waits for a lock; its process id.
    QString waiting();

    std::unique_ptr<PostgresFixture> m_fixture;
    std::unique_ptr<PostgresShell> m_shell;
    PostgresFixture::Connection m_store;
    Horizon m_horizon;
};

void TestPostgresConnection::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    QTest::newRow("native") << u"postgres"_s;
    QTest::newRow("plain") << u"postgres-plain"_s;
}

void TestPostgresConnection::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(QString, setUp);
    TAKE(fixture, PostgresFixture::make(setUp));
    m_fixture = std::move(fixture);
    m_shell = std::make_unique<PostgresShell>(m_fixture->url());
    TAKE(store, m_fixture->connect());
    m_store = std::move(store);
    VERIFY_OK(m_store->initSchema());
    m_store->setDeadline(Deadline::in(30s));
    m_horizon = {};
    m_horizon.now = SystemClock().now();
}

void TestPostgresConnection::cleanup()
{
    m_store.reset();
    m_shell.reset();
    m_fixture.reset();
}

std::vector<NewRow> TestPostgresConnection::newRows(int count) const
{
    std::vector<NewRow> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(RowBuilder(m_horizon.now).user(u"ann"_s).payload(QByteArray(1024, 'p')).entry());
    return rows;
}

QString TestPostgresConnection::waiting()
{
    PostgresShell looking(m_fixture->url());
    const Deadline deadline = Deadline::in(20s);
    QString process;
    while (process.isEmpty() && !deadline.hasPassed())
        process = looking.ask(u"SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND"
                              " application_name = 'axess' AND datname = current_database() LIMIT 1"_s);
    return process;
}

void TestPostgresConnection::aBatchOfSixtyFourTakesFourRoundTrips()
{
    const auto tripsOf = [&](const auto &call) {
        const qint64 before = m_store->roundTrips();
        call();
        return m_store->roundTrips() - before;
    };
    const std::vector<NewRow> rows = newRows(64);
    std::vector<RowUpdate> saves;
    std::vector<Touch> touches;
    std::vector<Removal> removals;
    std::vector<SessionId> ids;
    for (const NewRow &entry : rows) {
        ids.push_back(entry.row.id);
        saves.push_back(saveOf(entry.row));
        touches.push_back({entry.row.id, entry.row.idleDeadline + 1000, entry.row.lastSeen + 1000, 0});
        removals.push_back({entry.row.id, EndReason::SignedOut, {}, m_horizon.now});
    }
    QCOMPARE_LE(tripsOf([&] { VERIFY_OK(m_store->create(rows, m_horizon)); }), 4);
    QCOMPARE_LE(tripsOf([&] { VERIFY_OK(m_store->load(ids)); }), 1);
    QCOMPARE_LE(tripsOf([&] { VERIFY_OK(m_store->touch(touches, m_horizon)); }), 4);
    QCOMPARE_LE(tripsOf([&] { VERIFY_OK(m_store->update(saves, m_horizon)); }), 4);
    QCOMPARE_LE(tripsOf([&] { VERIFY_OK(m_store->remove(removals)); }), 4);
}

void TestPostgresConnection::aSaveTakesOneRoundTrip()
{
    QFETCH_GLOBAL(QString, setUp);
    const std::vector<NewRow> rows = newRows(1);
    const SessionId id = rows[0].row.id;
    VERIFY_OK(m_store->create(rows, m_horizon));
    RowUpdate save = saveOf(rows[0].row);
    TAKE(other, m_fixture->connect());
    qint64 before = m_store->roundTrips();
    TAKE(saved, m_store->update({&save, 1}, m_horizon));
    QCOMPARE_LE(m_store->roundTrips() - before, setUp == u"postgres"_s ? 1 : 2);
    QCOMPARE(saved[0].status, WriteStatus::Stored);
    TAKE(loaded, other->load({&id, 1}));
    QCOMPARE(loaded[0].revision, save.row.revision);

    // One that misses goes on in a transaction, and leaves none open.
    TAKE(missed, m_store->update({&save, 1}, m_horizon));
    QCOMPARE(missed[0].status, WriteStatus::Conflict);
    save = saveOf(loaded[0]);
    save.event = EventKind::SignedIn;
    TAKE(replaced, m_store->update({&save, 1}, m_horizon));
    QCOMPARE(replaced[0].status, WriteStatus::Stored);
    TAKE(again, other->load({&id, 1}));
    QCOMPARE(again[0].revision, save.row.revision);
}

void TestPostgresConnection::aConnectionWandersWithItsPreparedStatements()
{
    const std::vector<NewRow> rows = newRows(1);
    const SessionId id = rows[0].row.id;
    VERIFY_OK(m_store->create(rows, m_horizon));
    for (int round = 0; round < 8; ++round) {
        QVERIFY(m_store->detachFromThread());
        std::thread([&] {
            QVERIFY(m_store->attachToThread());
            TAKE(loaded, m_store->load({&id, 1}));
            QCOMPARE(loaded.size(), 1);
            QVERIFY(m_store->detachFromThread());
        }).join();
        QVERIFY(m_store->attachToThread());
    }
    QVERIFY(!m_store->isBroken());
}

void TestPostgresConnection::touchesAndSavesAreHot()
{
    std::vector<NewRow> rows = newRows(64);
    VERIFY_OK(m_store->create(rows, m_horizon));
    for (int round = 1; round <= 10; ++round) {
        for (const NewRow &entry : rows) {
            const Touch touch {entry.row.id, entry.row.idleDeadline + round, entry.row.lastSeen + round, 0};
            VERIFY_OK(m_store->touch({&touch, 1}, m_horizon));
        }
    }
    // A session hands its figures in when it ends, if not before.
    m_store.reset();
    const QString figures = u"SELECT COALESCE(SUM(%1), 0) FROM pg_stat_user_tables WHERE relname ="
                            " 'axess_session' AND schemaname = current_schema()"_s;
    QTRY_COMPARE(m_shell->ask(figures.arg(u"n_tup_upd"_s)).toInt(), 640);
    QCOMPARE_GE(m_shell->ask(figures.arg(u"n_tup_hot_upd"_s)).toInt(), 600);
}

// Also before the server has figures of the table, when all indexes look alike to it.
void TestPostgresConnection::listsGoAlongTheirOwnIndex()
{
    m_shell->ask(u"ALTER TABLE axess_session SET (autovacuum_enabled = off)"_s);
    std::vector<NewRow> rows = newRows(64);
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i].row.user = userOf(i < 10 ? u"ann"_s : u"ben"_s);
    VERIFY_OK(m_store->create(rows, m_horizon));
    TAKE(listed, m_store->sessionsOf({}, userOf(u"ann"_s), {}, 100, m_horizon));
    QCOMPARE(listed.rows.size(), 10);
    PageRequest request;
    request.filter.tenant = TenantId();
    request.limit = 10;
    for (const PageOrder order : {PageOrder::NewestFirst, PageOrder::OldestFirst}) {
        request.order = order;
        TAKE(page, m_store->page(request));
        QCOMPARE(page.rows.size(), 10);
    }
    m_store.reset();
    const QString scans
        = u"SELECT COALESCE(SUM(idx_scan), 0) FROM pg_stat_user_indexes WHERE indexrelname = '%1'"
          " AND schemaname = current_schema()"_s;
    QTRY_COMPARE(m_shell->ask(scans.arg(u"axess_session_user"_s)).toInt(), 1);
    QCOMPARE(m_shell->ask(scans.arg(u"axess_session_tenant"_s)).toInt(), 2);
    QCOMPARE(m_shell->ask(scans.arg(u"axess_session_created"_s)).toInt(), 0);
}

void TestPostgresConnection::eventsStopBeforeOneThatMayStillCommit()
{
    const std::vector<NewRow> first = newRows(1);
    VERIFY_OK(m_store->create(first, m_horizon));
    TAKE(before, m_store->events(0, 10));
    QCOMPARE(before.size(), 1);

    const SqlTexts texts(*postgresDialect({}), SqlTexts::Tenants::NoneRaised);
    m_shell->ask(u"BEGIN"_s);
    m_shell->ask(texts.beforeEvents);
    m_shell->ask(
        u"INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail) SELECT"
        " at, kind, end_reason, session_id, tenant_id, user_id, 'late' FROM axess_event"_s);
    const std::vector<NewRow> second = newRows(3);
    VERIFY_OK(m_store->create(second, m_horizon));
    TAKE(meanwhile, m_store->events(0, 10));
    QCOMPARE(meanwhile.size(), 1);
    QVERIFY(m_store->isHeldBack());

    m_shell->ask(u"COMMIT"_s);
    TAKE(after, m_store->events(meanwhile.last().position, 10));
    QCOMPARE(after.size(), 4);
    QCOMPARE(after[0].detail, u"late"_s);
    QVERIFY(!m_store->isHeldBack());
}

// A writer that has named a position and draws it much later: what stood in between was told before, and must
// not seem to have vanished.
void TestPostgresConnection::eventsWithoutAGapAreReadBehindAnOpenWriter()
{
    const SqlTexts texts(*postgresDialect({}), SqlTexts::Tenants::NoneRaised);
    m_shell->ask(u"BEGIN"_s);
    m_shell->ask(texts.beforeEvents);
    const std::vector<NewRow> first = newRows(3);
    VERIFY_OK(m_store->create(first, m_horizon));
    TAKE(before, m_store->events(0, 10));
    QCOMPARE(before.size(), 3);
    QVERIFY(!m_store->isHeldBack());
    m_shell->ask(
        u"INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail) SELECT"
        " at, kind, end_reason, session_id, tenant_id, user_id, 'late' FROM axess_event LIMIT 1"_s);
    const std::vector<NewRow> second = newRows(1);
    VERIFY_OK(m_store->create(second, m_horizon));

    TAKE(meanwhile, m_store->events(before[1].position, 10));
    QCOMPARE(meanwhile, before.sliced(2));
    QVERIFY(m_store->isHeldBack());
    m_shell->ask(u"COMMIT"_s);
    TAKE(after, m_store->events(before[1].position, 10));
    QCOMPARE(after.size(), 3);
    QVERIFY(!m_store->isHeldBack());
}

void TestPostgresConnection::whatMeetsAnotherTransactionIsRepeated()
{
    std::vector<NewRow> rows = newRows(2);
    if (rows[1].row.id < rows[0].row.id)
        std::swap(rows[0], rows[1]);
    VERIFY_OK(m_store->create(rows, m_horizon));
    const auto locking = [&](const NewRow &entry) {
        return m_shell->ask(
            u"UPDATE axess_session SET change_count = change_count WHERE id = decode('%1', 'hex')"_s.arg(
                QString::fromLatin1(entry.row.id.view().toByteArray().toHex())));
    };
    m_shell->ask(u"BEGIN"_s);
    locking(rows[1]);
    const std::vector<RowUpdate> saves {saveOf(rows[0].row), saveOf(rows[1].row)};
    Result<QList<WriteOutcome>> saved;
    QVERIFY(m_store->detachFromThread());
    std::thread writer([&] {
        m_store->attachToThread();
        saved = m_store->update(saves, m_horizon);
        m_store->detachFromThread();
    });
    // The batch holds the first row and waits for the second, which this session holds and asks for the
    // first.
    const QString process = waiting();
    const QString met = process.isEmpty() ? u"nobody waits"_s : locking(rows[0]);
    m_shell->ask(u"ROLLBACK"_s);
    writer.join();
    QVERIFY(m_store->attachToThread());
    QVERIFY2(!process.isEmpty(), qPrintable(met));
    VERIFY_OK(saved);
    QCOMPARE(saved->at(0).status, WriteStatus::Stored);
    QCOMPARE(saved->at(1).status, WriteStatus::Stored);
}

void TestPostgresConnection::aBackendThatIsEndedMidCallIsUnavailable()
{
    const std::vector<NewRow> rows = newRows(1);
    VERIFY_OK(m_store->create(rows, m_horizon));
    m_shell->ask(u"BEGIN"_s);
    m_shell->ask(u"UPDATE axess_session SET change_count = change_count"_s);
    const RowUpdate save = saveOf(rows[0].row);
    Result<QList<WriteOutcome>> saved;
    QVERIFY(m_store->detachFromThread());
    std::thread writer([&] {
        m_store->attachToThread();
        saved = m_store->update({&save, 1}, m_horizon);
        m_store->detachFromThread();
    });
    PostgresShell other(m_fixture->url());
    other.ask(u"SELECT pg_terminate_backend(%1)"_s.arg(waiting()));
    writer.join();
    m_shell->ask(u"ROLLBACK"_s);
    QVERIFY(m_store->attachToThread());
    VERIFY_FAILS(saved, ErrorCode::Unavailable);
    // The native way sends the commit along.
    QFETCH_GLOBAL(QString, setUp);
    QCOMPARE(saved.error().outcome(), setUp == u"postgres"_s ? Outcome::Unknown : Outcome::NotApplied);
    QVERIFY(m_store->isBroken());
}

void TestPostgresConnection::anInterruptEndsACallThatWaits()
{
    const std::vector<NewRow> rows = newRows(1);
    VERIFY_OK(m_store->create(rows, m_horizon));
    m_shell->ask(u"BEGIN"_s);
    m_shell->ask(u"UPDATE axess_session SET change_count = change_count"_s);
    std::thread watchdog([&] {
        waiting();
        m_store->interrupt();
    });
    const RowUpdate save = saveOf(rows[0].row);
    const auto saved = m_store->update({&save, 1}, m_horizon);
    watchdog.join();
    m_shell->ask(u"ROLLBACK"_s);
    VERIFY_FAILS(saved, ErrorCode::Unavailable);
    QVERIFY(m_store->isBroken());
}

void TestPostgresConnection::factsAreNamed()
{
    TAKE(facts, m_store->inspect());
    QHash<QString, QString> named;
    for (const Fact &fact : facts)
        named.insert(fact.name, fact.value);
    QCOMPARE(named.value(u"backend"_s), u"postgres"_s);
    QCOMPARE(named.value(u"role"_s), u"primary"_s);
    QCOMPARE(named.value(u"fsync"_s), u"off"_s);
    QCOMPARE(named.value(u"isolation"_s), u"read committed"_s);
    QCOMPARE(named.value(u"unloggedTables"_s), QString());
    QCOMPARE(named.value(u"missingIndexes"_s), QString());
    QVERIFY(named.value(u"maxConnections"_s).toInt() > 0);
    m_shell->ask(u"DROP INDEX axess_session_key"_s);
    m_shell->ask(u"ALTER TABLE axess_event SET UNLOGGED"_s);
    TAKE(worse, m_store->inspect());
    for (const Fact &fact : worse)
        named.insert(fact.name, fact.value);
    QCOMPARE(named.value(u"missingIndexes"_s), u"axess_session_key"_s);
    QCOMPARE(named.value(u"unloggedTables"_s), u"axess_event"_s);
}

void TestPostgresConnection::aTableOfAnotherProgramIsLeftAlone()
{
    QFETCH_GLOBAL(QString, setUp);
    TAKE(foreign, PostgresFixture::make(setUp));
    PostgresShell shell(foreign->url());
    shell.ask(u"CREATE TABLE axess_session (theirs int)"_s);
    TAKE(store, foreign->connect());
    VERIFY_FAILS(store->initSchema(), ErrorCode::InvalidArgument);
    QCOMPARE(shell.ask(u"SELECT COUNT(*) FROM pg_class WHERE relname LIKE 'axess%' AND relnamespace ="
                       " to_regnamespace(current_schema())"_s),
             u"1"_s);
}

void TestPostgresConnection::aSchemaOfALaterVersionIsTooNew()
{
    m_shell->ask(u"UPDATE axess_schema SET written = 99, readable_from = 99"_s);
    VERIFY_FAILS(m_fixture->connect(), ErrorCode::TooNew);
}

QTEST_GUILESS_MAIN(TestPostgresConnection)
#include "tst_postgresconnection.moc"
