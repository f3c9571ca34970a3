// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "decoratedconnection.h"
#include "livetest.h"
#include "verify.h"

#include "widgets/statepanel.h"

#include <QtCore/qtimer.h>

#include <cmath>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// An account that may not read what instances tell.
class RefusingConnection final : public DecoratedConnection
{
public:
    using DecoratedConnection::DecoratedConnection;

    Result<DocumentPage> documents(const QString &, const QByteArray &, int) override
    {
        return std::unexpected(Error(ErrorCode::Denied, u"permission denied for table axess_document"_s));
    }
};

class RefusingFactory final : public ConnectionFactory
{
public:
    explicit RefusingFactory(std::shared_ptr<ConnectionFactory> inner)
        : m_inner(std::move(inner))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform(
            [](std::unique_ptr<StorageConnection> connection) -> std::unique_ptr<StorageConnection> {
                return std::make_unique<RefusingConnection>(std::move(connection));
            });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

private:
    std::shared_ptr<ConnectionFactory> m_inner;
};

} // namespace

/// What the Live page says of itself: nothing there, some silent, away, refused, without a key.
class TestLiveStates : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void withoutApplicationsItSaysSo();
    void whoFellSilentIsNamed();
    void aStoreThatIsAwayFromTheBeginningIsSaidToBe();
    void anOutageIsAGap();
    void aStoreWithoutRightsIsSaidToBe();
    void nothingNeedsTheKey();
    void aStoreThatHangsStopsNobody();
};

void TestLiveStates::withoutApplicationsItSaysSo()
{
    QVERIFY(openPage());
    QVERIFY(page().statusText().startsWith("No application that uses this store"_L1));
    QCOMPARE(chart("loads").note(), u"No application tells its numbers."_s);
    QCOMPARE(chart("memory").note(), u"This kind of store has no memory that could become full."_s);
    QCOMPARE(chart("sessions").note(), QString());
}

void TestLiveStates::whoFellSilentIsNamed()
{
    TAKE(other, fixture().store.open());
    InstanceDocument worker(other->core(), u"worker"_s);
    VERIFY_OK(worker.renew());
    QVERIFY(open());
    for (int i = 0; i < 7; ++i)
        QVERIFY(look());
    QVERIFY2(page().statusText().startsWith("From 1 of 2 instance(s). Silent: worker@"_L1),
             qPrintable(page().statusText()));
    VERIFY_OK(worker.renew());
    QVERIFY(look());
    VERIFY_OK(worker.renew());
    QVERIFY(look());
    QCOMPARE(page().statusText(), u"From 2 of 2 instance(s)."_s);
}

void TestLiveStates::aStoreThatIsAwayFromTheBeginningIsSaidToBe()
{
    fixture().openWindow();
    fixture().faults->arm(Fault::Refused, 1, 1'000'000);
    QVERIFY(fixture().turnTo(LivePageNumber));
    auto *state = page().findChild<StatePanel *>();
    QVERIFY(state->isVisible());
    QCOMPARE(state->title(), u"Nothing can be shown"_s);
    QVERIFY(state->sentence().startsWith("The store does not answer"_L1));
    fixture().faults->disarm();
    QVERIFY(look());
    QVERIFY(!state->isVisible());
}

void TestLiveStates::anOutageIsAGap()
{
    QVERIFY(open());
    begin(10);
    QVERIFY(look());
    fixture().faults->arm(Fault::CutBefore, 1, 1'000'000);
    QVERIFY(look(false));
    QVERIFY2(page().statusText().startsWith("Nothing is known since "_L1), qPrintable(page().statusText()));
    QCOMPARE(chart("created").readings(), u"Begun –"_s);
    fixture().faults->disarm();
    // The instance wrote on; what it counted meanwhile is not drawn as if it had been seen.
    begin(10);
    QVERIFY(look());
    QVERIFY(look());
    const QList<double> drawn = chart("created").drawn(LiveValue::Created);
    QCOMPARE(drawn.size(), 5);
    QCOMPARE(drawn[1], 2);
    QVERIFY(std::isnan(drawn[2]) && std::isnan(drawn[3]));
    QCOMPARE(drawn[4], 0);
    QCOMPARE(page().statusText(), u"From 1 of 1 instance(s)."_s);
}

void TestLiveStates::aStoreWithoutRightsIsSaidToBe()
{
    fixture().store.options.factory = std::make_shared<RefusingFactory>(fixture().store.options.factory);
    TAKE(refusing, fixture().store.open());
    fixture().opened = refusing;
    QVERIFY(openPage());
    QCOMPARE(page().findChild<StatePanel *>()->sentence(),
             u"The store refuses this: the rights are missing."_s);
}

void TestLiveStates::nothingNeedsTheKey()
{
    VERIFY_OK(shop().renew());
    QVERIFY(openPage(WindowFixture::Access::Keyless));
    begin(10);
    QVERIFY(look());
    QCOMPARE(chart("created").readings(), u"Begun 2 /s"_s);
}

// Looks that hang end by themselves; nobody waits for them, nor asks behind them.
void TestLiveStates::aStoreThatHangsStopsNobody()
{
    QVERIFY(open());
    fixture().faults->arm(Fault::HangsBefore, 1, 1'000);
    page().sampler().askNow();
    QVERIFY(page().sampler().isAsking());
    int turns = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { ++turns; });
    timer.start(5);
    QTRY_VERIFY_WITH_TIMEOUT(page().sampler().failure().has_value(), 30'000);
    QCOMPARE_GT(turns, 20);
    fixture().faults->disarm();
}

QTEST_MAIN(TestLiveStates)
#include "tst_livestates.moc"
