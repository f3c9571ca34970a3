// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinpair.h"

#include "axesstest.h"
#include "verify.h"

#include <latch>
#include <random>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTwinConnection : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theFollowerLearnsOfEveryVerb();
    void aloneTheFollowerLearnsNothing();
    void whatTheLeaderRefusesTheFollowerDoesNotLearn();
    void aFollowerThatFailsAnywhereIsNoted_data();
    void aFollowerThatFailsAnywhereIsNoted();
    void aLeaderThatFailsAnywhereLosesNothing_data();
    void aLeaderThatFailsAnywhereLosesNothing();
    void strictlyNothingIsAnsweredThatTheFollowerDoesNotKnow();
    void withoutANoteNothingIsWritten();
    void whoIsDisplacedEndsInBothStores();
    void aSettledWriteReachesTheFollower();
    void aGenerationIsNotRaisedWithoutTheFollower();
    void whileHeldNothingIsWritten();
    void aModeIsSettledWhenOlderWritesHaveEnded();
    void aFollowerThatFailedIsLeftAlone();
    void twoInstancesConverge();

private:
    static Horizon at(qint64 now)
    {
        Horizon horizon;
        horizon.now = now;
        return horizon;
    }
    template<typename T> static std::span<const T> only(const T &value) { return {&value, 1}; }
    RowBuilder aRow() { return RowBuilder(m_pair->clock->now()); }
    Horizon horizon() { return at(m_pair->clock->now()); }
    void reconnect() { m_store = m_pair->connect(m_twin); }
    /// A row that both stores hold.
    SealedRow stored();
    SealedRow standing(const SessionId &id) { return m_pair->leaderReader->load(only(id)).value().value(0); }
    bool follows(const SessionId &id) { return !m_pair->followerReader->load(only(id)).value().isEmpty(); }

    using Verb
        = std::function<Result<void>(StorageConnection &, const SealedRow &)>; ///< About a row that stands.
    QList<std::pair<QString, Verb>> verbs();

    std::unique_ptr<TwinPair> m_pair;
    std::shared_ptr<Twin> m_twin;
    std::unique_ptr<StorageConnection> m_store;
};

namespace {

Result<void> asStored(const auto &answers)
{
    if (!answers)
        return std::unexpected(answers.error());
    return {};
}

} // namespace

void TestTwinConnection::init()
{
    AxessTest::init();
    m_store.reset();
    m_twin.reset();
    m_pair = std::make_unique<TwinPair>();
    m_twin = m_pair->twin(u"me"_s);
    reconnect();
}

SealedRow TestTwinConnection::stored()
{
    const RowBuilder row = aRow();
    const auto created = m_store->create(only(row.entry()), horizon());
    if (!created || created->constFirst().status != WriteStatus::Stored)
        QTest::qFail("the row was not stored", __FILE__, __LINE__);
    return standing(row.row().id);
}

QList<std::pair<QString, TestTwinConnection::Verb>> TestTwinConnection::verbs()
{
    const qint64 now = m_pair->clock->now();
    const Horizon here = horizon();
    return {
        {u"create"_s,
         [=, this](StorageConnection &store, const SealedRow &) {
             return asStored(store.create(only(aRow().entry()), here));
         }},
        {u"update"_s,
         [=](StorageConnection &store, const SealedRow &row) {
             return asStored(store.update(only(saveOf(row)), here));
         }},
        {u"cycle"_s,
         [=](StorageConnection &store, const SealedRow &row) {
             return asStored(store.update(only(cycleOf(row)), here));
         }},
        {u"touch"_s,
         [=](StorageConnection &store, const SealedRow &row) {
             const Touch touch {row.id, row.idleDeadline + 1, row.lastSeen + 1, row.sweepAt + 1};
             return asStored(store.touch(only(touch), here));
         }},
        {u"reseal"_s,
         [=](StorageConnection &store, const SealedRow &row) {
             return asStored(store.reseal(only(Reseal {row.id, row.revision, row.writeId, 7, "sealed"})));
         }},
        {u"revoke"_s,
         [=](StorageConnection &store, const SealedRow &row) {
             return asStored(store.revoke(only(revocationOf(row.id, now, now + 1000)), here));
         }},
        {u"remove"_s,
         [=](StorageConnection &store, const SealedRow &row) {
             return asStored(store.remove(only(Removal {row.id, EndReason::SignedOut, {}, now})));
         }},
        {u"sweep"_s,
         [=](StorageConnection &store, const SealedRow &row) {
             return asStored(store.removeExpired(at(row.absoluteDeadline + 1), 10));
         }},
    };
}

