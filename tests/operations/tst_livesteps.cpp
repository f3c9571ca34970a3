// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "decoratedconnection.h"
#include "livetest.h"
#include "storefixture.h"

#include "operations/instancedocument_p.h"
#include "session/audited_p.h"
#include "session/storeopener_p.h"

#include <axess/audit.h>
#include <axess/jobs.h>
#include <axess/keys.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What was appended to logs, and what was read from them.
struct Counted
{
    std::atomic<int> calls = 0;
    std::atomic<int> lines = 0;
    std::atomic<int> read = 0;
};

class CountingConnection final : public DecoratedConnection
{
public:
    CountingConnection(std::unique_ptr<StorageConnection> inner, std::shared_ptr<Counted> counted)
        : DecoratedConnection(std::move(inner))
        , m_counted(std::move(counted))
    { }

    Result<qint64> append(const QString &log, std::span<const QByteArray> entries) override
    {
        ++m_counted->calls;
        m_counted->lines += int(entries.size());
        return DecoratedConnection::append(log, entries);
    }

    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit) override
    {
        return DecoratedConnection::read(log, position, limit).transform([this](QList<LogEntry> entries) {
            m_counted->read += int(entries.size());
            return entries;
        });
    }

private:
    const std::shared_ptr<Counted> m_counted;
};

class CountingFactory final : public ConnectionFactory
{
public:
    explicit CountingFactory(std::shared_ptr<ConnectionFactory> inner)
        : m_inner(std::move(inner))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform(
            [this](std::unique_ptr<StorageConnection> connection) -> std::unique_ptr<StorageConnection> {
                return std::make_unique<CountingConnection>(std::move(connection), counted);
            });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

    const std::shared_ptr<Counted> counted = std::make_shared<Counted>();

private:
    const std::shared_ptr<ConnectionFactory> m_inner;
};

} // namespace

/// Steps that are said too late, or too early, or in stores with a history of other moves.
class TestLiveSteps : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void whoSleptWhileCancellingTakesNothingAway();
    void whoSleptWhileFinishingTakesNothingAway();
    void whoSleptWhileLeavingTakesNothingAway();
    void theRootKeyStays();
    void jobsThatActEndBefore();
    void anotherTargetGetsAllOfTheHistory();
    void aSourceThatForgotStepsMoves();
    void unsealedStoresMoveWithTheirOperators();
    void theAuditTrailIsBroughtBeforeWritesAreHeld();
    void theTargetSaysWhichStoreToName();

private:
    Result<std::unique_ptr<StoreCore>> coreOf(const StoreUrl &url, const StoreOptions &options);
    /// The notes of instances and the sign of a move.
    static QStringList leftoversIn(StoreCore &core);
    static void takeLeaseAway(StoreCore &core);
    /// Who sleeps through what `meanwhile` does, in the first long wait.
    static LiveMigrationControl sleeping(const std::function<void()> &meanwhile);
};

Result<std::unique_ptr<StoreCore>> TestLiveSteps::coreOf(const StoreUrl &url, const StoreOptions &options)
{
    return StoreOpener(url, m_ends->rootKey, options, StoreOpener::Purpose::Mover).open();
}

QStringList TestLiveSteps::leftoversIn(StoreCore &core)
{
    QStringList names;
    const auto page = core.storage().run(Verb::Documents, core.deadline(), [](StorageConnection &connection) {
        return connection.documents(DocumentName::TwinPrefix.toString(), {}, 200);
    });
    for (const StoredDocument &document : page.value().documents)
        names.append(document.name);
    const QString sign = DocumentName::Move.toString();
    if (readDocument(core.storage(), sign, core.deadline()).value())
        names.append(sign);
    return names;
}

void TestLiveSteps::takeLeaseAway(StoreCore &core)
{
    const QString name = DocumentName::MoveLease.toString();
    TAKE(lease, readDocument(core.storage(), name, core.deadline()));
    QVERIFY(lease);
    VERIFY_OK(removeDocument(core.storage(), name, lease->revision, core.deadline()));
}

LiveMigrationControl TestLiveSteps::sleeping(const std::function<void()> &meanwhile)
{
    LiveMigrationControl asleep = control();
    asleep.wait = [meanwhile, hasSlept = false](std::chrono::milliseconds time) mutable {
        if (time > 0ms && !std::exchange(hasSlept, true))
            meanwhile();
        return true;
    };
    return asleep;
}

