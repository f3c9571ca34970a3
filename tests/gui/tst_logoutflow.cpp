// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "logoutquestions.h"
#include "verify.h"

#include "widgets/messagestrip.h"

#include <axess/audit.h>

#include <QtTest/qsignalspy.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What becomes of a log-out, and the way back.
class TestLogOutFlow : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void oneSessionWhileDevelopingIsNotAskedAbout();
    void moreThanAThousandAreForTheWizard();
    void aUserOfAThousandOrMoreIsForTheWizard();
    void aLogOutIsDoneProvedAndMarked();
    void aLogOutCanBeUndoneWithinTheGrace();
    void theWayBackClosesWithTheGrace();
    void allSessionsOfAUserAreLoggedOut();
    void aSessionThatEndedMeanwhileIsReported();
    void whatGotNoAnswerIsTriedAgain();
    void anEndWithoutAnswerIsNotEndedAgain();
    void theAuditEntryIsNamed();
    void aViewerIsToldWhy();
    void aStoreThatIsAwayIsNotCalledALogOut();
};

void TestLogOutFlow::oneSessionWhileDevelopingIsNotAskedAbout()
{
    WindowFixture fixture;
    fixture.address.environment = Environment::Development;
    const SessionRow ann = fixture.addSession(u"ann"_s);

    QVERIFY(!LogOutQuestions::ask(fixture, {ann.id}));

    QTRY_COMPARE(fixture.window->strip().action(), u"Undo (10 s)"_s);
    QCOMPARE(fixture.lifeOf(ann.id), Life::Revoked);
    fixture.window->logOuts().undo();
    QTRY_COMPARE(fixture.lifeOf(ann.id), Life::Live);
}

void TestLogOutFlow::moreThanAThousandAreForTheWizard()
{
    WindowFixture fixture;
    fixture.openWindow();
    QSignalSpy wanted(&fixture.window->logOuts(), &LogOutFlow::wizardWanted);
    ListedSession session;
    session.row.id = fixture.addSession(u"ann"_s).id;

    fixture.window->logOuts().ask(QList<ListedSession>(1001, session));

    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.constFirst().constFirst().value<QList<SessionId>>().size(), 1001);
}

void TestLogOutFlow::aUserOfAThousandOrMoreIsForTheWizard()
{
    WindowFixture fixture;
    SessionRow last;
    for (int i = 0; i < 1000; ++i)
        last = fixture.addSession(u"ann"_s);
    fixture.openWindow();
    QSignalSpy wanted(&fixture.window->logOuts(), &LogOutFlow::bulkWanted);

    fixture.window->logOuts().askAllOf(last.user, last.tenant);

    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted.constFirst().constFirst().value<BulkScope>().text,
             u"user:ann tenant:acme state:active"_s);
}

void TestLogOutFlow::aLogOutIsDoneProvedAndMarked()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id, bob.id});
    QVERIFY(dialog);

    LogOutQuestions::confirm(dialog);

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
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id});
    QVERIFY(dialog);
    LogOutQuestions::confirm(dialog);
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
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {fixture.addSession(u"ann"_s).id});
    QVERIFY(dialog);
    LogOutQuestions::confirm(dialog);
    QTRY_VERIFY(fixture.window->logOuts().canUndo());

    fixture.store.clock->advance(11s);

    QTRY_VERIFY(!fixture.window->logOuts().canUndo());
    QCOMPARE(fixture.window->strip().action(), QString());
    QVERIFY(!fixture.child<QAction>("undoLogOut")->isEnabled());
}

void TestLogOutFlow::allSessionsOfAUserAreLoggedOut()
{
    WindowFixture fixture;
    const SessionRow first = fixture.addSession(u"ann"_s);
    const SessionRow second = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    fixture.openWindow();

    LogOutDialog *dialog = LogOutQuestions::askAll(fixture, first);
    QVERIFY(dialog);
    LogOutQuestions::confirm(dialog);

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
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id, bob.id});
    QVERIFY(dialog);
    QVERIFY(fixture.opened->remove(bob.id).has_value());

    LogOutQuestions::confirm(dialog);

    QTRY_VERIFY(fixture.window->strip().text().contains("1 had ended already"_L1));
    QVERIFY(fixture.window->strip().text().contains("1 verified"_L1));
}

