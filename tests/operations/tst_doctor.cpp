// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/doctorrules_p.h"
#include "session/storecore_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>

#include <functional>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDoctor : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aHealthyStoreHasNothingButGoodFindings();
    void aStoreInTheClearIsAWarning();
    void withoutTheKeyWhatCouldNotBeCheckedIsSaid();
    void anOldKeyIsAHint();
    void aCompromisedKeyIsAProblem();
    void aSweepBacklogIsAWarning();
    void aSessionFromTheFutureIsAProblem();
    void factsAreJudged_data();
    void factsAreJudged();
    void whatNobodyToldIsNotJudged();
    void hostsOfOtherMachinesAreTold();
    void thePageListsEveryFinding();

private:
    static void addFacts(const char *backend, const char *facts, const char *check, Severity severity);
    static void sqliteFacts();
    static void postgresFacts();
    static void mysqlFacts();
    static void valkeyFacts();
    static void serverFacts();
    static Severity severityOf(const QList<Finding> &findings, const QString &check);
};

Severity TestDoctor::severityOf(const QList<Finding> &findings, const QString &check)
{
    for (const Finding &finding : findings) {
        if (finding.check == check)
            return finding.severity;
    }
    qFatal("There is no finding %s", qPrintable(check));
}

void TestDoctor::aHealthyStoreHasNothingButGoodFindings()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(findings, examine(*store));
    QVERIFY(findings.size() >= 5);
    for (const Finding &finding : findings) {
        QVERIFY2(finding.severity == Severity::Good, qPrintable(finding.sentence));
        QVERIFY(finding.remedy.isEmpty());
    }
}

void TestDoctor::aStoreInTheClearIsAWarning()
{
    StoreFixture fixture;
    fixture.rootKey = RootKey::none();
    TAKE(store, fixture.open());
    TAKE(findings, examine(*store));
    QCOMPARE(severityOf(findings, u"store.sealing"_s), Severity::Warning);
}

void TestDoctor::withoutTheKeyWhatCouldNotBeCheckedIsSaid()
{
    StoreFixture fixture;
    VERIFY_OK(fixture.open());
    TAKE(keyless, fixture.openKeyless());
    TAKE(findings, examine(*keyless));
    QCOMPARE(severityOf(findings, u"store.key"_s), Severity::Hint);
}

void TestDoctor::anOldKeyIsAHint()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    fixture.clock->advance(std::chrono::hours(24 * 366));
    TAKE(findings, examine(*store));
    QCOMPARE(severityOf(findings, u"keys.age"_s), Severity::Hint);
}

void TestDoctor::aCompromisedKeyIsAProblem()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(ring, store->core().ring().ring());
    TAKE(staged, ring->withStaged(KeyPurpose::Envelope, 1, *fixture.random));
    for (const DataKey &key : staged.keys()) {
        if (key.state != KeyState::Staged)
            continue;
        TAKE(compromised, staged.withCompromised(key.id, 2));
        TAKE(sealed, sealRing(compromised, *fixture.random));
        VERIFY_OK(fixture.connection()->putDocument(DocumentName::Ring.toString(), sealed, 1));
    }
    VERIFY_OK(store->keys());
    TAKE(findings, examine(*store));
    QCOMPARE(severityOf(findings, u"keys.compromised"_s), Severity::Problem);
}

void TestDoctor::aSweepBacklogIsAWarning()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    fixture.clock->advance(31min + 3h);
    TAKE(findings, examine(*store));
    QCOMPARE(severityOf(findings, u"store.sweep"_s), Severity::Warning);
}

void TestDoctor::aSessionFromTheFutureIsAProblem()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    fixture.clock->setNow(fixture.clock->now() - 120'000);
    TAKE(findings, examine(*store));
    QCOMPARE(severityOf(findings, u"store.time-back"_s), Severity::Problem);
}

void TestDoctor::factsAreJudged_data()
{
    QTest::addColumn<QString>("backend");
    QTest::addColumn<QString>("facts");
    QTest::addColumn<QString>("check");
    QTest::addColumn<Severity>("severity");

    sqliteFacts();
    postgresFacts();
    mysqlFacts();
    valkeyFacts();
    serverFacts();
}

// Facts are written `name=value;name=value`.
void TestDoctor::addFacts(const char *backend, const char *facts, const char *check, Severity severity)
{
    QTest::addRow("%s %s", check, facts) << QString::fromLatin1(backend) << QString::fromLatin1(facts)
                                         << QString::fromLatin1(check) << severity;
}

