// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinpair.h"

#include "storage/twinconnection_p.h"
#include "storage/twinrepair_p.h"

#include "axesstest.h"
#include "decoratedconnection.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Instances that know late of a move, and writes that arrive late.
class TestTwinLate : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFollowerThatWentApartIsNotTakenForTold();
    void strictlyNothingIsAnsweredThatWentApart();
    void whoWasFasterIsNoDifference();
    void untilAllKnowTheFollowerIsToldOfNoRow();
    void whatWasReadBeforeAllKnewIsNotTold();
    void whatEndedWhileAMoveBeganStaysEnded();
    void whoLeadsNoMoreTellsNobody();
    void aLostAnswerOfBeforeTheMoveIsNoted();
    void aSettledSignInMayHaveDisplacedAnybody();
    void whatIsGoneIsNotLeftToTheFollower();
    void strictlyNoValueIsWritten();
    void aGenerationIsRaisedAboveBothStores();

private:
    template<typename T> static std::span<const T> only(const T &value) { return {&value, 1}; }
    Horizon horizon()
    {
        Horizon horizon;
        horizon.now = m_pair->clock->now();
        return horizon;
    }
    /// A row that both stores hold.
    SealedRow stored();
    static SealedRow standing(StorageConnection &store, const SessionId &id)
    {
        return store.load(only(id)).value().value(0);
    }
    bool follows(const SessionId &id) { return !standing(*m_pair->followerReader, id).id.isNull(); }
    /// As somebody wrote it in the follower who took it for the store that leads.
    void putApart(const SealedRow &row);

    std::unique_ptr<TwinPair> m_pair;
    std::shared_ptr<Twin> m_twin;
    std::unique_ptr<StorageConnection> m_store;
};

void TestTwinLate::init()
{
    AxessTest::init();
    m_store.reset();
    m_twin.reset();
    m_pair = std::make_unique<TwinPair>();
    m_twin = m_pair->twin(u"me"_s);
    m_store = m_pair->connect(m_twin);
}

SealedRow TestTwinLate::stored()
{
    const RowBuilder row(m_pair->clock->now());
    const auto created = m_store->create(only(row.entry()), horizon());
    if (!created || created->constFirst().status != WriteStatus::Stored)
        QTest::qFail("the row was not stored", __FILE__, __LINE__);
    return standing(*m_pair->leaderReader, row.row().id);
}

void TestTwinLate::putApart(const SealedRow &row)
{
    TAKE(outcomes, m_pair->followerReader->update(only(saveOf(row)), horizon()));
    QCOMPARE(outcomes.constFirst().status, WriteStatus::Stored);
}

void TestTwinLate::aFollowerThatWentApartIsNotTakenForTold()
{
    const SealedRow row = stored();
    putApart(row);
    // Both count as many changes now.
    VERIFY_OK(m_store->update(only(saveOf(row)), horizon()));
    QVERIFY(m_pair->note(u"me"_s).dirty.contains(row.id.bucket()));
    QVERIFY(!m_pair->difference().isEmpty());
    const SealedRow acknowledged = standing(*m_pair->leaderReader, row.id);
    TwinRepair repair(m_pair->leaderAccess(), m_pair->followerAccess(),
                      {.notes = u"pair/"_s, .clock = m_pair->clock, .callTime = 60s});
    TAKE(buckets, repair.look());
    TAKE(report, repair.compare(buckets));
    QCOMPARE(report.apart, 1);
    QCOMPARE(m_pair->difference(), QString());
    QCOMPARE(standing(*m_pair->followerReader, row.id).writeId, acknowledged.writeId);
}

void TestTwinLate::strictlyNothingIsAnsweredThatWentApart()
{
    const SealedRow row = stored();
    putApart(row);
    m_twin->setMode(TwinMode::Strict);
    const auto saved = m_store->update(only(saveOf(row)), horizon());
    VERIFY_FAILS(saved, ErrorCode::Unavailable);
    QCOMPARE(saved.error().outcome(), Outcome::Unknown);
}

void TestTwinLate::whoWasFasterIsNoDifference()
{
    const SealedRow row = stored();
    const LostWrite write {row.id, row.writeId, {}};
    VERIFY_OK(m_store->settle(only(write), horizon()));
    QVERIFY(m_pair->note(u"me"_s).dirty.isEmpty());
}

