// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "managerfixture.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSessionManagerAccount : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void ownSessionsAreListedNewestFirst();
    void aGuestHasNoAccount();
    void anotherOfTheOwnSessionsCanBeEnded();
    void somebodyElsesSessionIsDenied();
    void theSameNameInAnotherTenantIsSomebodyElse();
    void signingOutEverywhereSparesThisSessionIfAsked();
    void signingOutEverywhereEndsThisOneTooIfAsked();
    void atTheLimitANewSignInIsDenied();
    void atTheLimitTheOldestSessionEnds();
    void atTheLimitTheLeastRecentlyUsedSessionEnds();
    void aSignInAgainInTheSameSessionTakesNoPlace();
};

void TestSessionManagerAccount::ownSessionsAreListedNewestFirst()
{
    ManagerFixture site;
    Browser office;
    Browser phone;
    Browser other;
    const Session older = site.signIn(office, u"ada"_s);
    site.clock->advance(1s);
    const Session newer = site.signIn(phone, u"ada"_s);
    site.signIn(other, u"grace"_s);

    TAKE(own, site.manager.sessionsOf(newer));

    QCOMPARE(own.size(), 2);
    QCOMPARE(own[0].row.id, newer.id());
    QCOMPARE(own[1].row.id, older.id());
    QVERIFY(own[0].row.token.isNull());
}

void TestSessionManagerAccount::aGuestHasNoAccount()
{
    ManagerFixture site;
    const Session guest = site.manager.start();

    VERIFY_FAILS(site.manager.sessionsOf(guest), ErrorCode::InvalidArgument);
    VERIFY_FAILS(site.manager.end(guest, SessionId()), ErrorCode::InvalidArgument);
    VERIFY_FAILS(site.manager.signOutEverywhere(guest, SessionManager::Spare::Nothing),
                 ErrorCode::InvalidArgument);
}

void TestSessionManagerAccount::anotherOfTheOwnSessionsCanBeEnded()
{
    ManagerFixture site;
    Browser office;
    Browser phone;
    const Session atOffice = site.signIn(office, u"ada"_s);
    const Session onPhone = site.signIn(phone, u"ada"_s);

    VERIFY_OK(site.manager.end(atOffice, onPhone.id()));
    VERIFY_OK(site.manager.end(atOffice, onPhone.id()));

    QVERIFY(!site.visit(phone).isStored());
    QVERIFY(site.visit(office).isSignedIn());
}

void TestSessionManagerAccount::somebodyElsesSessionIsDenied()
{
    ManagerFixture site;
    Browser adas;
    Browser graces;
    Browser guests;
    const Session ada = site.signIn(adas, u"ada"_s);

    VERIFY_FAILS(site.manager.end(ada, site.signIn(graces, u"grace"_s).id()), ErrorCode::Denied);
    VERIFY_FAILS(site.manager.end(ada, site.put(guests, u"a"_s, 1).id()), ErrorCode::Denied);

    QVERIFY(site.visit(graces).isSignedIn());
}

void TestSessionManagerAccount::theSameNameInAnotherTenantIsSomebodyElse()
{
    ManagerFixture site;
    const RequestContext acme {.tenant = site.tenant(u"acme"_s)};
    Browser here;
    Browser there;
    const Session ada = site.signIn(here, u"ada"_s);
    const Session other = site.signIn(there, u"ada"_s, acme);

    VERIFY_FAILS(site.manager.end(ada, other.id()), ErrorCode::Denied);
    TAKE(ended, site.manager.signOutEverywhere(ada, SessionManager::Spare::Nothing));

    QCOMPARE(ended, 1);
    QVERIFY(site.visit(there, acme).isSignedIn());
}

void TestSessionManagerAccount::signingOutEverywhereSparesThisSessionIfAsked()
{
    ManagerFixture site;
    Browser office;
    Browser phone;
    Browser tablet;
    const Session atOffice = site.signIn(office, u"ada"_s);
    site.signIn(phone, u"ada"_s);
    site.signIn(tablet, u"ada"_s);

    TAKE(ended, site.manager.signOutEverywhere(atOffice, SessionManager::Spare::ThisSession));

    QCOMPARE(ended, 2);
    QVERIFY(site.visit(office).isSignedIn());
    QVERIFY(!site.visit(phone).isSignedIn());
    QVERIFY(!site.visit(tablet).isSignedIn());
}

void TestSessionManagerAccount::signingOutEverywhereEndsThisOneTooIfAsked()
{
    ManagerFixture site;
    Browser office;
    const Session atOffice = site.signIn(office, u"ada"_s);

    TAKE(ended, site.manager.signOutEverywhere(atOffice, SessionManager::Spare::Nothing));

    QCOMPARE(ended, 1);
    QVERIFY(!site.visit(office).isStored());
    QVERIFY(!office.hasCookie());
}

void TestSessionManagerAccount::atTheLimitANewSignInIsDenied()
{
    ManagerFixture site({.sessionsPerUser = 2, .limit = LimitPolicy::DenyNew});
    Browser office;
    Browser phone;
    Browser tablet;
    site.signIn(office, u"ada"_s);
    site.signIn(phone, u"ada"_s);
    const Session guest = site.put(tablet, u"basket"_s, 1);
    TAKE(ticket, site.manager.ticket(site.user(u"ada"_s)));

    VERIFY_FAILS(site.manager.signIn(guest, ticket), ErrorCode::Denied);
    VERIFY_FAILS(site.manager.signIn(site.manager.start(), ticket), ErrorCode::Denied);

    QCOMPARE(site.visit(tablet).value(u"basket"_s), QCborValue(1));
    QCOMPARE(site.store->findSessionsForUser(site.user(u"ada"_s))->size(), 2);
}

void TestSessionManagerAccount::atTheLimitTheOldestSessionEnds()
{
    ManagerFixture site({.sessionsPerUser = 2, .limit = LimitPolicy::EndOldest});
    std::array<Browser, 3> browsers;
    for (Browser &browser : browsers) {
        site.signIn(browser, u"ada"_s);
        site.clock->advance(1s);
    }

    QVERIFY(!site.visit(browsers[0]).isStored());
    QVERIFY(site.visit(browsers[1]).isSignedIn());
    QVERIFY(site.visit(browsers[2]).isSignedIn());
}

void TestSessionManagerAccount::atTheLimitTheLeastRecentlyUsedSessionEnds()
{
    ManagerFixture site({.sessionsPerUser = 2, .limit = LimitPolicy::EndLeastRecentlyUsed});
    std::array<Browser, 3> browsers;
    site.signIn(browsers[0], u"ada"_s);
    site.clock->advance(1s);
    site.signIn(browsers[1], u"ada"_s);
    site.clock->advance(5min);
    site.visit(browsers[0]);

    site.signIn(browsers[2], u"ada"_s);

    QVERIFY(site.visit(browsers[0]).isSignedIn());
    QVERIFY(!site.visit(browsers[1]).isStored());
}

void TestSessionManagerAccount::aSignInAgainInTheSameSessionTakesNoPlace()
{
    ManagerFixture site({.sessionsPerUser = 1, .limit = LimitPolicy::DenyNew});
    Browser office;

    site.signIn(office, u"ada"_s);
    const Session again = site.signIn(office, u"ada"_s);

    QVERIFY(again.isSignedIn());
}

QTEST_GUILESS_MAIN(TestSessionManagerAccount)
#include "tst_sessionmanager_account.moc"
