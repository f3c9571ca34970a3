// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "faultyfactory.h"
#include "livetest.h"
#include "manualclock.h"
#include "storefixture.h"

#include "session/moving_p.h"
#include "session/storeopener_p.h"

#include <axess/randomsource.h>
#include <axess/revokesessions.h>
#include <axess/store.h>

#include <QtCore/qelapsedtimer.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What single instances do while sessions move: those that are left out, those that see one store only, and
/// users who are about to sign in.
class TestLiveInstances : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void whoIsLeftOutAnswersNoValue();
    void whoIsLeftOutRevokesNothingInBulk();
    void aHoldIsUndoneWithoutTheOtherStore_data();
    void aHoldIsUndoneWithoutTheOtherStore();
    void whoClosesWaitsForNoStoreThatHangs_data();
    void whoClosesWaitsForNoStoreThatHangs();
    void aTicketIsGoodInTheStoreWhereItWasDrawn();
    void aTicketEndsWithTheMoveItWasDrawnIn();
    void aSignInThatHappenedIsFoundAfterACutOver();
};

// Nobody compares what it would put there after the cut-over.
void TestLiveInstances::whoIsLeftOutAnswersNoValue()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(alone, SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    TAKE(keyless, SessionStore::openKeyless(m_ends->source, m_ends->sourceOptions));
    const auto store = instance();
    const auto leftOut = valueStore(alone);
    VERIFY_OK(leftOut->put(u"code"_s, "4711", 0ms));
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    const auto isRefused = [](Store<QString, QByteArray> &values, ErrorCode code) {
        VERIFY_FAILS(values.put(u"late"_s, "lost", 0ms), code);
        VERIFY_FAILS(values.get(u"code"_s), code);
        VERIFY_FAILS(values.remove(u"code"_s), code);
    };
    isRefused(*leftOut, ErrorCode::Unavailable);
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    isRefused(*leftOut, ErrorCode::Unavailable);
    const auto values = valueStore(store);
    TAKE(code, values->get(u"code"_s));
    QCOMPARE(code, std::optional("4711"_ba));
    TAKE(late, values->get(u"late"_s));
    QVERIFY(!late);
    QTRY_VERIFY_WITH_TIMEOUT(values->remove(u"code"_s).has_value(), 20'000);
    VERIFY_OK(mover->finish(control()));
    isRefused(*leftOut, ErrorCode::Unavailable);
}

// It chose them before the move began.
void TestLiveInstances::whoIsLeftOutRevokesNothingInBulk()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(alone, SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    BulkRevocation what;
    what.scope = RevokeScope::Everybody;
    what.reason = u"test"_s;
    int asked = 0;
    JobControl between;
    between.worker = u"worker"_s;
    between.wait = [&](std::chrono::milliseconds) {
        ++asked;
        if (asked == 2)
            return migration()->run(control()).has_value();
        return asked < 20;
    };
    (void)RevokeSessions(alone).runHere(what, between);
    QVERIFY(asked >= 2);
    TAKE(status, migration()->status());
    QCOMPARE(status.phase, MigrationPhase::SourceLeads);
    QCOMPARE(verdict(*instance()), QString());
    QVERIFY(areTheSame());
}

void TestLiveInstances::aHoldIsUndoneWithoutTheOtherStore_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("it is gone") << Fault::Refused;
    QTest::newRow("it hangs") << Fault::HangsBefore;
}

