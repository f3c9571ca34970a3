// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "dialogs/logoutdialog.h"
#include "dialogs/logoutflow.h"
#include "pages/sessionspage.h"
#include "widgets/messagestrip.h"

#include <QtGui/qaction.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtablewidget.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestLogOutFlow : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theQuestionShowsWhoWhereAndSince();
    void aReasonIsRequiredAndCancelIsTheDefault();
    void cancelEndsNothing();
    void aLogOutIsDoneProvedAndMarked();
    void aLogOutCanBeUndoneWithinTheGrace();
    void theWayBackClosesWithTheGrace();
    void aCompromisedAccountHasNoGrace();
    void allSessionsOfAUserAreLoggedOut();
    void aSessionThatEndedMeanwhileIsReported();
    void aStoreThatIsAwayIsNotCalledALogOut();

private:
    /// Chooses the sessions, asks for log-out and waits for the question.
    static LogOutDialog *question(WindowFixture &fixture, const QList<SessionId> &ids);
    static void confirm(LogOutDialog *dialog, const QString &reason = u"Device lost or stolen"_s);
};

LogOutDialog *TestLogOutFlow::question(WindowFixture &fixture, const QList<SessionId> &ids)
{
    if (!fixture.window)
        fixture.openWindow();
    if (!fixture.turnTo(SessionsPageNumber))
        return nullptr;
    fixture.window->sessions().select(ids);
    fixture.window->sessions().logOutAction()->trigger();
    return fixture.window->findChild<LogOutDialog *>();
}

void TestLogOutFlow::confirm(LogOutDialog *dialog, const QString &reason)
{
    dialog->findChild<QComboBox *>(u"logOutReason"_s)->setEditText(reason);
    dialog->findChild<QPushButton *>(u"logOutConfirm"_s)->click();
}

void TestLogOutFlow::theQuestionShowsWhoWhereAndSince()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.store.clock->advance(5min);

    const LogOutDialog *dialog = question(fixture, {ann.id});

    QVERIFY(dialog);
    const auto *preview = dialog->findChild<QTableWidget *>();
    QCOMPARE(preview->rowCount(), 1);
    QCOMPARE(preview->item(0, 0)->text(), u"ann (acme)"_s);
    QCOMPARE(preview->item(0, 1)->text(), u"Firefox on Linux · 203.0.113.7"_s);
    QCOMPARE(preview->item(0, 2)->text(), u"5 min ago"_s);
}

void TestLogOutFlow::aReasonIsRequiredAndCancelIsTheDefault()
{
    WindowFixture fixture;
    LogOutDialog *dialog = question(fixture, {fixture.addSession(u"ann"_s).id});
    QVERIFY(dialog);
    auto *reason = dialog->findChild<QComboBox *>(u"logOutReason"_s);
    const auto *confirmed = dialog->findChild<QPushButton *>(u"logOutConfirm"_s);

    QVERIFY(dialog->findChild<QPushButton *>(u"logOutCancel"_s)->isDefault());
    QVERIFY(!confirmed->isEnabled());
    reason->setEditText(u"   "_s);
    QVERIFY(!confirmed->isEnabled());
    reason->setEditText(QString(257, u'x'));
    QVERIFY(!confirmed->isEnabled());
    reason->setEditText(u"Laptop stolen"_s);
    QVERIFY(confirmed->isEnabled());
}

void TestLogOutFlow::cancelEndsNothing()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutDialog *dialog = question(fixture, {ann.id});
    QVERIFY(dialog);

    QTest::keyClick(dialog, Qt::Key_Return);

    QVERIFY(!dialog->isVisible());
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
}

void TestLogOutFlow::aLogOutIsDoneProvedAndMarked()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    LogOutDialog *dialog = question(fixture, {ann.id, bob.id});
    QVERIFY(dialog);

    confirm(dialog);

    const MessageStrip &strip = fixture.window->strip();
    QTRY_VERIFY(strip.text().contains("2 verified by reading again"_L1));
    QCOMPARE(fixture.lifeOf(ann.id), Life::Revoked);
    QCOMPARE(fixture.lifeOf(bob.id), Life::Revoked);
    SessionModel &model = fixture.window->sessions().model();
    const QModelIndex life = model.index(model.rowOf(ann.id), int(SessionField::Life));
    QCOMPARE(life.data().toString(), u"Logged out by you"_s);
}

