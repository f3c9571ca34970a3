// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobworker.h"

#include "axesstest.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Workers are killed in the middle of a job; the next ones go on from what its document says.
class TestJobKills : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aJobOutlivesItsWorkers_data();
    void aJobOutlivesItsWorkers();

private:
    using Worker = std::unique_ptr<QProcess>;

    Worker started(const FreshStore &store, const QString &job);
    QList<int> noted() const;

    QTemporaryDir m_folder;
};

TestJobKills::Worker TestJobKills::started(const FreshStore &store, const QString &job)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QString::fromLatin1(AXESS_JOBWORKER), {store.text(), job, m_folder.filePath(u"log"_s)});
    return process->waitForStarted() ? std::move(process) : nullptr;
}

// Where the steps began that were done so far, in the order of time.
QList<int> TestJobKills::noted() const
{
    QFile log(m_folder.filePath(u"log"_s));
    QList<int> rows;
    if (!log.open(QIODevice::ReadOnly))
        return rows;
    const QByteArrayList lines = log.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (!line.isEmpty())
            rows.append(line.toInt());
    }
    return rows;
}

void TestJobKills::aJobOutlivesItsWorkers_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestJobKills::aJobOutlivesItsWorkers()
{
    QFETCH(const QString, setUp);
    TAKE(fresh, FreshStore::make(setUp));
    TAKE(store, SessionStore::initialise(fresh->url(), KilledJobs::rootKey()));
    Jobs jobs(store,
              std::make_shared<const JobKinds>(
                  JobKinds::List {std::make_shared<const CountingJob>(KilledJobs::Rows)}));
    JobRequest request;
    request.kind = u"counting"_s;
    request.rowsPerSecond = KilledJobs::RowsPerSecond;
    TAKE(job, jobs.submit(request));

    constexpr std::array killedAfter {1, 4, 9, 13};
    for (const int steps : killedAfter) {
        const Worker worker = started(*fresh, job.id);
        QVERIFY(worker);
        QTRY_VERIFY_WITH_TIMEOUT(noted().size() >= steps || worker->state() == QProcess::NotRunning, 60'000);
        QCOMPARE(worker->state(), QProcess::Running);
        worker->kill();
        QVERIFY(worker->waitForFinished());
        TAKE(left, jobs.find(job.id));
        QCOMPARE(left.state, JobState::Running);
    }
    // Two at once, of whom one works.
    const Worker workers[] {started(*fresh, job.id), started(*fresh, job.id)};
    for (const Worker &worker : workers) {
        QVERIFY(worker);
        QVERIFY(worker->waitForFinished(60'000));
        QCOMPARE(worker->exitStatus(), QProcess::NormalExit);
        QCOMPARE(worker->exitCode(), 0);
    }

    TAKE(done, jobs.find(job.id));
    QCOMPARE(done.state, JobState::Done);
    QCOMPARE(done.counts.value(u"counted"_s), KilledJobs::Rows);
    QCOMPARE(done.rows, KilledJobs::Rows);
    // More where the machine let a living one sleep through its lease.
    QVERIFY(done.takeovers >= int(killedAfter.size()));
    const QList<int> steps = noted();
    for (int row = 0; row < KilledJobs::Rows; row += KilledJobs::RowsPerStep)
        QVERIFY2(steps.contains(row), qPrintable(QString::number(row)));
    // The last step of who was taken over from is done again, no other one.
    const auto atMost = KilledJobs::Rows / KilledJobs::RowsPerStep + qsizetype(done.takeovers);
    QVERIFY2(steps.size() <= atMost, qPrintable(QString::number(steps.size())));
}

QTEST_GUILESS_MAIN(TestJobKills)
#include "tst_jobkills.moc"
