// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "doctortest.h"
#include "manualclock.h"
#include "postgresfixture.h"

#include <QtCore/QFile>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Everything that the doctor finds in PostgreSQL, by doing it to a server, and its remedies.
class TestPostgresDoctor : public DoctorTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void aWellKeptServerHasNothingButGoodFindings();
    void aWrongSettingIsFoundUntilItIsPutRight_data();
    void aWrongSettingIsFoundUntilItIsPutRight();
    void anUnloggedTableIsFoundUntilItIsLogged();
    void aDroppedIndexIsFoundUntilTheSchemaIsUpgraded();
    void touchesThatLeaveTheirPageAreFound();
    void deadRowsBehindALongTransactionAreFound();
    void anUnencryptedWayToAnotherMachineIsFound();
    void moreConnectionsThanTheServerHasAreFound();
    void aClockThatIsOffIsFound();
    void sessionsThatNobodySweepsAreFound();
    void aSessionFromTheFutureIsFound();
    void aSchemaOfALaterVersionIsFound();
    void aStandbyIsFoundUntilItIsPromoted();

private:
    QString ask(const QString &statement) { return m_shell->ask(statement); }
    void restart();
    void touchEachOnce(int times);
    Result<std::shared_ptr<SessionStore>> openWith(std::chrono::milliseconds clockAhead);

    std::unique_ptr<PrivateServer> m_server;
    std::unique_ptr<PostgresShell> m_shell;
};

void TestPostgresDoctor::initTestCase()
{
    TAKE(server, PrivateServer::start(u"postgres"_s));
    m_server = std::move(server);
    TAKE(text, m_server->url());
    m_shell = std::make_unique<PostgresShell>(StoreUrl::parse(text).value());
    ask(u"ALTER SYSTEM SET fsync = on"_s);
    ask(u"SELECT pg_reload_conf()"_s);
    makeStore(text);
    TAKE(store, open());
    for (int i = 0; i < 40; ++i)
        VERIFY_OK(store->save(someGuest()));
}

void TestPostgresDoctor::cleanupTestCase()
{
    m_shell.reset();
    m_server.reset();
}

void TestPostgresDoctor::restart()
{
    VERIFY_OK(m_server->restart(PrivateServer::Data::Kept));
    m_shell = std::make_unique<PostgresShell>(StoreUrl::parse(url()).value());
}

void TestPostgresDoctor::aWellKeptServerHasNothingButGoodFindings()
{
    goes(u"postgres.fsync"_s);
    isWellKept(15);
}

void TestPostgresDoctor::aWrongSettingIsFoundUntilItIsPutRight_data()
{
    const auto add = wrongSettings<QString>();
    add("postgres.fsync", Severity::Problem, u"ALTER SYSTEM SET fsync = off"_s,
        u"ALTER SYSTEM SET fsync = on"_s);
    add("postgres.full-page-writes", Severity::Problem, u"ALTER SYSTEM SET full_page_writes = off"_s,
        u"ALTER SYSTEM SET full_page_writes = on"_s);
    add("postgres.synchronous-commit", Severity::Warning, u"ALTER ROLE axess SET synchronous_commit = off"_s,
        u"ALTER ROLE axess SET synchronous_commit = on"_s);
    add("postgres.autovacuum", Severity::Warning, u"ALTER SYSTEM SET autovacuum = off"_s,
        u"ALTER SYSTEM SET autovacuum = on"_s);
    add("postgres.isolation", Severity::Hint,
        u"ALTER ROLE axess SET default_transaction_isolation = 'serializable'"_s,
        u"ALTER ROLE axess SET default_transaction_isolation = 'read committed'"_s);
    add("postgres.timeouts", Severity::Warning, u"ALTER ROLE axess SET statement_timeout = '15s'"_s,
        u"ALTER ROLE axess SET statement_timeout = 0"_s);
    add("postgres.standbys", Severity::Problem,
        u"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (gone, away)'"_s,
        u"ALTER SYSTEM RESET synchronous_standby_names"_s);
    add("postgres.slots", Severity::Warning, u"SELECT pg_create_physical_replication_slot('lost', true)"_s,
        u"SELECT pg_drop_replication_slot('lost')"_s);
}