void TestLogOutFlow::aLogOutCanBeUndoneWithinTheGrace()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutDialog *dialog = question(fixture, {ann.id});
    QVERIFY(dialog);
    confirm(dialog);
    MessageStrip &strip = fixture.window->strip();
    QTRY_COMPARE(strip.action(), u"Undo (10 s)"_s);
    fixture.store.clock->advance(3s);
    QTRY_COMPARE(strip.action(), u"Undo (7 s)"_s);

    fixture.child<QAction>("undoLogOut")->trigger();

    QTRY_VERIFY(strip.text().contains("undone"_L1) && strip.text().contains("1 verified"_L1));
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
    SessionModel &model = fixture.window->sessions().model();
    QCOMPARE(model.index(model.rowOf(ann.id), int(SessionField::Life)).data().toString(), u"Live"_s);
}

void TestLogOutFlow::theWayBackClosesWithTheGrace()
{
    WindowFixture fixture;
    LogOutDialog *dialog = question(fixture, {fixture.addSession(u"ann"_s).id});
    QVERIFY(dialog);
    confirm(dialog);
    QTRY_VERIFY(fixture.window->logOuts().canUndo());

    fixture.store.clock->advance(11s);

    QTRY_VERIFY(!fixture.window->logOuts().canUndo());
    QCOMPARE(fixture.window->strip().action(), QString());
    QVERIFY(!fixture.child<QAction>("undoLogOut")->isEnabled());
}

void TestLogOutFlow::aCompromisedAccountHasNoGrace()
{
    WindowFixture fixture;
    LogOutDialog *dialog = question(fixture, {fixture.addSession(u"ann"_s).id});
    QVERIFY(dialog);
    auto *reason = dialog->findChild<QComboBox *>(u"logOutReason"_s);
    const int compromised = reason->findText(u"Account compromised"_s);
    QVERIFY(compromised >= 0);

    reason->setCurrentIndex(compromised);
    Q_EMIT reason->activated(compromised);

    QCOMPARE(dialog->grace(), 0ms);
}

void TestLogOutFlow::allSessionsOfAUserAreLoggedOut()
{
    WindowFixture fixture;
    const SessionRow first = fixture.addSession(u"ann"_s);
    const SessionRow second = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    fixture.openWindow();

    fixture.window->logOuts().askAllOf(first.user, first.tenant);
    QTRY_VERIFY(fixture.window->findChild<LogOutDialog *>());
    confirm(fixture.window->findChild<LogOutDialog *>());

    QTRY_VERIFY(fixture.window->strip().text().contains("2 verified"_L1));
    QCOMPARE(fixture.lifeOf(first.id), Life::Revoked);
    QCOMPARE(fixture.lifeOf(second.id), Life::Revoked);
    QCOMPARE(fixture.lifeOf(bob.id), Life::Live);
}

void TestLogOutFlow::aSessionThatEndedMeanwhileIsReported()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    LogOutDialog *dialog = question(fixture, {ann.id, bob.id});
    QVERIFY(dialog);
    QVERIFY(fixture.opened->remove(bob.id).has_value());

    confirm(dialog);

    QTRY_VERIFY(fixture.window->strip().text().contains("1 had ended already"_L1));
    QVERIFY(fixture.window->strip().text().contains("1 verified"_L1));
}

void TestLogOutFlow::aStoreThatIsAwayIsNotCalledALogOut()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutDialog *dialog = question(fixture, {ann.id});
    QVERIFY(dialog);
    fixture.faults->arm(Fault::Refused, 1, 1000);

    confirm(dialog);

    const MessageStrip &strip = fixture.window->strip();
    QTRY_VERIFY(strip.text().startsWith("Not logged out."_L1)
                || strip.text().contains("without an answer"_L1));
    QVERIFY(!fixture.window->logOuts().canUndo());
    fixture.faults->disarm();
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
}

QTEST_MAIN(TestLogOutFlow)
#include "tst_logoutflow.moc"
