// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinpair.h"

#include "storage/twinrepair_p.h"

#include "axesstest.h"
#include "verify.h"

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTwinRepair : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void equalStoresHaveNothingToCompare();
    void whatAFollowerMissedIsPutRight();
    void aMarkThatCameMeanwhileStays();
    void aRoundThatIsGivenUpLeavesTheMarks();
    void whoMayNotGoOnNeitherBuriesNorOvertakes();
    void whereASilentInstanceWroteIsCompared();
    void whoWritesIsNotSilent();
    void whoFallsSilentMeanwhileKeepsItsNote();
    void aCreateThatLandedTooLateIsWithdrawn();
    void rowsThatWentApartAreToldAndOverwritten();
    void aFailureAnywhereLeavesTheMarks();
    void whileInstancesWriteNothingIsLostOrComesBack();

private:
    template<typename T> static std::span<const T> only(const T &value) { return {&value, 1}; }
    Horizon horizon()
    {
        Horizon horizon;
        horizon.now = m_pair->clock->now();
        return horizon;
    }
    SealedRow stored();
    SealedRow standing(const SessionId &id) { return m_pair->leaderReader->load(only(id)).value().value(0); }
    Removal removalOf(const SessionId &id) { return {id, EndReason::SignedOut, {}, m_pair->clock->now()}; }
    /// Calls that the follower does not learn of.
    void unnoticed(const std::function<void()> &calls)
    {
        m_pair->follower->plan().arm(Fault::Refused, 1, 1'000'000);
        calls();
        m_pair->follower->plan().disarm();
    }
    /// Three sessions: one that the follower does not know, one as it stood before, one that has ended.
    void goApart();

    std::unique_ptr<TwinPair> m_pair;
    std::shared_ptr<Twin> m_twin;
    std::unique_ptr<StorageConnection> m_store;
    std::unique_ptr<TwinRepair> m_repair;
};

void TestTwinRepair::init()
{
    AxessTest::init();
    m_repair.reset();
    m_store.reset();
    m_twin.reset();
    m_pair = std::make_unique<TwinPair>();
    m_twin = m_pair->twin(u"me"_s);
    m_store = m_pair->connect(m_twin);
    m_repair = std::make_unique<TwinRepair>(
        m_pair->leaderAccess(), m_pair->followerAccess(),
        TwinRepair::Settings {.notes = u"pair/"_s, .clock = m_pair->clock, .callTime = 60s, .rows = 3});
}

SealedRow TestTwinRepair::stored()
{
    const RowBuilder row(m_pair->clock->now());
    const auto created = m_store->create(only(row.entry()), horizon());
    if (!created || created->constFirst().status != WriteStatus::Stored)
        QTest::qFail("the row was not stored", __FILE__, __LINE__);
    return standing(row.row().id);
}

void TestTwinRepair::goApart()
{
    const SealedRow saved = stored();
    const SealedRow ended = stored();
    unnoticed([&] {
        stored();
        VERIFY_OK(m_store->update(only(saveOf(saved)), horizon()));
        VERIFY_OK(m_store->remove(only(removalOf(ended.id))));
    });
    QVERIFY(!m_pair->difference().isEmpty());
}

void TestTwinRepair::equalStoresHaveNothingToCompare()
{
    stored();
    TAKE(buckets, m_repair->look());
    QVERIFY(buckets.isEmpty());
    TAKE(report, m_repair->compare(buckets));
    QCOMPARE(report.compared, 0);
    TAKE(all, m_repair->compare(BucketSet().complement()));
    QCOMPARE(all.compared, 1);
    QVERIFY(all.isClean());
}

void TestTwinRepair::whatAFollowerMissedIsPutRight()
{
    for (int i = 0; i < 10; ++i)
        stored();
    goApart();
    TAKE(buckets, m_repair->look());
    QCOMPARE(buckets, m_pair->note(u"me"_s).dirty);
    TAKE(report, m_repair->compare(buckets));
    QCOMPARE(report.installed, 2);
    QCOMPARE(report.buried, 1);
    QCOMPARE(m_pair->difference(), QString());
    TAKE(left, m_repair->look());
    QVERIFY(left.isEmpty());
    // What ended is known as ended: a copy that was under way does not bring it back.
    QVERIFY(m_pair->note(u"me"_s).written.count() > 0);
}

