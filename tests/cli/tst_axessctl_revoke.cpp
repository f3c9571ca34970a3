// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

/// Each test on a store of its own with the same made-up sessions.
class TestAxessctlRevoke : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutYesItIsOnlyCounted();
    void aFrozenFileIsActedOn();
    void everySessionOfATenantEndsAndComesBack();
    void aCanaryWaitsAtTheCommandLine();
    void aSubmittedRevocationWaitsWithoutYes();
    void withoutTheKeyItIsDoneInPlace();
    void progressIsToldInLinesOfJson();
    void aWrongCallIsTold_data();
    void aWrongCallIsTold();

private:
    int living(const QStringList &filter = {}) const;

    std::unique_ptr<SealedStore> m_store;
};

void TestAxessctlRevoke::init()
{
    AxessTest::init();
    m_store = std::make_unique<SealedStore>();
    QVERIFY(m_store->isReady());
    // Of this seed no session ends by itself within the next minutes.
    QCOMPARE(m_store->run({u"demo-data"_s, u"120"_s, u"--seed"_s, u"8"_s}).exitCode, 0);
}

int TestAxessctlRevoke::living(const QStringList &filter) const
{
    const AxessctlRun run = m_store->run(
        QStringList {u"session"_s, u"list"_s, u"--life"_s, u"live"_s, u"--limit"_s, u"1000"_s} + filter);
    return int(run.json().value(u"sessions"_s).toArray().size());
}

void TestAxessctlRevoke::withoutYesItIsOnlyCounted()
{
    const int before = living();
    for (const QStringList &more : {QStringList(), QStringList {u"--dry-run"_s}}) {
        const AxessctlRun run = m_store->run(QStringList {u"revoke"_s, u"--level"_s, u"guest"_s} + more);
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        QVERIFY(run.json().value(u"dryRun"_s).toBool());
        QCOMPARE(run.json().value(u"sessions"_s).toInt(), living({u"--level"_s, u"guest"_s}));
        QCOMPARE(run.json().value(u"counts"_s)[u"level.guest"_s].toInt(), living({u"--level"_s, u"guest"_s}));
    }
    QCOMPARE(living(), before);
    QVERIFY(m_store->run({u"job"_s, u"list"_s}).json().value(u"jobs"_s).toArray().isEmpty());
}

void TestAxessctlRevoke::aFrozenFileIsActedOn()
{
    const int before = living();
    const int guests = living({u"--level"_s, u"guest"_s});
    const QString file = m_store->path(u"ids"_s);
    QCOMPARE(m_store->run({u"revoke"_s, u"--level"_s, u"guest"_s, u"--ids-to"_s, file}).exitCode, 0);
    QCOMPARE(m_store->run({u"revoke"_s, u"--level"_s, u"guest"_s, u"--ids-to"_s, file}).exitCode, 2);
    const AxessctlRun run
        = m_store->run({u"revoke"_s, u"--ids-from"_s, file, u"--yes"_s, u"--reason"_s, u"a test"_s});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QCOMPARE(run.json().value(u"counts"_s)[u"done"_s].toInt(), guests);
    QCOMPARE(run.json().value(u"counts"_s)[u"verified"_s].toInt(), guests);
    QCOMPARE(living(), before - guests);
}

void TestAxessctlRevoke::everySessionOfATenantEndsAndComesBack()
{
    const QStringList tenant {
        u"--tenant"_s, m_store->run({u"tenant"_s, u"list"_s}).json().value(u"tenants"_s)[0].toString()};
    const int before = living();
    const int doomed = living(tenant);
    QVERIFY(doomed > 0 && doomed < before);
    const AxessctlRun run = m_store->run(
        QStringList {u"revoke"_s, u"--yes"_s, u"--reason"_s, u"a test"_s, u"--ticket"_s, u"T-1"_s} + tenant);
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QCOMPARE(living(), before - doomed);
    const QString job = run.json().value(u"id"_s).toString();
    QVERIFY(run.errors.contains((u"revoke undo "_s + job).toUtf8()));
    const AxessctlRun undo = m_store->run({u"revoke"_s, u"undo"_s, job});
    QVERIFY2(undo.exitCode == 0, undo.errors.constData());
    QCOMPARE(undo.json().value(u"counts"_s)[u"restored"_s].toInt(), doomed);
    QCOMPARE(living(), before);
}

