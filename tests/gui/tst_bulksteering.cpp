// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bulkfixture.h"
#include "countdown.h"

#include "logouts/jobtexts.h"
#include "logouts/resultdialog.h"

#include <QtTest/qsignalspy.h>
#include <QtWidgets/qpushbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using State = BulkLogOut::State;

/// What a person, or a machine that sleeps, does to a log-out in bulk between its beginning and its end.
class TestBulkSteering : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aCountdownThatWasSleptThroughSendsNothing();
    void whatWasSleptThroughIsCalledOff();
    void whoEndedLastOfALongJobIsUndone();
    void beforeItsNameIsKnownAJobIsNotPaused();
    void steeringDoesNotWaitForWhatRuns();
    void goingOnAtOnceRunsOn();
    void onlyWhatFailedIsRetried();

private:
    static bool isRetryOffered(const ResultDialog &dialog)
    {
        return !dialog.findChild<QPushButton *>(u"resultRetry"_s)->isHidden();
    }
};

void TestBulkSteering::aCountdownThatWasSleptThroughSendsNothing()
{
    BulkFixture fixture(3);
    fixture.order.countdown = 60s;
    BulkLogOut job(fixture.console, fixture.order);
    job.start();
    QVERIFY(passes(job, *fixture.window.store.clock, 20s));

    fixture.window.store.clock->advance(5min);

    QTRY_COMPARE(job.state(), State::Paused);
    QCOMPARE(JobTexts::state(job), u"Not sent"_s);
    QTest::qWait(500); // More than two looks at the clock.
    QVERIFY(!job.wasSent());
    QCOMPARE(fixture.living(), 3);
    job.resume();
    QCOMPARE(job.untilSent(), 60s);
    QVERIFY(passes(job, *fixture.window.store.clock, 60s));
    QTRY_COMPARE(job.state(), State::Done);
    QCOMPARE(fixture.living(), 0);
}

void TestBulkSteering::whatWasSleptThroughIsCalledOff()
{
    BulkFixture fixture(2);
    fixture.order.countdown = 60s;
    BulkLogOut job(fixture.console, fixture.order);
    job.start();
    fixture.window.store.clock->advance(5min);
    QTRY_COMPARE(job.state(), State::Paused);
    QVERIFY(job.isCancellable());

    job.cancel();

    QCOMPARE(job.state(), State::Cancelled);
    QCOMPARE(JobTexts::result(job), u"Nobody was logged out"_s);
    QCOMPARE(fixture.living(), 2);
}

void TestBulkSteering::whoEndedLastOfALongJobIsUndone()
{
    BulkFixture fixture(10);
    fixture.order.canary = 2;
    BulkLogOut job(fixture.console, fixture.order);
    job.start();
    QTRY_COMPARE(job.state(), State::Paused);
    // For longer than the first two can be undone.
    fixture.window.store.clock->advance(20min);
    job.resume();
    QTRY_COMPARE(job.state(), State::Done);

    QVERIFY(job.isUndoable());
    job.undo();

    QTRY_COMPARE(job.state(), State::Undone);
    QCOMPARE(fixture.living(), 8);
    QVERIFY2(JobTexts::result(job).contains("2 could not be undone"_L1), qPrintable(JobTexts::result(job)));
    QCOMPARE(JobTexts::tone(job), Tone::Attention);
}

void TestBulkSteering::beforeItsNameIsKnownAJobIsNotPaused()
{
    BulkFixture fixture(3);
    BulkLogOut job(fixture.console, fixture.order);
    job.start();
    QCOMPARE(job.state(), State::Running);
    QVERIFY(!job.standsInStore());

    // Whoever works jobs off would go on with it.
    QVERIFY(!job.isPausable());
    job.pause();

    QTRY_COMPARE(job.state(), State::Done);
}

void TestBulkSteering::steeringDoesNotWaitForWhatRuns()
{
    constexpr int many = 9; // More than there are threads for long work.
    BulkFixture fixture(3 * many);
    std::vector<std::unique_ptr<BulkLogOut>> jobs;
    for (int i = 0; i < many; ++i) {
        BulkOrder order = fixture.order;
        order.ids = fixture.order.ids.sliced(3 * i, 3);
        order.rate = 1; // Of a clock that stands it lets no second one through.
        jobs.push_back(std::make_unique<BulkLogOut>(fixture.console, order));
        jobs.back()->start();
    }
    BulkLogOut &first = *jobs.front();
    QTRY_VERIFY(first.standsInStore());

    first.cancel();

    QTRY_COMPARE(first.state(), State::Cancelled);
}

void TestBulkSteering::goingOnAtOnceRunsOn()
{
    BulkFixture fixture(200);
    fixture.order.rate = 1;
    BulkLogOut job(fixture.console, fixture.order);
    job.start();
    QTRY_VERIFY(job.isPausable());

    job.pause();
    QCOMPARE(job.state(), State::Paused);
    job.resume();

    QTRY_COMPARE(job.state(), State::Running);
    QVERIFY(job.isPausable());
    job.cancel();
    QTRY_VERIFY2(job.state() == State::Cancelled, qPrintable(JobTexts::state(job)));
}

void TestBulkSteering::onlyWhatFailedIsRetried()
{
    BulkFixture refused(3, WindowFixture::Access::WithKey, ConsoleMode::Support);
    refused.order.canary = 2;
    BulkLogOut failed(refused.console, refused.order);
    failed.start();
    QTRY_COMPARE(failed.state(), State::Failed);
    auto *dialog = new ResultDialog(failed); // Goes when it closes.
    QSignalSpy wanted(dialog, &ResultDialog::retryWanted);
    QVERIFY(isRetryOffered(*dialog));
    dialog->findChild<QPushButton *>(u"resultRetry"_s)->click();
    QCOMPARE(wanted.size(), 1);
    const auto again = wanted.constFirst().constFirst().value<BulkOrder>();
    QCOMPARE(again.ids, refused.order.ids);
    QCOMPARE(again.canary, 0);

    BulkFixture fixture(3);
    BulkLogOut undone(fixture.console, fixture.order);
    undone.start();
    QTRY_COMPARE(undone.state(), State::Done);
    undone.undo();
    QTRY_COMPARE(undone.state(), State::Undone);
    QVERIFY(!isRetryOffered(ResultDialog(undone)));

    fixture.order.countdown = 60s;
    BulkLogOut calledOff(fixture.console, fixture.order);
    calledOff.start();
    calledOff.cancel();
    QVERIFY(!isRetryOffered(ResultDialog(calledOff)));
    QCOMPARE(fixture.living(), 3);
}

QTEST_MAIN(TestBulkSteering)
#include "tst_bulksteering.moc"