void TestTwinRepair::aMarkThatCameMeanwhileStays()
{
    goApart();
    TAKE(buckets, m_repair->look());
    bool isFirst = true;
    TAKE(report, m_repair->compare(buckets, [&] {
        if (std::exchange(isFirst, false))
            unnoticed([&] { stored(); });
        return true;
    }));
    QVERIFY(!report.isClean());
    TAKE(left, m_repair->look());
    QVERIFY(left.includes(buckets));
    VERIFY_OK(m_repair->compare(left));
    QCOMPARE(m_pair->difference(), QString());
    TAKE(none, m_repair->look());
    QVERIFY(none.isEmpty());
}

void TestTwinRepair::aRoundThatIsGivenUpLeavesTheMarks()
{
    goApart();
    TAKE(buckets, m_repair->look());
    VERIFY_FAILS(m_repair->compare(buckets, [] { return false; }), ErrorCode::Unavailable);
    TAKE(left, m_repair->look());
    QCOMPARE(left, buckets);
}

// Another store may have come to lead after the last listing.
void TestTwinRepair::whoMayNotGoOnNeitherBuriesNorOvertakes()
{
    const SealedRow ended = stored();
    unnoticed([&] { VERIFY_OK(m_store->remove(only(removalOf(ended.id)))); });
    // The two listings, of which that of the leader is empty.
    int asked = 0;
    const auto twice = [&] { return ++asked <= 2; };
    VERIFY_FAILS(m_repair->compare(BucketSet().complement(), twice), ErrorCode::Unavailable);
    TAKE(stands, m_pair->followerReader->load(only(ended.id)));
    QCOMPARE(stands.size(), 1);
    VERIFY_OK(m_repair->compare(BucketSet().complement()));

    const SealedRow row = stored();
    SealedRow newer = row;
    newer.change += 7;
    newer.revision += 1;
    VERIFY_OK(m_pair->followerReader->install(only(newer)));
    bool isFirst = true;
    const auto once = [&] { return std::exchange(isFirst, false); };
    VERIFY_FAILS(m_repair->compare(BucketSet().complement(), once), ErrorCode::Unavailable);
    QCOMPARE(standing(row.id), row);
    TAKE(still, m_pair->followerReader->load(only(row.id)));
    QCOMPARE(still.value(0), newer);
}

void TestTwinRepair::whereASilentInstanceWroteIsCompared()
{
    const SealedRow row = stored();
    // It was killed when the leader had answered.
    VERIFY_OK(m_pair->leaderReader->update(only(saveOf(row)), horizon()));
    TAKE(early, m_repair->look());
    QVERIFY(early.isEmpty());
    m_pair->clock->advance(TwinRepair::Settings().silence);
    TAKE(buckets, m_repair->look());
    QVERIFY(buckets.contains(row.id.bucket()));
    VERIFY_OK(m_repair->compare(buckets));
    QCOMPARE(m_pair->difference(), QString());
    QCOMPARE(m_pair->note(u"me"_s), TwinNote());

    // It was only slow, and says anew where it writes.
    VERIFY_OK(m_store->update(only(saveOf(standing(row.id))), horizon()));
    QVERIFY(m_pair->note(u"me"_s).written.contains(row.id.bucket()));
}

void TestTwinRepair::whoWritesIsNotSilent()
{
    stored();
    TAKE(first, m_repair->look());
    m_pair->clock->advance(TwinRepair::Settings().silence);
    stored();
    TAKE(second, m_repair->look());
    QVERIFY(first.isEmpty() && second.isEmpty());
}