void TestPostgresDoctor::aWrongSettingIsFoundUntilItIsPutRight()
{
    QFETCH(const QString, check);
    QFETCH(const Severity, severity);
    QFETCH(const QString, harm);
    QFETCH(const QString, remedy);
    const auto carryOut = [&](const QString &statement) {
        const QString said = ask(statement);
        QVERIFY2(!said.startsWith(u"error"_s), qPrintable(said));
        ask(u"SELECT pg_reload_conf()"_s);
    };
    carryOut(harm);
    appears(check, severity);
    const bool isSevere = severity == Severity::Problem;
    healthIs(isSevere ? Health::Degraded : Health::Good);
    if (isSevere) {
        TAKE(store, open());
        QVERIFY(store->health().sentence.startsWith(finding().sentence));
    }
    // The remedy names what is done now.
    QVERIFY2(
        finding().remedy.contains(remedy.section(u" SET "_s, -1).section(u'(', 0, 0).section(u'=', 0, 0)),
        qPrintable(finding().remedy));
    carryOut(remedy);
    goes(check);
    healthIs(Health::Good);
}

void TestPostgresDoctor::anUnloggedTableIsFoundUntilItIsLogged()
{
    QCOMPARE(ask(u"ALTER TABLE axess_document SET UNLOGGED"_s), QString());
    appears(u"postgres.unlogged"_s, Severity::Problem);
    QVERIFY(finding().remedy.contains(u"axess_document"_s));
    healthIs(Health::Degraded);
    QCOMPARE(ask(u"ALTER TABLE axess_document SET LOGGED"_s), QString());
    goes(u"postgres.unlogged"_s);
    healthIs(Health::Good);
}

void TestPostgresDoctor::aDroppedIndexIsFoundUntilTheSchemaIsUpgraded()
{
    QCOMPARE(ask(u"DROP INDEX axess_session_sweep"_s), QString());
    appears(u"postgres.indexes"_s, Severity::Problem);
    QVERIFY(finding().sentence.contains(u"axess_session_sweep"_s));
    healthIs(Health::Degraded);
    VERIFY_OK(SessionStore::upgradeSchema(StoreUrl::parse(url()).value()));
    goes(u"postgres.indexes"_s);
    healthIs(Health::Good);
}

// As touches do: row by row, each on its own.
void TestPostgresDoctor::touchEachOnce(int times)
{
    const QString said = ask(
        u"DO $$ DECLARE row record; BEGIN FOR i IN 1..%1 LOOP FOR row IN SELECT id FROM axess_session LOOP"
        " UPDATE axess_session SET last_seen = last_seen + 1 WHERE id = row.id; END LOOP; COMMIT; END LOOP; END $$"_s
            .arg(times));
    QCOMPARE(said, QString());
    ask(u"SELECT pg_stat_force_next_flush()"_s);
    ask(u"SELECT 1"_s);
}

void TestPostgresDoctor::touchesThatLeaveTheirPageAreFound()
{
    ask(u"SELECT pg_stat_reset_single_table_counters('axess_session'::regclass)"_s);
    QCOMPARE(ask(u"CREATE INDEX seen_last ON axess_session (last_seen)"_s), QString());
    touchEachOnce(30);
    appears(u"postgres.hot-share"_s, Severity::Warning);
    QVERIFY(finding().remedy.contains(u"DROP INDEX seen_last"_s));
    QCOMPARE(ask(u"DROP INDEX seen_last"_s), QString());
    // The server's own housekeeping may keep old rows from being cleaned away for a moment.
    Severity last = Severity::Warning;
    for (int attempt = 0; attempt < 20 && last != Severity::Good; ++attempt) {
        ask(u"VACUUM axess_session"_s);
        ask(u"SELECT pg_stat_reset_single_table_counters('axess_session'::regclass)"_s);
        touchEachOnce(30);
        last = found(u"postgres.hot-share"_s).value_or(finding()).severity;
    }
    QCOMPARE(last, Severity::Good);
}

void TestPostgresDoctor::deadRowsBehindALongTransactionAreFound()
{
    PostgresShell forgotten(StoreUrl::parse(url()).value());
    QCOMPARE(forgotten.ask(u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s), QString());
    QVERIFY(forgotten.ask(u"SELECT COUNT(*) FROM axess_session"_s).toInt() > 0);
    // 40 sessions have 300 earlier versions each, which somebody might still want to see.
    for (int i = 0; i < 300; ++i)
        QCOMPARE(ask(u"UPDATE axess_session SET client_label = '%1'"_s.arg(i)), QString());
    ask(u"SELECT pg_stat_force_next_flush()"_s);
    ask(u"SELECT 1"_s);
    appears(u"postgres.dead-rows"_s, Severity::Warning);
    forgotten.ask(u"COMMIT"_s);
    Severity last = Severity::Warning;
    for (int attempt = 0; attempt < 20 && last != Severity::Good; ++attempt) {
        QCOMPARE(ask(u"VACUUM axess_session"_s), QString());
        last = found(u"postgres.dead-rows"_s).value_or(finding()).severity;
    }
    QCOMPARE(last, Severity::Good);
}

