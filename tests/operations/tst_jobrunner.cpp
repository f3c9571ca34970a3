// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/jobrunner_p.h"

#include "faultyfactory.h"
#include "jobstest.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestJobRunner : public JobsTest
{
    Q_OBJECT

private Q_SLOTS:
    void aPausedJobGoesOnWhereItStopped();
    void aRunningJobFollowsWhoPausesOrCancelsIt();
    void oneWorksOnAJobAtATime();
    void anotherGoesOnAfterAWorkerThatFellSilent();
    void aWorkerThatSleptThroughItsLeaseChangesNothing();
    void whoIsStoppedSignsOff();
    void theRateIsKept();
    void timeLeftIsToldFromWhatWasDone();
    void anErrorEndsAJobAndIsReported();
    void anOutageIsWaitedOut();
    void eachLostCallLeavesAJobThatEnds_data();
    void eachLostCallLeavesAJobThatEnds();
};

void TestJobRunner::aPausedJobGoesOnWhereItStopped()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    m_counting->inStep([&](int row) {
        if (row == 2000)
            (void)mine->pause(job.id);
    });
    TAKE(run, mine->run(job.id, control()));
    QCOMPARE(run.end, JobRunEnd::Paused);
    QCOMPARE(run.job.state, JobState::Paused);
    // The step under way was kept.
    QCOMPARE(run.job.done, 3000);
    TAKE(none, mine->workOff(control()));
    QCOMPARE(none, 0);
    TAKE(resumed, mine->resume(job.id));
    QCOMPARE(resumed.state, JobState::Waiting);
    TAKE(ended, mine->workOff(control()));
    QCOMPARE(ended, 1);
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
    TAKE(done, mine->find(job.id));
    QCOMPARE(done.takeovers, 0);
}

void TestJobRunner::aRunningJobFollowsWhoPausesOrCancelsIt()
{
    const auto mine = jobs();
    const auto others = jobs();
    TAKE(job, mine->submit(counting()));
    m_counting->inStep([&](int row) {
        if (row != 1000)
            return;
        const auto wished = others->cancel(job.id);
        QVERIFY(wished && wished->state == JobState::Running && wished->wish == JobWish::Cancel);
        // Who cancels is not undone by who resumes.
        VERIFY_FAILS(others->resume(job.id), ErrorCode::Conflict);
    });
    TAKE(run, mine->run(job.id, control()));
    QCOMPARE(run.end, JobRunEnd::Ended);
    QCOMPARE(run.job.state, JobState::Cancelled);
    QCOMPARE(run.job.counts.value(u"counted"_s), 2000);
    QCOMPARE(m_counting->handled().size(), 2000);
}

void TestJobRunner::oneWorksOnAJobAtATime()
{
    const auto mine = jobs();
    const auto others = jobs();
    TAKE(job, mine->submit(counting()));
    int refused = 0;
    m_counting->inStep([&](int) {
        const auto run = others->run(job.id, control());
        QVERIFY(run && run->end == JobRunEnd::Elsewhere);
        ++refused;
    });
    VERIFY_OK(mine->run(job.id, control()));
    QCOMPARE(refused, 6);
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
}

void TestJobRunner::anotherGoesOnAfterAWorkerThatFellSilent()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    // It dies in the step from 2,000 on: its document says that it works still, and its lease stands.
    const auto others = jobs();
    bool isFirst = true;
    m_counting->inStep([&](int row) {
        if (row != 2000 || !std::exchange(isFirst, false))
            return;
        m_counting->inStep({});
        m_fixture->clock->advance(control().lease);
        const auto run = others->run(job.id, control());
        QVERIFY(run && run->end == JobRunEnd::Ended);
    });
    TAKE(run, mine->run(job.id, control()));
    QCOMPARE(run.end, JobRunEnd::Ended);
    TAKE(done, mine->find(job.id));
    QCOMPARE(done.state, JobState::Done);
    QCOMPARE(done.takeovers, 1);
    QCOMPARE(done.counts.value(u"counted"_s), Rows);
    const QList<int> handled = m_counting->handled();
    QCOMPARE(handled.count(2), 1000);
    QCOMPARE(handled.count(1), Rows - 1000);
}

void TestJobRunner::aWorkerThatSleptThroughItsLeaseChangesNothing()
{
    const auto mine = jobs();
    const auto others = jobs();
    TAKE(job, mine->submit(counting()));
    bool isFirst = true;
    m_counting->inStep([&](int row) {
        if (row != 1000 || !std::exchange(isFirst, false))
            return;
        m_counting->inStep({});
        m_fixture->clock->advance(control().lease);
        JobControl other = control();
        int turns = 0;
        other.wait = [&](std::chrono::milliseconds) { return ++turns < 4; };
        const auto run = others->run(job.id, other);
        QVERIFY(run && run->end == JobRunEnd::Stopped);
    });
    TAKE(run, mine->run(job.id, control()));
    // The other had signed off by then; what the sleeper did of its step counts nowhere.
    QCOMPARE(run.end, JobRunEnd::Elsewhere);
    TAKE(ended, mine->workOff(control()));
    QCOMPARE(ended, 1);
    TAKE(done, mine->find(job.id));
    QCOMPARE(done.counts.value(u"counted"_s), Rows);
    QCOMPARE(done.takeovers, 1);
}

