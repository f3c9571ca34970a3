// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "eventstold.h"
#include "livetest.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Who reads events while the sessions move reads another log after each hand-over, is told so, and misses
/// nothing.
class TestLiveEvents : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void aFeedGoesAlong_data();
    void aFeedGoesAlong();
    void aKeptCursorIsOfOneStore();

private:
    /// All that the store acknowledged was told.
    static bool isAllTold(const Told &told, const QList<SessionId> &ended);
};

void TestLiveEvents::aFeedGoesAlong_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    const QStringList setUps = FreshStore::asked(u"memory"_s);
    QTest::newRow("there and back") << setUps.constFirst() << setUps.constLast();
}

bool TestLiveEvents::isAllTold(const Told &told, const QList<SessionId> &ended)
{
    const QList<Event> events = told.events();
    return std::ranges::all_of(ended, [&](const SessionId &id) {
        return std::ranges::any_of(events, [&](const Event &event) {
            return event.session == id && event.kind == EventKind::Ended;
        });
    });
}

void TestLiveEvents::aFeedGoesAlong()
{
    QFETCH(const QString, source);
    QFETCH(const QString, target);
    const auto hasBell = [](const QString &setUp) {
        return setUp.startsWith("postgres"_L1) || setUp.startsWith("valkey"_L1);
    };
    prepare(source, target);
    QVERIFY(m_ends);
    const auto reader = instance();
    const auto writer = instance();
    QList<SessionId> ended;
    const auto comeAndGo = [&] {
        const auto come = writer->save(guestRow());
        const auto gone = come.and_then([&](const SessionRow &row) { return writer->remove(row.id); });
        if (gone)
            ended.append(come->id);
        return gone;
    };
    VERIFY_OK(comeAndGo());
    Told told;
    EventFeed feed(reader, {}, told.handler(), {.lookEvery = 1s});
    VERIFY_OK(feed.start());
    QTRY_VERIFY_WITH_TIMEOUT(isAllTold(told, ended), 20'000);
    QCOMPARE(told.gaps(), 0);

    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(comeAndGo());
    QTRY_VERIFY_WITH_TIMEOUT(isAllTold(told, ended), 20'000);
    QCOMPARE(told.gaps(), 0);
    const auto goesAlongTo = [&](const StoreUrl &url, const QString &setUp, qsizetype gaps) {
        for (const StorePointer &store : {reader, writer})
            QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), url.displayText(), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(told.gaps(), gaps, 20'000);
        VERIFY_OK(comeAndGo());
        QTRY_VERIFY_WITH_TIMEOUT(isAllTold(told, ended), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(feed.state().hearsBell, hasBell(setUp), 60'000);
    };
    VERIFY_OK(mover->cutOver(control()));
    goesAlongTo(m_ends->target, target, 1);
    VERIFY_OK(mover->rollBack(control()));
    goesAlongTo(m_ends->source, source, 2);
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_OK(mover->finish(control()));
    goesAlongTo(m_ends->target, target, 3);
    QVERIFY(!feed.state().failure);
}

// Also where it was empty, or forgotten up to just there: positions of another log say nothing.
void TestLiveEvents::aKeptCursorIsOfOneStore()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    TAKE(before, EventFeed::end(*store));
    TAKE(kept, EventCursor::fromText(before.text()));
    QCOMPARE(kept, before);
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    TAKE(notice, EventFeed::read(*store, kept));
    QVERIFY(notice.gap);
    QCOMPARE(notice.gap->cause, EventGap::Cause::LogReplaced);
    TAKE(next, EventFeed::read(*store, notice.cursor));
    QVERIFY(!next.gap);
    // Back where it was read it goes on without.
    VERIFY_OK(mover->rollBack(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->source.displayText(), 20'000);
    TAKE(back, EventFeed::read(*store, kept));
    QVERIFY(!back.gap);
}

QTEST_GUILESS_MAIN(TestLiveEvents)
#include "tst_liveevents.moc"