void TestLogOutFlow::whatGotNoAnswerIsTriedAgain()
{
    WindowFixture fixture;
    QList<SessionId> ids;
    for (int i = 0; i < 70; ++i)
        ids.append(fixture.addSession(u"ann"_s).id);
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, ids);
    QVERIFY(dialog);
    // Each batch of 64 stands between two reads of the control document: the second batch fails.
    fixture.faults->arm(Fault::Refused, 5, 1000);
    LogOutQuestions::confirm(dialog);
    const MessageStrip &strip = fixture.window->strip();
    QTRY_VERIFY(!fixture.window->logOuts().isBusy());
    fixture.faults->disarm();
    QVERIFY2(strip.action() == "Try 6 again"_L1,
             qPrintable(strip.text() + QString::number(fixture.faults->calls())));
    const auto living = [&] {
        return std::ranges::count_if(ids,
                                     [&](const SessionId &id) { return fixture.lifeOf(id) == Life::Live; });
    };
    QCOMPARE(living(), 6);

    fixture.window->strip().findChild<QPushButton *>(u"messageAction"_s)->click();

    QTRY_VERIFY2(strip.text().contains("6 verified"_L1), qPrintable(strip.text()));
    QCOMPARE(living(), 0);
    // Both runs are one act for whoever takes it back.
    fixture.window->logOuts().undo();
    QTRY_COMPARE(living(), 70);
}

void TestLogOutFlow::anEndWithoutAnswerIsNotEndedAgain()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id});
    QVERIFY(dialog);
    fixture.faults->arm(Fault::CutAfter, 1, 1);

    LogOutQuestions::confirm(dialog);

    QTRY_VERIFY(!fixture.window->logOuts().isBusy());
    QTRY_VERIFY2(fixture.window->strip().text().contains("1 verified"_L1),
                 qPrintable(fixture.window->strip().text()));
    fixture.window->logOuts().undo();
    QTRY_COMPARE(fixture.lifeOf(ann.id), Life::Live);
}

void TestLogOutFlow::theAuditEntryIsNamed()
{
    WindowFixture fixture;
    Audit audit(fixture.opened);
    audit.attach();
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {fixture.addSession(u"ann"_s).id});
    QVERIFY(dialog);

    LogOutQuestions::confirm(dialog);

    QTRY_VERIFY(fixture.window->strip().text().contains("1 verified"_L1));
    TAKE(entries, audit.list());
    QVERIFY2(fixture.window->strip().text().endsWith(u"audit entry %1"_s.arg(entries.constFirst().number)),
             qPrintable(fixture.window->strip().text()));
}

void TestLogOutFlow::aViewerIsToldWhy()
{
    WindowFixture fixture;
    fixture.mode = ConsoleMode::Viewer;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.openWindow();

    fixture.window->logOuts().ask({{ann, Life::Live}});

    QVERIFY(!fixture.window->findChild<LogOutDialog *>());
    QVERIFY(fixture.window->strip().text().contains("Viewer mode"_L1));
}

void TestLogOutFlow::aStoreThatIsAwayIsNotCalledALogOut()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id});
    QVERIFY(dialog);
    fixture.faults->arm(Fault::Refused, 1, 1000);

    LogOutQuestions::confirm(dialog);

    const MessageStrip &strip = fixture.window->strip();
    QTRY_VERIFY(strip.text().startsWith("Not logged out."_L1)
                || strip.text().contains("without an answer"_L1));
    QVERIFY(!fixture.window->logOuts().canUndo());
    fixture.faults->disarm();
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
}

QTEST_MAIN(TestLogOutFlow)
#include "tst_logoutflow.moc"
