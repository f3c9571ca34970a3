// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "keysfixture.h"
#include "verify.h"

#include "jobs/jobsmodel.h"
#include "logouts/bulklogouts.h"
#include "widgets/chip.h"
#include "widgets/messagestrip.h"

#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qradiobutton.h>
#include <QtWidgets/qspinbox.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A key is replaced from the window, whatever happens to the window meanwhile.
class TestRotationWizard : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aTrialWritesNothing();
    void everythingIsSealedAnew();
    void lazilyNothingIsRead();
    void productionIsTyped();
    void itIsPausedAndGoesOn();
    void aClosedConsoleOffersToGoOn();
    void aWishThatWasNotHeardIsForgotten();
    void whatADeadWorkerLeftIsCancelled();
    void lookingBeginsNothing();
    void damageIsNotCalledDone();
    void anotherOneIsToldOf();
    void whatIsLeftToOthersIsWatched();
    void onlyTheGateLetsItBegin();

private:
    static RotationWizard *asked(KeysFixture &fixture)
    {
        return fixture.openKeys() ? fixture.ask<RotationWizard>("keyRotate") : nullptr;
    }
    static StoreJob *newest(const KeysFixture &fixture)
    {
        return qobject_cast<StoreJob *>(fixture.window->bulkLogOuts().jobs().job(0));
    }
    static void press(const RotationWizard *wizard, const char *button)
    {
        KeysFixture::part<QPushButton>(wizard, button)->click();
    }
    /// Every row names the active key, and opens.
    static bool isClean(const KeysFixture &fixture)
    {
        const auto report = Keys(fixture.opened).verify();
        return report && report->isClean();
    }
};

void TestRotationWizard::aTrialWritesNothing()
{
    KeysFixture fixture(7);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    const quint64 revision = fixture.model().report().revision;

    press(wizard, "rotationTry");

    const auto *told = KeysFixture::part<QLabel>(wizard, "rotationTrial");
    QVERIFY(fixture.passes([&] { return told->text().contains("would be sealed anew"_L1); }));
    QVERIFY2(told->text().contains(u"7 would be sealed anew · 0 do not open"_s), qPrintable(told->text()));
    TAKE(report, Keys(fixture.opened).list());
    QCOMPARE(report.revision, revision);
    QVERIFY(!wizard->followed());
}

void TestRotationWizard::everythingIsSealedAnew()
{
    KeysFixture fixture(12);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    const quint32 before = fixture.key(u"active"_s);
    KeysFixture::part<QLineEdit>(wizard, "rotationReason")->setText(u"quarterly"_s);

    press(wizard, "rotationAct");

    QVERIFY(wizard->followed());
    QVERIFY(fixture.passes([&] { return wizard->followed()->hasEnded(); }));
    const StoreJob &job = *wizard->followed();
    QCOMPARE(job.stateText(), u"Done"_s);
    QCOMPARE(job.job().request.reason, u"quarterly"_s);
    QVERIFY2(job.resultText().startsWith(u"12 sealed anew · 12 of 12 verified · 1 keys retired"_s),
             qPrintable(job.resultText()));
    QVERIFY(isClean(fixture));
    QTRY_COMPARE(fixture.key(u"retired"_s), before);
    QVERIFY(fixture.key(u"active"_s) != before);
    for (int phase = 0; phase < 7; ++phase)
        QVERIFY(KeysFixture::part<QLabel>(wizard, qPrintable(u"rotationPhase%1"_s.arg(phase)))->isVisible());
    for (const Chip *chip : wizard->findChildren<Chip *>())
        QCOMPARE(chip->text(), u"done"_s);
}

void TestRotationWizard::lazilyNothingIsRead()
{
    KeysFixture fixture(4);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    KeysFixture::part<QRadioButton>(wizard, "rotationLazy")->click();

    press(wizard, "rotationAct");

    QVERIFY(fixture.passes([&] { return wizard->followed()->hasEnded(); }));
    TAKE(report, Keys(fixture.opened).verify());
    QCOMPARE(report.underOldKeys, 4);
    QVERIFY(!KeysFixture::part<QLabel>(wizard, "rotationPhase3")->isVisible());
}

void TestRotationWizard::productionIsTyped()
{
    KeysFixture fixture(1);
    fixture.address.environment = Environment::Production;
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    auto *act = KeysFixture::part<QPushButton>(wizard, "rotationAct");
    QVERIFY(!act->isEnabled());
    QVERIFY(KeysFixture::part<QPushButton>(wizard, "rotationTry")->isEnabled());
    KeysFixture::part<QLineEdit>(wizard, "rotationTyped")->setText(u"memory"_s);
    QVERIFY(act->isEnabled());
    QVERIFY(KeysFixture::part<QPushButton>(wizard, "rotationClose")->isDefault());
}