// What an instance noted for the move that has begun since is not known to anybody else.
void TestLiveSteps::whoSleptWhileCancellingTakesNothingAway()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    const auto sleeper = migration();
    VERIFY_OK(sleeper->run(control()));
    TAKE(source, coreOf(m_ends->source, m_ends->sourceOptions));
    const auto beginAnew = [&] {
        takeLeaseAway(*source);
        VERIFY_OK(migration()->run(control()));
        QTRY_VERIFY_WITH_TIMEOUT(store->save(guestRow()).has_value(), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(leftoversIn(*source).size(), 2, 20'000);
    };
    VERIFY_FAILS(sleeper->cancel(sleeping(beginAnew)), ErrorCode::Conflict);
    QCOMPARE(leftoversIn(*source).size(), 2);

    // Nor is a store given up that leads since.
    const auto moveAnew = [&] {
        takeLeaseAway(*source);
        VERIFY_OK(migration()->run(control()));
        VERIFY_OK(migration()->cutOver(control()));
    };
    VERIFY_FAILS(sleeper->cancel(sleeping(moveAnew)), ErrorCode::Conflict);
    TAKE(state, migration()->status());
    QCOMPARE(state.phase, MigrationPhase::TargetLeads);
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    QCOMPARE(verdict(*store), QString());
}

// From the target the sessions go on to a third store.
void TestLiveSteps::whoSleptWhileFinishingTakesNothingAway()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto sleeper = migration();
    VERIFY_OK(sleeper->run(control()));
    VERIFY_OK(sleeper->cutOver(control()));
    TAKE(third, ends(u"memory"_s, u"memory"_s));
    const StoreCopyEnds next {m_ends->target, third.target, m_ends->rootKey, m_ends->targetOptions,
                              third.targetOptions};
    StoreOptions options = next.sourceOptions;
    options.standby = next.target;
    options.standbyFactory = next.targetOptions.factory;
    TAKE(target, coreOf(m_ends->target, m_ends->targetOptions));
    StorePointer store;
    const auto moveOn = [&] {
        TAKE(onwards, LiveMigration::open(next));
        VERIFY_OK(onwards->run(control()));
        TAKE(opened, SessionStore::open(next.source, next.rootKey, options));
        store = opened;
        VERIFY_OK(store->save(guestRow()));
        QCOMPARE(leftoversIn(*target).size(), 2);
    };
    VERIFY_FAILS(sleeper->finish(sleeping(moveOn)), ErrorCode::Conflict);
    QVERIFY(store);
    QCOMPARE(leftoversIn(*target).size(), 2);
    // It is not taken for the move that was finished either.
    VERIFY_FAILS(sleeper->finish(control()), ErrorCode::Conflict);
    TAKE(onwards, LiveMigration::open(next));
    VERIFY_OK(onwards->cutOver(control()));
    VERIFY_FAILS(sleeper->finish(control()), ErrorCode::Conflict);
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), next.target.displayText(), 20'000);
    QCOMPARE(verdict(*store), QString());
}

