// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "verbstest.h"

#include <QtCore/qcborvalue.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The verbs of SessionStore on single sessions, sealed and in the clear.
class TestSessionStore : public VerbsTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSavedIsLoaded();
    void anUnknownTokenIsNothing();
    void aSessionEndsAtItsIdleDeadlineAndNotBefore(); // Promise: 5
    void aSessionEndsAtItsAbsoluteDeadlineHoweverOftenItIsTouched(); // Promise: 5
    void aTouchMovesTheIdleDeadlineOnly();
    void anEndedSessionCannotBeTouchedSavedOrCycled();
    void ofTwoSavesFromOneRevisionOneWins();
    void aSaveChangesNothingThatIsAuthenticated();
    void aRemovedSessionStaysRemoved();
    void removingTwiceIsFine();
    void aNewSessionMayBelongToAUserAtOnce();
    void anImportedSessionKeepsItsTimes();
    void tooMuchDataIsRefusedBeforeAnythingIsWritten();
    void impossibleRowsAreRefused();
    void anotherSessionsTokenOpensNothing();
    void findShowsDeadAndLiveOnes();
    void eventsTellWhatHappened();
};

void TestSessionStore::whatIsSavedIsLoaded()
{
    SessionRow row = guestRow();
    row.tenant = tenantNamed(u"läden"_s);
    row.fingerprint = QByteArray(32, 'f');
    const SessionRow stored = saved(row);
    QCOMPARE(stored.revision, 1u);
    QCOMPARE(stored.created, m_fixture->clock->now());
    QCOMPARE(stored.idleDeadline, m_fixture->clock->now() + 1'800'000);

    TAKE(loaded, m_store->load(stored.token));
    QVERIFY(loaded);
    QCOMPARE(loaded->id, stored.id);
    QCOMPARE(loaded->tenant, row.tenant);
    QCOMPARE(loaded->data, row.data);
    QCOMPARE(loaded->fingerprint, row.fingerprint);
    QCOMPARE(loaded->idleTimeout, row.idleTimeout);
    QCOMPARE(loaded->absoluteTimeout, row.absoluteTimeout);
    QCOMPARE(loaded->client, row.client);
    QCOMPARE(loaded->token, stored.token);
    QFETCH_GLOBAL(const bool, sealed);
    QCOMPARE(loaded->verification, sealed ? Verification::Verified : Verification::NotSealed);
}

void TestSessionStore::anUnknownTokenIsNothing()
{
    saved();
    TAKE(token, SessionToken::random(*m_fixture->random));
    TAKE(loaded, m_store->load(token));
    QVERIFY(!loaded);
    TAKE(nothing, m_store->load(SessionToken()));
    QVERIFY(!nothing);
}

void TestSessionStore::aSessionEndsAtItsIdleDeadlineAndNotBefore()
{
    const SessionRow row = saved();
    m_fixture->clock->advance(30min - 1ms);
    TAKE(before, m_store->load(row.token));
    QVERIFY(before);
    m_fixture->clock->advance(1ms);
    TAKE(after, m_store->load(row.token));
    QVERIFY(!after);
}

void TestSessionStore::aSessionEndsAtItsAbsoluteDeadlineHoweverOftenItIsTouched()
{
    SessionRow row = saved();
    for (int i = 0; i < 48; ++i) {
        m_fixture->clock->advance(15min - 1ms);
        TAKE(touched, m_store->touch(row));
        row = touched;
        QVERIFY(row.idleDeadline <= row.absoluteDeadline);
    }
    QCOMPARE(row.idleDeadline, row.absoluteDeadline);
    m_fixture->clock->advance(48ms);
    VERIFY_FAILS(m_store->touch(row), ErrorCode::Gone);
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(!loaded);
}

