// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "busycallers.h"
#include "freshstore.h"
#include "migrationfixture.h"
#include "verify.h"

#include "widgets/chip.h"

#include <axess/audit.h>
#include <axess/operations.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sessions move from the window while applications work.
class TestMigrationLive : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void sessionsMoveThereAndBackUnderCallers();
    void aStoreIsCopied();
    void whoLacksTheStandbyIsNamed();
    void aStoppedMoveIsGoneOnWithAndEnded();
    void anotherOperatorIsToldOf();

private:
    /// A step of a move, asked for and confirmed; whether it did what was asked for.
    static bool act(const MigrationFixture &fixture, const char *button, bool isAsked)
    {
        if (!fixture.press(button) || (isAsked && !fixture.confirm()))
            return false;
        return fixture.isDone(60'000);
    }
    static bool reaches(const MigrationFixture &fixture, MigrationPhase phase)
    {
        return QTest::qWaitFor(
            [&] { return fixture.wizard().state() && fixture.wizard().state()->phase == phase; }, 20'000);
    }
    static QString said(const MigrationFixture &fixture)
    {
        return fixture.label("migrationState") + u' ' + fixture.label("migrationProblem");
    }
    static bool open(const MigrationFixture &fixture)
    {
        return fixture.look(MigrationWay::Live) && fixture.press("migrationNext");
    }
};

void TestMigrationLive::sessionsMoveThereAndBackUnderCallers()
{
    TAKE(place, FreshStore::make(FreshStore::asked(u"sqlite"_s).constFirst()));
    MigrationFixture fixture(30);
    fixture.target = place->text();
    fixture.store = fixture.instance(fixture.address.url, fixture.target);
    Housekeeping::Options options;
    options.program = u"shop"_s;
    Housekeeping application(fixture.store, options);
    VERIFY_OK(application.start());
    fixture.openWindow();
    QVERIFY(open(fixture));
    QVERIFY(reaches(fixture, MigrationPhase::NotBegun));
    QVERIFY(!fixture.button("moveCutOver")->isEnabled());

    QVERIFY2(act(fixture, "movePlan", false), qPrintable(said(fixture)));
    Tally tally;
    std::atomic<bool> isOver = false;
    std::vector<std::jthread> threads;
    const auto end = qScopeGuard([&] { isOver = true; });
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] { Caller(fixture.store, tally).work(isOver); });
    }
    QVERIFY2(act(fixture, "moveRun", false), qPrintable(said(fixture)));
    QVERIFY(reaches(fixture, MigrationPhase::SourceLeads));
    QVERIFY2(fixture.job()->outcome().report->brought >= 30, qPrintable(fixture.label("migrationResult")));
    QVERIFY2(act(fixture, "moveCutOver", true), qPrintable(said(fixture)));
    QVERIFY(reaches(fixture, MigrationPhase::TargetLeads));
    QVERIFY(fixture.label("moveHeading").contains("leads"_L1));
    QTRY_COMPARE(fixture.store->displayName(), place->url().displayText());
    QVERIFY2(act(fixture, "moveRollBack", true), qPrintable(said(fixture)));
    QVERIFY(reaches(fixture, MigrationPhase::SourceLeads));
    QVERIFY2(act(fixture, "moveVerify", false), qPrintable(said(fixture)));
    QVERIFY2(act(fixture, "moveCutOver", true), qPrintable(said(fixture)));
    QVERIFY(reaches(fixture, MigrationPhase::TargetLeads));
    QVERIFY2(act(fixture, "moveFinish", true), qPrintable(said(fixture)));
    QVERIFY(reaches(fixture, MigrationPhase::Moved));
    isOver = true;
    threads.clear();

    QCOMPARE(tally.losses.load(), 0);
    QCOMPARE(tally.conflicts.load(), 0);
    QCOMPARE(tally.resurrections.load(), 0);
    QVERIFY(tally.saves > 0);
    QCOMPARE(fixture.verdict(*fixture.store), QString());
    for (const Chip *chip : fixture.part<QWidget>("moveHeading")->parentWidget()->findChildren<Chip *>())
        QCOMPARE(chip->text(), u"done"_s);
    const auto alone = SessionStore::open(place->url(), fixture.rootKey());
    VERIFY_OK(alone);
    QCOMPARE(fixture.verdict(**alone), QString());
    TAKE(entries, Audit(*alone).list(20));
    QCOMPARE(entries.constFirst().act, u"move-finish"_s);
}

void TestMigrationLive::aStoreIsCopied()
{
    TAKE(place, FreshStore::make(FreshStore::asked(u"sqlite"_s).constFirst()));
    MigrationFixture fixture(120);
    fixture.target = place->text();
    fixture.openWindow();
    QVERIFY(fixture.look());

    QVERIFY2(fixture.press("migrationNext"), qPrintable(fixture.found()));

    QVERIFY2(fixture.isDone(), qPrintable(said(fixture)));
    TAKE(there, SessionStore::open(place->url(), fixture.rootKey()));
    QCOMPARE(fixture.verdict(*there), QString());
}