void TestLiveSteps::whoSleptWhileLeavingTakesNothingAway()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    VERIFY_OK(migration()->run(control()));
    TAKE(source, coreOf(m_ends->source, m_ends->sourceOptions));
    TAKE(nothing, ends(u"memory"_s, u"memory"_s));
    StoreCopyEnds gone = *m_ends;
    gone.target = nothing.target;
    gone.targetOptions.factory = nothing.targetOptions.factory;
    // The target was not gone after all.
    const auto beginAnew = [&] {
        takeLeaseAway(*source);
        VERIFY_OK(migration()->run(control()));
        QTRY_VERIFY_WITH_TIMEOUT(store->save(guestRow()).has_value(), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(leftoversIn(*source).size(), 2, 20'000);
    };
    VERIFY_FAILS(LiveMigration::abandonTarget(gone, sleeping(beginAnew)), ErrorCode::Conflict);
    QCOMPARE(leftoversIn(*source).size(), 2);
}

// Half-way the one ring would know another root key than the other one, and nobody could end the move.
void TestLiveSteps::theRootKeyStays()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    const auto mover = migration();
    const auto areRefused = [&] {
        const RootKey next
            = RootKey::fromBytes(SecretBytes(QByteArrayView("another root key, with 32 bytes.")));
        VERIFY_FAILS(Keys(store).addRootKey(next), ErrorCode::Denied);
        VERIFY_FAILS(Keys(store).finishRootKey(m_ends->rootKey), ErrorCode::Denied);
    };
    VERIFY_OK(mover->run(control()));
    areRefused();
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    areRefused();
    VERIFY_OK(mover->rollBack(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->source.displayText(), 20'000);
    VERIFY_OK(mover->cancel(control()));
    VERIFY_OK(Keys(store).finishRootKey(m_ends->rootKey));
}

void TestLiveSteps::jobsThatActEndBefore()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(store, SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    JobRequest request;
    request.kind = u"verify-index"_s;
    TAKE(job, Jobs(store).submit(request));
    const auto mover = migration();
    const auto refused = mover->run(control());
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY(refused.error().message().contains(job.id));
    TAKE(before, mover->status());
    QCOMPARE(before.phase, MigrationPhase::NotBegun);
    VERIFY_OK(store->load(m_filled.live.constFirst()));
    VERIFY_OK(Jobs(store).cancel(job.id));
    VERIFY_OK(mover->run(control()));
}

// Also when leaving the first one was stopped, and what it knew of that one was left over.
void TestLiveSteps::anotherTargetGetsAllOfTheHistory()
{
    prepare(u"memory"_s, u"memory"_s);
    LiveMigrationControl stopping;
    stopping.wait = [](std::chrono::milliseconds time) { return time == 0ms; };
    const auto first = migration();
    VERIFY_OK(first->run(control()));
    VERIFY_FAILS(first->cancel(stopping), ErrorCode::Unavailable);
    TAKE(other, ends(u"memory"_s, u"memory"_s));
    m_ends->target = other.target;
    m_ends->targetOptions.factory = other.targetOptions.factory;
    TAKE(source, coreOf(m_ends->source, m_ends->sourceOptions));
    TAKE(told, source->storage().run(Verb::Events, source->deadline(), [](StorageConnection &connection) {
        return connection.events(0, 1'000);
    }));
    QVERIFY(!told.isEmpty());
    VERIFY_OK(migration()->run(control()));
    VERIFY_OK(migration()->cutOver(control()));
    TAKE(target, coreOf(m_ends->target, m_ends->targetOptions));
    TAKE(known, target->storage().run(Verb::Events, target->deadline(), [](StorageConnection &connection) {
        return connection.events(0, 1'000);
    }));
    QCOMPARE(known.size(), told.size());
}

// A backup was put back, or a program raised an epoch that knew nothing of moves.
void TestLiveSteps::aSourceThatForgotStepsMoves()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_OK(mover->rollBack(control()));
    VERIFY_OK(mover->cancel(control()));
    TAKE(target, coreOf(m_ends->target, m_ends->targetOptions));
    VERIFY_OK(target->control().move(
        [](ControlState &state) -> Result<void> {
            state.move.step += 7;
            return {};
        },
        target->deadline()));
    VERIFY_OK(migration()->run(control()));
    VERIFY_OK(migration()->cutOver(control()));
    QCOMPARE(verdict(*instance()), QString());
}

// Nobody has a root key there.
void TestLiveSteps::unsealedStoresMoveWithTheirOperators()
{
    prepare(u"memory"_s, u"memory"_s, RootKey::none());
    StoreOptions options = m_ends->sourceOptions;
    options.standby = m_ends->target;
    options.standbyFactory = m_ends->targetOptions.factory;
    TAKE(worker, SessionStore::openKeyless(m_ends->source, options));
    TAKE(ended, worker->save(guestRow()));
    InstanceDocument document(worker->core(), u"worker"_s);
    const auto mover = migration();
    QTRY_VERIFY_WITH_TIMEOUT(document.renew() && mover->plan(control(), 0ms), 20'000);
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(worker->revoke(std::array {ended.id}, u"test"_s, 0ms));
    QVERIFY(areTheSame());
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(worker->displayName(), m_ends->target.displayText(), 20'000);
    TAKE(stillEnded, worker->load(ended.token));
    QVERIFY(!stillEnded);
    QCOMPARE(verdict(*worker), QString());
}

// As long as that takes, nobody can write.
void TestLiveSteps::theAuditTrailIsBroughtBeforeWritesAreHeld()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    Audit(store).attach();
    for (int i = 0; i < 200; ++i)
        VERIFY_OK(store->core().auditTrail()->intend({u"test"_s, {}, {}}));
    const auto counting = std::make_shared<CountingFactory>(m_ends->targetOptions.factory);
    m_ends->targetOptions.factory = counting;
    const auto readingSource = std::make_shared<CountingFactory>(m_ends->sourceOptions.factory);
    m_ends->sourceOptions.factory = readingSource;
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    QCOMPARE(counting->counted->lines.load(), 200);
    QVERIFY(counting->counted->calls < 10);
    VERIFY_OK(store->core().auditTrail()->intend({u"test"_s, {}, {}}));
    LiveMigrationControl watching = control();
    int linesBefore = -1;
    int readBefore = -1;
    const auto readSoFar = [&] { return counting->counted->read + readingSource->counted->read; };
    watching.wait = [&](std::chrono::milliseconds time) {
        if (time == m_ends->sourceOptions.controlLag && linesBefore < 0) {
            linesBefore = counting->counted->lines;
            readBefore = readSoFar();
        }
        return control().wait(time);
    };
    VERIFY_OK(mover->cutOver(watching));
    QCOMPARE(linesBefore, 201);
    QVERIFY2(readSoFar() - readBefore < 20, qPrintable(QString::number(readSoFar() - readBefore)));
    QCOMPARE(counting->counted->lines.load(), 201);
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    TAKE(report, Audit(store).verify());
    QVERIFY2(report.isClean(), qPrintable(report.problems.join(u'\n')));
    QCOMPARE(report.entries, 201);
}

void TestLiveSteps::theTargetSaysWhichStoreToName()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    VERIFY_OK(mover->plan(control(), 0ms));
    const auto planned = targetOf(*m_ends);
    VERIFY_FAILS(planned, ErrorCode::Unavailable);
    QVERIFY(planned.error().message().contains(u"migrate run"_s));
    VERIFY_OK(mover->run(control()));
    const auto moving = targetOf(*m_ends);
    VERIFY_FAILS(moving, ErrorCode::Unavailable);
    QVERIFY(moving.error().message().contains(u"AXESS_STANDBY_STORE"_s));
}

QTEST_GUILESS_MAIN(TestLiveSteps)
#include "tst_livesteps.moc"
