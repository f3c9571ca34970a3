// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "countdown.h"
#include "wizardquestions.h"

#include "logouts/holdbutton.h"
#include "jobs/jobspanel.h"
#include "logouts/resultdialog.h"
#include "pages/sessionspage.h"
#include "widgets/messagestrip.h"

#include <QtCore/qstandardpaths.h>
#include <QtGui/qaction.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qdockwidget.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qradiobutton.h>
#include <QtWidgets/qspinbox.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestLogOutWizard : public AxessTest, private WizardQuestions
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void itCountsBeforeAnythingElse();
    void theSetIsFrozen();
    void onlyTheIdleAreCounted();
    void theNameIsTypedAndCancelIsTheDefault();
    void whatWasTypedIsTypedAnewAfterBack();
    void everythingThatMatchesIsEverybody();
    void cancelAtEachStepEndsNobody_data();
    void cancelAtEachStepEndsNobody();
    void everybodyIsHeldForFiveSeconds();
    void compromisedIsSentAtOnce();
    void whoIsSparedStandsInTheTitle();
    void withoutTheKeyThereIsNoEpoch();
    void theCountdownIsCalledOffInTheStrip();
    void theResultIsToldAndMarked();
};

void TestLogOutWizard::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
}

void TestLogOutWizard::itCountsBeforeAnythingElse()
{
    WindowFixture fixture;
    for (int i = 0; i < 12; ++i)
        fixture.addSession(u"user%1"_s.arg(i % 3));
    fixture.addSession(u"eve"_s, u"bank"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);

    QVERIFY(turnTo(wizard, 1));

    QCOMPARE(part<QLabel>(wizard, "countHeadline")->text(), u"12 live session(s)"_s);
    const QString facts = part<QLabel>(wizard, "countFacts")->text();
    QVERIFY2(facts.contains("Firefox on Linux: 12"_L1), qPrintable(facts));
    QVERIFY2(facts.contains("acme: 12"_L1), qPrintable(facts));
}

void TestLogOutWizard::theSetIsFrozen()
{
    WindowFixture fixture;
    const SessionRow first = fixture.addSession(u"ann"_s);
    const SessionRow second = fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, 3));
    const SessionRow later = fixture.addSession(u"ann"_s);

    const BulkOrder order = wizard->order();

    QCOMPARE(order.ids, (QList<SessionId> {first.id, second.id}));
    QCOMPARE(order.canary, 0); // So few are no trial for the rest.
    fillIn(wizard, u"acme@memory"_s);
    part<QPushButton>(wizard, "wizardAct")->click();
    BulkLogOut &job = *fixture.window->bulkLogOuts().logOut(0);
    QVERIFY(passes(job, *fixture.store.clock, 60s));
    const auto ended = [&] {
        fixture.store.clock->advance(1s); // By which the job keeps its rate.
        return job.hasEnded();
    };
    QVERIFY(QTest::qWaitFor(ended, 20'000));
    QCOMPARE(fixture.lifeOf(first.id), Life::Revoked);
    QCOMPARE(fixture.lifeOf(second.id), Life::Revoked);
    QCOMPARE(fixture.lifeOf(later.id), Life::Live);
}

void TestLogOutWizard::onlyTheIdleAreCounted()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.store.clock->advance(20min);
    fixture.addSession(u"bob"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    auto *idle = part<QComboBox>(wizard, "idleFor");
    idle->setCurrentIndex(idle->findData(qint64(15 * 60)));

    QVERIFY(turnTo(wizard, 1));

    QCOMPARE(part<QLabel>(wizard, "countHeadline")->text(), u"1 live session(s)"_s);
}

void TestLogOutWizard::theNameIsTypedAndCancelIsTheDefault()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, 3));
    const auto *act = part<QPushButton>(wizard, "wizardAct");
    QVERIFY(part<QPushButton>(wizard, "wizardCancel")->isDefault());
    QVERIFY(!part<QPushButton>(wizard, "wizardNext")->isEnabled());
    QVERIFY(!act->isEnabled());

    fillIn(wizard, u"acme"_s);
    QVERIFY(!act->isEnabled());
    fillIn(wizard, u"acme@memory"_s);
    QVERIFY(act->isEnabled());
    part<QLineEdit>(wizard, "wizardTicket")->clear();
    QVERIFY(!act->isEnabled());
    fillIn(wizard, u"acme@memory"_s);
    part<QComboBox>(wizard, "logOutReason")->setEditText({});
    QVERIFY(!act->isEnabled());
}

