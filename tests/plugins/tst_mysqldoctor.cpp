// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "doctortest.h"
#include "mysqlserverfixture.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// Everything that the doctor finds in MariaDB, by doing it to a server, and its remedies.
class TestMysqlDoctor : public DoctorTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void aWellKeptServerHasNothingButGoodFindings();
    void aWrongSettingIsFoundUntilItIsPutRight_data();
    void aWrongSettingIsFoundUntilItIsPutRight();
    void aServerThatCutsValuesIsFoundByWhoIsConnected();
    void aDroppedIndexIsFoundUntilTheSchemaIsUpgraded();
    void anUnencryptedWayToAnotherMachineIsFound();
    void moreConnectionsThanTheServerHasAreFound();

private:
    void carryOut(const QString &statements);

    std::unique_ptr<MysqlServerFixture> m_server;
};

void TestMysqlDoctor::initTestCase()
{
    TAKE(server, MysqlServerFixture::start({u"--log-bin=axess"_s}));
    m_server = std::move(server);
    carryOut(u"SET GLOBAL innodb_flush_log_at_trx_commit = 1; SET GLOBAL sync_binlog = 1"_s);
    makeStore(m_server->text());
}

void TestMysqlDoctor::cleanupTestCase()
{
    m_server.reset();
}

void TestMysqlDoctor::carryOut(const QString &statements)
{
    for (const QString &statement : statements.split(u"; "_s))
        VERIFY_OK(m_server->administrate(statement));
}

void TestMysqlDoctor::aWellKeptServerHasNothingButGoodFindings()
{
    isWellKept(14);
}

void TestMysqlDoctor::aWrongSettingIsFoundUntilItIsPutRight_data()
{
    const auto add = wrongSettings<QString>();
    add("mysql.read-only", Severity::Problem, u"SET GLOBAL read_only = ON"_s,
        u"SET GLOBAL read_only = OFF"_s);
    add("mysql.flush", Severity::Warning, u"SET GLOBAL innodb_flush_log_at_trx_commit = 2"_s,
        u"SET GLOBAL innodb_flush_log_at_trx_commit = 1"_s);
    add("mysql.sync-binlog", Severity::Warning, u"SET GLOBAL sync_binlog = 0"_s,
        u"SET GLOBAL sync_binlog = 1"_s);
    add("mysql.wait-timeout", Severity::Warning, u"SET GLOBAL wait_timeout = 30"_s,
        u"SET GLOBAL wait_timeout = 28800"_s);
    add("mysql.max-packet", Severity::Warning, u"SET GLOBAL max_allowed_packet = 131072"_s,
        u"SET GLOBAL max_allowed_packet = 262144"_s);
    add("mysql.replicas", Severity::Warning, u"SET GLOBAL rpl_semi_sync_master_enabled = ON"_s,
        u"SET GLOBAL rpl_semi_sync_master_enabled = OFF"_s);
}

void TestMysqlDoctor::aWrongSettingIsFoundUntilItIsPutRight()
{
    QFETCH(const QString, check);
    QFETCH(const Severity, severity);
    QFETCH(const QString, harm);
    QFETCH(const QString, remedy);
    carryOut(harm);
    appears(check, severity);
    QVERIFY2(finding().remedy.contains(remedy), qPrintable(finding().remedy));
    const bool isSevere = severity == Severity::Problem;
    healthIs(isSevere ? Health::Degraded : Health::Good);
    carryOut(remedy);
    goes(check);
    healthIs(Health::Good);
}