// The operator died, and the other store with the same machine; the instances were started again.
void TestLiveInstances::aHoldIsUndoneWithoutTheOtherStore()
{
    QFETCH(Fault, fault);
    prepare(u"memory"_s, u"memory"_s);
    VERIFY_OK(migration()->run(control()));
    TAKE(source,
         StoreOpener(m_ends->source, m_ends->rootKey, m_ends->sourceOptions, StoreOpener::Purpose::Mover)
             .open());
    TAKE(state, source->control().renew(source->deadline()));
    VERIFY_OK(changePhase(source->side(), state->move, MovePhase::HandingOver, source->deadline()));

    StoreOptions options = m_ends->sourceOptions;
    const auto clock = std::make_shared<ManualClock>(SystemClock().now());
    options.clock = clock;
    options.callDeadline = 300ms;
    options.standby = m_ends->target;
    const auto other = std::make_shared<FaultyFactory>(m_ends->targetOptions.factory);
    other->plan().arm(fault, 1, 1'000'000);
    options.standbyFactory = other;
    TAKE(store, SessionStore::open(m_ends->source, m_ends->rootKey, options));
    VERIFY_FAILS(store->save(guestRow()), ErrorCode::Unavailable);
    clock->advance(61s);
    const auto phase = [&] {
        const auto now = source->control().renew(source->deadline());
        return now ? (*now)->move.phase : MovePhase::None;
    };
    QTRY_COMPARE_WITH_TIMEOUT(phase(), MovePhase::SourceLeads, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(store->save(guestRow()).has_value(), 20'000);
    QVERIFY(other->plan().disarm() > 0);
}

void TestLiveInstances::whoClosesWaitsForNoStoreThatHangs_data()
{
    QTest::addColumn<bool>("leads");
    QTest::newRow("the standby") << false;
    QTest::newRow("the one that leads") << true;
}

// Measured by what a single call might take.
void TestLiveInstances::whoClosesWaitsForNoStoreThatHangs()
{
    QFETCH(const bool, leads);
    prepare(u"memory"_s, u"memory"_s);
    StoreOptions options = m_ends->sourceOptions;
    options.callDeadline = 60s;
    options.standby = m_ends->target;
    const auto other = std::make_shared<FaultyFactory>(m_ends->targetOptions.factory);
    options.standbyFactory = other;
    TAKE(store, SessionStore::open(m_ends->source, m_ends->rootKey, options));
    if (leads) {
        const auto mover = migration();
        VERIFY_OK(mover->run(control()));
        VERIFY_OK(mover->cutOver(control()));
        QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    }
    other->plan().arm(Fault::HangsBefore, 1, 1'000'000);
    QTRY_VERIFY_WITH_TIMEOUT(other->plan().calls() > 0, 20'000);
    QElapsedTimer timer;
    timer.start();
    store.reset();
    QVERIFY2(timer.durationElapsed() < options.callDeadline / 4,
             qPrintable(QString::number(timer.elapsed())));
}

// Users without sessions are in no list: what the one store counts of them the other one does not know.
void TestLiveInstances::aTicketIsGoodInTheStoreWhereItWasDrawn()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    SessionRow row = guestRow();
    row.user = userNamed(u"zoe"_s);
    row.level = SessionLevel::Authenticated;
    TAKE(early, store->ticket(row.user));
    VERIFY_OK(store->signOutEverywhere(row.user));
    TAKE(good, store->ticket(row.user));
    VERIFY_FAILS(store->save(row, SignIn {early}), ErrorCode::Gone);
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    const auto signIn = [&](const SignInTicket &ticket) { return store->save(row, SignIn {ticket}); };
    VERIFY_FAILS(signIn(early), ErrorCode::Gone);
    const auto again = signIn(good);
    VERIFY_FAILS(again, ErrorCode::Gone);
    QVERIFY(again.error().message().contains(u"begin it again"_s));
    TAKE(drawn, store->ticket(row.user));
    TAKE(saved, signIn(drawn));

    // There and back: what was drawn in the source before counts less than what the target counted.
    VERIFY_OK(store->signOutEverywhere(row.user));
    VERIFY_OK(mover->rollBack(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->source.displayText(), 20'000);
    VERIFY_FAILS(signIn(good), ErrorCode::Gone);
    TAKE(gone, store->load(saved.token));
    QVERIFY(!gone);
    TAKE(last, store->ticket(row.user));
    VERIFY_OK(signIn(last));
}

// The target is not told of what the source counts between two moves.
void TestLiveInstances::aTicketEndsWithTheMoveItWasDrawnIn()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    SessionRow row = guestRow();
    row.user = userNamed(u"zoe"_s);
    row.level = SessionLevel::Authenticated;
    const auto mover = migration();
    const auto isAt = [&](const StoreUrl &url) { return store->displayName() == url.displayText(); };
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    QTRY_VERIFY_WITH_TIMEOUT(isAt(m_ends->target), 20'000);
    TAKE(early, store->ticket(row.user));
    VERIFY_OK(mover->rollBack(control()));
    VERIFY_OK(mover->cancel(control()));
    QTRY_VERIFY_WITH_TIMEOUT(isAt(m_ends->source), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(store->signOutEverywhere(row.user).has_value(), 20'000);
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    QTRY_VERIFY_WITH_TIMEOUT(isAt(m_ends->target), 20'000);
    VERIFY_FAILS(store->save(row, SignIn {early}), ErrorCode::Gone);
    TAKE(fresh, store->ticket(row.user));
    VERIFY_OK(store->save(row, SignIn {fresh}));
}

// Its caller only did not hear of it.
void TestLiveInstances::aSignInThatHappenedIsFoundAfterACutOver()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    TAKE(row, store->save(guestRow()));
    const SessionToken from = row.token;
    SystemRandom random;
    TAKE(to, from.renewed(random));
    row.user = userNamed(u"zoe"_s);
    row.level = SessionLevel::Authenticated;
    TAKE(ticket, store->ticket(row.user));
    VERIFY_OK(store->cycle(from, to, row, SignIn {ticket}));
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    TAKE(again, store->cycle(from, to, row, SignIn {ticket}));
    QCOMPARE(again.user, row.user);
    TAKE(there, store->load(to));
    QVERIFY(there);
}

QTEST_GUILESS_MAIN(TestLiveInstances)
#include "tst_liveinstances.moc"
