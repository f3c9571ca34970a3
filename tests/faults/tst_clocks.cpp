// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "decoratedconnection.h"
#include "verify.h"

#include <axess/backendregistry.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Shift = std::shared_ptr<std::atomic<qint64>>;

/// This machine's clock, set wrongly.
class WrongClock final : public Clock
{
public:
    explicit WrongClock(std::chrono::milliseconds by)
        : m_by(by)
    { }

    qint64 now() const override { return m_clock.now() + m_by.count(); }
    std::chrono::steady_clock::time_point monotonic() const override { return m_clock.monotonic(); }

private:
    SystemClock m_clock;
    std::chrono::milliseconds m_by;
};

/// A connection to a server whose clock can be set.
class SetConnection final : public DecoratedConnection
{
public:
    SetConnection(std::unique_ptr<StorageConnection> inner, Shift shift)
        : DecoratedConnection(std::move(inner))
        , m_shift(std::move(shift))
    { }

    Result<qint64> ping() override
    {
        return DecoratedConnection::ping().transform([this](qint64 time) { return time + *m_shift; });
    }

private:
    Shift m_shift;
};

class SetFactory final : public ConnectionFactory
{
public:
    SetFactory(std::shared_ptr<ConnectionFactory> inner, Shift shift)
        : m_inner(std::move(inner))
        , m_shift(std::move(shift))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform([this](std::unique_ptr<StorageConnection> connection) {
            return std::unique_ptr<StorageConnection>(
                std::make_unique<SetConnection>(std::move(connection), m_shift));
        });
    }
    int concurrentWriters() const override { return m_inner->concurrentWriters(); }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

private:
    std::shared_ptr<ConnectionFactory> m_inner;
    Shift m_shift;
};

} // namespace

/// The server's clock is an hour away from a program's, from the beginning or from one moment on: nothing
/// that lives is refused or swept.
class TestClocks : public Trial
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addSetUps(u"postgres,mysql,valkey"_s); }
    void init() { start(); }
    void cleanup() { stop(); }

    void theServerIsAnHourAway_data();
    void theServerIsAnHourAway(); // Promise: 5
    void theServersClockIsSet(); // Promise: 5

private:
    // Outlives what its plugins made.
    const std::shared_ptr<BackendRegistry> m_registry = std::make_shared<BackendRegistry>();
};

void TestClocks::theServerIsAnHourAway_data()
{
    QTest::addColumn<int>("minutes");
    QTest::newRow("ahead") << -60;
    QTest::newRow("behind") << 60;
}

void TestClocks::theServerIsAnHourAway()
{
    QFETCH(const int, minutes);
    place().options().clock = std::make_shared<WrongClock>(std::chrono::minutes(minutes));
    place().options().measureEvery = 1min;
    const auto harm = [&] {
        place().options().clock.reset();
        TAKE(right, place().open());
        QVERIFY(std::abs(store().now() - right->now()) < 30'000);
        for (int i = 0; i < 5; ++i) {
            TAKE(swept, right->cleanupExpired());
            TAKE(sweptToo, store().cleanupExpired());
            QCOMPARE(swept + sweptToo, 0);
            expectReads();
        }
    };
    goThrough(harm, {});
}

void TestClocks::theServersClockIsSet()
{
    TAKE(url, StoreUrl::parse(place().url()));
    TAKE(factory, m_registry->factory(url, AccessMode::ReadWrite));
    const auto shift = std::make_shared<std::atomic<qint64>>(0);
    place().options().factory = std::make_shared<SetFactory>(factory, shift);
    place().options().measureEvery = 100ms;
    Result<qint64> swept;
    const auto sweeps = [&] {
        swept = store().cleanupExpired();
        return swept.has_value();
    };
    const auto isSuspended = [&] { return !sweeps() && swept.error().code() == ErrorCode::ClockSkew; };
    const auto harm = [&] {
        for (const auto by : {std::chrono::milliseconds(1h), std::chrono::milliseconds(-1h)}) {
            *shift = by.count();
            QTRY_VERIFY_WITH_TIMEOUT(isSuspended(), 30'000);
            QTRY_COMPARE_WITH_TIMEOUT(store().health().health, Health::Degraded, 30'000);
            for (int i = 0; i < 5; ++i)
                expectReads();
            *shift = 0;
            QTRY_VERIFY_WITH_TIMEOUT(sweeps(), 30'000);
            QCOMPARE(*swept, 0);
        }
    };
    goThrough(harm, {});
}

QTEST_GUILESS_MAIN(TestClocks)
#include "tst_clocks.moc"
