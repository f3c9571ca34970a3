// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"
#include "windowfixture.h"

#include "app/gate.h"
#include "app/storeopener.h"
#include "pages/sessionspage.h"

#include <QtCore/qtemporarydir.h>
#include <QtGui/qaction.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestGate : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void eachActNeedsItsMode_data();
    void eachActNeedsItsMode();
    void nothingIsAllowedOnAStoreThatIsReadOnly();
    void aRefusalSaysWhichModeIsNeeded();
    void aViewerEndsNobodyWhateverTheWidgetsSay();
    void supportEndsAThousandAtMost();
    void aViewersActionsAreGrey();
    void aViewersStoreRefusesByItself();

private:
    template<typename Answer> static Answer waited(QFuture<Answer> future)
    {
        future.waitForFinished();
        return future.result();
    }
};

void TestGate::eachActNeedsItsMode_data()
{
    QTest::addColumn<GatedAct>("act");
    QTest::addColumn<ConsoleMode>("least");
    QTest::newRow("some") << GatedAct::LogOutSome << ConsoleMode::Support;
    QTest::newRow("many") << GatedAct::LogOutMany << ConsoleMode::Operator;
    QTest::newRow("everybody") << GatedAct::LogOutEverybody << ConsoleMode::Admin;
    QTest::newRow("undo") << GatedAct::Undo << ConsoleMode::Support;
    QTest::newRow("move") << GatedAct::MoveSessions << ConsoleMode::Admin;
    QTest::newRow("steer") << GatedAct::SteerJob << ConsoleMode::Operator;
}

void TestGate::eachActNeedsItsMode()
{
    QFETCH(const GatedAct, act);
    QFETCH(const ConsoleMode, least);
    for (const ConsoleMode mode :
         {ConsoleMode::Viewer, ConsoleMode::Support, ConsoleMode::Operator, ConsoleMode::Admin}) {
        const Gate gate(mode, false);
        QCOMPARE(gate.allows(act), mode >= least);
        QCOMPARE(gate.check(act).has_value(), mode >= least);
        QCOMPARE(gate.refusal(act).isEmpty(), mode >= least);
    }
}

void TestGate::nothingIsAllowedOnAStoreThatIsReadOnly()
{
    const Gate gate(ConsoleMode::Admin, true);
    VERIFY_FAILS(gate.check(GatedAct::LogOutSome), ErrorCode::Denied);
    VERIFY_FAILS(gate.check(GatedAct::Undo), ErrorCode::Denied);
    QVERIFY(gate.refusal(GatedAct::Undo).contains("reading only"_L1));
}

void TestGate::aRefusalSaysWhichModeIsNeeded()
{
    const QString sentence = Gate(ConsoleMode::Support, false).refusal(GatedAct::LogOutEverybody);
    QVERIFY(sentence.contains("Support mode"_L1));
    QVERIFY(sentence.contains("Admin mode"_L1));
}

void TestGate::aViewerEndsNobodyWhateverTheWidgetsSay()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    Console console(fixture.opened, {u"memory:"_s, {}}, ConsoleMode::Viewer);

    const ActReport ended = waited(console.logOut({ann.id}, u"why"_s, 10s));

    QVERIFY(ended.error);
    QCOMPARE(ended.error->code(), ErrorCode::Denied);
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);

    TAKE(revoked, fixture.opened->revoke(std::array {ann.id}, u"why"_s, 10s));
    const ActReport restored = waited(console.undo({revoked}));
    QVERIFY(restored.error);
    QCOMPARE(fixture.lifeOf(ann.id), Life::Revoked);
}

void TestGate::supportEndsAThousandAtMost()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    Console console(fixture.opened, {u"memory:"_s, {}}, ConsoleMode::Support);
    QList<SessionId> ids(Gate::MostForSupport + 1, ann.id);

    QVERIFY(waited(console.logOut(ids, u"why"_s, 10s)).error);
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
    const ActReport ended = waited(console.logOut({ann.id}, u"why"_s, 10s));
    QVERIFY(!ended.error);
    QCOMPARE(fixture.lifeOf(ann.id), Life::Revoked);
}

void TestGate::aViewersActionsAreGrey()
{
    WindowFixture fixture;
    fixture.mode = ConsoleMode::Viewer;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));

    fixture.window->sessions().select({ann.id});

    QVERIFY(!fixture.window->sessions().logOutAction()->isEnabled());
    QVERIFY(!fixture.child<QAction>("logOutAllOfUser")->isEnabled());
}

void TestGate::aViewersStoreRefusesByItself()
{
    const QTemporaryDir folder;
    const QString url = u"sqlite:"_s + folder.filePath(u"store.db"_s);
    VERIFY_OK(SessionStore::open(url));

    const auto opened = waited(openStore({url, {}}, ConsoleMode::Viewer));

    // Past the gate: the connection itself was opened for reading.
    VERIFY_OK(opened);
    QVERIFY((*opened)->capabilities().readOnly);
    VERIFY_FAILS((*opened)->save(guestRow()), ErrorCode::Denied);
}

QTEST_MAIN(TestGate)
#include "tst_gate.moc"
