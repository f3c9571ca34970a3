// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "managerfixture.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSessionManagerLifecycle : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aGuestWithoutDataIsNotStored();
    void aGuestWithDataComesBackByTheCookie();
    void anIdleSessionEndsAndItsCookieIsCleared();
    void visitsKeepASessionAliveUntilItsAbsoluteDeadline();
    void aTouchIsWrittenOnlyWhenItIsDue();
    void nearTheAbsoluteDeadlineNothingIsTouchedAnyMore();
    void anExplicitTouchKeepsUnsavedChanges();
    void signingOutEndsTheSessionAndClearsTheCookie();
    void signingOutTwiceIsFine();
    void aRevokedSessionIsAGuestAtOnceAndComesBackWhenRestored();
    void aBrowsingTraceWritesLittle();
};

void TestSessionManagerLifecycle::aGuestWithoutDataIsNotStored()
{
    ManagerFixture site;
    Browser browser;

    const Session guest = site.visit(browser);
    TAKE(saved, site.manager.save(guest));

    QVERIFY(!guest.isStored() && !saved.isStored() && !guest.isSignedIn());
    QVERIFY(!saved.setCookie());
    QCOMPARE(site.rows(), 0);
}

void TestSessionManagerLifecycle::aGuestWithDataComesBackByTheCookie()
{
    ManagerFixture site;
    Browser browser;
    const Session stored = site.put(browser, u"basket"_s, 3);
    QVERIFY(stored.isStored());
    QVERIFY(stored.setCookie() && stored.setCookie()->startsWith("__Host-axess.sid="));
    QVERIFY(!stored.hasChanges());

    const Session again = site.visit(browser);

    QCOMPARE(again.id(), stored.id());
    QCOMPARE(again.value(u"basket"_s), QCborValue(3));
    QVERIFY(!again.setCookie());
}

void TestSessionManagerLifecycle::anIdleSessionEndsAndItsCookieIsCleared()
{
    ManagerFixture site;
    Browser browser;
    const Session stored = site.put(browser, u"basket"_s, 3);

    site.clock->advance(30min - 1ms);
    QCOMPARE(site.manager.load(browser.header())->id(), stored.id());
    site.clock->advance(30min);
    const Session late = site.visit(browser);

    QVERIFY(!late.isStored() && late.value(u"basket"_s).isUndefined());
    QVERIFY(late.setCookie() && late.setCookie()->contains("Max-Age=0"));
    QVERIFY(!browser.hasCookie());
}

void TestSessionManagerLifecycle::visitsKeepASessionAliveUntilItsAbsoluteDeadline()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"basket"_s, 3);

    for (auto passed = 0min; passed < 12h - 20min; passed += 20min) {
        site.clock->advance(20min);
        QVERIFY(site.visit(browser).isStored());
    }
    site.clock->advance(20min - 1ms);
    QVERIFY(site.visit(browser).isStored());
    site.clock->advance(1ms);
    QVERIFY(!site.visit(browser).isStored());
}

void TestSessionManagerLifecycle::aTouchIsWrittenOnlyWhenItIsDue()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"basket"_s, 3);

    site.clock->advance(90s - 1ms);
    site.visit(browser);
    QCOMPARE(site.written(Verb::Touch), 0U);
    site.clock->advance(1ms);
    const Session touched = site.visit(browser);
    site.visit(browser);

    QCOMPARE(site.written(Verb::Touch), 1U);
    QCOMPARE(touched.row().idleDeadline, site.clock->now() + std::chrono::milliseconds(30min).count());
    QCOMPARE(touched.row().lastSeen, site.clock->now());
}

void TestSessionManagerLifecycle::nearTheAbsoluteDeadlineNothingIsTouchedAnyMore()
{
    ManagerFixture site({.idleTimeout = 1h, .absoluteTimeout = 1h});
    Browser browser;
    site.put(browser, u"basket"_s, 3);

    for (int i = 0; i < 59; ++i) {
        site.clock->advance(1min);
        QVERIFY(site.visit(browser).isStored());
    }
    QCOMPARE(site.written(Verb::Touch), 0U);
}

void TestSessionManagerLifecycle::anExplicitTouchKeepsUnsavedChanges()
{
    ManagerFixture site;
    Browser browser;
    Session session = site.put(browser, u"basket"_s, 3);
    site.clock->advance(10min);
    session.insert(u"basket"_s, 4);

    TAKE(touched, site.manager.touch(session));
    QVERIFY(touched.row().idleDeadline > session.row().idleDeadline);
    VERIFY_OK(site.manager.save(touched));

    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(4));
    VERIFY_OK(site.manager.touch(site.manager.start()));
}

void TestSessionManagerLifecycle::signingOutEndsTheSessionAndClearsTheCookie()
{
    ManagerFixture site;
    Browser browser;
    const Session session = site.put(browser, u"basket"_s, 3);
    const QByteArray stolen = browser.header();

    const Session fresh = site.answered(browser, site.manager.signOut(session));

    QVERIFY(!fresh.isStored() && fresh.row().data.isEmpty());
    QVERIFY(!browser.hasCookie());
    QVERIFY(!site.manager.load(stolen)->isStored());
    VERIFY_FAILS(site.manager.touch(session).and_then([&](Session late) {
        late.insert(u"basket"_s, 5);
        return site.manager.save(late);
    }),
                 ErrorCode::Gone);
    QCOMPARE(site.rows(), 0);
}

void TestSessionManagerLifecycle::signingOutTwiceIsFine()
{
    ManagerFixture site;
    Browser browser;
    const Session session = site.put(browser, u"basket"_s, 3);

    VERIFY_OK(site.manager.signOut(session));
    VERIFY_OK(site.manager.signOut(session));
    VERIFY_OK(site.manager.signOut(site.manager.start()));
}

void TestSessionManagerLifecycle::aRevokedSessionIsAGuestAtOnceAndComesBackWhenRestored()
{
    ManagerFixture site;
    Browser browser;
    const Session session = site.put(browser, u"basket"_s, 3);
    const QByteArray cookie = browser.header();

    TAKE(report, site.store->revoke(QList {session.id()}, u"stolen laptop"_s, 1min));
    QVERIFY(!site.manager.load(cookie)->isStored());
    VERIFY_OK(site.store->restore(QList {session.id()}, report.mark));

    QCOMPARE(site.manager.load(cookie)->value(u"basket"_s), QCborValue(3));
}

// Forty pages of a shop by each of ten visitors: every page asks for itself and nine parts of it within two
// seconds and is read for 45; everybody fills a basket of two and signs in.
void TestSessionManagerLifecycle::aBrowsingTraceWritesLittle()
{
    ManagerFixture site;
    std::array<Browser, 10> visitors;
    quint64 requests = 0;
    for (int page = 0; page < 40; ++page) {
        for (Browser &browser : visitors) {
            for (int part = 0; part < 10; ++part, ++requests)
                site.visit(browser);
            if (page == 1 || page == 7)
                site.put(browser, u"basket"_s, page);
            if (page == 20)
                site.signIn(browser, u"user%1"_s.arg(&browser - visitors.data()));
        }
        site.clock->advance(47s);
    }
    const double perRequest = double(site.writes()) / double(requests);
    qInfo("%llu writes for %llu requests: %.3f for each", static_cast<unsigned long long>(site.writes()),
          static_cast<unsigned long long>(requests), perRequest);
    QVERIFY(perRequest <= 0.12);
}

QTEST_GUILESS_MAIN(TestSessionManagerLifecycle)
#include "tst_sessionmanager_lifecycle.moc"