// Who does not know yet buries nothing: what ended there would be back.
void TestTwinLate::untilAllKnowTheFollowerIsToldOfNoRow()
{
    Twin::Settings settings;
    settings.document = u"pair/me"_s;
    settings.clock = m_pair->clock;
    settings.othersLearn = 900ms;
    m_twin = std::make_shared<Twin>(m_pair->followerAccess(), settings);
    m_store = m_pair->connect(m_twin);
    m_twin->setMode(TwinMode::Lenient);
    m_pair->clock->advance(899ms);
    const SealedRow early = stored();
    QVERIFY(!follows(early.id));
    QVERIFY(m_pair->note(u"me"_s).dirty.contains(early.id.bucket()));
    m_pair->clock->advance(1ms);
    const SealedRow late = stored();
    QVERIFY(follows(late.id));
}

// Another may have ended it since, and buried nothing.
void TestTwinLate::whatWasReadBeforeAllKnewIsNotTold()
{
    class SlowLoads final : public DecoratedConnection
    {
    public:
        SlowLoads(std::unique_ptr<StorageConnection> inner, ManualClock &clock)
            : DecoratedConnection(std::move(inner))
            , m_clock(clock)
        { }
        Result<QList<SealedRow>> load(std::span<const SessionId> ids) override
        {
            auto rows = DecoratedConnection::load(ids);
            m_clock.advance(900ms);
            return rows;
        }

    private:
        ManualClock &m_clock;
    };
    Twin::Settings settings;
    settings.document = u"pair/me"_s;
    settings.clock = m_pair->clock;
    settings.othersLearn = 900ms;
    m_twin = std::make_shared<Twin>(m_pair->followerAccess(), settings);
    TAKE(leader, m_pair->leader->connect(soon()));
    m_store = std::make_unique<TwinConnection>(std::make_unique<SlowLoads>(std::move(leader), *m_pair->clock),
                                               m_twin);
    m_store->setDeadline(soon());
    m_twin->setMode(TwinMode::Lenient);
    m_pair->clock->advance(1ms);
    const SealedRow row = stored();
    QVERIFY(!follows(row.id));
    QVERIFY(m_pair->note(u"me"_s).dirty.contains(row.id.bucket()));
}

// The other one leads, and may have acknowledged a later save.
void TestTwinLate::whoLeadsNoMoreTellsNobody()
{
    const SealedRow row = stored();
    Twin::Settings settings;
    settings.document = u"pair/me"_s;
    settings.clock = m_pair->clock;
    int confirmed = 0;
    settings.confirm = [&](StorageConnection &, const Deadline &) -> Result<void> {
        // Before the write, and after it.
        if (++confirmed == 2) {
            m_twin->setMode(TwinMode::Away);
            m_pair->clock->advance(settings.modeHolds + 1ms);
        }
        return {};
    };
    m_twin = std::make_shared<Twin>(m_pair->followerAccess(), settings);
    m_store = m_pair->connect(m_twin);
    m_twin->setMode(TwinMode::Lenient);
    const auto saved = m_store->update(only(saveOf(row)), horizon());
    VERIFY_FAILS(saved, ErrorCode::Unavailable);
    QCOMPARE(saved.error().outcome(), Outcome::Unknown);
    QCOMPARE(standing(*m_pair->followerReader, row.id).writeId, row.writeId);
}

// It was removed by one who took the store for one that stands alone, and learnt better when it was done.
void TestTwinLate::whatEndedWhileAMoveBeganStaysEnded()
{
    const SealedRow row = stored();
    Twin::Settings settings;
    settings.document = u"pair/me"_s;
    settings.clock = m_pair->clock;
    int confirmed = 0;
    settings.confirm = [&](StorageConnection &, const Deadline &) -> Result<void> {
        // Before the write, and after it.
        if (++confirmed == 2)
            m_twin->setMode(TwinMode::Lenient);
        return {};
    };
    m_twin = std::make_shared<Twin>(m_pair->followerAccess(), settings);
    m_store = m_pair->connect(m_twin);
    const Removal removal {row.id, EndReason::SignedOut, {}, m_pair->clock->now()};
    VERIFY_OK(m_store->remove(only(removal)));
    QCOMPARE(confirmed, 2);
    QVERIFY(m_pair->note(u"me"_s).dirty.contains(row.id.bucket()));
    for (auto *reader : {m_pair->leaderReader.get(), m_pair->followerReader.get()}) {
        TAKE(late, reader->install(only(row)));
        QCOMPARE(late, QList {InstallStatus::Buried});
    }
}