void TestLogOutWizard::whatWasTypedIsTypedAnewAfterBack()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(turnTo(wizard, 3));
    auto *typed = part<QLineEdit>(wizard, "wizardTyped");
    auto *act = part<QPushButton>(wizard, "wizardAct");
    fillIn(wizard, typed->placeholderText());
    QVERIFY(act->isEnabled());

    part<QPushButton>(wizard, "wizardBack")->click();
    QVERIFY(turnTo(wizard, 1));
    QVERIFY(typed->text().isEmpty());
    QVERIFY(!act->isEnabled());
}

void TestLogOutWizard::everythingThatMatchesIsEverybody()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.openWindow();
    const auto scopeOf
        = [](const QString &text) { return BulkScope::of(ParsedSearch::read(text).search, 0, {}); };
    // Operators, as which it was opened, may log out many, and not everybody.
    for (const QString &text : {u""_s, u"state:active"_s}) {
        fixture.window->bulkLogOuts().askMatching(scopeOf(text));
        QVERIFY2(!fixture.window->findChild<LogOutWizard *>(), qPrintable(text));
    }
    fixture.window->bulkLogOuts().askMatching(scopeOf(u"tenant:acme"_s));
    QVERIFY(fixture.window->findChild<LogOutWizard *>());
}

void TestLogOutWizard::cancelAtEachStepEndsNobody_data()
{
    QTest::addColumn<int>("step");
    for (int step = 0; step < 4; ++step)
        QTest::addRow("%d", step) << step;
}

void TestLogOutWizard::cancelAtEachStepEndsNobody()
{
    QFETCH(const int, step);
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, step));
    if (step == 3)
        fillIn(wizard, u"acme@memory"_s);

    QTest::keyClick(wizard, Qt::Key_Return);

    QVERIFY(!wizard->isVisible());
    QCOMPARE(fixture.window->bulkLogOuts().jobs().rowCount(), 0);
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
}

void TestLogOutWizard::everybodyIsHeldForFiveSeconds()
{
    WindowFixture fixture;
    fixture.mode = ConsoleMode::Admin;
    fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, {});
    QVERIFY(wizard);
    QSignalSpy decided(wizard, &LogOutWizard::decided);
    QVERIFY(turnTo(wizard, 3));
    fillIn(wizard, u"memory"_s);
    auto *act = part<HoldButton>(wizard, "wizardAct");
    QVERIFY(act->isEnabled());

    act->click();
    QCOMPARE(decided.size(), 0);
    QTest::mousePress(act, Qt::LeftButton);
    fixture.store.clock->advance(4900ms);
    QTest::qWait(150); // It looks at the clock every 50 ms.
    QCOMPARE(decided.size(), 0);
    QTest::mouseRelease(act, Qt::LeftButton);
    QTest::mousePress(act, Qt::LeftButton);
    fixture.store.clock->advance(5s);

    QTRY_COMPARE(decided.size(), 1);
}

void TestLogOutWizard::compromisedIsSentAtOnce()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, 3));
    QCOMPARE(wizard->order().countdown, 60s);
    QCOMPARE(wizard->order().grace, 15min);
    auto *reason = part<QComboBox>(wizard, "logOutReason");
    const int compromised = reason->findText(u"Account compromised"_s);

    reason->setCurrentIndex(compromised);
    Q_EMIT reason->activated(compromised);

    QVERIFY(part<QCheckBox>(wizard, "wizardAtOnce")->isChecked());
    QCOMPARE(wizard->order().countdown, 0s);
    QCOMPARE(wizard->order().grace, 0ms);

    reason->setCurrentIndex(compromised - 1);
    QVERIFY(!part<QCheckBox>(wizard, "wizardAtOnce")->isChecked());
    QCOMPARE(wizard->order().grace, 15min);
}

