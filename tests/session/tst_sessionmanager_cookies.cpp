// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "managerfixture.h"

#include <axess/asyncsessionmanager.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSessionManagerCookies : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aForgedCookieIsClearedWithoutAskingTheStore();
    void ofSeveralCookiesTheOneThatOpensCounts();
    void aDeadCookieBesideASupersededOneChangesNothing();
    void aSupersededRequestStoresNothingAndSetsNoCookie();
    void aSupersededVisitorMaySignIn();
    void anOversizedHeaderIsRefused();
    void anotherTenantsCookieIsAbsentWithAnEventAMinute();
    void aPolicyThatCannotWorkAnswersNothing();
    void fingerprintsAreNotLookedAtWhenOff();
    void aMismatchWarns();
    void aMismatchIsRefusedWhenRequired();
    void aRefusedRequestStoresNothingAndSetsNoCookie();
    void aGuestOfAnotherTenantGetsACookieWhenStored();
    void aSignInBindsAnew();
    void aRequestWithoutFingerprintIsNotLookedAt();
    void rememberMeSetsMaxAge();
    void anUnsealedStoreHasPlainCookies();
    void everyVerbIsThereAsAFuture();
};

void TestSessionManagerCookies::aForgedCookieIsClearedWithoutAskingTheStore()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"a"_s, 1);
    QByteArray forged = browser.header();
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    const quint64 loads = site.written(Verb::Load);

    TAKE(guest, site.manager.load(forged));

    QVERIFY(!guest.isStored());
    QVERIFY(guest.setCookie() && guest.setCookie()->contains("Max-Age=0"));
    QCOMPARE(site.written(Verb::Load), loads);
    QCOMPARE(site.counted(Counter::CookiesRefused), 1U);
}

void TestSessionManagerCookies::ofSeveralCookiesTheOneThatOpensCounts()
{
    ManagerFixture site;
    Browser ended;
    Browser live;
    const Session first = site.put(ended, u"a"_s, 1);
    const QByteArray dead = ended.header();
    VERIFY_OK(site.manager.signOut(first));
    const Session second = site.put(live, u"a"_s, 2);

    TAKE(session, site.manager.load("x=y; __Host-axess.sid=nonsense; " + dead + "; " + live.header()));

    QCOMPARE(session.id(), second.id());
    QVERIFY(!session.setCookie());
}

void TestSessionManagerCookies::aDeadCookieBesideASupersededOneChangesNothing()
{
    ManagerFixture site;
    Browser ended;
    Browser browser;
    const Session first = site.put(ended, u"a"_s, 1);
    const QByteArray dead = ended.header();
    VERIFY_OK(site.manager.signOut(first));
    site.put(browser, u"a"_s, 2);
    const QByteArray superseded = browser.header();
    site.signIn(browser, u"ada"_s);

    TAKE(guest, site.manager.load(dead + "; " + superseded));

    QVERIFY(!guest.isStored());
    QVERIFY(!guest.setCookie());
}

void TestSessionManagerCookies::aSupersededRequestStoresNothingAndSetsNoCookie()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"a"_s, 1);
    const QByteArray before = browser.header();
    site.signIn(browser, u"ada"_s);
    const qint64 rows = site.rows();

    // A request that left before the sign-in was answered: its cookie would take the place of the new one.
    TAKE(late, site.manager.load(before));
    late.insert(u"page"_s, u"basket"_s);
    VERIFY_FAILS(site.manager.save(late), ErrorCode::Superseded);

    QCOMPARE(site.rows(), rows);
    QVERIFY(site.visit(browser).isSignedIn());
}

void TestSessionManagerCookies::aSupersededVisitorMaySignIn()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"a"_s, 1);
    Browser late = browser;
    site.signIn(browser, u"ada"_s);

    QVERIFY(site.signIn(late, u"eve"_s).setCookie());
    QCOMPARE(site.visit(late).user(), ManagerFixture::user(u"eve"_s));
}

