// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "managerfixture.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSessionManagerSignIn : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theTokenChangesAndTheIdAndTheBasketStay(); // Promise: 3
    void unsavedChangesGoAlong();
    void aGuestWithoutARowIsCreatedBound();
    void bothDeadlinesStartAnew();
    void anotherUserStartsAfreshAndTheFirstSessionEnds();
    void signingInAgainAsTheSameUserKeepsTheSession();
    void aBasketFilledMeanwhileIsMergedIn();
    void rejectRefusesToMergeChangesAtSignInButNotANewBase();
    void ofTwoSignInsAtOnceTheLoserIsSuperseded(); // Promise: 3
    void aSignInOfAnEndedSessionIsGone();
    void theOldCookieIsAGuestAndKeepsItsCookie();
    void steppingUpRaisesTheLevelUnderANewToken();
    void onlyAUserCanStepUp();
    void aTicketMustFitTheSession();
    void aTicketFromBeforeASignOutEverywhereIsGone();
    void aTicketFromBeforeAnEpochIsGone();
};

void TestSessionManagerSignIn::theTokenChangesAndTheIdAndTheBasketStay()
{
    ManagerFixture site;
    Browser browser;
    const Session guest = site.put(browser, u"basket"_s, 3);
    const QByteArray before = browser.header();

    const Session session = site.signIn(browser, u"ada"_s);

    QVERIFY(browser.header() != before);
    QCOMPARE(session.id(), guest.id());
    QCOMPARE(session.user(), site.user(u"ada"_s));
    QCOMPARE(session.level(), SessionLevel::Authenticated);
    QCOMPARE(session.row().authenticatedAt, site.clock->now());
    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(3));
    QCOMPARE(site.rows(), 1);
}

void TestSessionManagerSignIn::unsavedChangesGoAlong()
{
    ManagerFixture site;
    Browser browser;
    Session guest = site.put(browser, u"basket"_s, 3);
    guest.insert(u"greeting"_s, u"Welcome"_s);

    site.answered(browser, site.manager.signIn(guest, *site.manager.ticket(site.user(u"ada"_s))));

    QCOMPARE(site.visit(browser).value(u"greeting"_s), QCborValue(u"Welcome"_s));
}

void TestSessionManagerSignIn::aGuestWithoutARowIsCreatedBound()
{
    ManagerFixture site;
    Browser browser;

    const Session session = site.signIn(browser, u"ada"_s);

    QVERIFY(session.isStored() && session.isSignedIn());
    QCOMPARE(site.visit(browser).user(), site.user(u"ada"_s));
    QCOMPARE(site.rows(), 1);
}

void TestSessionManagerSignIn::bothDeadlinesStartAnew()
{
    ManagerFixture site({.idleTimeout = 30min, .absoluteTimeout = 1h});
    Browser browser;
    site.put(browser, u"basket"_s, 3);
    site.clock->advance(25min);
    site.visit(browser);
    site.clock->advance(25min);

    const Session session = site.signIn(browser, u"ada"_s);

    QCOMPARE(session.row().absoluteDeadline, site.clock->now() + std::chrono::milliseconds(1h).count());
    QCOMPARE(session.row().idleDeadline, site.clock->now() + std::chrono::milliseconds(30min).count());
}

void TestSessionManagerSignIn::anotherUserStartsAfreshAndTheFirstSessionEnds()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"secret"_s, u"of Ada"_s);
    const Session first = site.signIn(browser, u"ada"_s);
    const QByteArray adas = browser.header();

    const Session second = site.signIn(browser, u"grace"_s);

    QVERIFY(second.id() != first.id());
    QVERIFY(second.value(u"secret"_s).isUndefined());
    QCOMPARE(site.visit(browser).user(), site.user(u"grace"_s));
    QVERIFY(!site.manager.load(adas)->isStored());
    QCOMPARE(site.rows(), 1);
}

void TestSessionManagerSignIn::signingInAgainAsTheSameUserKeepsTheSession()
{
    ManagerFixture site;
    Browser browser;
    const Session first = site.signIn(browser, u"ada"_s);
    const QByteArray before = browser.header();

    const Session second = site.signIn(browser, u"ada"_s);

    QCOMPARE(second.id(), first.id());
    QVERIFY(browser.header() != before);
}

void TestSessionManagerSignIn::aBasketFilledMeanwhileIsMergedIn()
{
    ManagerFixture site;
    Browser browser;
    const Session atTheForm = site.put(browser, u"basket"_s, 1);
    site.put(browser, u"basket"_s, 2);

    site.answered(browser, site.manager.signIn(atTheForm, *site.manager.ticket(site.user(u"ada"_s))));

    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(2));
    QCOMPARE(site.counted(Counter::MergeRetries), 1U);
}