void TestSessionStore::aTouchMovesTheIdleDeadlineOnly()
{
    const SessionRow row = saved();
    m_fixture->clock->advance(10min);
    TAKE(touched, m_store->touch(row));
    QCOMPARE(touched.idleDeadline, row.idleDeadline + 600'000);
    QCOMPARE(touched.revision, row.revision);
    TAKE(again, m_store->touch(row));
    TAKE(loaded, m_store->load(row.token));
    QCOMPARE(loaded->idleDeadline, touched.idleDeadline);
    VERIFY_OK(m_store->save(*loaded));
}

void TestSessionStore::anEndedSessionCannotBeTouchedSavedOrCycled()
{
    const SessionRow row = saved();
    m_fixture->clock->advance(31min);
    VERIFY_FAILS(m_store->touch(row), ErrorCode::Gone);
    VERIFY_FAILS(m_store->save(row), ErrorCode::Gone);
    TAKE(to, m_store->renewed(row.token));
    VERIFY_FAILS(m_store->cycle(row.token, to, row), ErrorCode::Gone);
}

void TestSessionStore::ofTwoSavesFromOneRevisionOneWins()
{
    SessionRow mine = saved();
    SessionRow theirs = mine;
    mine.data.insert(u"mine"_s, 1);
    theirs.data.insert(u"theirs"_s, 1);
    VERIFY_OK(m_store->save(mine));
    VERIFY_FAILS(m_store->save(theirs), ErrorCode::Conflict);
    TAKE(loaded, m_store->load(mine.token));
    QCOMPARE(loaded->data, mine.data);
    QCOMPARE(loaded->revision, 2u);
}

void TestSessionStore::aSaveChangesNothingThatIsAuthenticated()
{
    const SessionRow row = saved();
    const auto refused = [&](auto change) {
        SessionRow altered = row;
        change(altered);
        const auto answer = m_store->save(altered);
        return !answer && answer.error().code() == ErrorCode::InvalidArgument;
    };
    QVERIFY(refused([](SessionRow &r) { r.user = userNamed(u"eve"_s); }));
    QVERIFY(refused([](SessionRow &r) { r.tenant = tenantNamed(u"other"_s); }));
    QVERIFY(refused([](SessionRow &r) { r.created += 1; }));
    QVERIFY(refused([](SessionRow &r) { r.authenticatedAt = 1; }));
    QVERIFY(refused([](SessionRow &r) { r.absoluteDeadline += 1; }));
    QVERIFY(refused([](SessionRow &r) { r.storeEpoch += 1; }));
    QVERIFY(refused([](SessionRow &r) { r.revision += 1; }));
    QVERIFY(refused([](SessionRow &r) { r.token = SessionToken(); }));
    VERIFY_OK(m_store->save(row));
}

void TestSessionStore::aRemovedSessionStaysRemoved()
{
    const SessionRow row = saved();
    VERIFY_OK(m_store->remove(row.id));
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(!loaded);
    VERIFY_FAILS(m_store->save(row), ErrorCode::Gone);
    VERIFY_FAILS(m_store->touch(row), ErrorCode::Gone);
    TAKE(to, m_store->renewed(row.token));
    VERIFY_FAILS(m_store->cycle(row.token, to, row), ErrorCode::Gone);
    TAKE(found, m_store->find(row.id));
    QVERIFY(!found);
}

void TestSessionStore::removingTwiceIsFine()
{
    const SessionRow row = saved();
    VERIFY_OK(m_store->remove(row.id));
    VERIFY_OK(m_store->remove(row.id));
    VERIFY_OK(m_store->remove(SessionId()));
}

void TestSessionStore::aNewSessionMayBelongToAUserAtOnce()
{
    const SessionRow row = signedIn(u"ada"_s);
    QCOMPARE(row.level, SessionLevel::Authenticated);
    TAKE(loaded, m_store->load(row.token));
    QCOMPARE(loaded->user, userNamed(u"ada"_s));
}

void TestSessionStore::anImportedSessionKeepsItsTimes()
{
    SessionRow row = guestRow();
    row.created = m_fixture->clock->now() - 3'600'000;
    row.lastSeen = m_fixture->clock->now() - 600'000;
    TAKE(stored, m_store->save(row));
    QCOMPARE(stored.created, row.created);
    QCOMPARE(stored.lastSeen, row.lastSeen);
    QCOMPARE(stored.idleDeadline, row.lastSeen + 1'800'000);
    row.created = m_fixture->clock->now() + 1;
    VERIFY_FAILS(m_store->save(row), ErrorCode::InvalidArgument);
}

void TestSessionStore::tooMuchDataIsRefusedBeforeAnythingIsWritten()
{
    SessionRow row = guestRow();
    row.data.insert(u"much"_s, QByteArray(64 * 1024, 'x'));
    VERIFY_FAILS(m_store->save(row), ErrorCode::InvalidArgument);
    TAKE(statistics, m_store->statistics());
    QCOMPARE(statistics.sessions, 0);

    SessionRow stored = saved();
    stored.data = row.data;
    VERIFY_FAILS(m_store->save(stored), ErrorCode::InvalidArgument);
    TAKE(loaded, m_store->load(stored.token));
    QCOMPARE(loaded->revision, 1u);
}

void TestSessionStore::impossibleRowsAreRefused()
{
    const auto refused = [&](auto change) {
        SessionRow row = guestRow();
        change(row);
        const auto answer = m_store->save(row);
        return !answer && answer.error().code() == ErrorCode::InvalidArgument;
    };
    QVERIFY(refused([](SessionRow &r) { r.idleTimeout = 0ms; }));
    QVERIFY(refused([](SessionRow &r) { r.absoluteTimeout = -1ms; }));
    QVERIFY(refused([](SessionRow &r) { r.absoluteTimeout = std::chrono::hours(24 * 4000); }));
    QVERIFY(refused([](SessionRow &r) { r.level = SessionLevel::SteppedUp; }));
    QVERIFY(refused([](SessionRow &r) { r.fingerprint = QByteArray(256, 'x'); }));
    QVERIFY(refused([&](SessionRow &r) { r.id = SessionId::random(*m_fixture->random).value(); }));
    QVERIFY(refused([](SessionRow &r) { r.data.insert(u"bad"_s, QString(QChar(0xdc00))); }));
}

void TestSessionStore::anotherSessionsTokenOpensNothing()
{
    const SessionRow first = saved();
    const SessionRow second = saved();
    TAKE(forged, SessionToken::forId(first.id, *m_fixture->random));
    VERIFY_FAILS(m_store->load(forged), ErrorCode::Superseded);
    TAKE(to, m_store->renewed(second.token));
    VERIFY_FAILS(m_store->cycle(second.token, to, first), ErrorCode::InvalidArgument);
}

void TestSessionStore::findShowsDeadAndLiveOnes()
{
    const SessionRow row = saved();
    TAKE(live, m_store->find(row.id));
    QVERIFY(live);
    QCOMPARE(live->life, Life::Live);
    QCOMPARE(live->row.data, row.data);
    QVERIFY(live->row.token.isNull());
    m_fixture->clock->advance(31min);
    TAKE(dead, m_store->find(row.id));
    QCOMPARE(dead->life, Life::Expired);
    TAKE(nothing, m_store->find(SessionId()));
    QVERIFY(!nothing);
}

void TestSessionStore::eventsTellWhatHappened()
{
    SessionRow row = signedIn(u"ada"_s);
    TAKE(to, m_store->renewed(row.token));
    row.level = SessionLevel::SteppedUp;
    VERIFY_OK(m_store->cycle(row.token, to, row));
    VERIFY_OK(m_store->remove(row.id, EndReason::SignedOut));
    TAKE(history, m_store->history(userNamed(u"ada"_s), {}));
    QList<EventKind> kinds;
    for (const Event &event : history)
        kinds.append(event.kind);
    QCOMPARE(kinds, (QList {EventKind::Ended, EventKind::SteppedUp, EventKind::SignedIn}));
    QCOMPARE(history.first().endReason, EndReason::SignedOut);
    TAKE(events, m_store->events(0));
    QCOMPARE(events.size(), 3);
}

QTEST_GUILESS_MAIN(TestSessionStore)
#include "tst_sessionstore.moc"