void TestSessionManagerCookies::anOversizedHeaderIsRefused()
{
    ManagerFixture site;

    VERIFY_FAILS(site.manager.load(QByteArray(9000, 'x')), ErrorCode::InvalidArgument);
    VERIFY_FAILS(site.manager.load(QByteArray("a=b\0", 4)), ErrorCode::InvalidArgument);
}

void TestSessionManagerCookies::anotherTenantsCookieIsAbsentWithAnEventAMinute()
{
    ManagerFixture site;
    const RequestContext acme {.tenant = site.tenant(u"acme"_s)};
    Browser browser;
    const Session session = site.signIn(browser, u"ada"_s, acme);

    for (int i = 0; i < 5; ++i) {
        TAKE(guest, site.manager.load(browser.header(), {.tenant = site.tenant(u"other"_s)}));
        QVERIFY(!guest.isStored() && !guest.setCookie());
        QCOMPARE(guest.tenant(), site.tenant(u"other"_s));
    }
    site.clock->advance(1min);
    VERIFY_OK(site.manager.load(browser.header()));

    const auto events = site.eventsOf(EventKind::WrongTenant);
    QCOMPARE(events.size(), 2);
    QCOMPARE(events.first().session, session.id());
    QCOMPARE(events.first().user, session.user());
    QCOMPARE(site.counted(Counter::WrongTenant), 6U);
    QVERIFY(site.visit(browser, acme).isSignedIn());
}

