// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "decoratedconnection.h"
#include "eventstold.h"
#include "verify.h"

#include <algorithm>
#include <atomic>
#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What is odd about a store.
struct Oddity
{
    enum class Ear : quint8 {
        Deaf, ///< The bell is heard at first and never again.
        Breaks, ///< The same, and the connection is cut.
        Stalls, ///< It does not even begin to listen.
    };
    const Ear ear = Ear::Deaf;
    std::atomic<int> rings = 0;
    std::atomic<bool> isSlow = false;
    std::atomic<qint64> openBehind = std::numeric_limits<qint64>::max(); ///< There a write is still open.
    std::atomic<int> heldBack = 0; ///< Reads that stopped there.
};

class OddConnection final : public DecoratedConnection
{
public:
    OddConnection(std::unique_ptr<StorageConnection> inner, std::shared_ptr<Oddity> oddity)
        : DecoratedConnection(std::move(inner))
        , m_oddity(std::move(oddity))
    { }

    void setDeadline(const Deadline &deadline) override
    {
        m_deadline = deadline;
        DecoratedConnection::setDeadline(deadline);
    }
    Result<void> ring() override
    {
        ++m_oddity->rings;
        return {};
    }
    Result<bool> listen() override
    {
        const bool stalls = m_oddity->ear == Oddity::Ear::Stalls;
        if (!stalls && !std::exchange(m_isListening, true))
            return true;
        if (m_oddity->ear == Oddity::Ear::Breaks)
            return std::unexpected(Error(ErrorCode::Unavailable, u"the line was cut"_s));
        QTest::qSleep(std::max(1, int(m_deadline.remaining().count())));
        if (stalls)
            return std::unexpected(Error(ErrorCode::Unavailable, u"no answer"_s));
        return false;
    }
    Result<QList<Event>> events(qint64 position, int limit) override
    {
        if (m_oddity->isSlow)
            QTest::qSleep(500);
        auto events = DecoratedConnection::events(position, limit);
        const qint64 end = m_oddity->openBehind;
        m_isHeldBack
            = events && events->removeIf([&](const Event &event) { return event.position > end; }) > 0;
        m_oddity->heldBack += m_isHeldBack ? 1 : 0;
        return events;
    }
    bool isHeldBack() const override { return m_isHeldBack; }

private:
    const std::shared_ptr<Oddity> m_oddity;
    bool m_isListening = false;
    bool m_isHeldBack = false;
    Deadline m_deadline = Deadline::in(0ms);
};

class OddFactory final : public ConnectionFactory
{
public:
    OddFactory(std::shared_ptr<ConnectionFactory> inner, std::shared_ptr<Oddity> oddity)
        : m_inner(std::move(inner))
        , m_oddity(std::move(oddity))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform(
            [&](std::unique_ptr<StorageConnection> inner) -> std::unique_ptr<StorageConnection> {
                return std::make_unique<OddConnection>(std::move(inner), m_oddity);
            });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }
    bool hasBell() const override { return true; }

private:
    const std::shared_ptr<ConnectionFactory> m_inner;
    const std::shared_ptr<Oddity> m_oddity;
};

struct OddStore : StoreFixture
{
    explicit OddStore(Oddity::Ear ear = Oddity::Ear::Deaf)
        : oddity(std::make_shared<Oddity>(ear))
    {
        options.factory = std::make_shared<OddFactory>(options.factory, oddity);
    }

    const std::shared_ptr<Oddity> oddity;
};

} // namespace

/// What a reader of events copes with: a log that is partly another one, a bell that is lost, notices that
/// cannot be dealt with.
class TestEventCare : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatBothLogsHaveIsNotToldAgain();
    void aLostBellCostsTimeOnly_data();
    void aLostBellCostsTimeOnly();
    void whatIsHeldBackIsNotSaidToBeTold();
    void aShortLivedWriterRings();
    void aLookEndsWithinOneDeadline();
    void aFailedNoticeIsToldAgain();
    void cursorsAreChecked();
    void optionsAreChecked();
};

// Two stores that were one until a backup was taken.
void TestEventCare::whatBothLogsHaveIsNotToldAgain()
{
    StoreFixture before;
    StoreFixture after;
    TAKE(first, before.initialise());
    TAKE(second, after.initialise());
    EventCursor cursor;
    for (int i = 0; i < 20; ++i) {
        VERIFY_OK(comeAndGo(*first));
        TAKE(notice, EventFeed::read(*first, cursor));
        cursor = notice.cursor;
        if (i < 15)
            VERIFY_OK(comeAndGo(*second));
    }
    TAKE(common, second->events(0, 200));
    TAKE(all, first->events(0, 200));
    QCOMPARE(all.first(common.size()), common);
    after.clock->advance(1s);
    VERIFY_OK(comeAndGo(*second));
    TAKE(notice, EventFeed::read(*second, cursor));
    QVERIFY(notice.gap);
    QCOMPARE(notice.gap->cause, EventGap::Cause::LogReplaced);
    QVERIFY(notice.gap->after > 0);
    TAKE(rest, second->events(notice.gap->after, 200));
    QCOMPARE(notice.events, rest);
    QVERIFY(rest.size() > 2);
    QVERIFY(notice.gap->after <= common.constLast().position);
    TAKE(next, EventFeed::read(*second, notice.cursor));
    QVERIFY(!next.gap && next.events.isEmpty());
}

void TestEventCare::aLostBellCostsTimeOnly_data()
{
    QTest::addColumn<Oddity::Ear>("ear");
    QTest::newRow("it is not heard") << Oddity::Ear::Deaf;
    QTest::newRow("its connection breaks") << Oddity::Ear::Breaks;
    QTest::newRow("its connection hangs") << Oddity::Ear::Stalls;
}

