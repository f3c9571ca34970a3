// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "clockedstore.h"
#include "verify.h"

#include <axess/operations.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How long each kind of store remembers why somebody was logged out.
class TestRetention : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void oldEventsGoAndSessionsStay_data() { setUps(); }
    void oldEventsGoAndSessionsStay();
    void theNewestStay_data() { setUps(); }
    void theNewestStay();
    void thePolicyMustKeepSomething();

private:
    static void setUps() { ClockedStore::addSetUps(); }
    static Result<SessionRow> signedIn(SessionStore &store);
    static UserId ann() { return userNamed(u"ann"_s); }

    ClockedStore m_place;
};

Result<SessionRow> TestRetention::signedIn(SessionStore &store)
{
    SessionRow row = guestRow();
    row.user = ann();
    row.level = SessionLevel::Authenticated;
    row.idleTimeout = row.absoluteTimeout = std::chrono::days(60);
    return store.ticket(row.user, row.tenant).and_then([&](const SignInTicket &ticket) {
        return store.save(row, SignIn {ticket});
    });
}

void TestRetention::oldEventsGoAndSessionsStay()
{
    QFETCH(const QString, setUp);
    TAKE(store, m_place.make(setUp));
    TAKE(kept, signedIn(*store));
    TAKE(ended, signedIn(*store));
    VERIFY_OK(store->remove(ended.id));
    TAKE(before, store->history(ann(), {}, 20));
    QCOMPARE_GE(before.size(), 3);
    TAKE(none, trimHistory(*store, {}, 1min));
    QCOMPARE(none, 0);

    m_place.clock->advance(std::chrono::days(14) + 1ms);
    TAKE(young, signedIn(*store));
    VERIFY_OK(store->remove(young.id));
    TAKE(all, store->events(0, 1000));
    TAKE(gone, trimHistory(*store, {}, 1min));
    TAKE(left, store->events(0, 1000));
    QCOMPARE(gone, before.size());
    QCOMPARE(left.size(), all.size() - gone);
    QVERIFY(std::ranges::all_of(left, [&](const Event &event) { return event.at == m_place.clock->now(); }));
    TAKE(after, store->history(ann(), {}, 20));
    QCOMPARE(after.constFirst().kind, EventKind::Ended);
    QVERIFY(std::ranges::all_of(after, [&](const Event &event) { return event.session == young.id; }));
    TAKE(there, store->load(kept.token));
    QVERIFY(there);
}

void TestRetention::theNewestStay()
{
    QFETCH(const QString, setUp);
    TAKE(store, m_place.make(setUp));
    for (int i = 0; i < 40; ++i) {
        m_place.clock->advance(1s);
        TAKE(row, signedIn(*store));
    }
    TAKE(all, store->events(0, 1000));
    for (const int most : {int(all.size()), 25, 3}) {
        EventRetention few;
        few.most = most;
        VERIFY_OK(trimHistory(*store, few, 1min));
        TAKE(left, store->events(0, 1000));
        // Those of one moment stay together. Valkey puts what was written within one millisecond into no
        // order, and here a second has passed between any two.
        const int swapped = setUp.startsWith("valkey"_L1) ? 2 : 0;
        QCOMPARE_GE(left.size(), most - swapped);
        QCOMPARE_LE(left.size(), most + 2);
        QCOMPARE(left.constLast(), all.constLast());
    }
    TAKE(history, store->history(ann(), {}, 20));
    QCOMPARE_LE(history.size(), 5);
    TAKE(sessions, store->findSessionsForUser(ann()));
    QCOMPARE(sessions.size(), 40);
}

void TestRetention::thePolicyMustKeepSomething()
{
    TAKE(store, m_place.make(u"memory"_s));
    VERIFY_FAILS(trimHistory(*store, {0ms, 10}, 1min), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