void TestSessionManagerCookies::aPolicyThatCannotWorkAnswersNothing()
{
    ManagerFixture site({.idleTimeout = 0ms});
    Session guest = site.manager.start();
    guest.insert(u"a"_s, 1);

    VERIFY_FAILS(site.manager.load({}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(site.manager.save(guest), ErrorCode::InvalidArgument);
}

namespace {

const RequestContext home {.fingerprint = QByteArray(32, 'h')};
const RequestContext away {.fingerprint = QByteArray(32, 'a')};

} // namespace

void TestSessionManagerCookies::fingerprintsAreNotLookedAtWhenOff()
{
    ManagerFixture site({.fingerprint = FingerprintPolicy::Off});
    Browser browser;
    const Session session = site.signIn(browser, u"ada"_s, home);

    QVERIFY(session.row().fingerprint.isEmpty());
    QVERIFY(site.visit(browser, away).isSignedIn());
    QVERIFY(site.eventsOf(EventKind::FingerprintMismatch).isEmpty());
}

void TestSessionManagerCookies::aMismatchWarns()
{
    ManagerFixture site({.fingerprint = FingerprintPolicy::Warn});
    Browser browser;
    site.signIn(browser, u"ada"_s, home);

    QVERIFY(site.visit(browser, home).isSignedIn());
    QVERIFY(site.eventsOf(EventKind::FingerprintMismatch).isEmpty());
    QVERIFY(site.visit(browser, away).isSignedIn());
    QVERIFY(site.visit(browser, away).isSignedIn());

    QCOMPARE(site.eventsOf(EventKind::FingerprintMismatch).size(), 1);
    QCOMPARE(site.counted(Counter::FingerprintMismatches), 2U);
}

void TestSessionManagerCookies::aMismatchIsRefusedWhenRequired()
{
    ManagerFixture site({.fingerprint = FingerprintPolicy::Require});
    Browser browser;
    site.signIn(browser, u"ada"_s, home);

    const Session refused = site.visit(browser, away);

    QVERIFY(!refused.isStored() && !refused.setCookie());
    QVERIFY(site.visit(browser, home).isSignedIn());
    QCOMPARE(site.eventsOf(EventKind::FingerprintMismatch).size(), 1);
}

void TestSessionManagerCookies::aRefusedRequestStoresNothingAndSetsNoCookie()
{
    ManagerFixture site({.fingerprint = FingerprintPolicy::Require});
    Browser browser;
    site.signIn(browser, u"ada"_s, home);
    const qint64 rows = site.rows();

    Session refused = site.visit(browser, away);
    refused.insert(u"basket"_s, 1);
    VERIFY_FAILS(site.manager.save(refused), ErrorCode::Denied);

    QCOMPARE(site.rows(), rows);
    QVERIFY(site.visit(browser, home).isSignedIn());
    // Who proves anew who they are gets a session of their own.
    QVERIFY(site.signIn(browser, u"ada"_s, away).setCookie());
    QVERIFY(site.visit(browser, away).isSignedIn());
}

void TestSessionManagerCookies::aGuestOfAnotherTenantGetsACookieWhenStored()
{
    ManagerFixture site;
    const RequestContext acme {.tenant = site.tenant(u"acme"_s)};
    Browser browser;
    site.signIn(browser, u"ada"_s, acme);
    const QByteArray before = browser.header();

    Session guest = site.visit(browser);
    QCOMPARE(browser.header(), before);
    guest.insert(u"basket"_s, 1);
    const Session stored = site.answered(browser, site.manager.save(guest));

    QVERIFY(stored.isStored() && stored.setCookie());
    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(1));
    TAKE(other, site.manager.load(before, acme));
    QVERIFY(other.isSignedIn());
}

void TestSessionManagerCookies::aSignInBindsAnew()
{
    ManagerFixture site({.fingerprint = FingerprintPolicy::Warn});
    Browser browser;
    site.signIn(browser, u"ada"_s, home);

    const Session session = site.signIn(browser, u"ada"_s, away);

    QCOMPARE(session.row().fingerprint, away.fingerprint);
}

void TestSessionManagerCookies::aRequestWithoutFingerprintIsNotLookedAt()
{
    ManagerFixture site({.fingerprint = FingerprintPolicy::Require});
    Browser browser;
    site.signIn(browser, u"ada"_s, home);

    QVERIFY(site.visit(browser).isSignedIn());
}

void TestSessionManagerCookies::rememberMeSetsMaxAge()
{
    ManagerFixture site(SessionPolicy::rememberMe());
    Browser browser;

    QVERIFY(site.signIn(browser, u"ada"_s).setCookie()->endsWith("; Max-Age=2592000"));
}

void TestSessionManagerCookies::anUnsealedStoreHasPlainCookies()
{
    TAKE(store, SessionStore::open(u"memory:"_s));
    SessionManager manager(store);
    Session guest = manager.start();
    guest.insert(u"a"_s, 1);
    TAKE(stored, manager.save(guest));

    QVERIFY(!store->capabilities().sealed);
    const QByteArray pair = stored.setCookie()->split(';').first();
    QCOMPARE(pair, "__Host-axess.sid=" + stored.row().token.text());
    QCOMPARE(manager.load(pair)->id(), stored.id());
}

void TestSessionManagerCookies::everyVerbIsThereAsAFuture()
{
    ManagerFixture site;
    AsyncSessionManager sessions(site.store);
    const auto of = [](auto future) { return future.result().value(); };

    Session session = of(sessions.load({}));
    session.insert(u"basket"_s, 1);
    session = of(sessions.save(session));
    session = of(sessions.signIn(session, of(sessions.ticket(site.user(u"ada"_s)))));
    session = of(sessions.stepUp(session));
    session = of(sessions.touch(session));
    QCOMPARE(of(sessions.sessionsOf(session)).size(), 1);
    VERIFY_OK(sessions.end(session, SessionId()).result());
    QCOMPARE(of(sessions.signOutEverywhere(session, SessionManager::Spare::ThisSession)), 0);
    QCOMPARE(sessions.run([&](SessionManager &manager) { return manager.start().isStored(); }).result(),
             false);
    QVERIFY(of(sessions.signOut(session)).setCookie().has_value());
    QVERIFY(!sessions.start().isStored());
}

QTEST_GUILESS_MAIN(TestSessionManagerCookies)
#include "tst_sessionmanager_cookies.moc"