void TestRotationWizard::itIsPausedAndGoesOn()
{
    KeysFixture fixture(4);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    KeysFixture::part<QSpinBox>(wizard, "rotationRate")->setValue(1); // Of a clock that stands: none goes on.
    press(wizard, "rotationAct");
    QVERIFY(QTest::qWaitFor([&] { return wizard->followed()->isPausable(); }, 10'000));

    press(wizard, "rotationPause");
    QVERIFY(fixture.passes([&] { return wizard->followed()->job().state == JobState::Paused; }));
    QTRY_VERIFY(KeysFixture::part<QPushButton>(wizard, "rotationResume")->isEnabled());
    press(wizard, "rotationResume");

    const auto ended = [&] {
        fixture.store.clock->advance(2s);
        return wizard->followed()->hasEnded();
    };
    QVERIFY(QTest::qWaitFor(ended, 30'000));
    QCOMPARE(wizard->followed()->stateText(), u"Done"_s);
    QVERIFY(isClean(fixture));
}

void TestRotationWizard::aClosedConsoleOffersToGoOn()
{
    KeysFixture fixture(4);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    KeysFixture::part<QSpinBox>(wizard, "rotationRate")->setValue(1);
    press(wizard, "rotationAct");
    QVERIFY(fixture.passes([&] {
        const auto progress = RotationProgress::of(wizard->followed()->job());
        return progress && progress->phase >= RotationPhase::Settle;
    }));
    const QString id = wizard->followed()->job().id;
    // As if it had been killed: nobody is asked, and its worker is told to stop.
    fixture.window.reset();

    // Who goes away leaves the job to the next, as soon as its lease is over.
    fixture.store.clock->advance(30s);
    QVERIFY(fixture.openKeys());
    const auto *strip = fixture.child<MessageStrip>("rotationStrip");
    QTRY_VERIFY(strip->isVisible());
    QVERIFY2(strip->text().startsWith("Rotation of the sessions' key"_L1), qPrintable(strip->text()));
    strip->findChild<QPushButton *>(u"messageAction"_s)->click();
    auto *again = fixture.window->findChild<RotationWizard *>();
    QVERIFY(again);
    QVERIFY(again->followed());
    // It is only shown until somebody wants it to go on.
    QTRY_VERIFY(KeysFixture::part<QPushButton>(again, "rotationResume")->isEnabled());
    press(again, "rotationResume");
    const auto ended = [&] {
        fixture.store.clock->advance(2s);
        return again->followed()->hasEnded();
    };
    QVERIFY(QTest::qWaitFor(ended, 30'000));

    QCOMPARE(again->followed()->job().id, id);
    QCOMPARE(again->followed()->job().state, JobState::Done);
    QVERIFY(isClean(fixture));
}

void TestRotationWizard::aWishThatWasNotHeardIsForgotten()
{
    KeysFixture fixture(3);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    KeysFixture::part<QSpinBox>(wizard, "rotationRate")->setValue(1);
    press(wizard, "rotationAct");
    QTRY_VERIFY(wizard->followed()->isPausable());
    fixture.faults->arm(Fault::Refused, 1, 1'000'000);
    press(wizard, "rotationPause");
    QTRY_VERIFY(wizard->followed()->error());
    fixture.faults->disarm();

    QVERIFY(wizard->followed()->stateText() != "Stands still"_L1);
    const auto ended = [&] {
        fixture.store.clock->advance(2s);
        return wizard->followed()->hasEnded();
    };
    QVERIFY(QTest::qWaitFor(ended, 30'000));
    QCOMPARE(wizard->followed()->tone(), Tone::Good);
    QCOMPARE(wizard->followed()->problemText(), QString());
}

void TestRotationWizard::whatADeadWorkerLeftIsCancelled()
{
    KeysFixture fixture(3);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    KeysFixture::part<QSpinBox>(wizard, "rotationRate")->setValue(1);
    press(wizard, "rotationAct");
    QTRY_COMPARE(wizard->followed()->job().state, JobState::Running);
    const QString id = wizard->followed()->job().id;
    fixture.window.reset();
    QVERIFY(fixture.openKeys());
    QTRY_VERIFY(fixture.child<MessageStrip>("rotationStrip")->isVisible());
    fixture.child<MessageStrip>("rotationStrip")->findChild<QPushButton *>(u"messageAction"_s)->click();
    auto *again = fixture.window->findChild<RotationWizard *>();
    QVERIFY(again);
    QTRY_VERIFY(again->followed()->isCancellable());
    // Who looks has begun nothing that would end with the window.
    QVERIFY(!again->followed()->isBegunHere());

    press(again, "rotationCancel");

    const auto ended = [&] {
        fixture.store.clock->advance(2s);
        return again->followed()->hasEnded();
    };
    QVERIFY(QTest::qWaitFor(ended, 30'000));
    QCOMPARE(again->followed()->job().id, id);
    QCOMPARE(again->followed()->stateText(), u"Cancelled"_s);
}

void TestRotationWizard::lookingBeginsNothing()
{
    KeysFixture fixture(2);
    Jobs jobs(fixture.opened);
    RotationOrder danas;
    danas.by = u"dana"_s;
    TAKE(standing, jobs.submit(danas.request()));
    VERIFY_OK(jobs.pause(standing.id));
    QVERIFY(fixture.openKeys());
    // What the page saw is over by the time somebody asks for it.
    VERIFY_OK(jobs.cancel(standing.id));

    fixture.child<MessageStrip>("rotationStrip")->findChild<QPushButton *>(u"messageAction"_s)->click();

    const auto *wizard = fixture.window->findChild<RotationWizard *>();
    QVERIFY(wizard);
    QTRY_COMPARE(wizard->followed()->stateText(), u"Cancelled"_s);
    TAKE(all, jobs.list());
    QCOMPARE(all.size(), 1);
}

void TestRotationWizard::damageIsNotCalledDone()
{
    KeysFixture fixture(3);
    SealedRow damaged = fixture.store.stored(fixture.ids.at(1));
    damaged.payload.back() = char(damaged.payload.back() ^ 1);
    fixture.store.overwrite(damaged);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);

    press(wizard, "rotationAct");

    QVERIFY(fixture.passes([&] { return wizard->followed()->hasEnded(); }));
    QCOMPARE(wizard->followed()->stateText(), u"Done, see there"_s);
    QCOMPARE(fixture.key(u"retired"_s), 0u);
    const QList<Chip *> chips = wizard->findChildren<Chip *>();
    QCOMPARE(chips.size(), 7);
    QCOMPARE(chips.at(int(RotationPhase::Reseal))->text(), u"done"_s);
    QCOMPARE(chips.at(int(RotationPhase::Retire))->text(), u"not done"_s);
}

void TestRotationWizard::anotherOneIsToldOf()
{
    KeysFixture fixture(2);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    Jobs jobs(fixture.opened);
    RotationOrder danas;
    danas.by = u"dana"_s;
    danas.rate = 7;
    TAKE(standing, jobs.submit(danas.request()));
    VERIFY_OK(jobs.pause(standing.id));

    press(wizard, "rotationAct");

    QTRY_COMPARE(wizard->followed()->job().id, standing.id);
    const auto *state = KeysFixture::part<QLabel>(wizard, "rotationState");
    QTRY_VERIFY2(state->text().contains("does not count"_L1), qPrintable(state->text()));
    // Who paused it had a reason.
    QCOMPARE(wizard->followed()->stateText(), u"Paused"_s);
    TAKE(all, jobs.list());
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.constFirst().state, JobState::Paused);
}

void TestRotationWizard::whatIsLeftToOthersIsWatched()
{
    KeysFixture fixture(5);
    RotationWizard *wizard = asked(fixture);
    QVERIFY(wizard);
    KeysFixture::part<QCheckBox>(wizard, "rotationLeft")->setChecked(true);
    press(wizard, "rotationAct");
    QTRY_VERIFY(wizard->followed()->isUntaken());
    QCOMPARE(wizard->followed()->stateText(), u"Waits for a worker"_s);
    QTRY_VERIFY(KeysFixture::part<QPushButton>(wizard, "rotationResume")->isEnabled());

    // Another works it off.
    Jobs jobs(fixture.opened);
    JobControl control;
    control.wait = [&](std::chrono::milliseconds time) {
        fixture.store.clock->advance(time);
        return true;
    };
    TAKE(run, jobs.run(wizard->followed()->job().id, control));
    QCOMPARE(run.job.state, JobState::Done);
    QVERIFY(QTest::qWaitFor([&] { return wizard->followed()->hasEnded(); }, 10'000));
    QCOMPARE(wizard->followed()->stateText(), u"Done"_s);
}

void TestRotationWizard::onlyTheGateLetsItBegin()
{
    KeysFixture fixture(1, ConsoleMode::Support);
    QVERIFY(fixture.openKeys());
    fixture.window->keyActs().ask(KeyAct::Rotate, *fixture.page().sight(), {});
    auto *wizard = fixture.window->findChild<RotationWizard *>();
    QVERIFY(wizard);
    QVERIFY(!KeysFixture::part<QPushButton>(wizard, "rotationAct")->isEnabled());

    Q_EMIT wizard->decided(wizard->order());

    QTRY_VERIFY(newest(fixture)->hasEnded());
    QCOMPARE(newest(fixture)->error()->code(), ErrorCode::Denied);
    TAKE(jobs, Jobs(fixture.opened).list());
    QVERIFY(jobs.isEmpty());
}

QTEST_MAIN(TestRotationWizard)
#include "tst_rotationwizard.moc"
