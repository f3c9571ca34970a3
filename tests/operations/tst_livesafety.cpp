// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "livetest.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Operators who mistake one store for another, stop half-way and go on, or come late: whatever they do, no
/// session is lost and none comes back.
class TestLiveSafety : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void anotherTargetIsRefused();
    void aRepeatedRunWaitsAsTheFirstOne();
};

// What a step did there would be taken for what it does in the store to which the sessions move.
void TestLiveSafety::anotherTargetIsRefused()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(empty, ends(u"memory"_s, u"memory"_s));
    TAKE(planned, ends(u"memory"_s, u"memory"_s));
    const auto beside = [&](const StoreCopyEnds &other) {
        StoreCopyEnds wrong = *m_ends;
        wrong.target = other.target;
        wrong.targetOptions = other.targetOptions;
        return LiveMigration::open(wrong);
    };
    TAKE(early, beside(empty));
    TAKE(prepared, beside(planned));
    VERIFY_OK(prepared->plan(control(), 0ms));
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    for (const Migration &other : {early, prepared}) {
        VERIFY_FAILS(other->plan(control(), 0ms), ErrorCode::Denied);
        VERIFY_FAILS(other->run(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->status(), ErrorCode::Denied);
        VERIFY_FAILS(other->verify(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->cutOver(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->rollBack(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->finish(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->cancel(control()), ErrorCode::Denied);
    }
    VERIFY_FAILS(beside(empty), ErrorCode::Denied);
    VERIFY_FAILS(beside(planned), ErrorCode::Denied);
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_FAILS(beside(planned), ErrorCode::Denied);
}

// Until nobody works as if the source stood alone: what those write is noted nowhere.
void TestLiveSafety::aRepeatedRunWaitsAsTheFirstOne()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    LiveMigrationControl stopping;
    stopping.wait = [](std::chrono::milliseconds) { return false; };
    VERIFY_FAILS(mover->run(stopping), ErrorCode::Unavailable);
    TAKE(stopped, mover->status());
    QCOMPARE(stopped.phase, MigrationPhase::SourceLeads);
    std::chrono::milliseconds longest {};
    std::optional<std::chrono::milliseconds> beforeComparing;
    LiveMigrationControl watching;
    watching.wait = [&](std::chrono::milliseconds time) {
        longest = std::max(longest, time);
        return true;
    };
    watching.progress = [&](qint64) {
        if (!beforeComparing)
            beforeComparing = longest;
    };
    VERIFY_OK(mover->run(watching));
    QVERIFY(beforeComparing);
    QVERIFY(*beforeComparing >= m_ends->sourceOptions.controlLag + m_ends->sourceOptions.callDeadline);
}

QTEST_GUILESS_MAIN(TestLiveSafety)
#include "tst_livesafety.moc"