void TestMigrationLive::whoLacksTheStandbyIsNamed()
{
    MigrationFixture fixture(2);
    Housekeeping::Options options;
    options.program = u"shop"_s;
    auto application = std::make_unique<Housekeeping>(fixture.store, options);
    VERIFY_OK(application->start());
    QTRY_VERIFY(instances(*fixture.store).value_or(QList<InstanceInfo>()).size() == 1);
    fixture.openWindow();
    QVERIFY(fixture.look(MigrationWay::Live));
    QVERIFY2(fixture.found().contains("do not know the other store yet: shop@"_L1),
             qPrintable(fixture.found()));
    QVERIFY(fixture.found().contains("This console does not know the other store"_L1));
    QVERIFY(fixture.press("migrationNext"));
    QVERIFY(fixture.press("movePlan"));
    QTRY_VERIFY(fixture.wizard().state() && fixture.wizard().state()->unprepared.size() == 1);
    // It waits for them; who does not want to wait stops it.
    QVERIFY(fixture.press("migrationStop"));
    QTRY_VERIFY(fixture.job()->hasEnded());
    QVERIFY(!fixture.job()->isDone());
    QVERIFY(reaches(fixture, MigrationPhase::NotBegun));

    application.reset();
    const auto prepared = fixture.instance(fixture.address.url, fixture.target);
    Housekeeping another(prepared, options);
    VERIFY_OK(another.start());
    QVERIFY2(act(fixture, "movePlan", false), qPrintable(said(fixture)));
    QTRY_VERIFY(fixture.wizard().state()->unprepared.isEmpty());
}

void TestMigrationLive::aStoppedMoveIsGoneOnWithAndEnded()
{
    MigrationFixture fixture(5);
    fixture.openWindow();
    QVERIFY(open(fixture));
    TAKE(ends, fixture.wizard().order().ends());
    QVERIFY(fixture.press("moveRun"));
    QTRY_COMPARE(MoveLooker(ends).look().value_or(LiveMigrationState()).phase, MigrationPhase::SourceLeads);
    // Whoever has not learnt of it is waited for, so that nothing was compared so far.
    QVERIFY(fixture.press("migrationStop"));
    QTRY_VERIFY(fixture.job()->hasEnded());
    QCOMPARE(fixture.job()->stateText(), u"Stands still"_s);
    QVERIFY(fixture.label("migrationProblem").startsWith("Stopped before"_L1));
    QTRY_VERIFY(!fixture.wizard().state()->isCompared);
    QVERIFY(!fixture.button("moveCutOver")->isEnabled());
    fixture.window.reset();

    // The window itself does not know the other store, and the wizard works all the same.
    fixture.openWindow();
    QVERIFY(fixture.look(MigrationWay::Live));
    QVERIFY2(fixture.found().contains("is under way"_L1), qPrintable(fixture.found()));
    QVERIFY(fixture.press("migrationNext"));
    QVERIFY2(act(fixture, "moveRun", false), qPrintable(said(fixture)));
    QTRY_VERIFY(fixture.wizard().state()->isCompared);
    QVERIFY2(act(fixture, "moveCancel", true), qPrintable(said(fixture)));
    QVERIFY(reaches(fixture, MigrationPhase::NotBegun));
    QCOMPARE(fixture.verdict(*fixture.instance(fixture.address.url)), QString());
}

void TestMigrationLive::anotherOperatorIsToldOf()
{
    MigrationFixture fixture(5);
    fixture.openWindow();
    QVERIFY(open(fixture));
    QVERIFY2(act(fixture, "moveRun", false), qPrintable(said(fixture)));
    TAKE(ends, fixture.wizard().order().ends());
    std::atomic_bool isHeld = true;
    std::atomic_bool hasBegun = false;
    std::jthread another([&] {
        LiveMigrationControl control;
        control.wait = [&](std::chrono::milliseconds) {
            hasBegun = true;
            while (isHeld)
                std::this_thread::sleep_for(10ms);
            return true;
        };
        (void)LiveMigration::open(ends).value()->verify(control);
    });
    const auto letGo = qScopeGuard([&] { isHeld = false; });
    QTRY_VERIFY(hasBegun.load());

    QVERIFY(fixture.press("moveVerify"));

    QTRY_VERIFY(fixture.job()->hasEnded());
    QVERIFY(!fixture.job()->isDone());
    QVERIFY2(fixture.label("migrationProblem").contains("Another operator is at it"_L1),
             qPrintable(said(fixture)));
    isHeld = false;
    another.join();
    QVERIFY2(act(fixture, "moveVerify", false), qPrintable(said(fixture)));
}

QTEST_MAIN(TestMigrationLive)
#include "tst_migrationlive.moc"
