// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "harmedrows.h"
#include "livetest.h"
#include "storefixture.h"

#include "operations/jobbook_p.h"
#include "session/storeopener_p.h"

#include <axess/jobs.h>
#include <axess/keys.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What a server says of itself beside what it is.
class TellingConnection final : public DecoratedConnection
{
public:
    TellingConnection(std::unique_ptr<StorageConnection> inner, std::shared_ptr<const QList<Fact>> facts)
        : DecoratedConnection(std::move(inner))
        , m_facts(std::move(facts))
    { }

    Result<QList<Fact>> inspect() override { return added(DecoratedConnection::inspect()); }
    Result<QList<Fact>> vitals() override { return added(DecoratedConnection::vitals()); }

private:
    Result<QList<Fact>> added(const Result<QList<Fact>> &told) const
    {
        return told.transform([this](const QList<Fact> &facts) { return facts + *m_facts; });
    }

    const std::shared_ptr<const QList<Fact>> m_facts;
};

class TellingFactory final : public ConnectionFactory
{
public:
    explicit TellingFactory(std::shared_ptr<ConnectionFactory> inner)
        : m_inner(std::move(inner))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform(
            [this](std::unique_ptr<StorageConnection> connection) -> std::unique_ptr<StorageConnection> {
                return std::make_unique<TellingConnection>(std::move(connection), facts);
            });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

    const std::shared_ptr<QList<Fact>> facts = std::make_shared<QList<Fact>>();

private:
    const std::shared_ptr<ConnectionFactory> m_inner;
};

} // namespace

/// What stands in the way of a move is named, and there is a way out.
class TestLiveObstacles : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void aJobThatNobodyCanReadIsNamed_data();
    void aJobThatNobodyCanReadIsNamed();
    void onlyAnUnreadableJobIsForgotten();
    void aRootKeyThatWasChangedIsCarriedOver_data();
    void aRootKeyThatWasChangedIsCarriedOver();
    void aTargetThatStandsByItselfKeepsItsRootKey();
    void sessionsThatNobodyCanReadAreNamed();
    void aSessionThatGoesBadStopsNothing();
    void aFollowerThatWentBackIsComparedWhole();
    void aTargetWithoutRoomIsRefused();

private:
    static Result<JobInfo> submitJob(const StorePointer &store);
    /// The source under a new root key, as everybody has it from now on.
    void changeRootKey();
    StorePointer alone() { return sourceOf(*m_ends).value(); }
};

Result<JobInfo> TestLiveObstacles::submitJob(const StorePointer &store)
{
    JobRequest request;
    request.kind = u"verify-index"_s;
    return Jobs(store).submit(request);
}

void TestLiveObstacles::changeRootKey()
{
    const RootKey next = RootKey::fromBytes(SecretBytes(QByteArrayView("another root key, with 32 bytes.")));
    const auto store = alone();
    VERIFY_OK(Keys(store).addRootKey(next));
    const auto during = migration()->run(control());
    VERIFY_FAILS(during, ErrorCode::Denied);
    QVERIFY(during.error().message().contains(u"root-key change --finish"_s));
    VERIFY_OK(Keys(store).finishRootKey(next));
    m_ends->rootKey = next;
}

void TestLiveObstacles::aJobThatNobodyCanReadIsNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("damaged") << QByteArray();
    QTest::newRow("no job") << QByteArray("{}");
    QTest::newRow("of a later version") << QByteArray(R"({"format": 1000})");
}

void TestLiveObstacles::aJobThatNobodyCanReadIsNamed()
{
    QFETCH(const QByteArray, content);
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    TAKE(job, submitJob(store));
    StoreCore &core = store->core();
    const QString name = JobBook::nameOf(job.id);
    TAKE(standing, readDocument(core.storage(), name, core.deadline()));
    // What is written past the box does not open.
    if (content.isEmpty())
        VERIFY_OK(putDocument(core.storage(), name, "?", standing->revision, core.deadline()));
    else
        VERIFY_OK(core.documents().write(name, content, standing->revision, core.deadline()));
    const auto mover = migration();
    const auto refused = mover->run(control());
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY2(refused.error().message().contains(u"axessctl job cancel "_s + job.id),
             qPrintable(refused.error().message()));
    TAKE(forgotten, Jobs(store).cancel(job.id));
    QCOMPARE(forgotten.state, JobState::Cancelled);
    QCOMPARE(forgotten.remarks.size(), 1);
    VERIFY_FAILS(Jobs(store).cancel(job.id), ErrorCode::Gone);
    VERIFY_OK(mover->run(control()));
}