void TestTwinConnection::theFollowerLearnsOfEveryVerb()
{
    for (const auto &[name, verb] : verbs()) {
        const SealedRow row = stored();
        VERIFY_OK(verb(*m_store, row));
        QVERIFY2(standing(row.id) != row || name == u"create", qPrintable(name));
        QCOMPARE(m_pair->difference(), QString());
    }
    const SealedRow row = stored();
    const Revocation mark = revocationOf(row.id, m_pair->clock->now(), m_pair->clock->now() + 1000);
    VERIFY_OK(m_store->revoke(only(mark), horizon()));
    TAKE(restored, m_store->restore(only(row.id), mark.mark.mark, horizon()));
    QCOMPARE(restored, QList {WriteStatus::Stored});
    QCOMPARE(m_pair->difference(), QString());
    QVERIFY(m_pair->note(u"me"_s).dirty.isEmpty());
}

void TestTwinConnection::aloneTheFollowerLearnsNothing()
{
    m_twin->setMode(TwinMode::Alone);
    m_pair->follower->plan().arm(Fault::None, 1);
    const SealedRow row = stored();
    VERIFY_OK(m_store->raiseUser(tenantOf(u"shop"_s), userOf(u"ann"_s)));
    QVERIFY(!follows(row.id) && m_pair->follower->plan().calls() == 0);
    QCOMPARE(m_pair->note(u"me"_s), TwinNote());
}

void TestTwinConnection::whatTheLeaderRefusesTheFollowerDoesNotLearn()
{
    const SealedRow row = stored();
    VERIFY_OK(m_store->update(only(saveOf(row)), horizon()));
    m_pair->follower->plan().arm(Fault::None, 1);
    TAKE(late, m_store->update(only(saveOf(row)), horizon()));
    QCOMPARE(late.constFirst().status, WriteStatus::Conflict);
    TAKE(again, m_store->create(only(aRow().id(row.id).entry()), horizon()));
    QCOMPARE(again.constFirst().status, WriteStatus::Taken);
    QCOMPARE(m_pair->follower->plan().calls(), 0);
}

void TestTwinConnection::aFollowerThatFailsAnywhereIsNoted_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("refuses") << Fault::Refused;
    QTest::newRow("is full") << Fault::NoRoom;
    QTest::newRow("is cut before") << Fault::CutBefore;
    QTest::newRow("is cut after") << Fault::CutAfter;
}

void TestTwinConnection::aFollowerThatFailsAnywhereIsNoted()
{
    QFETCH(Fault, fault);
    for (const auto &[name, verb] : verbs()) {
        for (int first = 1;; ++first) {
            const SealedRow row = stored();
            m_pair->follower->plan().arm(fault, first, 1'000);
            VERIFY_OK(verb(*m_store, row));
            const int faults = m_pair->follower->plan().disarm();
            // Whatever was acknowledged is known to the follower, or its bucket is noted.
            QCOMPARE(m_pair->difference(m_pair->note(u"me"_s).dirty), QString());
            if (faults == 0)
                break;
            QVERIFY2(first < 10, qPrintable(name));
        }
    }
}

void TestTwinConnection::aLeaderThatFailsAnywhereLosesNothing_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("refuses") << Fault::Refused;
    QTest::newRow("is cut before") << Fault::CutBefore;
    QTest::newRow("is cut after") << Fault::CutAfter;
}

void TestTwinConnection::aLeaderThatFailsAnywhereLosesNothing()
{
    QFETCH(Fault, fault);
    for (const auto &[name, verb] : verbs()) {
        for (int first = 1;; ++first) {
            const SealedRow row = stored();
            // The note is too old to be relied on: it is among the calls.
            m_pair->clock->advance(TwinNotes::Trusted);
            m_pair->leader->plan().arm(fault, first);
            const auto done = verb(*m_store, row);
            const int faults = m_pair->leader->plan().disarm();
            reconnect();
            if (!done && done.error().outcome() == Outcome::Unknown) {
                QVERIFY2(!m_twin->notes().isKept() || name == u"sweep", qPrintable(name));
                (void)stored();
            } else if (!done) {
                QCOMPARE(standing(row.id), row);
            }
            if (name != u"sweep")
                QCOMPARE(m_pair->difference(m_pair->note(u"me"_s).dirty), QString());
            if (faults == 0)
                break;
            QVERIFY2(first < 10, qPrintable(name));
        }
    }
}