void TestAxessctlRevoke::aCanaryWaitsAtTheCommandLine()
{
    const int before = living();
    const AxessctlRun run = m_store->run(
        {u"revoke"_s, u"--everybody"_s, u"--canary"_s, u"5"_s, u"--yes"_s, u"--reason"_s, u"a test"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.json().value(u"state"_s).toString(), u"paused"_s);
    QCOMPARE(living(), before - 5);
    const QString job = run.json().value(u"id"_s).toString();
    QCOMPARE(m_store->run({u"revoke"_s, u"undo"_s, job}).exitCode, 1);
    QCOMPARE(m_store->run({u"job"_s, u"resume"_s, job}).exitCode, 0);
    QCOMPARE(m_store->run({u"job"_s, u"run"_s, job}).exitCode, 0);
    QCOMPARE(living(), 0);
}

void TestAxessctlRevoke::aSubmittedRevocationWaitsWithoutYes()
{
    const int before = living();
    const AxessctlRun run
        = m_store->run({u"revoke"_s, u"--everybody"_s, u"--submit"_s, u"--reason"_s, u"a test"_s});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QCOMPARE(run.json().value(u"state"_s).toString(), u"waiting"_s);
    const QString job = run.json().value(u"id"_s).toString();
    const QJsonObject held = m_store->run({u"job"_s, u"run"_s, job}).json();
    QCOMPARE(held.value(u"state"_s).toString(), u"paused"_s);
    QCOMPARE(held.value(u"counts"_s)[u"requested"_s].toInt(), before);
    QCOMPARE(living(), before);
}

void TestAxessctlRevoke::withoutTheKeyItIsDoneInPlace()
{
    const int doomed = living({u"--level"_s, u"guest"_s});
    const QStringList guests {u"revoke"_s, u"--level"_s, u"guest"_s, u"--reason"_s, u"a test"_s};
    const AxessctlRun refused = m_store->runKeyless(guests + QStringList {u"--submit"_s});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.errors.contains("KeyMissing"));
    const AxessctlRun run = m_store->runKeyless(guests + QStringList {u"--yes"_s});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QCOMPARE(run.json().value(u"counts"_s)[u"verified"_s].toInt(), doomed);
    QCOMPARE(run.json().value(u"mark"_s).toString().size(), 16);
    QCOMPARE(living({u"--level"_s, u"guest"_s}), 0);
    QVERIFY(m_store->run({u"job"_s, u"list"_s}).json().value(u"jobs"_s).toArray().isEmpty());
}

void TestAxessctlRevoke::progressIsToldInLinesOfJson()
{
    const AxessctlRun run
        = m_store->run({u"revoke"_s, u"--everybody"_s, u"--yes"_s, u"--reason"_s, u"a test"_s});
    const QByteArray line = run.errors.left(run.errors.indexOf('\n'));
    const QJsonObject progress = QJsonDocument::fromJson(line).object();
    QCOMPARE(progress.value(u"kind"_s).toString(), u"revoke-sessions"_s);
    QVERIFY(progress.contains(u"timeLeft"_s));
}

void TestAxessctlRevoke::aWrongCallIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString id(32, u'a');
    QTest::newRow("nobody") << QStringList {u"--yes"_s, u"--reason"_s, u"x"_s};
    QTest::newRow("two choices") << QStringList {id, u"--everybody"_s};
    QTest::newRow("no reason") << QStringList {id, u"--yes"_s};
    QTest::newRow("dry and yes") << QStringList {id, u"--yes"_s, u"--dry-run"_s, u"--reason"_s, u"x"_s};
    QTest::newRow("no id") << QStringList {u"dance"_s};
    QTest::newRow("no file") << QStringList {u"--ids-from"_s, u"/nowhere/ids"_s};
    QTest::newRow("no canary") << QStringList {id, u"--canary"_s, u"0"_s};
    QTest::newRow("bad grace") << QStringList {id, u"--grace"_s, u"soon"_s};
    QTest::newRow("dead ones") << QStringList {u"--life"_s, u"expired"_s};
    QTest::newRow("undo of nothing") << QStringList {u"undo"_s};
}

void TestAxessctlRevoke::aWrongCallIsTold()
{
    QFETCH(const QStringList, arguments);
    const AxessctlRun run = m_store->run(QStringList {u"revoke"_s} + arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY(!run.errors.isEmpty());
}

QTEST_GUILESS_MAIN(TestAxessctlRevoke)

#include "tst_axessctl_revoke.moc"