void TestLogOutWizard::whoIsSparedStandsInTheTitle()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.store.clock->advance(20min);
    fixture.addSession(u"bob"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    auto *idle = part<QComboBox>(wizard, "idleFor");
    idle->setCurrentIndex(idle->findData(qint64(15 * 60)));
    QVERIFY(turnTo(wizard, 3));

    const QString whose = u"Everybody of tenant acme not seen for 15 min"_s;
    QCOMPARE(wizard->order().title, whose);
    QCOMPARE(part<QLabel>(wizard, "wizardSummary")->text(), whose + u": log out 1 session(s)"_s);

    // An epoch spares nobody.
    for (int step = 3; step > 0; --step)
        part<QPushButton>(wizard, "wizardBack")->click();
    part<QRadioButton>(wizard, "wayEpoch")->click();
    QVERIFY(turnTo(wizard, 3));
    QCOMPARE(wizard->order().title, u"Everybody of tenant acme"_s);
    QCOMPARE(part<QLabel>(wizard, "wizardSummary")->text(),
             u"Everybody of tenant acme: log out everybody, about 2 session(s) now"_s);
}

void TestLogOutWizard::withoutTheKeyThereIsNoEpoch()
{
    WindowFixture keyless;
    keyless.addSession(u"ann"_s);
    keyless.openWindow(WindowFixture::Access::Keyless);
    LogOutWizard *wizard = asked(keyless, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(!part<QRadioButton>(wizard, "wayEpoch")->isEnabled());

    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    LogOutWizard *other = asked(fixture, u"acme"_s);
    part<QRadioButton>(other, "wayEpoch")->click();
    QVERIFY(turnTo(other, 3));
    const BulkOrder order = other->order();
    QCOMPARE(order.way, LogOutWay::Epoch);
    QCOMPARE(order.tenant, tenantNamed(u"acme"_s));
    QVERIFY(order.ids.isEmpty());
    QCOMPARE(order.countdown, 60s);
    QCOMPARE(order.grace, 0ms);
}

void TestLogOutWizard::theCountdownIsCalledOffInTheStrip()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, 3));
    fillIn(wizard, u"acme@memory"_s);

    part<QPushButton>(wizard, "wizardAct")->click();

    QCOMPARE(fixture.window->strip().action(), u"Call it off"_s);
    QVERIFY(fixture.child<QDockWidget>("jobsDock")->isVisible());
    fixture.window->strip().findChild<QPushButton *>(u"messageAction"_s)->click();
    QCOMPARE(fixture.window->bulkLogOuts().logOut(0)->state(), BulkLogOut::State::Cancelled);
    QVERIFY(fixture.window->strip().text().endsWith(u"Cancelled · Nobody was logged out"_s));
    fixture.store.clock->advance(2min);
    QTest::qWait(300);
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
}

void TestLogOutWizard::theResultIsToldAndMarked()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, 3));
    fillIn(wizard, u"acme@memory"_s);
    part<QPushButton>(wizard, "wizardAct")->click();

    QVERIFY(passes(*fixture.window->bulkLogOuts().logOut(0), *fixture.store.clock, 60s));

    const MessageStrip &strip = fixture.window->strip();
    const bool isTold = QTest::qWaitFor([&] {
        fixture.store.clock->advance(10ms); // By which the job keeps its rate.
        return strip.text().contains("1 verified by reading again"_L1);
    });
    QVERIFY2(isTold, qPrintable(strip.text()));
    QCOMPARE(fixture.lifeOf(ann.id), Life::Revoked);
    SessionModel &model = fixture.window->sessions().model();
    const int row = model.rowOf(ann.id);
    QVERIFY(row >= 0);
    QCOMPARE(model.index(row, int(SessionField::Life)).data().toString(), u"Logged out by you"_s);
    QCOMPARE(strip.action(), u"Details…"_s);
    fixture.window->strip().findChild<QPushButton *>(u"messageAction"_s)->click();
    const auto *result = fixture.window->findChild<ResultDialog *>();
    QVERIFY(result);
    QVERIFY(part<QLabel>(result, "resultFacts")->text().contains("Leaked backup (OPS-17)"_L1));
    QVERIFY(part<QPushButton>(result, "resultRetry")->isHidden());
    part<QPushButton>(result, "resultUndo")->click();
    QTRY_COMPARE(fixture.lifeOf(ann.id), Life::Live);
}

QTEST_MAIN(TestLogOutWizard)
#include "tst_logoutwizard.moc"
