// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Cycles, sign-ins and step-ups, sealed and in the clear.
class TestSessionCycler : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();

    void aCycleKillsTheOldTokenAndKeepsTheId();
    void theSameCycleTwiceIsOne();
    void twoCyclesHaveOneWinner();
    void aSaveUnderAnOldTokenIsSuperseded();
    void aSignInBindsAGuestToAUser();
    void aSignInTakesOnlyTheUsersTicket();
    void aSessionNeverChangesItsUserOrTenant();
    void aStepUpRaisesTheLevelAndKeepsTheAbsoluteDeadline();

private:
    SessionRow saved(const SessionRow &row = guestRow()) { return m_store->save(row).value(); }
    SignIn signInOf(const QString &user, int limit = 0);
    SessionRow signedIn(const QString &user);

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestSessionCycler::initTestCase_data()
{
    QTest::addColumn<bool>("sealed");
    QTest::newRow("sealed") << true;
    QTest::newRow("clear") << false;
}

void TestSessionCycler::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(const bool, sealed);
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    if (!sealed)
        m_fixture->rootKey = RootKey::none();
    TAKE(store, m_fixture->open());
    m_store = store;
}

SignIn TestSessionCycler::signInOf(const QString &user, int limit)
{
    return {m_store->ticket(userNamed(user)).value(), limit, LimitPolicy::EndOldest};
}

SessionRow TestSessionCycler::signedIn(const QString &user)
{
    SessionRow row = guestRow();
    row.user = userNamed(user);
    return m_store->save(row, signInOf(user)).value();
}

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
