// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/doctorchecks_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

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
    void factsOfSqliteAreJudged_data();
    void factsOfSqliteAreJudged();
    void otherBackendsHaveNoSqliteFindings();

private:
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
    QCOMPARE(severityOf(findings, u"store.sealing"_s), Severity::Hint);
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

void TestDoctor::factsOfSqliteAreJudged_data()
{
    QTest::addColumn<QString>("fact");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("check");
    QTest::addColumn<Severity>("severity");

    QTest::newRow("wal") << u"journalMode"_s << u"wal"_s << u"sqlite.journal-mode"_s << Severity::Good;
    QTest::newRow("delete") << u"journalMode"_s << u"delete"_s << u"sqlite.journal-mode"_s
                            << Severity::Problem;
    QTest::newRow("short log") << u"logBytes"_s << u"4096"_s << u"sqlite.wal-size"_s << Severity::Good;
    QTest::newRow("long log") << u"logBytes"_s << u"999999999"_s << u"sqlite.wal-size"_s << Severity::Warning;
    QTest::newRow("0600") << u"fileMode"_s << u"0600"_s << u"sqlite.file-mode"_s << Severity::Good;
    QTest::newRow("0644") << u"fileMode"_s << u"0644"_s << u"sqlite.file-mode"_s << Severity::Warning;
    QTest::newRow("ext4") << u"fileSystem"_s << u"ext4"_s << u"sqlite.file-system"_s << Severity::Good;
    QTest::newRow("nfs") << u"fileSystem"_s << u"nfs4"_s << u"sqlite.file-system"_s << Severity::Problem;
    QTest::newRow("all indexes") << u"missingIndexes"_s << u""_s << u"sqlite.indexes"_s << Severity::Good;
    QTest::newRow("an index less") << u"missingIndexes"_s << u"axess_session_sweep"_s << u"sqlite.indexes"_s
                                   << Severity::Problem;
    QTest::newRow("whole") << u"integrity"_s << u"ok"_s << u"sqlite.integrity"_s << Severity::Good;
    QTest::newRow("too large") << u"integrity"_s << u"unfinished"_s << u"sqlite.integrity"_s
                               << Severity::Hint;
    QTest::newRow("good rows") << u"unreadableRows"_s << u"0"_s << u"sqlite.rows"_s << Severity::Good;
    QTest::newRow("damaged rows") << u"unreadableRows"_s << u"3"_s << u"sqlite.rows"_s << Severity::Problem;
    QTest::newRow("damaged") << u"integrity"_s << u"row 7 missing"_s << u"sqlite.integrity"_s
                             << Severity::Problem;
}

void TestDoctor::factsOfSqliteAreJudged()
{
    QFETCH(const QString, fact);
    QFETCH(const QString, value);
    QFETCH(const QString, check);
    QFETCH(const Severity, severity);
    QCOMPARE(severityOf(sqliteFindings({{u"backend"_s, u"sqlite"_s}, {fact, value}}), check), severity);
}

void TestDoctor::otherBackendsHaveNoSqliteFindings()
{
    QVERIFY(sqliteFindings({{u"backend"_s, u"memory"_s}}).isEmpty());
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
