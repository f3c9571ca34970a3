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
    const auto ended = [&] {
        fixture.store.clock->advance(2s);
        return again->followed()->hasEnded();
    };
    QVERIFY(QTest::qWaitFor(ended, 30'000));

    QCOMPARE(again->followed()->job().id, id);
    QCOMPARE(again->followed()->job().state, JobState::Done);
    QVERIFY(isClean(fixture));
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
