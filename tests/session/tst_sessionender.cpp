// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sweeping, signing out everywhere, revoking and restoring.
class TestSessionEnder : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void cleaningUpSparesWhatEndedLessThanAMinuteAgo();
    void cleaningUpTakesMoreThanOneBatch();
    void cleaningUpSparesARevokedSessionWithinItsGrace();
    void signingOutEverywhereEndsAllSessionsOfTheUser();
    void signingOutEverywhereSparesOne();
    void signingOutEverywhereTakesRevokedSessionsToo();
    void aTicketFromBeforeDoesNotAdmit();
    void guestsCannotBeSignedOutEverywhere();
    void aRevokedSessionIsDeadAtOnceAndTellsWhy(); // Promise: 5
    void aRestoredSessionLivesAgain();
    void onlyTheMarkInsideItsGraceRestores();
    void revokingTwiceTakesTheGrace();
    void idsAreCountedOnce();
    void aFilterRevokesWhatItNames();
    void revokingNeedsNoKey();
    void aLongReasonAndABadGraceAreRefused();
    void theLimitOfAUserEndsTheOldest();
    void theLimitOfAUserMayDeny();

private:
    SessionRow signedIn(const QString &user, int limit = 0, LimitPolicy policy = LimitPolicy::EndOldest);
    bool isLive(const SessionRow &row) { return m_store->load(row.token).value().has_value(); }

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestSessionEnder::init()
{
    AxessTest::init();
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
}

SessionRow TestSessionEnder::signedIn(const QString &user, int limit, LimitPolicy policy)
{
    SessionRow row = guestRow();
    row.user = userNamed(user);
    m_fixture->clock->advance(1ms);
    return m_store->save(row, SignIn {m_store->ticket(row.user).value(), limit, policy}).value();
}

void TestSessionEnder::cleaningUpSparesWhatEndedLessThanAMinuteAgo()
{
    VERIFY_OK(m_store->save(guestRow()));
    m_fixture->clock->advance(30min + 1min - 1ms);
    TAKE(none, m_store->cleanupExpired());
    QCOMPARE(none, 0);
    m_fixture->clock->advance(1ms);
    TAKE(one, m_store->cleanupExpired());
    QCOMPARE(one, 1);
}

void TestSessionEnder::cleaningUpTakesMoreThanOneBatch()
{
    for (int i = 0; i < 1234; ++i)
        VERIFY_OK(m_store->save(guestRow()));
    m_fixture->clock->advance(1h);
    VERIFY_OK(m_store->save(guestRow()));
    TAKE(swept, m_store->cleanupExpired());
    QCOMPARE(swept, 1234);
    TAKE(statistics, m_store->statistics());
    QCOMPARE(statistics.sessions, 1);
}

void TestSessionEnder::cleaningUpSparesARevokedSessionWithinItsGrace()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(report, m_store->revoke(std::span(&row.id, 1), u"lost"_s, 10min));
    m_fixture->clock->advance(10min);
    TAKE(none, m_store->cleanupExpired());
    QCOMPARE(none, 0);
    m_fixture->clock->advance(2min);
    TAKE(one, m_store->cleanupExpired());
    QCOMPARE(one, 1);
}

void TestSessionEnder::signingOutEverywhereEndsAllSessionsOfTheUser()
{
    const QList<SessionRow> hers {signedIn(u"ada"_s), signedIn(u"ada"_s), signedIn(u"ada"_s)};
    const SessionRow his = signedIn(u"bob"_s);
    TAKE(ended, m_store->signOutEverywhere(userNamed(u"ada"_s)));
    QCOMPARE(ended, 3);
    for (const SessionRow &row : hers)
        QVERIFY(!isLive(row));
    QVERIFY(isLive(his));
    TAKE(history, m_store->history(userNamed(u"ada"_s), {}, 3));
    for (const Event &event : history)
        QCOMPARE(event.endReason, EndReason::SignedOutEverywhere);
}

void TestSessionEnder::signingOutEverywhereSparesOne()
{
    const SessionRow other = signedIn(u"ada"_s);
    const SessionRow mine = signedIn(u"ada"_s);
    TAKE(ended, m_store->signOutEverywhere(userNamed(u"ada"_s), {}, mine.id));
    QCOMPARE(ended, 1);
    QVERIFY(!isLive(other));
    QVERIFY(isLive(mine));
    VERIFY_OK(m_store->save(mine));
}