void TestLiveObstacles::onlyAnUnreadableJobIsForgotten()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    TAKE(job, submitJob(store));
    StoreCore &core = store->core();
    const QString name = JobBook::nameOf(job.id);
    TAKE(standing, readDocument(core.storage(), name, core.deadline()));
    TAKE(damaged, putDocument(core.storage(), name, "?", standing->revision, core.deadline()));
    QVERIFY(damaged > 0);
    VERIFY_FAILS(Jobs(store).pause(job.id), ErrorCode::Corrupt);
    VERIFY_FAILS(Jobs(store).resume(job.id), ErrorCode::Corrupt);
    TAKE(still, readDocument(core.storage(), name, core.deadline()));
    QVERIFY(still);
    TAKE(sound, submitJob(store));
    VERIFY_OK(Jobs(store).cancel(sound.id));
    TAKE(kept, readDocument(core.storage(), JobBook::nameOf(sound.id), core.deadline()));
    QVERIFY(kept);
}

void TestLiveObstacles::aRootKeyThatWasChangedIsCarriedOver_data()
{
    QTest::addColumn<bool>("hasLed");
    QTest::newRow("since it was planned") << false;
    QTest::newRow("since it led and the move was cancelled") << true;
}

void TestLiveObstacles::aRootKeyThatWasChangedIsCarriedOver()
{
    QFETCH(const bool, hasLed);
    prepare(u"memory"_s, u"memory"_s);
    {
        const auto store = instance();
        const auto mover = migration();
        VERIFY_OK(mover->plan(control()));
        if (hasLed) {
            VERIFY_OK(mover->run(control()));
            VERIFY_OK(mover->cutOver(control()));
            VERIFY_OK(mover->rollBack(control()));
            VERIFY_OK(mover->cancel(control()));
            QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->source.displayText(), 20'000);
        }
    }
    changeRootKey();
    const auto store = instance();
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    QCOMPARE(verdict(*store), QString());
    VERIFY_OK(mover->finish(control()));
    TAKE(moved, targetOf(*m_ends));
    QCOMPARE(verdict(*moved), QString());
}

// It has keys that nobody else has.
void TestLiveObstacles::aTargetThatStandsByItselfKeepsItsRootKey()
{
    prepare(u"memory"_s, u"memory"_s);
    const RootKey first = m_ends->rootKey;
    {
        const auto mover = migration();
        VERIFY_OK(mover->run(control()));
        VERIFY_OK(mover->cutOver(control()));
        VERIFY_OK(mover->finish(control()));
    }
    const RootKey next = RootKey::fromBytes(SecretBytes(QByteArrayView("another root key, with 32 bytes.")));
    TAKE(moved, targetOf(*m_ends));
    VERIFY_OK(Keys(moved).addRootKey(next));
    VERIFY_OK(Keys(moved).finishRootKey(next));
    VERIFY_FAILS(LiveMigration::open(*m_ends), ErrorCode::KeyMissing);
    m_ends->rootKey = next;
    TAKE(again, targetOf(*m_ends));
    QCOMPARE(verdict(*again), QString());
}

void TestLiveObstacles::sessionsThatNobodyCanReadAreNamed()
{
    prepare(u"memory"_s, u"memory"_s);
    Harm harm;
    harm.unlisted = {m_filled.live[0].id()};
    harm.unloaded = {m_filled.live[3].id()};
    m_ends->sourceOptions.factory = std::make_shared<HarmedFactory>(m_ends->sourceOptions.factory, harm);
    const auto mover = migration();
    const QStringList names {m_filled.live[0].id().text(), m_filled.live[3].id().text()};
    const auto areNamed = [&](qint64 count, const QStringList &ids) {
        QCOMPARE(count, 2);
        for (const QString &name : names)
            QVERIFY(ids.contains(name));
    };
    TAKE(run, mover->run(control()));
    QVERIFY(run.isPartial());
    areNamed(run.unreadable, run.unreadableIds);
    QCOMPARE(run.compared, Sessions - 2);
    TAKE(verified, mover->verify(control()));
    areNamed(verified.unreadable, verified.unreadableIds);
    TAKE(state, migration()->status());
    areNamed(state.unreadable, state.unreadableIds);
    VERIFY_OK(mover->cutOver(control()));
}