void TestSessionManagerSignIn::rejectRefusesToMergeChangesAtSignInButNotANewBase()
{
    ManagerFixture site({.merge = MergePolicy::Reject});
    Browser browser;
    const Session unchanged = site.put(browser, u"basket"_s, 1);
    Session changed = unchanged;
    changed.insert(u"basket"_s, 7);
    site.put(browser, u"basket"_s, 2);
    TAKE(ticket, site.manager.ticket(site.user(u"ada"_s)));

    VERIFY_FAILS(site.manager.signIn(changed, ticket), ErrorCode::Conflict);
    site.answered(browser, site.manager.signIn(unchanged, ticket));

    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(2));
}

void TestSessionManagerSignIn::ofTwoSignInsAtOnceTheLoserIsSuperseded()
{
    ManagerFixture site;
    Browser browser;
    const Session guest = site.put(browser, u"basket"_s, 1);
    TAKE(ticket, site.manager.ticket(site.user(u"ada"_s)));

    site.answered(browser, site.manager.signIn(guest, ticket));
    VERIFY_FAILS(site.manager.signIn(guest, ticket), ErrorCode::Superseded);

    QVERIFY(site.visit(browser).isSignedIn());
}

void TestSessionManagerSignIn::aSignInOfAnEndedSessionIsGone()
{
    ManagerFixture site;
    Browser browser;
    const Session guest = site.put(browser, u"basket"_s, 1);
    VERIFY_OK(site.manager.signOut(guest));

    VERIFY_FAILS(site.manager.signIn(guest, *site.manager.ticket(site.user(u"ada"_s))), ErrorCode::Gone);
    QCOMPARE(site.rows(), 0);
}

void TestSessionManagerSignIn::theOldCookieIsAGuestAndKeepsItsCookie()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"basket"_s, 1);
    const QByteArray before = browser.header();
    site.signIn(browser, u"ada"_s);

    TAKE(slow, site.manager.load(before));

    QVERIFY(!slow.isStored() && !slow.isSignedIn());
    QVERIFY(!slow.setCookie());
}

void TestSessionManagerSignIn::steppingUpRaisesTheLevelUnderANewToken()
{
    ManagerFixture site;
    Browser browser;
    const Session session = site.signIn(browser, u"ada"_s);
    const QByteArray before = browser.header();
    site.clock->advance(1min);

    const Session raised = site.answered(browser, site.manager.stepUp(session));

    QVERIFY(browser.header() != before);
    QCOMPARE(raised.id(), session.id());
    QCOMPARE(site.visit(browser).level(), SessionLevel::SteppedUp);
    QCOMPARE(raised.row().authenticatedAt, site.clock->now());
    QCOMPARE(raised.row().absoluteDeadline, session.row().absoluteDeadline);
    QCOMPARE(site.eventsOf(EventKind::SteppedUp).size(), 1);
}

void TestSessionManagerSignIn::onlyAUserCanStepUp()
{
    ManagerFixture site;
    Browser browser;

    VERIFY_FAILS(site.manager.stepUp(site.manager.start()), ErrorCode::InvalidArgument);
    VERIFY_FAILS(site.manager.stepUp(site.put(browser, u"a"_s, 1)), ErrorCode::InvalidArgument);
}

void TestSessionManagerSignIn::aTicketMustFitTheSession()
{
    ManagerFixture site;

    VERIFY_FAILS(site.manager.ticket({}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(site.manager.signIn(site.manager.start(), {}), ErrorCode::InvalidArgument);
    TAKE(ofAcme, site.manager.ticket(site.user(u"ada"_s), site.tenant(u"acme"_s)));
    VERIFY_FAILS(site.manager.signIn(site.manager.start(), ofAcme), ErrorCode::InvalidArgument);
    QCOMPARE(site.rows(), 0);
}

void TestSessionManagerSignIn::aTicketFromBeforeASignOutEverywhereIsGone()
{
    ManagerFixture site;
    Browser office;
    Browser phone;
    const Session atOffice = site.signIn(office, u"ada"_s);
    TAKE(ticket, site.manager.ticket(site.user(u"ada"_s)));
    const Session stored = site.put(phone, u"basket"_s, 1);

    VERIFY_OK(site.manager.signOutEverywhere(atOffice, SessionManager::Spare::Nothing));

    VERIFY_FAILS(site.manager.signIn(stored, ticket), ErrorCode::Gone);
    VERIFY_FAILS(site.manager.signIn(site.manager.start(), ticket), ErrorCode::Gone);
    QVERIFY(site.store->findSessionsForUser(site.user(u"ada"_s))->isEmpty());
    QVERIFY(site.visit(phone).isStored());
}

void TestSessionManagerSignIn::aTicketFromBeforeAnEpochIsGone()
{
    ManagerFixture site;
    TAKE(ticket, site.manager.ticket(site.user(u"ada"_s)));
    VERIFY_OK(site.store->raiseStoreEpoch(u"a leak"_s));

    VERIFY_FAILS(site.manager.signIn(site.manager.start(), ticket), ErrorCode::Gone);
}

QTEST_GUILESS_MAIN(TestSessionManagerSignIn)
#include "tst_sessionmanager_signin.moc"