void TestSessionEnder::signingOutEverywhereTakesRevokedSessionsToo()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(report, m_store->revoke(std::span(&row.id, 1), u"lost"_s, 10min));
    TAKE(ended, m_store->signOutEverywhere(userNamed(u"ada"_s)));
    QCOMPARE(ended, 1);
    TAKE(restored, m_store->restore(std::span(&row.id, 1), report.mark));
    QCOMPARE(restored.gone, QList {row.id});
    QVERIFY(!isLive(row));
}

void TestSessionEnder::aTicketFromBeforeDoesNotAdmit()
{
    TAKE(ticket, m_store->ticket(userNamed(u"ada"_s)));
    TAKE(guest, m_store->save(guestRow()));
    VERIFY_OK(m_store->signOutEverywhere(userNamed(u"ada"_s)));

    SessionRow row = guestRow();
    row.user = ticket.user;
    VERIFY_FAILS(m_store->save(row, SignIn {ticket}), ErrorCode::Gone);
    TAKE(to, m_store->renewed(guest.token));
    SessionRow bound = guest;
    bound.user = ticket.user;
    VERIFY_FAILS(m_store->cycle(guest.token, to, bound, SignIn {ticket}), ErrorCode::Gone);
    TAKE(ids, m_store->findSessionsForUser(ticket.user));
    QVERIFY(ids.isEmpty());
    VERIFY_OK(m_store->save(row, SignIn {m_store->ticket(row.user).value()}));
}

void TestSessionEnder::guestsCannotBeSignedOutEverywhere()
{
    VERIFY_FAILS(m_store->signOutEverywhere(UserId()), ErrorCode::InvalidArgument);
}

void TestSessionEnder::aRevokedSessionIsDeadAtOnceAndTellsWhy()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(report, m_store->revoke(std::span(&row.id, 1), u"reported lost"_s, 10min));
    QCOMPARE(report.done, QList {row.id});
    QVERIFY(report.complete && report.gone.isEmpty() && report.unknown.isEmpty());
    QVERIFY(!isLive(row));
    VERIFY_FAILS(m_store->save(row), ErrorCode::Gone);
    VERIFY_FAILS(m_store->touch(row), ErrorCode::Gone);
    TAKE(found, m_store->find(row.id));
    QCOMPARE(found->life, Life::Revoked);
    QCOMPARE(found->row.revocation->reason, u"reported lost"_s);
    TAKE(history, m_store->history(userNamed(u"ada"_s), {}));
    QCOMPARE(history.first().kind, EventKind::Revoked);
    QCOMPARE(history.first().detail, u"reported lost"_s);
}

void TestSessionEnder::aRestoredSessionLivesAgain()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(report, m_store->revoke(std::span(&row.id, 1), u"by mistake"_s, 10min));
    TAKE(restored, m_store->restore(std::span(&row.id, 1), report.mark));
    QCOMPARE(restored.done, QList {row.id});
    QVERIFY(isLive(row));
    VERIFY_OK(m_store->save(row));
}

void TestSessionEnder::onlyTheMarkInsideItsGraceRestores()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(report, m_store->revoke(std::span(&row.id, 1), u"lost"_s, 10min));
    TAKE(wrong, m_store->restore(std::span(&row.id, 1), QByteArray("12345678")));
    QCOMPARE(wrong.gone, QList {row.id});
    VERIFY_FAILS(m_store->restore(std::span(&row.id, 1), QByteArray("short")), ErrorCode::InvalidArgument);
    m_fixture->clock->advance(10min);
    TAKE(late, m_store->restore(std::span(&row.id, 1), report.mark));
    QCOMPARE(late.gone, QList {row.id});
    QVERIFY(!isLive(row));
}

void TestSessionEnder::revokingTwiceTakesTheGrace()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(first, m_store->revoke(std::span(&row.id, 1), u"one"_s, 10min));
    TAKE(second, m_store->revoke(std::span(&row.id, 1), u"two"_s, 10min));
    for (const QByteArray &mark : {first.mark, second.mark}) {
        TAKE(report, m_store->restore(std::span(&row.id, 1), mark));
        QVERIFY(report.done.isEmpty());
    }
    QVERIFY(!isLive(row));
}

