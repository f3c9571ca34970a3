// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "verbstest.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Cycles, sign-ins and step-ups, sealed and in the clear.
class TestSessionCycler : public VerbsTest
{
    Q_OBJECT

private Q_SLOTS:
    void aCycleKillsTheOldTokenAndKeepsTheId(); // Promise: 3
    void theSameCycleTwiceIsOne();
    void twoCyclesHaveOneWinner(); // Promise: 3
    void aSaveUnderAnOldTokenIsSuperseded();
    void aSignInBindsAGuestToAUser();
    void aSignInTakesOnlyTheUsersTicket();
    void aSessionNeverChangesItsUserOrTenant();
    void aStepUpRaisesTheLevelAndKeepsTheAbsoluteDeadline();
};

void TestSessionCycler::aCycleKillsTheOldTokenAndKeepsTheId()
{
    const SessionRow row = saved();
    TAKE(to, m_store->renewed(row.token));
    TAKE(cycled, m_store->cycle(row.token, to, row));
    QCOMPARE(cycled.id, row.id);
    QCOMPARE(cycled.token, to);
    VERIFY_FAILS(m_store->load(row.token), ErrorCode::Superseded);
    TAKE(loaded, m_store->load(to));
    QCOMPARE(loaded->data, row.data);
    VERIFY_OK(m_store->save(cycled));
}

void TestSessionCycler::theSameCycleTwiceIsOne()
{
    const SessionRow row = saved();
    TAKE(to, m_store->renewed(row.token));
    TAKE(first, m_store->cycle(row.token, to, row));
    TAKE(second, m_store->cycle(row.token, to, row));
    QCOMPARE(second.revision, first.revision);
    QCOMPARE(second.token, to);
}

void TestSessionCycler::twoCyclesHaveOneWinner()
{
    const SessionRow row = saved();
    TAKE(first, m_store->renewed(row.token));
    TAKE(second, m_store->renewed(row.token));
    VERIFY_OK(m_store->cycle(row.token, first, row));
    VERIFY_FAILS(m_store->cycle(row.token, second, row), ErrorCode::Superseded);
}

void TestSessionCycler::aSaveUnderAnOldTokenIsSuperseded()
{
    const SessionRow row = saved();
    TAKE(to, m_store->renewed(row.token));
    VERIFY_OK(m_store->cycle(row.token, to, row));
    VERIFY_FAILS(m_store->save(row), ErrorCode::Superseded);
}

void TestSessionCycler::aSignInBindsAGuestToAUser()
{
    SessionRow row = saved();
    m_fixture->clock->advance(20min);
    const SignIn signIn = signInOf(u"ada"_s);
    TAKE(to, m_store->renewed(row.token));
    row.user = userNamed(u"ada"_s);
    TAKE(bound, m_store->cycle(row.token, to, row, signIn));
    QCOMPARE(bound.level, SessionLevel::Authenticated);
    QCOMPARE(bound.authenticatedAt, m_fixture->clock->now());
    QCOMPARE(bound.absoluteDeadline, m_fixture->clock->now() + 12 * 3'600'000);
    QCOMPARE(bound.created, row.created);
    TAKE(ids, m_store->findSessionsForUser(userNamed(u"ada"_s)));
    QCOMPARE(ids, QList {row.id});
    TAKE(loaded, m_store->load(to));
    QCOMPARE(loaded->user, userNamed(u"ada"_s));
}

void TestSessionCycler::aSignInTakesOnlyTheUsersTicket()
{
    SessionRow row = saved();
    TAKE(to, m_store->renewed(row.token));
    row.user = userNamed(u"eve"_s);
    VERIFY_FAILS(m_store->cycle(row.token, to, row, signInOf(u"ada"_s)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(m_store->ticket(UserId()), ErrorCode::InvalidArgument);
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(loaded && loaded->user.isEmpty());
}

void TestSessionCycler::aSessionNeverChangesItsUserOrTenant()
{
    SessionRow row = signedIn(u"ada"_s);
    TAKE(to, m_store->renewed(row.token));
    SessionRow asEve = row;
    asEve.user = userNamed(u"eve"_s);
    VERIFY_FAILS(m_store->cycle(row.token, to, asEve, signInOf(u"eve"_s)), ErrorCode::InvalidArgument);
    SessionRow elsewhere = row;
    elsewhere.tenant = tenantNamed(u"other"_s);
    VERIFY_FAILS(m_store->cycle(row.token, to, elsewhere), ErrorCode::InvalidArgument);
    SessionRow asGuest = row;
    asGuest.user = UserId();
    asGuest.level = SessionLevel::Guest;
    VERIFY_FAILS(m_store->cycle(row.token, to, asGuest), ErrorCode::InvalidArgument);
}

void TestSessionCycler::aStepUpRaisesTheLevelAndKeepsTheAbsoluteDeadline()
{
    SessionRow row = signedIn(u"ada"_s);
    m_fixture->clock->advance(10min);
    TAKE(to, m_store->renewed(row.token));
    row.level = SessionLevel::SteppedUp;
    TAKE(raised, m_store->cycle(row.token, to, row));
    QCOMPARE(raised.level, SessionLevel::SteppedUp);
    QCOMPARE(raised.authenticatedAt, m_fixture->clock->now());
    QCOMPARE(raised.absoluteDeadline, row.absoluteDeadline);
}

QTEST_GUILESS_MAIN(TestSessionCycler)
#include "tst_sessioncycler.moc"
