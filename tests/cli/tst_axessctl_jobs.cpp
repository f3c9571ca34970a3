// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qprocess.h>

using namespace Qt::StringLiterals;

class TestAxessctlJobs : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aJobIsRunInPlace();
    void aDryRunSaysSo();
    void aJobIsSubmittedPausedResumedAndCancelled();
    void aWrongCallIsTold_data();
    void aWrongCallIsTold();
    void withoutTheKeyJobsAreSeenOnly();
    void aWorkerWorksOffJobsUntilItIsEnded();

private:
    QString submitted() const;

    SealedStore m_store;
};

void TestAxessctlJobs::initTestCase()
{
    QVERIFY(m_store.isReady());
    QCOMPARE(m_store.run({u"demo-data"_s, u"40"_s}).exitCode, 0);
}

QString TestAxessctlJobs::submitted() const
{
    const AxessctlRun run
        = m_store.run({u"job"_s, u"submit"_s, u"verify-index"_s, u"--reason"_s, u"a test"_s});
    return run.json().value(u"id"_s).toString();
}

void TestAxessctlJobs::aJobIsRunInPlace()
{
    const AxessctlRun run = m_store.run({u"job"_s, u"run"_s, u"verify-index"_s, u"--rate"_s, u"100000"_s});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QCOMPARE(run.json().value(u"state"_s).toString(), u"done"_s);
    QCOMPARE(run.json().value(u"counts"_s)[u"sessions"_s].toInt(), 40);
    QCOMPARE(run.json().value(u"rate"_s).toInt(), 100000);
    QVERIFY(run.json().value(u"worker"_s).toString().startsWith(u"axessctl@"_s));
    const QString id = run.json().value(u"id"_s).toString();
    QCOMPARE(m_store.run({u"job"_s, u"show"_s, id}).json(), run.json());
    const QJsonArray list = m_store.run({u"job"_s, u"list"_s}).json().value(u"jobs"_s).toArray();
    QVERIFY(!list.isEmpty());
    QCOMPARE(list.first().toObject().value(u"id"_s).toString(), id);
    // Again: it has ended, and says so without doing it twice.
    const AxessctlRun again = m_store.run({u"job"_s, u"run"_s, id});
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.json(), run.json());
}

void TestAxessctlJobs::aDryRunSaysSo()
{
    const AxessctlRun run = m_store.run({u"job"_s, u"run"_s, u"verify-index"_s, u"--dry-run"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.json().value(u"dryRun"_s).toBool());
    QCOMPARE(run.json().value(u"counts"_s)[u"repaired"_s].toInt(-1), 0);
}

void TestAxessctlJobs::aJobIsSubmittedPausedResumedAndCancelled()
{
    const QString id = submitted();
    QVERIFY(!id.isEmpty());
    QCOMPARE(m_store.run({u"job"_s, u"pause"_s, id}).json().value(u"state"_s).toString(), u"paused"_s);
    const AxessctlRun paused = m_store.run({u"job"_s, u"run"_s, id});
    QCOMPARE(paused.exitCode, 0);
    QCOMPARE(paused.json().value(u"state"_s).toString(), u"paused"_s);
    QCOMPARE(m_store.run({u"job"_s, u"resume"_s, id}).json().value(u"state"_s).toString(), u"waiting"_s);
    const AxessctlRun cancelled = m_store.run({u"job"_s, u"cancel"_s, id});
    QCOMPARE(cancelled.json().value(u"state"_s).toString(), u"cancelled"_s);
    QCOMPARE(cancelled.json().value(u"reason"_s).toString(), u"a test"_s);
    const AxessctlRun ended = m_store.run({u"job"_s, u"resume"_s, id});
    QCOMPARE(ended.exitCode, 1);
    QVERIFY(ended.errors.contains("Gone"));
    QCOMPARE(m_store.run({u"job"_s, u"run"_s, id}).exitCode, 5);
}

void TestAxessctlJobs::aWrongCallIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("no kind") << QStringList {u"submit"_s} << 2;
    QTest::newRow("unknown kind") << QStringList {u"submit"_s, u"dance"_s} << 2;
    QTest::newRow("no such job") << QStringList {u"show"_s, u"20260101-000000-abcdef"_s} << 1;
    QTest::newRow("run nothing") << QStringList {u"run"_s, u"dance"_s} << 1;
    QTest::newRow("bad rate") << QStringList {u"run"_s, u"verify-index"_s, u"--rate"_s, u"0"_s} << 2;
    QTest::newRow("two jobs") << QStringList {u"pause"_s, u"a"_s, u"b"_s} << 2;
}

void TestAxessctlJobs::aWrongCallIsTold()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, exitCode);
    const AxessctlRun run = m_store.run(QStringList {u"job"_s} + arguments);
    QCOMPARE(run.exitCode, exitCode);
    QVERIFY(!run.errors.isEmpty());
}

void TestAxessctlJobs::withoutTheKeyJobsAreSeenOnly()
{
    const QString id = submitted();
    const QJsonObject seen = m_store.runKeyless({u"job"_s, u"show"_s, id}).json();
    QCOMPARE(seen.value(u"state"_s).toString(), u"waiting"_s);
    QVERIFY(seen.value(u"reason"_s).toString().isEmpty());
    const AxessctlRun refused = m_store.runKeyless({u"job"_s, u"cancel"_s, id});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.errors.contains("KeyMissing"));
    QCOMPARE(m_store.run({u"job"_s, u"cancel"_s, id}).exitCode, 0);
}

void TestAxessctlJobs::aWorkerWorksOffJobsUntilItIsEnded()
{
    QProcess worker;
    worker.start(
        QString::fromLatin1(AXESSCTL),
        {u"--store"_s, m_store.url(), u"--root-key-file"_s, m_store.path(u"root.key"_s), u"worker"_s});
    QVERIFY(worker.waitForStarted());
    const QString id = submitted();
    QTRY_COMPARE_WITH_TIMEOUT(m_store.run({u"job"_s, u"show"_s, id}).json().value(u"state"_s).toString(),
                              u"done"_s, 60'000);
    worker.terminate();
    QVERIFY(worker.waitForFinished(60'000));
    QCOMPARE(worker.exitStatus(), QProcess::NormalExit);
    QCOMPARE(worker.exitCode(), 0);
    const QJsonObject job = m_store.run({u"job"_s, u"show"_s, id}).json();
    QVERIFY(job.value(u"worker"_s).toString().startsWith(u"axessctl worker@"_s));
}

QTEST_GUILESS_MAIN(TestAxessctlJobs)

#include "tst_axessctl_jobs.moc"