void TestDoctor::sqliteFacts()
{
    const auto add = std::bind_front(&TestDoctor::addFacts, "sqlite");
    add("journalMode=wal", "sqlite.journal-mode", Severity::Good);
    add("journalMode=delete", "sqlite.journal-mode", Severity::Problem);
    add("logBytes=4096", "sqlite.wal-size", Severity::Good);
    add("logBytes=999999999", "sqlite.wal-size", Severity::Warning);
    add("fileMode=0600", "sqlite.file-mode", Severity::Good);
    add("fileMode=0644", "sqlite.file-mode", Severity::Warning);
    add("fileSystem=ext4", "sqlite.file-system", Severity::Good);
    add("fileSystem=nfs4", "sqlite.file-system", Severity::Problem);
    add("missingIndexes=", "sqlite.indexes", Severity::Good);
    add("missingIndexes=axess_session_sweep", "sqlite.indexes", Severity::Problem);
    add("integrity=ok", "sqlite.integrity", Severity::Good);
    add("integrity=row 7 missing", "sqlite.integrity", Severity::Problem);
    add("integrity=unfinished", "sqlite.unchecked", Severity::Hint);
    add("unreadableRows=0", "sqlite.rows", Severity::Good);
    add("unreadableRows=3", "sqlite.rows", Severity::Problem);
}

void TestDoctor::postgresFacts()
{
    const auto add = std::bind_front(&TestDoctor::addFacts, "postgres");
    add("role=standby", "postgres.role", Severity::Problem);
    add("fsync=on", "postgres.fsync", Severity::Good);
    add("fsync=off", "postgres.fsync", Severity::Problem);
    add("fullPageWrites=off", "postgres.full-page-writes", Severity::Problem);
    add("synchronousCommit=on", "postgres.synchronous-commit", Severity::Good);
    add("synchronousCommit=local", "postgres.synchronous-commit", Severity::Good);
    add("synchronousCommit=off", "postgres.synchronous-commit", Severity::Warning);
    add("unloggedTables=", "postgres.unlogged", Severity::Good);
    add("unloggedTables=axess_event", "postgres.unlogged", Severity::Problem);
    add("missingIndexes=axess_session_key", "postgres.indexes", Severity::Problem);
    add("updates=1000;hotUpdates=500", "postgres.hot-share", Severity::Good);
    add("updates=1000;hotUpdates=499", "postgres.hot-share", Severity::Warning);
    add("sessions=0;deadRows=10000", "postgres.dead-rows", Severity::Good);
    add("sessions=9000;deadRows=10001", "postgres.dead-rows", Severity::Warning);
    add("sessions=50000;deadRows=10001", "postgres.dead-rows", Severity::Good);
    add("autovacuum=off", "postgres.autovacuum", Severity::Warning);
    add("isolation=read committed", "postgres.isolation", Severity::Good);
    add("isolation=repeatable read", "postgres.isolation", Severity::Hint);
    add("callDeadline=2000;statementTimeoutMs=1999", "postgres.timeouts", Severity::Warning);
    add("callDeadline=2000;lockTimeoutMs=10", "postgres.timeouts", Severity::Warning);
    add("synchronousStandbys=FIRST 2 (a, b, c);synchronousReplicas=1", "postgres.standbys",
        Severity::Problem);
    add("synchronousStandbys=any 1 (a, b, c);synchronousReplicas=1", "postgres.standbys", Severity::Good);
    add("synchronousStandbys=2 (a, b);synchronousReplicas=2", "postgres.standbys", Severity::Good);
    add("synchronousStandbys=a, b;synchronousReplicas=0;replicas=1", "postgres.standbys", Severity::Problem);
    add("synchronousStandbys=a, b;synchronousReplicas=;replicas=1", "postgres.standbys", Severity::Good);
    add("inactiveSlots=", "postgres.slots", Severity::Good);
    add("inactiveSlots=lost", "postgres.slots", Severity::Warning);
}

