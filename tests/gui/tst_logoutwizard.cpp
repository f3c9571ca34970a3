// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "logouts/bulklogouts.h"
#include "logouts/holdbutton.h"
#include "logouts/jobspanel.h"
#include "logouts/logoutwizard.h"
#include "logouts/resultdialog.h"
#include "pages/sessionspage.h"
#include "widgets/messagestrip.h"

#include <QtCore/qstandardpaths.h>
#include <QtGui/qaction.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qdockwidget.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qradiobutton.h>
#include <QtWidgets/qspinbox.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestLogOutWizard : public AxessTest
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
    void withoutTheKeyThereIsNoEpoch();
    void theLineNamesTheSet();
    void theCountdownIsCalledOffInTheStrip();
    void theResultIsToldAndMarked();

private:
    LogOutWizard *asked(WindowFixture &fixture, const QString &tenant);
    static bool turnTo(LogOutWizard *wizard, int step);
    static void fillIn(LogOutWizard *wizard, const QString &typed);
    template<typename Widget> static Widget *part(const QWidget *in, const char *name)
    {
        return in->findChild<Widget *>(QString::fromLatin1(name));
    }
};

void TestLogOutWizard::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
}

LogOutWizard *TestLogOutWizard::asked(WindowFixture &fixture, const QString &tenant)
{
    if (!fixture.window)
        fixture.openWindow();
    if (tenant.isEmpty())
        fixture.window->bulkLogOuts().askEverybody();
    else
        fixture.window->bulkLogOuts().askTenant(tenantNamed(tenant));
    return fixture.window->findChild<LogOutWizard *>();
}

bool TestLogOutWizard::turnTo(LogOutWizard *wizard, int step)
{
    for (int at = 0; at < step; ++at) {
        auto *next = part<QPushButton>(wizard, "wizardNext");
        if (!QTest::qWaitFor([&] { return next->isEnabled() && !wizard->isCounting(); }, 10000))
            return false;
        next->click();
    }
    return QTest::qWaitFor([&] { return !wizard->isCounting(); }, 10000);
}

void TestLogOutWizard::fillIn(LogOutWizard *wizard, const QString &typed)
{
    part<QComboBox>(wizard, "logOutReason")->setEditText(u"Leaked backup"_s);
    part<QLineEdit>(wizard, "wizardTicket")->setText(u"OPS-17"_s);
    part<QLineEdit>(wizard, "wizardTyped")->setText(typed);
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
    const auto ended = [&] {
        fixture.store.clock->advance(1s);
        return fixture.window->bulkLogOuts().jobs().job(0)->hasEnded();
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

void TestLogOutWizard::theLineNamesTheSet()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, 3));
    fillIn(wizard, u"acme@memory"_s);
    QTRY_VERIFY(part<QPushButton>(wizard, "wizardCopyLine")->isEnabled());
    const QString path = wizard->order().setFile;

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), ann.id.text().toLatin1() + '\n');
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    delete wizard;
    QVERIFY(!QFile::exists(path)); // Nobody copied the line, and nobody decided.
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
    QCOMPARE(fixture.window->bulkLogOuts().jobs().job(0)->state(), BulkLogOut::State::Cancelled);
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

    fixture.store.clock->advance(60s);

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
