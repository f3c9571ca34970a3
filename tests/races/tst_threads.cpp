// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "environment.h"
#include "freshstore.h"
#include "guiltystore.h"
#include "races.h"
#include "storefixture.h"
#include "verify.h"

#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Eight threads race for sessions. AXESS_RACE_ROUNDS sets how often.
class TestThreadRaces : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theStoreIsInnocent_data();
    void theStoreIsInnocent(); // Promise: 2
    void aWrongStoreIsFoundGuilty(); // Promise: 2
    void requestsThatGoByIdAreFoundGuilty();

private:
    static constexpr int Threads = 8;

    static Result<RaceTally> race(StoreFixture &fixture, int rounds,
                                  Races::Latecomers latecomers = Races::Latecomers::ByToken);
    static void print(const RaceTally &tally);
};

Result<RaceTally> TestThreadRaces::race(StoreFixture &fixture, int rounds, Races::Latecomers latecomers)
{
    fixture.options.callDeadline = std::chrono::seconds(30);
    fixture.options.clock = std::make_shared<SystemClock>();
    fixture.options.random = std::make_shared<SystemRandom>();
    QList<std::shared_ptr<SessionStore>> stores;
    for (int i = 0; i < 3; ++i) {
        const auto store = i == 0 ? fixture.initialise() : fixture.open();
        if (!store)
            return std::unexpected(store.error());
        stores.append(*store);
    }
    ThreadTeam team(Threads, stores.first(2));
    Races races(team, stores[2], latecomers);
    races.run(rounds);
    return races.tally();
}

void TestThreadRaces::print(const RaceTally &tally)
{
    const char *row = QTest::currentDataTag();
    QTextStream(stdout) << (row ? row : QTest::currentTestFunction()) << ": " << tally.text() << Qt::endl;
}

void TestThreadRaces::theStoreIsInnocent_data()
{
    QTest::addColumn<int>("rounds");
    for (const QString &setUp : FreshStore::asked(u"memory,sqlite"_s)) {
        const bool isServer = setUp != "memory"_L1 && !setUp.startsWith("sqlite"_L1);
        QTest::addRow("%s", qPrintable(setUp)) << (isServer ? 1'000 : setUp == "memory"_L1 ? 14'000 : 3'000);
    }
}

void TestThreadRaces::theStoreIsInnocent()
{
    QFETCH(int, rounds);
    TAKE(place, FreshStore::make(QString::fromLatin1(QTest::currentDataTag())));
    const bool isMemory = place->url().backend() == "memory"_L1;
    StoreFixture fixture;
    if (!isMemory) {
        fixture.url = place->url();
        fixture.options.factory = nullptr;
    }
    if (place->isOnServer())
        fixture.options.controlLag = StoreOptions().controlLag;
    TAKE(tally, race(fixture, numberFrom("AXESS_RACE_ROUNDS", rounds)));
    print(tally);
    QVERIFY(tally.isInnocent());
    if (isMemory)
        QCOMPARE(tally.unanswered, 0);
}

void TestThreadRaces::aWrongStoreIsFoundGuilty()
{
    StoreFixture fixture;
    fixture.options.factory = std::make_shared<GuiltyFactory>(fixture.options.factory);
    TAKE(tally, race(fixture, 700));
    print(tally);
    QVERIFY(tally.resurrections > 0);
    QVERIFY(tally.lostUpdates > 0);
    QVERIFY(tally.excessSessions > 0);
    QVERIFY(tally.undone > 0);
}

void TestThreadRaces::requestsThatGoByIdAreFoundGuilty()
{
    StoreFixture fixture;
    TAKE(tally, race(fixture, 1400, Races::Latecomers::ById));
    print(tally);
    QVERIFY(tally.keysCarriedOver > 0);
    QCOMPARE(tally.resurrections, 0);
}

QTEST_GUILESS_MAIN(TestThreadRaces)
#include "tst_threads.moc"