void TestDoctor::mysqlFacts()
{
    const auto add = std::bind_front(&TestDoctor::addFacts, "mysql");
    add("strict=yes", "mysql.strict-mode", Severity::Good);
    add("strict=no;sqlMode=ANSI", "mysql.strict-mode", Severity::Problem);
    add("readOnly=ON", "mysql.read-only", Severity::Problem);
    add("logBin=ON;binlogFormat=STATEMENT", "mysql.binlog-format", Severity::Problem);
    add("logBin=ON;binlogFormat=MIXED", "mysql.binlog-format", Severity::Good);
    add("isolation=READ-COMMITTED", "mysql.isolation", Severity::Good);
    add("isolation=REPEATABLE-READ", "mysql.isolation", Severity::Problem);
    add("cluster=ON", "mysql.cluster", Severity::Problem);
    add("missingIndexes=axess_event_at", "mysql.indexes", Severity::Problem);
    add("flushAtCommit=1", "mysql.flush", Severity::Good);
    add("flushAtCommit=2", "mysql.flush", Severity::Warning);
    add("logBin=ON;syncBinlog=0", "mysql.sync-binlog", Severity::Warning);
    add("waitTimeoutSeconds=60", "mysql.wait-timeout", Severity::Good);
    add("waitTimeoutSeconds=59", "mysql.wait-timeout", Severity::Warning);
    add("maxAllowedPacket=262143;payloadLimit=65536", "mysql.max-packet", Severity::Warning);
    add("maxAllowedPacket=262144;payloadLimit=65536", "mysql.max-packet", Severity::Good);
    add("semiSync=ON;semiSyncReplicas=0", "mysql.replicas", Severity::Warning);
    add("semiSync=ON;semiSyncReplicas=1", "mysql.replicas", Severity::Good);
}

void TestDoctor::valkeyFacts()
{
    const auto add = std::bind_front(&TestDoctor::addFacts, "valkey");
    add("role=slave", "valkey.role", Severity::Problem);
    add("evictionPolicy=noeviction", "valkey.eviction-policy", Severity::Good);
    add("evictionPolicy=volatile-lru", "valkey.eviction-policy", Severity::Good);
    add("evictionPolicy=noeviction, allkeys-lru", "valkey.eviction-policy", Severity::Problem);
    add("unlimitedNodes=1;fullestUsed=1;machineMemory=9", "valkey.max-memory", Severity::Hint);
    add("fullestUsed=79;fullestMax=100", "valkey.memory", Severity::Good);
    add("fullestUsed=80;fullestMax=100", "valkey.memory", Severity::Warning);
    add("evictedKeys=0", "valkey.evicted", Severity::Good);
    add("evictedKeys=1", "valkey.evicted", Severity::Warning);
    add("appendOnly=0;snapshotRules=", "valkey.persistence", Severity::Warning);
    add("appendOnly=1;snapshotRules=", "valkey.persistence", Severity::Good);
    add("appendOnly=0;snapshotRules=3600 1", "valkey.append-only", Severity::Hint);
    add("appendOnly=1;appendFsync=no", "valkey.append-fsync", Severity::Warning);
    add("appendOnly=1;appendFsync=always", "valkey.append-fsync", Severity::Good);
    add("snapshotStatus=ok, err", "valkey.disk", Severity::Problem);
    add("appendOnly=1;appendOnlyStatus=err", "valkey.disk", Severity::Problem);
    add("confirmingReplicas=2;replicasInSync=1", "valkey.confirming", Severity::Problem);
    add("confirmingReplicas=2;replicasInSync=2", "valkey.confirming", Severity::Good);
    add("layout=cluster;confirmingReplicas=0;replicasInSync=0", "valkey.replicas", Severity::Warning);
    add("replicasLate=1", "valkey.late-replicas", Severity::Warning);
    add("membersWithoutSession=0;sessionsWithoutMember=0", "valkey.index-drift", Severity::Good);
    add("membersWithoutSession=1;sessionsWithoutMember=0", "valkey.index-drift", Severity::Warning);
    add("membersWithoutSession=0;sessionsWithoutMember=1", "valkey.index-drift", Severity::Warning);
}