void TestTwinConnection::strictlyNothingIsAnsweredThatTheFollowerDoesNotKnow()
{
    const SealedRow row = stored();
    m_twin->setMode(TwinMode::Strict);
    m_pair->follower->plan().arm(Fault::Refused, 1, 1'000);
    const RowUpdate save = saveOf(row);
    const auto saved = m_store->update(only(save), horizon());
    VERIFY_FAILS(saved, ErrorCode::Unavailable);
    QCOMPARE(saved.error().outcome(), Outcome::Unknown);
    // Nor by asking what became of it, until the follower is back.
    const LostWrite lost {row.id, save.row.writeId, {}};
    VERIFY_FAILS(m_store->settle(only(lost), horizon()), ErrorCode::Unavailable);
    m_pair->follower->plan().disarm();
    TAKE(settled, m_store->settle(only(lost), horizon()));
    QCOMPARE(settled.constFirst().writeId, save.row.writeId);
    QCOMPARE(m_pair->difference(), QString());
}

void TestTwinConnection::withoutANoteNothingIsWritten()
{
    m_pair->leader->plan().arm(Fault::Refused, 1);
    const RowBuilder row = aRow();
    const auto created = m_store->create(only(row.entry()), horizon());
    VERIFY_FAILS(created, ErrorCode::Unavailable);
    QCOMPARE(created.error().outcome(), Outcome::NotApplied);
    QCOMPARE(standing(row.row().id), SealedRow());
}

void TestTwinConnection::whoIsDisplacedEndsInBothStores()
{
    const Admission onlyOne {.generation = 0, .limit = 1, .policy = LimitPolicy::EndOldest};
    const RowBuilder first = aRow().user(u"ann"_s);
    VERIFY_OK(m_store->create(only(first.entry(onlyOne)), horizon()));
    TAKE(outcomes, m_store->create(only(aRow().user(u"ann"_s).entry(onlyOne)), horizon()));
    QCOMPARE(outcomes.constFirst().displaced, QList {first.row().id});
    QCOMPARE(m_pair->difference(), QString());
    QVERIFY(!follows(first.row().id));
    // Killed between the stores it would have ended a session that no note of its own row names.
    QCOMPARE(m_pair->note(u"me"_s).written.count(), BucketSet::Count);
}

void TestTwinConnection::aSettledWriteReachesTheFollower()
{
    const SealedRow row = stored();
    const RowUpdate save = saveOf(row);
    m_pair->leader->plan().arm(Fault::CutAfter, 1);
    VERIFY_FAILS(m_store->update(only(save), horizon()), ErrorCode::Unavailable);
    reconnect();
    const LostWrite lost {row.id, save.row.writeId, {}};
    TAKE(settled, m_store->settle(only(lost), horizon()));
    QCOMPARE(settled.constFirst().writeId, save.row.writeId);
    QCOMPARE(m_pair->difference(), QString());
}

void TestTwinConnection::aGenerationIsNotRaisedWithoutTheFollower()
{
    const TenantId tenant = tenantOf(u"shop"_s);
    const UserId ann = userOf(u"ann"_s);
    m_pair->follower->plan().arm(Fault::Refused, 1, 1'000);
    const auto raised = m_store->raiseUser(tenant, ann);
    VERIFY_FAILS(raised, ErrorCode::Unavailable);
    QCOMPARE(raised.error().outcome(), Outcome::Unknown);
    m_pair->follower->plan().disarm();
    TAKE(again, m_store->raiseUser(tenant, ann));
    TAKE(followed, m_pair->followerReader->userGeneration(tenant, ann));
    QCOMPARE(followed, again);
}

void TestTwinConnection::whileHeldNothingIsWritten()
{
    const SealedRow row = stored();
    m_twin->setMode(TwinMode::Held);
    for (const auto &[name, verb] : verbs()) {
        const auto done = verb(*m_store, row);
        VERIFY_FAILS(done, ErrorCode::Unavailable);
        QCOMPARE(done.error().outcome(), Outcome::NotApplied);
    }
    VERIFY_FAILS(m_store->raiseUser(tenantOf(u"shop"_s), userOf(u"ann"_s)), ErrorCode::Unavailable);
    VERIFY_FAILS(m_store->putDocument(u"value/1"_s, "hello", 0), ErrorCode::Unavailable);
    VERIFY_FAILS(m_store->removeDocument(u"job/1"_s, 0), ErrorCode::Unavailable);
    VERIFY_OK(m_store->putDocument(u"instance/1"_s, "goes on", 0));
    QCOMPARE(standing(row.id), row);
    TAKE(loaded, m_store->load(only(row.id)));
    QCOMPARE(loaded, QList {row});
}

void TestTwinConnection::aModeIsSettledWhenOlderWritesHaveEnded()
{
    QVERIFY(m_twin->settle(Deadline::in(0ms)));
    {
        const auto underWay = m_twin->begin();
        VERIFY_OK(underWay);
        QVERIFY(m_twin->settle(Deadline::in(0ms)));
        m_twin->setMode(TwinMode::Held);
        QCOMPARE(underWay->mode(), TwinMode::Lenient);
        QVERIFY(!m_twin->settle(Deadline::in(0ms)));
    }
    QVERIFY(m_twin->settle(Deadline::in(0ms)));
}

void TestTwinConnection::aFollowerThatFailedIsLeftAlone()
{
    Twin::Settings settings;
    settings.document = u"pair/rests"_s;
    settings.clock = m_pair->clock;
    StorageAccess access(m_pair->follower);
    m_twin = std::make_shared<Twin>(access, settings);
    m_twin->setMode(TwinMode::Lenient);
    reconnect();

    m_pair->follower->plan().arm(Fault::Refused, 1, 1'000);
    const SealedRow first = stored();
    const int asked = m_pair->follower->plan().calls();
    const SealedRow second = stored();
    QCOMPARE(m_pair->follower->plan().calls(), asked);
    m_pair->follower->plan().disarm();
    m_pair->clock->advance(settings.rest);
    const SealedRow third = stored();
    QVERIFY(!follows(second.id) && follows(third.id));
    const TwinNote note = m_pair->note(u"rests"_s);
    QVERIFY(note.dirty.contains(first.id.bucket()) && note.dirty.contains(second.id.bucket()));
    m_store.reset();
    m_twin.reset();
}

// Each with threads of its own, and all of them with the same sessions.
void TestTwinConnection::twoInstancesConverge()
{
    constexpr int threadsEach = 3;
    constexpr int calls = 400;
    QList<SealedRow> rows;
    for (int i = 0; i < 12; ++i)
        rows.append(stored());
    const QList<SealedRow> &known = rows;
    const auto other = m_pair->twin(u"other"_s);
    std::atomic<int> failures = 0;
    std::latch start(2 * threadsEach);
    {
        std::vector<std::jthread> threads;
        for (int number = 0; number < 2 * threadsEach; ++number) {
            threads.emplace_back([&, number] {
                const auto store = m_pair->connect(number % 2 ? other : m_twin);
                const auto does = verbs();
                std::mt19937 random {unsigned(number)};
                start.arrive_and_wait();
                for (int call = 0; call < calls; ++call) {
                    const SessionId id = known[qsizetype(random() % unsigned(known.size()))].id;
                    const auto standing = store->load(only(id));
                    if (!standing || standing->isEmpty())
                        continue;
                    // Ends are rare, and a sweep would end all.
                    const auto verb = random() % 200 == 0 ? 6 : random() % 6;
                    failures += does[qsizetype(verb)].second(*store, standing->constFirst()) ? 0 : 1;
                }
            });
        }
    }
    QCOMPARE(failures.load(), 0);
    QCOMPARE(m_pair->difference(), QString());
    QVERIFY(m_pair->note(u"me"_s).dirty.isEmpty() && m_pair->note(u"other"_s).dirty.isEmpty());
}

QTEST_GUILESS_MAIN(TestTwinConnection)
#include "tst_twinconnection.moc"
