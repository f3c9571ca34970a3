// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "rowbuilder.h"
#include "verify.h"

#include "storage/memorybackend_p.h"
#include "storage/orderedrows_p.h"

#include <malloc.h>

#include <random>
#include <set>

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What the memory store costs, and the index of its own making.
class TestMemoryStore : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void anIndexHoldsWhatASetHolds();
    void aSessionCostsFewBytesBeyondItsPayload_data();
    void aSessionCostsFewBytesBeyondItsPayload();
    void whatEndsGivesItsMemoryBack();

private:
    static constexpr qint64 Now = 1'772'366'400'000;
    static constexpr int PayloadBytes = 1024;

    static qint64 allocated() { return qint64(mallinfo2().uordblks + mallinfo2().hblkhd); }
    static std::unique_ptr<StorageConnection> newStore();
    static QList<SessionId> fill(StorageConnection &store, int sessions, int users);
};

std::unique_ptr<StorageConnection> TestMemoryStore::newStore()
{
    const auto factory = createMemoryBackend()->factory({}, AccessMode::ReadWrite).value();
    return factory->connect(Deadline::in(std::chrono::seconds(1))).value();
}

QList<SessionId> TestMemoryStore::fill(StorageConnection &store, int sessions, int users)
{
    Horizon horizon;
    horizon.now = Now;
    QList<SessionId> ids;
    for (int i = 0; i < sessions; ++i) {
        const NewRow entry
            = RowBuilder(Now + i)
                  .tenant(u"tenant %1"_s.arg(i % 3))
                  .user(u"user-%1"_s.arg(i % users))
                  .key(7)
                  .payload(QByteArray(PayloadBytes, 'x'))
                  .client({u"192.0.2.%1"_s.arg(i % 250),
                           u"Mozilla/5.0 (X11; Linux x86_64; rv:%1.0) Gecko/20100101"_s.arg(i % 20),
                           u"Firefox on Linux"_s})
                  .entry();
        if (store.create(std::span(&entry, 1), horizon))
            ids.append(entry.row.id);
    }
    return ids;
}

void TestMemoryStore::anIndexHoldsWhatASetHolds()
{
    std::mt19937 random(1);
    std::vector<std::unique_ptr<MemoryRow>> rows;
    OrderedRows<creationOf> index;
    std::set<Cursor::Place> expected;
    for (int step = 0; step < 20'000; ++step) {
        if (rows.empty() || random() % 5 < (step < 10'000 ? 4 : 1)) {
            auto row = std::make_unique<MemoryRow>();
            row->id = freshId();
            row->created = random() % 500;
            index.insert(row.get());
            expected.insert(creationOf(*row));
            rows.push_back(std::move(row));
        } else {
            std::swap(rows[random() % rows.size()], rows.back());
            index.erase(rows.back().get());
            expected.erase(creationOf(*rows.back()));
            rows.pop_back();
        }
        if (step % 500)
            continue;
        std::vector<Cursor::Place> up;
        index.ascend({}, [&](const MemoryRow &row) { return up.push_back(creationOf(row)), true; });
        QVERIFY(std::ranges::equal(up, expected));
        const Cursor::Place middle {250, freshId()};
        std::vector<Cursor::Place> down;
        index.descend(middle, [&](const MemoryRow &row) { return down.push_back(creationOf(row)), true; });
        std::ranges::reverse(down);
        QVERIFY(
            std::ranges::equal(std::ranges::subrange(expected.begin(), expected.lower_bound(middle)), down));
    }
}

void TestMemoryStore::aSessionCostsFewBytesBeyondItsPayload_data()
{
    QTest::addColumn<int>("users");
    QTest::addColumn<int>("atMost");
    QTest::newRow("two hundred users") << 200 << 500;
    QTest::newRow("a session each, so a user each") << 20'000 << 650;
}

void TestMemoryStore::aSessionCostsFewBytesBeyondItsPayload()
{
    QFETCH(int, users);
    QFETCH(int, atMost);
    constexpr int Sessions = 20'000;
    const auto store = newStore();
    const qint64 before = allocated();
    const qsizetype created = fill(*store, Sessions, users).size();
    QCOMPARE(created, Sessions);
    const qint64 each = (allocated() - before) / Sessions - PayloadBytes;
    qInfo("%lld bytes a session beyond its payload, its event among them", each);
    QVERIFY(each <= atMost);
}

void TestMemoryStore::whatEndsGivesItsMemoryBack()
{
    constexpr int Sessions = 5'000;
    const auto store = newStore();
    qint64 settled = 0;
    for (int turn = 0; turn < 6; ++turn) {
        for (const SessionId &id : fill(*store, Sessions, Sessions)) {
            const Removal removal {id, EndReason::SignedOut, {}, Now};
            VERIFY_OK(store->remove(std::span(&removal, 1)));
        }
        while (store->trimEvents(Now * 2, std::numeric_limits<qint64>::max(), 1000).value_or(0) > 0) { }
        // The first turns leave tables at the size that they grew to.
        if (turn == 2)
            settled = allocated();
    }
    QVERIFY(allocated() <= settled + 64 * 1024);
}

QTEST_GUILESS_MAIN(TestMemoryStore)
#include "tst_memorystore.moc"