// No connection is opened any more, and who has one goes on with what it has: so it is said while one is
// there.
void TestMysqlDoctor::aServerThatCutsValuesIsFoundByWhoIsConnected()
{
    TAKE(modes, m_server->administrate(u"SELECT @@GLOBAL.sql_mode"_s));
    const auto find = [](SessionStore &store, const QString &check) {
        const auto findings = examine(store).value_or(QList<Finding>());
        const auto found = std::ranges::find(findings, check, &Finding::check);
        return found == findings.cend() ? Finding() : *found;
    };
    TAKE(store, open(urlWith(u"pool=1"_s)));
    carryOut(u"SET GLOBAL sql_mode = 'ANSI_QUOTES'; SET GLOBAL binlog_format = 'STATEMENT'"_s);
    const Finding strict = find(*store, u"mysql.strict-mode"_s);
    QCOMPARE(strict.severity, Severity::Problem);
    QVERIFY(strict.remedy.contains(u"SET GLOBAL sql_mode = 'STRICT_TRANS_TABLES,ANSI_QUOTES'"_s));
    QCOMPARE(find(*store, u"mysql.binlog-format"_s).severity, Severity::Problem);
    QVERIFY(find(*store, u"mysql.binlog-format"_s).remedy.contains(u"SET GLOBAL binlog_format = 'ROW'"_s));
    QCOMPARE(store->health().health, Health::Degraded);
    QVERIFY(store->health().sentence.startsWith(strict.sentence));
    VERIFY_FAILS(open(), ErrorCode::Unsupported);

    carryOut(u"SET GLOBAL sql_mode = 'STRICT_TRANS_TABLES,ANSI_QUOTES'; SET GLOBAL binlog_format = 'ROW'"_s);
    goes(u"mysql.strict-mode"_s);
    goes(u"mysql.binlog-format"_s);
    healthIs(Health::Good);
    VERIFY_OK(m_server->administrate(u"SET GLOBAL sql_mode = '%1'"_s.arg(modes)));
}

void TestMysqlDoctor::aDroppedIndexIsFoundUntilTheSchemaIsUpgraded()
{
    const QString database = StoreUrl::parse(url())->path();
    carryOut(
        u"DROP INDEX axess_session_user ON %1.axess_session; DROP INDEX axess_event_at ON %1.axess_event"_s
            .arg(database));
    appears(u"mysql.indexes"_s, Severity::Problem);
    QVERIFY(finding().sentence.contains(u"axess_event_at, axess_session_user"_s));
    healthIs(Health::Degraded);
    VERIFY_OK(SessionStore::upgradeSchema(StoreUrl::parse(url()).value()));
    goes(u"mysql.indexes"_s);
    healthIs(Health::Good);
    TAKE(
        columns,
        m_server->administrate(
            u"SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics WHERE"
            " table_schema = '%1' AND index_name = 'axess_session_user'"_s.arg(database)));
    QCOMPARE(columns, u"tenant_id,user_id,created,id"_s);
}

void TestMysqlDoctor::anUnencryptedWayToAnotherMachineIsFound()
{
    // 127.0.0.1, but it does not look so.
    QString remote = url();
    remote.replace(u"127.0.0.1"_s, u"2130706433"_s);
    const auto unencrypted = found(u"server.tls"_s, remote + u"?sslmode=disable"_s);
    QVERIFY(unencrypted);
    QCOMPARE(unencrypted->severity, Severity::Warning);
    const auto encrypted = found(u"server.tls"_s, remote + u"?sslmode=require"_s);
    QVERIFY(encrypted);
    QCOMPARE(encrypted->severity, Severity::Good);
}

void TestMysqlDoctor::moreConnectionsThanTheServerHasAreFound()
{
    TAKE(store, open(urlWith(u"pool=20"_s)));
    Housekeeping housekeeping(store, {.program = u"shop"_s});
    VERIFY_OK(housekeeping.start());
    carryOut(u"SET GLOBAL max_connections = 12"_s);
    appears(u"server.connections"_s, Severity::Warning);
    QVERIFY2(finding().remedy.contains(u"max_connections = 29"_s), qPrintable(finding().remedy));
    QVERIFY2(finding().remedy.contains(u"pool=12"_s), qPrintable(finding().remedy));
    carryOut(u"SET GLOBAL max_connections = 29"_s);
    goes(u"server.connections"_s);
}

QTEST_GUILESS_MAIN(TestMysqlDoctor)
#include "tst_mysqldoctor.moc"
