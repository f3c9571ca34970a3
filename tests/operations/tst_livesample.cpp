// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/instancedocument_p.h"

#include "axesstest.h"
#include "faultyfactory.h"
#include "storefixture.h"
#include "tellingserver.h"
#include "verify.h"

#include <axess/livesample.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// One look at a store while it works.
class TestLiveSample : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void instancesTellWhatTheyCounted();
    void whoFellSilentIsMarked();
    void theServerTellsWhatItEvicts();
    void aServerThatRefusesIsSaid();
    void aStoreThatIsAwayIsAnError();
    void sessionsAreCountedWhenAskedFor();
    void missedLoadsAreCounted();
    void hostileDocumentsDoNoHarm();
};

void TestLiveSample::instancesTellWhatTheyCounted()
{
    StoreFixture fixture;
    TAKE(one, fixture.open());
    TAKE(other, fixture.open());
    InstanceDocument first(one->core(), u"shop"_s);
    InstanceDocument second(other->core(), u"worker"_s);
    VERIFY_OK(one->save(guestRow()));
    VERIFY_OK(first.renew());
    VERIFY_OK(second.renew());

    TAKE(watcher, fixture.openKeyless());
    TAKE(sample, sampleLive(*watcher, CountSessions::No));
    QCOMPARE(sample.at, watcher->now());
    QCOMPARE(sample.instances.size(), 2);
    quint64 created = 0;
    for (const InstanceSample &instance : std::as_const(sample.instances)) {
        created += instance.metrics.of(Counter::SessionsCreated);
        QVERIFY(instance.name.startsWith("shop@"_L1) || instance.name.startsWith("worker@"_L1));
        QVERIFY(!instance.isSilent);
        QCOMPARE_GT(instance.poolSize, 0);
        // The connection over which the document is written is not counted: it is not lent yet.
        QCOMPARE(instance.poolBusy, 0);
    }
    QCOMPARE(created, 1u);
    QVERIFY(!sample.statistics && !sample.server && !sample.serverRefusal);
}

void TestLiveSample::whoFellSilentIsMarked()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    InstanceDocument document(store->core(), u"shop"_s);
    VERIFY_OK(document.renew());
    fixture.clock->advance(31s);
    TAKE(sample, sampleLive(*store, CountSessions::No));
    QCOMPARE(sample.instances.size(), 1);
    QVERIFY(sample.instances.constFirst().isSilent);
}

void TestLiveSample::theServerTellsWhatItEvicts()
{
    TellingServer server;
    server.say(QList<Fact> {{u"evictedKeys"_s, u"12"_s},
                            {u"usedMemory"_s, u"700"_s},
                            {u"maxMemory"_s, u"1000"_s},
                            {u"unlimitedNodes"_s, u"0"_s}});
    StoreFixture fixture;
    fixture.options.factory = std::make_shared<TellingFactory>(fixture.options.factory, server);
    TAKE(store, fixture.open());
    TAKE(sample, sampleLive(*store, CountSessions::No));
    QVERIFY(sample.server.has_value());
    QCOMPARE(sample.server->evictedKeys, 12);
    QCOMPARE(sample.server->usedMemory, 700);
    QCOMPARE(sample.server->memoryLimit, 1'000);
    // Never what reads rows.
    QCOMPARE(server.inspected, 0);

    // One node without a limit can hold everything.
    server.say(QList<Fact> {
        {u"evictedKeys"_s, u"12"_s}, {u"maxMemory"_s, u"1000"_s}, {u"unlimitedNodes"_s, u"1"_s}});
    TAKE(unlimited, sampleLive(*store, CountSessions::No));
    QCOMPARE(unlimited.server->memoryLimit, 0);
}

void TestLiveSample::aServerThatRefusesIsSaid()
{
    TellingServer server;
    server.say(std::unexpected(Error(ErrorCode::Denied, u"INFO is not permitted"_s)));
    StoreFixture fixture;
    fixture.options.factory = std::make_shared<TellingFactory>(fixture.options.factory, server);
    TAKE(store, fixture.open());
    TAKE(sample, sampleLive(*store, CountSessions::No));
    QVERIFY(!sample.server);
    QVERIFY(sample.serverRefusal.has_value());
    QCOMPARE(sample.serverRefusal->code(), ErrorCode::Denied);
}

void TestLiveSample::aStoreThatIsAwayIsAnError()
{
    StoreFixture fixture;
    const auto factory = std::make_shared<FaultyFactory>(fixture.options.factory);
    fixture.options.factory = factory;
    TAKE(store, fixture.open());
    factory->plan().arm(Fault::CutBefore, 1, 1'000);
    VERIFY_FAILS(sampleLive(*store, CountSessions::Yes), ErrorCode::Unavailable);
}

void TestLiveSample::sessionsAreCountedWhenAskedFor()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    for (int i = 0; i < 5; ++i)
        VERIFY_OK(store->save(guestRow()));
    TAKE(sample, sampleLive(*store, CountSessions::Yes));
    QVERIFY(sample.statistics.has_value());
    QCOMPARE(sample.statistics->live, 5);
    QVERIFY(sample.statistics->exact);
    TAKE(bounded, sampleLive(*store, CountSessions::Yes, 2));
    QVERIFY(!bounded.statistics->exact);
}

void TestLiveSample::missedLoadsAreCounted()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(row, store->save(guestRow()));
    VERIFY_OK(store->load(row.token));
    QCOMPARE(store->metrics().of(Counter::LoadsMissed), 0u);
    // Ended by time, and not there at all.
    fixture.clock->advance(24h);
    VERIFY_OK(store->load(row.token));
    QCOMPARE(store->metrics().of(Counter::LoadsMissed), 1u);
    VERIFY_OK(store->remove(row.id));
    VERIFY_OK(store->load(row.token));
    QCOMPARE(store->metrics().of(Counter::LoadsMissed), 2u);
}

void TestLiveSample::hostileDocumentsDoNoHarm()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const auto connection = fixture.connection();
    VERIFY_OK(connection->putDocument(
        u"instance/hostile"_s,
        R"({"id": "hostile", "renewed": 9999999999999, "pool": -7, "counters": {"pool": {"busy": 1e300, "waiting": -3}}})",
        0));
    TAKE(sample, sampleLive(*store, CountSessions::No));
    QCOMPARE(sample.instances.size(), 1);
    QCOMPARE(sample.instances.constFirst().poolSize, 0);
    QCOMPARE(sample.instances.constFirst().poolBusy, 0);
    QCOMPARE(sample.instances.constFirst().callsWaiting, 0);
    // A time to come would never fall silent.
    QVERIFY(sample.instances.constFirst().isSilent);
}

QTEST_GUILESS_MAIN(TestLiveSample)
#include "tst_livesample.moc"
