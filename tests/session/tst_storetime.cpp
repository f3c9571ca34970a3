// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memorybackend_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/metrics.h>
#include <axess/operations.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A store whose server has a clock of its own.
class TestStoreTime : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void timeIsTheStores(); // Promise: 5
    void twoMachinesWithDifferentClocksAgree();
    void aStepOfTheStoresClockStopsWhatGoesByTimeAndNothingElse(); // Promise: 5
    void theClockIsMeasuredOnceInAWhile();

private:
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<ManualClock> m_server;
};

void TestStoreTime::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<StoreFixture>();
    m_server = std::make_shared<ManualClock>(m_fixture->clock->now() + 600'000);
    m_fixture->options.factory
        = createMemoryBackend(m_server)->factory(m_fixture->url, AccessMode::ReadWrite).value();
    m_fixture->options.measureEvery = 1min;
}

void TestStoreTime::timeIsTheStores()
{
    TAKE(store, m_fixture->open());
    QCOMPARE(store->now(), m_server->now());
    TAKE(row, store->save(guestRow()));
    QCOMPARE(row.created, m_server->now());
    QCOMPARE(store->health().clockOffset, 600'000);
}

void TestStoreTime::twoMachinesWithDifferentClocksAgree()
{
    TAKE(first, m_fixture->open());
    StoreOptions options = m_fixture->options;
    options.clock = std::make_shared<ManualClock>(m_fixture->clock->now() - 3'600'000);
    TAKE(second, SessionStore::open(m_fixture->url, m_fixture->rootKey, options));
    TAKE(row, first->save(guestRow()));
    TAKE(loaded, second->load(row.token));
    QVERIFY(loaded);
    QCOMPARE(second->now(), first->now());
}

void TestStoreTime::aStepOfTheStoresClockStopsWhatGoesByTimeAndNothingElse()
{
    TAKE(store, m_fixture->open());
    TAKE(row, store->save(guestRow()));
    m_server->setNow(m_server->now() + 7'200'000);
    m_fixture->clock->advance(1min);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("stepped")));
    TAKE(loaded, store->load(row.token));
    QVERIFY(loaded);
    VERIFY_OK(store->save(*loaded));
    VERIFY_FAILS(store->cleanupExpired(), ErrorCode::ClockSkew);
    VERIFY_FAILS(sweepOnce(*store, 1s), ErrorCode::ClockSkew);
    SessionFilter old;
    old.created.until = store->now();
    VERIFY_FAILS(store->revoke(old, u"x"_s, 0ms), ErrorCode::ClockSkew);
    VERIFY_OK(store->revoke(std::span(&row.id, 1), u"x"_s, 0ms));
    QCOMPARE(store->health().health, Health::Degraded);

    m_server->setNow(m_server->now() - 7'200'000 + 120'000);
    m_fixture->clock->advance(1min);
    VERIFY_OK(store->cleanupExpired());
    QCOMPARE(store->health().health, Health::Good);
}

void TestStoreTime::theClockIsMeasuredOnceInAWhile()
{
    TAKE(store, m_fixture->open());
    TAKE(row, store->save(guestRow()));
    const quint64 pings = store->metrics().of(Verb::Ping).calls;
    for (int i = 0; i < 10; ++i)
        VERIFY_OK(store->load(row.token));
    QCOMPARE(store->metrics().of(Verb::Ping).calls, pings);
    m_fixture->clock->advance(1min);
    m_server->advance(1min);
    VERIFY_OK(store->load(row.token));
    QCOMPARE(store->metrics().of(Verb::Ping).calls, pings + 3);
}

QTEST_GUILESS_MAIN(TestStoreTime)
#include "tst_storetime.moc"
