// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "environment.h"
#include "faultyfactory.h"
#include "races.h"
#include "storefixture.h"
#include "verify.h"

#include "storage/memorybackend_p.h"
#include "storage/storageaccess_p.h"
#include "storage/twinconnection_p.h"
#include "storage/twinrepair_p.h"

#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Eight threads of two instances race for sessions that stand in two stores. AXESS_RACE_ROUNDS: how often.
class TestPairRaces : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatEndedInTheLeaderHasEndedInTheFollower_data();
    void whatEndedInTheLeaderHasEndedInTheFollower(); // Promise: 1

private:
    static constexpr int Threads = 8;
};

void TestPairRaces::whatEndedInTheLeaderHasEndedInTheFollower_data()
{
    QTest::addColumn<bool>("followerFails");
    QTest::newRow("in health") << false;
    QTest::newRow("while the follower is away at times") << true;
}

void TestPairRaces::whatEndedInTheLeaderHasEndedInTheFollower()
{
    QFETCH(bool, followerFails);
    StoreFixture fixture;
    fixture.options.callDeadline = 30s;
    fixture.options.clock = std::make_shared<SystemClock>();
    fixture.options.random = std::make_shared<SystemRandom>();
    const auto leader = fixture.options.factory;
    TAKE(memory, createMemoryBackend()->factory(fixture.url, AccessMode::ReadWrite));
    const auto follower = std::make_shared<FaultyFactory>(memory);
    StorageAccess::Settings settings;
    settings.pool.firstPause = settings.pool.longestPause = 1ms;
    StorageAccess followerStore(follower, settings);

    QList<std::shared_ptr<SessionStore>> instances;
    for (int i = 0; i < 3; ++i) {
        const auto twin = std::make_shared<Twin>(followerStore,
                                                 Twin::Settings {.document = u"pair/%1"_s.arg(i),
                                                                 .heldDocuments = {},
                                                                 .clock = fixture.options.clock,
                                                                 .rest = 0ms});
        twin->setMode(TwinMode::Lenient);
        fixture.options.factory = std::make_shared<TwinFactory>(leader, twin);
        TAKE(instance, i == 0 ? fixture.initialise() : fixture.open());
        instances.append(instance);
    }
    const int rounds = numberFrom("AXESS_RACE_ROUNDS", 1'800) / 3;
    RaceTally tally;
    {
        ThreadTeam team(Threads, instances.first(2));
        Races races(team, instances[2]);
        races.run(rounds);
        if (followerFails)
            follower->plan().arm(Fault::Refused, 1, 1'000'000'000);
        races.run(rounds);
        follower->plan().disarm();
        races.run(rounds);
        tally = races.tally();
    }
    QTextStream(stdout) << QTest::currentDataTag() << ": " << tally.text() << Qt::endl;
    QVERIFY(tally.isInnocent());

    StorageAccess leaderStore(leader);
    TwinRepair repair(
        leaderStore, followerStore,
        TwinRepair::Settings {.notes = u"pair/"_s, .clock = fixture.options.clock, .callTime = 60s});
    TAKE(buckets, repair.look());
    QCOMPARE(buckets.isEmpty(), !followerFails);
    VERIFY_OK(repair.compare(buckets));
    // The races leave next to nothing behind, and where nothing was noted nothing had to be put right.
    TAKE(everything, repair.compare(BucketSet().complement()));
    QVERIFY(everything.isClean());
    QVERIFY(followerStore.metrics().snapshot().of(Verb::Install).calls > quint64(rounds));
}

QTEST_GUILESS_MAIN(TestPairRaces)
#include "tst_pairs.moc"