void TestJobRunner::whoIsStoppedSignsOff()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    JobControl stops = control();
    int steps = 0;
    stops.wait = [&](std::chrono::milliseconds) { return steps < 3; };
    stops.progressed = [&](const JobInfo &) { ++steps; };
    TAKE(run, mine->run(job.id, stops));
    QCOMPARE(run.end, JobRunEnd::Stopped);
    QCOMPARE(run.job.state, JobState::Waiting);
    TAKE(ended, jobs()->workOff(control()));
    QCOMPARE(ended, 1);
    TAKE(done, mine->find(job.id));
    QCOMPARE(done.takeovers, 0);
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
}

void TestJobRunner::theRateIsKept()
{
    const auto mine = jobs();
    JobRequest request = counting();
    request.rowsPerSecond = 500;
    TAKE(job, mine->submit(request));
    const qint64 before = m_fixture->clock->now();
    TAKE(run, mine->run(job.id, control()));
    QCOMPARE(run.job.state, JobState::Done);
    const qint64 spent = m_fixture->clock->now() - before;
    // 11 seconds, of which the first and the last step's wait may lack.
    QVERIFY2(spent >= 10'000 && spent <= 11'500, qPrintable(QString::number(spent)));
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
}

void TestJobRunner::timeLeftIsToldFromWhatWasDone()
{
    const auto mine = jobs();
    JobRequest request = counting();
    request.rowsPerSecond = 500;
    TAKE(job, mine->submit(request));
    QVERIFY(!job.timeLeft());
    std::optional<JobInfo> middle;
    JobControl watching = control();
    watching.progressed = [&](const JobInfo &info) {
        if (info.done >= Rows / 2 && !middle)
            middle = info;
    };
    TAKE(run, mine->run(job.id, watching));
    QVERIFY(middle && middle->timeLeft());
    QVERIFY(std::abs(middle->rowsPerSecond() - 500) < 100);
    QVERIFY(std::abs(middle->timeLeft()->count() - 5500) < 1200);
    QVERIFY(!run.job.timeLeft());
}

void TestJobRunner::anErrorEndsAJobAndIsReported()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    m_counting->failAt(3500, Error(ErrorCode::Denied, u"The store's user may not"_s));
    TAKE(run, mine->run(job.id, control()));
    QCOMPARE(run.end, JobRunEnd::Ended);
    TAKE(failed, jobs()->find(job.id));
    QCOMPARE(failed.state, JobState::Failed);
    QVERIFY(failed.error);
    QCOMPARE(failed.error->code(), ErrorCode::Denied);
    QCOMPARE(failed.error->message(), u"The store's user may not"_s);
    QCOMPARE(failed.counts.value(u"counted"_s), 3000);
}

void TestJobRunner::anOutageIsWaitedOut()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    m_counting->failAt(3500, Error(ErrorCode::Unavailable, u"The server is away"_s));
    JobControl patient = control();
    int troubles = 0;
    patient.troubled = [&](const Error &error) {
        QCOMPARE(error.code(), ErrorCode::Unavailable);
        if (++troubles == 5)
            m_counting->heal();
    };
    TAKE(run, mine->run(job.id, patient));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(troubles, 5);
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
}

void TestJobRunner::eachLostCallLeavesAJobThatEnds_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("refused") << Fault::Refused;
    QTest::newRow("cut before") << Fault::CutBefore;
    QTest::newRow("cut after") << Fault::CutAfter;
}

// At each call of a run the store goes away for two calls: the run goes on, and counts each row once.
void TestJobRunner::eachLostCallLeavesAJobThatEnds()
{
    QFETCH(const Fault, fault);
    for (int call = 1;; ++call) {
        init();
        const auto faulty = std::make_shared<FaultyFactory>(m_fixture->options.factory);
        m_fixture->options.factory = faulty;
        const auto mine = jobs();
        TAKE(job, mine->submit(counting()));
        faulty->plan().arm(fault, call, 2);
        TAKE(run, mine->run(job.id, control()));
        const int faults = faulty->plan().disarm();
        QCOMPARE(run.end, JobRunEnd::Ended);
        TAKE(done, mine->find(job.id));
        QCOMPARE(done.state, JobState::Done);
        QCOMPARE(done.counts.value(u"counted"_s), Rows);
        QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
        if (faults == 0) {
            QVERIFY(call > 10);
            return;
        }
    }
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_jobrunner.moc"