void TestTwinLate::aLostAnswerOfBeforeTheMoveIsNoted()
{
    const SealedRow row = stored();
    m_twin->setMode(TwinMode::Alone);
    m_pair->leader->plan().arm(Fault::CutAfter, 1);
    VERIFY_FAILS(m_store->update(only(saveOf(row)), horizon()), ErrorCode::Unavailable);
    m_pair->leader->plan().disarm();
    m_twin->setMode(TwinMode::Lenient);
    m_store = m_pair->connect(m_twin);
    // Of any write that comes then.
    (void)stored();
    QVERIFY(m_pair->note(u"me"_s).dirty.contains(row.id.bucket()));
    QCOMPARE(m_pair->difference(m_pair->note(u"me"_s).dirty), QString());
}

// Whom it ended for the sign-in, the leader does not say again.
void TestTwinLate::aSettledSignInMayHaveDisplacedAnybody()
{
    const Admission onlyOne {.generation = 0, .limit = 1, .policy = LimitPolicy::EndOldest};
    const NewRow entry = RowBuilder(m_pair->clock->now()).user(u"ann"_s).entry(onlyOne);
    VERIFY_OK(m_store->create(only(entry), horizon()));
    QVERIFY(!m_pair->note(u"me"_s).dirty.contains(entry.row.id.bucket()));
    const LostWrite plain {entry.row.id, entry.row.writeId, {}};
    VERIFY_OK(m_store->settle(only(plain), horizon()));
    QCOMPARE(m_pair->note(u"me"_s).dirty.count(), 0);
    const LostWrite lost {entry.row.id, entry.row.writeId, onlyOne};
    VERIFY_OK(m_store->settle(only(lost), horizon()));
    QCOMPARE(m_pair->note(u"me"_s).dirty.count(), BucketSet::Count);
}

// As Valkey ends a guest's row whose sign-in came too late.
void TestTwinLate::whatIsGoneIsNotLeftToTheFollower()
{
    const SealedRow row = stored();
    VERIFY_OK(m_pair->leaderReader->remove(only(Removal {row.id, EndReason::Withdrawn, {}, 0})));
    QVERIFY(follows(row.id));
    TAKE(outcomes, m_store->update(only(saveOf(row)), horizon()));
    QCOMPARE(outcomes.constFirst().status, WriteStatus::Gone);
    QVERIFY(!follows(row.id));
    // Whoever slept with what he had read from the other store puts it back into neither.
    VERIFY_OK(m_pair->leaderReader->install(only(row)));
    QVERIFY(standing(*m_pair->leaderReader, row.id).id.isNull());
}

// Another may still read them in the store that led before.
void TestTwinLate::strictlyNoValueIsWritten()
{
    TAKE(revision, m_store->putDocument(u"value/code"_s, "old", 0));
    m_twin->setMode(TwinMode::Strict);
    const auto put = m_store->putDocument(u"value/code"_s, "new", revision);
    VERIFY_FAILS(put, ErrorCode::Unavailable);
    QCOMPARE(put.error().outcome(), Outcome::NotApplied);
    VERIFY_FAILS(m_store->removeDocument(u"value/code"_s, revision), ErrorCode::Unavailable);
    VERIFY_OK(m_store->putDocument(u"job/1"_s, "goes on", 0));
    TAKE(stands, m_store->document(u"value/code"_s));
    QCOMPARE(stands->bytes, "old"_ba);
    m_twin->setMode(TwinMode::Lenient);
    VERIFY_OK(m_store->removeDocument(u"value/code"_s, revision));
}

// A user without sessions is in no list, so each store has counted by itself.
void TestTwinLate::aGenerationIsRaisedAboveBothStores()
{
    const TenantId tenant = tenantOf(u"shop"_s);
    const auto both = [&](const UserId &user, quint64 leading, quint64 following) {
        VERIFY_OK(m_pair->leaderReader->putUserGeneration(tenant, user, leading));
        VERIFY_OK(m_pair->followerReader->putUserGeneration(tenant, user, following));
        TAKE(raised, m_store->raiseUser(tenant, user));
        QCOMPARE(raised, std::max(leading, following) + 1);
        TAKE(ours, m_pair->leaderReader->userGeneration(tenant, user));
        TAKE(theirs, m_pair->followerReader->userGeneration(tenant, user));
        QCOMPARE(ours, raised);
        QCOMPARE(theirs, raised);
    };
    both(userOf(u"ann"_s), 2, 7);
    both(userOf(u"bea"_s), 7, 2);
}

QTEST_GUILESS_MAIN(TestTwinLate)
#include "tst_twinlate.moc"