void TestPostgresDoctor::anUnencryptedWayToAnotherMachineIsFound()
{
    // 127.0.0.1, but it does not look so.
    QString remote = url();
    remote.replace(u"127.0.0.1"_s, u"2130706433"_s);
    const auto unencrypted = found(u"server.tls"_s, remote + u"?sslmode=disable"_s);
    QVERIFY(unencrypted);
    QCOMPARE(unencrypted->severity, Severity::Warning);
    QVERIFY(unencrypted->sentence.contains(u"2130706433"_s));
    const auto encrypted = found(u"server.tls"_s, remote + u"?sslmode=require"_s);
    QVERIFY(encrypted);
    QCOMPARE(encrypted->severity, Severity::Good);
    QCOMPARE(found(u"server.tls"_s)->severity, Severity::Good);
}

void TestPostgresDoctor::moreConnectionsThanTheServerHasAreFound()
{
    ask(u"ALTER SYSTEM SET max_connections = 12"_s);
    restart();
    TAKE(one, open(urlWith(u"pool=6"_s)));
    TAKE(other, open(urlWith(u"pool=6"_s)));
    {
        Housekeeping first(one, {.program = u"first"_s});
        Housekeeping second(other, {.program = u"second"_s});
        VERIFY_OK(first.start());
        VERIFY_OK(second.start());
        // Twelve of the nine that are left beside those for superusers.
        appears(u"server.connections"_s, Severity::Warning);
        QVERIFY2(finding().remedy.contains(u"pool=4"_s), qPrintable(finding().remedy));
        QVERIFY2(finding().remedy.contains(u"max_connections = 22"_s), qPrintable(finding().remedy));
    }
    one.reset();
    other.reset();
    TAKE(smaller, open(urlWith(u"pool=4"_s)));
    TAKE(another, open(urlWith(u"pool=4"_s)));
    Housekeeping first(smaller, {.program = u"first"_s});
    Housekeeping second(another, {.program = u"second"_s});
    VERIFY_OK(first.start());
    VERIFY_OK(second.start());
    goes(u"server.connections"_s);
    ask(u"ALTER SYSTEM RESET max_connections"_s);
}

// By a program whose machine's clock is wrong, and that believes it.
Result<std::shared_ptr<SessionStore>> TestPostgresDoctor::openWith(std::chrono::milliseconds clockAhead)
{
    StoreOptions options;
    options.clock = std::make_shared<ManualClock>(SystemClock().now() + clockAhead.count());
    return open(url(), options);
}

void TestPostgresDoctor::aClockThatIsOffIsFound()
{
    StoreOptions options;
    options.clock = std::make_shared<ManualClock>(SystemClock().now() - 3'600'000);
    options.measureEvery = 1min;
    TAKE(store, open(url(), options));
    TAKE(findings, examine(*store));
    const auto found = std::ranges::find(findings, u"store.clock"_s, &Finding::check);
    QVERIFY(found != findings.cend());
    QCOMPARE(found->severity, Severity::Warning);
    goes(u"store.clock"_s);
}

void TestPostgresDoctor::sessionsThatNobodySweepsAreFound()
{
    TAKE(past, openWith(-24h));
    VERIFY_OK(past->save(someGuest()));
    appears(u"store.sweep"_s, Severity::Warning);
    TAKE(store, open());
    VERIFY_OK(sweepOnce(*store, 20s));
    goes(u"store.sweep"_s);
}

void TestPostgresDoctor::aSessionFromTheFutureIsFound()
{
    TAKE(ahead, openWith(1h));
    TAKE(row, ahead->save(someGuest()));
    appears(u"store.time-back"_s, Severity::Problem);
    VERIFY_OK(ahead->remove(row.id));
    goes(u"store.time-back"_s);
}

void TestPostgresDoctor::aSchemaOfALaterVersionIsFound()
{
    const int mine = ask(u"SELECT written FROM axess_schema"_s).toInt();
    ask(u"UPDATE axess_schema SET written = %1"_s.arg(mine + 1));
    appears(u"store.program"_s, Severity::Hint);
    ask(u"UPDATE axess_schema SET written = %1"_s.arg(mine));
    goes(u"store.program"_s);
}

void TestPostgresDoctor::aStandbyIsFoundUntilItIsPromoted()
{
    const QString folder = ask(u"SHOW data_directory"_s);
    QFile sign(folder + u"/standby.signal"_s);
    QVERIFY(sign.open(QIODevice::WriteOnly));
    sign.close();
    restart();
    appears(u"postgres.role"_s, Severity::Problem);
    healthIs(Health::Degraded);
    QCOMPARE(ask(u"SELECT pg_promote()"_s), u"true"_s);
    goes(u"postgres.role"_s);
    healthIs(Health::Good);
}

QTEST_GUILESS_MAIN(TestPostgresDoctor)
#include "tst_postgresdoctor.moc"