void TestDoctor::serverFacts()
{
    const auto add = std::bind_front(&TestDoctor::addFacts, "any");
    add("tls=TLSv1.3;remoteHosts=db.example", "server.tls", Severity::Good);
    add("tls=;remoteHosts=", "server.tls", Severity::Good);
    add("tls=off;remoteHosts=db.example", "server.tls", Severity::Warning);
    add("maxConnections=100;poolConnections=97;poolInstances=5;reservedConnections=3", "server.connections",
        Severity::Good);
    add("maxConnections=100;poolConnections=98;poolInstances=5;reservedConnections=3", "server.connections",
        Severity::Warning);
    add("health=down;healthSentence=x", "store.down", Severity::Problem);
    add("health=degraded;healthSentence=x", "store.health", Severity::Warning);
    add("damage=x", "store.damage", Severity::Problem);
    add("schemaWritten=1;schemaMine=2", "store.schema", Severity::Hint);
    add("schemaWritten=2;schemaMine=2", "store.schema", Severity::Good);
    add("schemaWritten=3;schemaMine=2;schemaReadableFrom=2", "store.program", Severity::Hint);
    add("clockOffset=5000", "store.clock", Severity::Good);
    add("clockOffset=-5001", "store.clock", Severity::Warning);
    add("clockOffset=0;clockStep=x", "store.clock-step", Severity::Problem);
    add("newestSessionLead=60001", "store.time-back", Severity::Problem);
    add("wentBackAt=10;epochRaisedAt=9", "store.restored", Severity::Problem);
    add("rootSlots=2", "keys.root-slots", Severity::Hint);
}

void TestDoctor::factsAreJudged()
{
    QFETCH(const QString, backend);
    QFETCH(const QString, facts);
    QFETCH(const QString, check);
    QFETCH(const Severity, severity);
    QList<Fact> told {{u"backend"_s, backend}};
    for (const QString &fact : facts.split(u';'))
        told.append({fact.section(u'=', 0, 0), fact.section(u'=', 1)});
    const QList<Finding> findings = judged(FactTable(told));
    QCOMPARE(severityOf(findings, check), severity);
    for (const Finding &finding : findings) {
        QVERIFY(!finding.sentence.isEmpty());
        QCOMPARE(finding.remedy.isEmpty(), finding.severity == Severity::Good);
        QVERIFY2(!finding.remedy.contains(u"%1"_s), qPrintable(finding.remedy));
    }
}

void TestDoctor::whatNobodyToldIsNotJudged()
{
    for (const char *backend : {"memory", "sqlite", "postgres", "mysql", "valkey", "another"})
        QVERIFY(judged(FactTable({{u"backend"_s, QString::fromLatin1(backend)}})).isEmpty());
    QVERIFY(judged(FactTable({{u"backend"_s, u"memory"_s}, {u"fsync"_s, u"off"_s}})).isEmpty());
    // An epoch was raised since the backup was put back.
    QVERIFY(judged(FactTable({{u"wentBackAt"_s, u"10"_s}, {u"epochRaisedAt"_s, u"10"_s}})).isEmpty());
}

void TestDoctor::hostsOfOtherMachinesAreTold()
{
    for (const char *host :
         {"", "localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "/run/postgresql"})
        QVERIFY2(!isRemoteHost(QString::fromLatin1(host)), host);
    for (const char *host :
         {"db", "db.example.org", "10.0.0.1", "fe80::1", "localhost.example.org", "2130706433"})
        QVERIFY2(isRemoteHost(QString::fromLatin1(host)), host);
}

// The page is a table of rules: its lines are compared, so that neither is changed alone.
void TestDoctor::thePageListsEveryFinding()
{
    QFile page(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/docs/doctor.md"_s);
    QVERIFY(page.open(QIODevice::ReadOnly));
    QStringList there;
    static const QRegularExpression row(
        u"^\\| `([a-z]+\\.[a-z-]+)` \\| (hint|warning|problem) \\| .* \\| (.*) \\|$"_s);
    while (!page.atEnd()) {
        const auto match = row.match(QString::fromUtf8(page.readLine()).trimmed());
        if (match.hasMatch())
            there.append(match.capturedTexts().sliced(1).join(u'|'));
    }
    QStringList rules;
    const QStringList words {u"good"_s, u"hint"_s, u"warning"_s, u"problem"_s};
    for (const DoctorRules &field : doctorRules()) {
        for (const DoctorRule &rule : field.rules) {
            const QString remedy
                = QString::fromUtf8(rule.remedy).replace(u"%1"_s, u"X"_s).replace(u"%2"_s, u"Y"_s);
            rules.append(
                QStringList {QString::fromLatin1(rule.check), words[int(rule.severity)], remedy}.join(u'|'));
        }
    }
    QCOMPARE(there, rules);
    rules.removeDuplicates();
    QCOMPARE(rules.size(), there.size());
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