void TestEventCare::aLostBellCostsTimeOnly()
{
    QFETCH(const Oddity::Ear, ear);
    OddStore fixture(ear);
    fixture.options.callDeadline = 2min;
    TAKE(store, fixture.initialise());
    Told told;
    EventFeed feed(store, {}, told.handler(), {.lookEvery = 50ms});
    VERIFY_OK(feed.start());
    for (int turn = 1; turn <= 3; ++turn) {
        VERIFY_OK(comeAndGo(*store));
        QTRY_COMPARE_WITH_TIMEOUT(told.count(EventKind::Ended), turn, 60'000);
        QTest::qWait(100);
    }
    QCOMPARE(told.gaps(), 0);
    feed.stop();
    QVERIFY(!feed.state().hearsBell);
}

void TestEventCare::whatIsHeldBackIsNotSaidToBeTold()
{
    OddStore fixture;
    TAKE(store, fixture.initialise());
    VERIFY_OK(comeAndGo(*store));
    TAKE(first, EventFeed::read(*store, {}));
    fixture.oddity->openBehind = first.events.constLast().position;
    Told told;
    EventFeed feed(store, {}, told.handler(), {.lookEvery = 20ms});
    VERIFY_OK(feed.start());
    const qint64 before = fixture.clock->now();
    QTRY_COMPARE_WITH_TIMEOUT(feed.state().toldUpTo, before, 60'000);

    VERIFY_OK(comeAndGo(*store));
    fixture.clock->advance(1s);
    TAKE(nothing, EventFeed::read(*store, first.cursor));
    QVERIFY(nothing.isHeldBack && nothing.events.isEmpty() && !nothing.gap);
    const int looks = fixture.oddity->heldBack;
    QTRY_VERIFY_WITH_TIMEOUT(fixture.oddity->heldBack >= looks + 3, 60'000);
    QCOMPARE(feed.state().toldUpTo, before);

    fixture.oddity->openBehind = std::numeric_limits<qint64>::max();
    QTRY_COMPARE_WITH_TIMEOUT(told.count(EventKind::Ended), 2, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(feed.state().toldUpTo, fixture.clock->now(), 60'000);
    QCOMPARE(told.gaps(), 0);
}

void TestEventCare::aShortLivedWriterRings()
{
    OddStore fixture;
    auto store = fixture.initialise();
    VERIFY_OK(store);
    TAKE(row, signedIn(**store));
    fixture.oddity->rings = 0;
    VERIFY_OK((*store)->remove(row.id));
    store->reset();
    QVERIFY(fixture.oddity->rings > 0);
}

// One call may take half a second here, and a look makes a dozen and more.
void TestEventCare::aLookEndsWithinOneDeadline()
{
    OddStore fixture;
    fixture.options.callDeadline = 2s;
    TAKE(store, fixture.initialise());
    VERIFY_OK(comeAndGo(*store));
    fixture.oddity->isSlow = true;
    VERIFY_FAILS(EventFeed::end(*store), ErrorCode::Unavailable);
}

void TestEventCare::aFailedNoticeIsToldAgain()
{
    StoreFixture fixture;
    TAKE(store, fixture.initialise());
    VERIFY_OK(comeAndGo(*store));
    QTest::ignoreMessage(QtWarningMsg, "Dealing with events failed and will be tried again: not yet");
    Told told;
    std::atomic<int> refused = 0;
    EventFeed feed(store, {},
                   [&, handler = told.handler()](const EventNotice &notice) {
                       if (++refused <= 2)
                           return Result<void>(std::unexpected(Error(ErrorCode::Unavailable, u"not yet"_s)));
                       return handler(notice);
                   },
                   {.lookEvery = 20ms});
    VERIFY_OK(feed.start());
    QTRY_COMPARE_WITH_TIMEOUT(told.count(EventKind::Ended), 1, 60'000);
    TAKE(all, store->events(0, 100));
    QCOMPARE(told.events(), all);
    QTRY_VERIFY_WITH_TIMEOUT(!feed.state().failure, 60'000);
}

void TestEventCare::cursorsAreChecked()
{
    for (const QString &text : {u""_s, u"now"_s, u"!"_s, u"AQ"_s, QString(400, u'A'), QString(2000, u'A'),
                                u"Af____________________8"_s})
        VERIFY_FAILS(EventCursor::fromText(text), ErrorCode::InvalidArgument);
    TAKE(beginning, EventCursor::fromText(u"beginning"_s));
    QVERIFY(beginning.isBeginning());
    // As they were before they said whose log was read.
    TAKE(older, EventCursor::fromText(u"AQAAAAAAAAAFAAAAAAAAAAc"_s));
    QVERIFY(!older.isBeginning());
    TAKE(again, EventCursor::fromText(older.text()));
    QCOMPARE(again, older);
}

void TestEventCare::optionsAreChecked()
{
    StoreFixture fixture;
    TAKE(store, fixture.initialise());
    const auto handler = [](const EventNotice &) { return Result<void>(); };
    const QList<EventFeed::Options> wrong {{.lookEvery = 0ms}, {.atOnce = 0}, {.atOnce = 901}};
    for (const EventFeed::Options &options : wrong)
        VERIFY_FAILS(EventFeed(store, {}, handler, options).start(), ErrorCode::InvalidArgument);
    VERIFY_FAILS(EventFeed::read(*store, {}, 0), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestEventCare)
#include "tst_eventcare.moc"
