// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "clockedstore.h"
#include "eventstold.h"
#include "verify.h"

#include <axess/operations.h>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What happens to sessions is told on each kind of store, and what cannot be told is announced.
class TestEventFeed : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsTold_data() { setUps(); }
    void everyKindIsTold();
    void aReaderGoesOnWhereItWas_data() { setUps(); }
    void aReaderGoesOnWhereItWas();
    void whatWasForgottenMeanwhileIsAnnounced_data() { setUps(); }
    void whatWasForgottenMeanwhileIsAnnounced();
    void whatWasReadMayBeForgotten_data() { setUps(); }
    void whatWasReadMayBeForgotten();
    void anotherLogIsAnnounced_data() { setUps(); }
    void anotherLogIsAnnounced();
    void theBellWakes_data() { setUps(); }
    void theBellWakes();

private:
    static void setUps() { ClockedStore::addSetUps(); }
    static EventFeed::Options quick() { return {.lookEvery = 20ms, .atOnce = 7}; }

    ClockedStore m_place;
};

void TestEventFeed::everyKindIsTold()
{
    QFETCH(const QString, setUp);
    TAKE(store, m_place.make(setUp));
    VERIFY_OK(comeAndGo(*store));
    TAKE(from, EventFeed::end(*store));
    Told told;
    EventFeed feed(store, from, told.handler(), quick());
    VERIFY_OK(feed.start());
    VERIFY_OK(feed.start());

    TAKE(kept, signedIn(*store));
    TAKE(renewed, store->renewed(kept.token));
    VERIFY_OK(store->cycle(kept.token, renewed, kept));
    TAKE(revoked, store->revoke(std::span(&kept.id, 1), u"a stolen laptop"_s, 15min));
    VERIFY_OK(store->restore(std::span(&kept.id, 1), revoked.mark));
    VERIFY_OK(store->remove(kept.id));
    TAKE(guest, store->save(guestRow()));
    m_place.clock->advance(std::chrono::days(1));
    VERIFY_OK(store->cleanupExpired());
    Event mismatch;
    mismatch.kind = EventKind::FingerprintMismatch;
    mismatch.session = guest.id;
    VERIFY_OK(store->note(mismatch));

    QTRY_VERIFY_WITH_TIMEOUT(told.count(EventKind::FingerprintMismatch) == 1, 60'000);
    const QList<Event> events = told.events();
    for (const EventKind kind :
         {EventKind::Created, EventKind::Cycled, EventKind::Revoked, EventKind::Restored, EventKind::Ended})
        QVERIFY2(std::ranges::contains(events, kind, &Event::kind), qPrintable(QString::number(int(kind))));
    QCOMPARE(std::ranges::count(events, EventKind::Ended, &Event::kind), 2);
    const auto expired = std::ranges::find_if(events, [&](const Event &event) {
        return event.session == guest.id && event.kind == EventKind::Ended;
    });
    QVERIFY(expired != events.end());
    QCOMPARE(expired->endReason, EndReason::IdleDeadline);
    QVERIFY(std::ranges::is_sorted(events, {}, &Event::position));
    QCOMPARE(told.gaps(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(feed.state().toldUpTo == m_place.clock->now(), 60'000);
    feed.stop();
    QVERIFY(!feed.state().failure);
    TAKE(end, EventFeed::end(*store));
    QCOMPARE(end.text().first(20), told.cursor().text().first(20));
}

void TestEventFeed::aReaderGoesOnWhereItWas()
{
    QFETCH(const QString, setUp);
    TAKE(store, m_place.make(setUp));
    QList<Event> read;
    QString cursor = EventCursor().text();
    for (int turn = 0; turn < 6; ++turn) {
        for (int i = 0; i < turn; ++i)
            VERIFY_OK(comeAndGo(*store));
        for (qsizetype seen = 5; seen == 5;) {
            TAKE(from, EventCursor::fromText(cursor));
            TAKE(notice, EventFeed::read(*store, from, 5));
            QVERIFY(!notice.gap);
            read.append(notice.events);
            seen = notice.events.size();
            cursor = notice.cursor.text();
            QVERIFY(cursor.size() <= 400);
        }
    }
    TAKE(all, store->events(0, 1000));
    QCOMPARE(read, all);
}

void TestEventFeed::whatWasForgottenMeanwhileIsAnnounced()
{
    QFETCH(const QString, setUp);
    TAKE(store, m_place.make(setUp));
    TAKE(before, EventFeed::read(*store, {}));
    QVERIFY(before.events.isEmpty() && !before.cursor.isBeginning());
    VERIFY_OK(comeAndGo(*store));
    TAKE(early, EventFeed::read(*store, before.cursor));
    QVERIFY(!early.gap);
    VERIFY_OK(comeAndGo(*store));
    m_place.clock->advance(std::chrono::days(14) + 1ms);
    TAKE(late, signedIn(*store));
    VERIFY_OK(trimHistory(*store, {}, 1min));
    for (const EventCursor &cursor : {before.cursor, early.cursor}) {
        TAKE(from, EventCursor::fromText(cursor.text()));
        TAKE(notice, EventFeed::read(*store, from));
        QVERIFY(notice.gap);
        QCOMPARE(notice.gap->cause, EventGap::Cause::Trimmed);
        QVERIFY(!notice.gap->sentence().isEmpty());
        QVERIFY(notice.gap->until > notice.gap->after);
        QVERIFY(!notice.events.isEmpty());
        for (const Event &event : notice.events)
            QCOMPARE(event.session, late.id);
        // Once is enough.
        TAKE(next, EventFeed::read(*store, notice.cursor));
        QVERIFY2(!next.gap, qPrintable(next.gap ? next.gap->sentence() : QString()));
        QCOMPARE(next.events, QList<Event>());
    }
    // Also when nothing is left.
    m_place.clock->advance(std::chrono::days(15));
    VERIFY_OK(trimHistory(*store, {}, 1min));
    TAKE(empty, EventFeed::read(*store, early.cursor));
    QVERIFY(empty.gap && empty.events.isEmpty());
    VERIFY_OK(comeAndGo(*store));
    TAKE(next, EventFeed::read(*store, empty.cursor));
    QVERIFY(!next.gap);
    QCOMPARE_GE(next.events.size(), 2);
}

void TestEventFeed::whatWasReadMayBeForgotten()
{
    QFETCH(const QString, setUp);
    TAKE(store, m_place.make(setUp));
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(comeAndGo(*store));
    TAKE(all, EventFeed::read(*store, {}));
    TAKE(end, EventFeed::end(*store));
    m_place.clock->advance(std::chrono::days(15));
    VERIFY_OK(trimHistory(*store, {}, 1min));
    TAKE(left, store->events(0, 10));
    QVERIFY(left.isEmpty());
    for (const EventCursor &cursor : {all.cursor, end}) {
        TAKE(quiet, EventFeed::read(*store, cursor));
        QVERIFY(!quiet.gap && quiet.events.isEmpty());
    }
    VERIFY_OK(comeAndGo(*store));
    TAKE(next, EventFeed::read(*store, all.cursor));
    QVERIFY(!next.gap);
    QCOMPARE_GE(next.events.size(), 2);
    TAKE(newEnd, EventFeed::end(*store));
    TAKE(nothing, EventFeed::read(*store, newEnd));
    QVERIFY(!nothing.gap && nothing.events.isEmpty());
}

// As after a restored backup, a failover or a move: another history stands at the same positions.
void TestEventFeed::anotherLogIsAnnounced()
{
    QFETCH(const QString, setUp);
    EventCursor cursor;
    {
        TAKE(first, m_place.make(setUp));
        for (int i = 0; i < 10; ++i)
            VERIFY_OK(comeAndGo(*first));
        TAKE(read, EventFeed::read(*first, {}));
        cursor = read.cursor;
    }
    TAKE(second, m_place.make(setUp));
    for (const int more : {0, 1, 20}) {
        for (int i = 0; i < more; ++i)
            VERIFY_OK(comeAndGo(*second));
        TAKE(notice, EventFeed::read(*second, cursor));
        QVERIFY(notice.gap);
        QCOMPARE(notice.gap->cause, EventGap::Cause::LogReplaced);
        TAKE(all, second->events(0, 200));
        QCOMPARE(notice.events, all);
        TAKE(next, EventFeed::read(*second, notice.cursor));
        QVERIFY(!next.gap);
    }
}

// With a look every ten minutes only the bell can be that quick; where there is none, it looks often.
void TestEventFeed::theBellWakes()
{
    QFETCH(const QString, setUp);
    TAKE(store, m_place.make(setUp));
    const bool hasBell = setUp.startsWith("postgres"_L1) || setUp.startsWith("valkey"_L1);
    Told told;
    EventFeed feed(store, {}, told.handler(), {.lookEvery = hasBell ? 10min : 20ms});
    VERIFY_OK(feed.start());
    if (hasBell)
        QTRY_VERIFY_WITH_TIMEOUT(feed.state().hearsBell, 60'000);
    for (int turn = 1; turn <= 3; ++turn) {
        VERIFY_OK(comeAndGo(*store));
        QTRY_COMPARE_WITH_TIMEOUT(told.count(EventKind::Ended), turn, 60'000);
    }
    QCOMPARE(feed.state().hearsBell, hasBell);
}

QTEST_GUILESS_MAIN(TestEventFeed)
#include "tst_eventfeed.moc"