void TestSessionEnder::idsAreCountedOnce()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(stranger, SessionId::random(*m_fixture->random));
    const QList<SessionId> ids {row.id, row.id, SessionId(), stranger};
    TAKE(report, m_store->revoke(ids, u""_s, 0ms));
    QCOMPARE(report.done, QList {row.id});
    QCOMPARE(report.gone, QList {stranger});
}

void TestSessionEnder::aFilterRevokesWhatItNames()
{
    for (int i = 0; i < 333; ++i)
        signedIn(u"ada"_s);
    const SessionRow his = signedIn(u"bob"_s);
    SessionFilter filter;
    filter.user = userNamed(u"ada"_s);
    TAKE(report, m_store->revoke(filter, u"account taken over"_s, 10min));
    QCOMPARE(report.done.size(), 333);
    QVERIFY(report.complete);
    QVERIFY(isLive(his));
    // Again: those that are revoked already keep their grace.
    TAKE(again, m_store->revoke(filter, u"account taken over"_s, 10min));
    QVERIFY(again.done.isEmpty() && again.complete);
    TAKE(restored, m_store->restore(report.done, report.mark));
    QCOMPARE(restored.done.size(), 333);
    filter.life = Life::Expired;
    VERIFY_FAILS(m_store->revoke(filter, u""_s, 0ms), ErrorCode::InvalidArgument);
}

void TestSessionEnder::revokingNeedsNoKey()
{
    const SessionRow row = signedIn(u"ada"_s);
    TAKE(keyless, m_fixture->openKeyless());
    TAKE(page, keyless->page({}));
    QCOMPARE(page.sessions.size(), 1);
    QVERIFY(!page.epochsKnown);
    QCOMPARE(page.sessions.first().row.verification, Verification::NotVerified);
    VERIFY_FAILS(keyless->load(row.token), ErrorCode::KeyMissing);
    TAKE(found, keyless->find(row.id));
    QVERIFY(found && found->row.data.isEmpty());
    TAKE(report, keyless->revoke(std::span(&row.id, 1), u"lost"_s, 10min));
    QCOMPARE(report.done.size(), 1);
    QVERIFY(!isLive(row));
    VERIFY_FAILS(keyless->save(guestRow()), ErrorCode::KeyMissing);
    VERIFY_FAILS(keyless->raiseStoreEpoch(u"x"_s), ErrorCode::KeyMissing);
    m_fixture->clock->advance(1h);
    TAKE(swept, keyless->cleanupExpired());
    QCOMPARE(swept, 1);
}

void TestSessionEnder::aLongReasonAndABadGraceAreRefused()
{
    const SessionRow row = signedIn(u"ada"_s);
    const std::span ids(&row.id, 1);
    VERIFY_FAILS(m_store->revoke(ids, QString(257, u'x'), 0ms), ErrorCode::InvalidArgument);
    VERIFY_FAILS(m_store->revoke(ids, QString(129, u'ü'), 0ms), ErrorCode::InvalidArgument);
    VERIFY_FAILS(m_store->revoke(ids, u"x"_s, -1ms), ErrorCode::InvalidArgument);
    VERIFY_FAILS(m_store->revoke(ids, u"x"_s, std::chrono::hours(24 * 400)), ErrorCode::InvalidArgument);
    QVERIFY(isLive(row));
}

void TestSessionEnder::theLimitOfAUserEndsTheOldest()
{
    const SessionRow first = signedIn(u"ada"_s, 2);
    const SessionRow second = signedIn(u"ada"_s, 2);
    const SessionRow third = signedIn(u"ada"_s, 2);
    QVERIFY(!isLive(first));
    QVERIFY(isLive(second) && isLive(third));
    TAKE(history, m_store->history(userNamed(u"ada"_s), {}));
    QVERIFY(std::ranges::any_of(history, [&](const Event &event) {
        return event.session == first.id && event.endReason == EndReason::Displaced;
    }));
}

void TestSessionEnder::theLimitOfAUserMayDeny()
{
    const SessionRow first = signedIn(u"ada"_s, 1);
    SessionRow row = guestRow();
    row.user = userNamed(u"ada"_s);
    TAKE(ticket, m_store->ticket(row.user));
    VERIFY_FAILS(m_store->save(row, SignIn {ticket, 1, LimitPolicy::DenyNew}), ErrorCode::Denied);
    QVERIFY(isLive(first));
}

QTEST_GUILESS_MAIN(TestSessionEnder)
#include "tst_sessionender.moc"