// Its row was compared before the write: it was killed when the leader had answered.
void TestTwinRepair::whoFallsSilentMeanwhileKeepsItsNote()
{
    const SealedRow row = stored();
    TAKE(early, m_repair->look());
    QVERIFY(early.isEmpty());
    int asked = 0;
    VERIFY_OK(m_repair->compare(BucketSet().complement(), [&] {
        // After the leader's rows, before the follower's.
        if (++asked == 2) {
            (void)m_pair->leaderReader->update(only(saveOf(row)), horizon());
            m_pair->clock->advance(TwinRepair::Settings().silence);
        }
        return true;
    }));
    QVERIFY(asked >= 2);
    QVERIFY(m_pair->note(u"me"_s).written.contains(row.id.bucket()));
    TAKE(buckets, m_repair->look());
    QVERIFY(buckets.contains(row.id.bucket()));
    VERIFY_OK(m_repair->compare(buckets));
    QCOMPARE(m_pair->difference(), QString());
}

void TestTwinRepair::aCreateThatLandedTooLateIsWithdrawn()
{
    const RowBuilder late(m_pair->clock->now());
    // Given up, and so buried.
    VERIFY_OK(m_store->remove(only(removalOf(late.row().id))));
    VERIFY_OK(m_pair->leaderReader->create(only(late.entry()), horizon()));
    TAKE(report, m_repair->compare(BucketSet().complement()));
    QCOMPARE(report.withdrawn, 1);
    QCOMPARE(standing(late.row().id), SealedRow());
    QCOMPARE(m_pair->difference(), QString());
}

void TestTwinRepair::rowsThatWentApartAreToldAndOverwritten()
{
    SealedRow row = stored();
    row.change += 7;
    row.revision += 1;
    VERIFY_OK(m_pair->followerReader->install(only(row)));
    TAKE(report, m_repair->compare(BucketSet().complement()));
    QCOMPARE(report.apart, 1);
    QVERIFY(!report.isClean());
    QCOMPARE(m_pair->difference(), QString());
    TAKE(again, m_repair->compare(BucketSet().complement()));
    QVERIFY(again.isClean());
}

void TestTwinRepair::aFailureAnywhereLeavesTheMarks()
{
    for (const auto &store : {m_pair->leader, m_pair->follower}) {
        for (int first = 1;; ++first) {
            goApart();
            TAKE(buckets, m_repair->look());
            // Twice: a call over a connection that was cut is made once more.
            store->plan().arm(Fault::Refused, first, 2);
            const auto report = m_repair->compare(buckets);
            const int faults = store->plan().disarm();
            TAKE(left, m_repair->look());
            QVERIFY(report || left.includes(buckets));
            VERIFY_OK(m_repair->compare(left));
            QCOMPARE(m_pair->difference(), QString());
            if (faults == 0)
                break;
            QVERIFY(first < 500);
        }
    }
}

void TestTwinRepair::whileInstancesWriteNothingIsLostOrComesBack()
{
    constexpr int writers = 3;
    constexpr int calls = 300;
    std::atomic<int> failures = 0;
    std::atomic<int> running = writers;
    QList<SessionId> ended[writers];
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            const auto store = m_pair->connect(m_pair->twin(u"writer %1"_s.arg(writer)));
            const Horizon here = horizon();
            QList<SessionId> alive;
            for (int call = 0; call < calls; ++call) {
                const RowBuilder row(here.now);
                failures += store->create(only(row.entry()), here) ? 0 : 1;
                alive.append(row.row().id);
                if (call % 3 == 0) {
                    const SessionId id = alive.takeFirst();
                    failures += store->remove(only(Removal {id, EndReason::SignedOut, {}, here.now})) ? 0 : 1;
                    ended[writer].append(id);
                }
            }
            --running;
        });
    }
    for (int round = 0; running > 0; ++round) {
        m_pair->follower->plan().arm(round % 2 ? Fault::Refused : Fault::None, 1, 20);
        if (const auto buckets = m_repair->look())
            (void)m_repair->compare(*buckets);
    }
    threads.clear();
    m_pair->follower->plan().disarm();
    QCOMPARE(failures.load(), 0);
    TAKE(buckets, m_repair->look());
    QVERIFY(m_pair->difference(buckets).isEmpty());
    VERIFY_OK(m_repair->compare(buckets));
    QCOMPARE(m_pair->difference(), QString());
    for (const auto &ids : ended) {
        for (const SessionId &id : ids) {
            TAKE(rows, m_pair->followerReader->load(only(id)));
            QVERIFY(rows.isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TestTwinRepair)
#include "tst_twinrepair.moc"