// It is in the other store as it was, and stays there.
void TestLiveObstacles::aSessionThatGoesBadStopsNothing()
{
    prepare(u"memory"_s, u"memory"_s);
    Harm harm;
    m_ends->sourceOptions.factory = std::make_shared<HarmedFactory>(m_ends->sourceOptions.factory, harm);
    const auto mover = migration();
    TAKE(run, mover->run(control()));
    QVERIFY(!run.isPartial());
    harm.unlisted = {m_filled.live[0].id()};
    harm.unloaded = {m_filled.live[3].id()};
    TAKE(verified, mover->verify(control()));
    QCOMPARE(verified.unreadable, 2);
    QVERIFY(verified.isClean());
    harm.unlisted.clear();
    harm.unloaded.clear();
    QVERIFY(areTheSame());
    TAKE(whole, mover->verify(control()));
    QVERIFY(!whole.isPartial());
    QVERIFY(whole.isClean());
    TAKE(state, mover->status());
    QCOMPARE(state.unreadable, 0);
}

// Nobody noted what it lost.
void TestLiveObstacles::aFollowerThatWentBackIsComparedWhole()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto telling = std::make_shared<TellingFactory>(m_ends->targetOptions.factory);
    *telling->facts = {{u"replicationId"_s, u"first"_s}};
    m_ends->targetOptions.factory = telling;
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    const auto lose = [&](const QString &history) {
        const auto target
            = StoreOpener(m_ends->target, m_ends->rootKey, m_ends->targetOptions, StoreOpener::Purpose::Mover)
                  .connect()
                  .value();
        const Removal lost {m_filled.live[0].id(), EndReason::Withdrawn, {}, 1};
        VERIFY_OK(target->storage().remove(lost, target->deadline()));
        *telling->facts = {{u"replicationId"_s, history}};
        QVERIFY(!areTheSame());
    };
    lose(u"second"_s);
    TAKE(again, mover->run(control()));
    QCOMPARE(again.brought, 1);
    QVERIFY(areTheSame());

    // The one that goes back while writes are held does not come to lead.
    LiveMigrationControl late = control();
    bool isLost = false;
    late.wait = [&](std::chrono::milliseconds time) {
        if (time == m_ends->sourceOptions.controlLag && !std::exchange(isLost, true))
            lose(u"third"_s);
        return control().wait(time);
    };
    VERIFY_FAILS(mover->cutOver(late), ErrorCode::Unavailable);
    QVERIFY(isLost);
    VERIFY_OK(mover->cutOver(control()));
    QCOMPARE(verdict(*instance()), QString());
}

void TestLiveObstacles::aTargetWithoutRoomIsRefused()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto source = std::make_shared<TellingFactory>(m_ends->sourceOptions.factory);
    const auto target = std::make_shared<TellingFactory>(m_ends->targetOptions.factory);
    m_ends->sourceOptions.factory = source;
    m_ends->targetOptions.factory = target;
    const auto mover = migration();
    TAKE(unknown, mover->plan(control()));
    QVERIFY(!unknown.roomFree);
    *source->facts = {{u"databaseBytes"_s, u"5000000"_s}};
    *target->facts = {{u"freeBytes"_s, u"9999999"_s}};
    const auto refused = mover->run(control());
    VERIFY_FAILS(refused, ErrorCode::Full);
    QVERIFY(refused.error().message().contains(u"10 MB"_s));
    *target->facts = {{u"freeBytes"_s, u"10000000"_s}};
    TAKE(fits, mover->plan(control()));
    QCOMPARE(fits.roomFree.value_or(0), qint64(10'000'000));
    VERIFY_OK(mover->run(control()));
    // What was brought over has taken of it.
    *target->facts = {{u"freeBytes"_s, u"1"_s}};
    VERIFY_OK(mover->run(control()));
}

QTEST_GUILESS_MAIN(TestLiveObstacles)
#include "tst_liveobstacles.moc"
