// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "decoratedconnection.h"
#include "eventstold.h"
#include "verify.h"

#include <atomic>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A connection whose bell is heard at first and never again.
class DeafConnection final : public DecoratedConnection
{
public:
    DeafConnection(std::unique_ptr<StorageConnection> inner, bool breaks)
        : DecoratedConnection(std::move(inner))
        , m_breaks(breaks)
    { }

    void setDeadline(const Deadline &deadline) override
    {
        m_deadline = deadline;
        DecoratedConnection::setDeadline(deadline);
    }
    Result<void> ring() override { return {}; }
    Result<bool> listen() override
    {
        if (!std::exchange(m_isListening, true))
            return true;
        if (m_breaks)
            return std::unexpected(Error(ErrorCode::Unavailable, u"the line was cut"_s));
        QTest::qSleep(int(m_deadline.remaining().count()));
        return false;
    }

private:
    const bool m_breaks;
    bool m_isListening = false;
    Deadline m_deadline = Deadline::in(0ms);
};

class DeafFactory final : public ConnectionFactory
{
public:
    DeafFactory(std::shared_ptr<ConnectionFactory> inner, bool breaks)
        : m_inner(std::move(inner))
        , m_breaks(breaks)
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform(
            [&](std::unique_ptr<StorageConnection> inner) -> std::unique_ptr<StorageConnection> {
                return std::make_unique<DeafConnection>(std::move(inner), m_breaks);
            });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }
    bool hasBell() const override { return true; }

private:
    const std::shared_ptr<ConnectionFactory> m_inner;
    const bool m_breaks;
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
    QTest::addColumn<bool>("breaks");
    QTest::newRow("it is not heard") << false;
    QTest::newRow("its connection breaks") << true;
}

void TestEventCare::aLostBellCostsTimeOnly()
{
    QFETCH(const bool, breaks);
    StoreFixture fixture;
    fixture.options.factory = std::make_shared<DeafFactory>(fixture.options.factory, breaks);
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
