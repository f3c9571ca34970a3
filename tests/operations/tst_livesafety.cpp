// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "livetest.h"
#include "storefixture.h"

#include "operations/instancedocument_p.h"
#include "session/moving_p.h"
#include "session/storeopener_p.h"

#include <axess/jobs.h>
#include <axess/keys.h>
#include <axess/store.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Operators who mistake one store for another, stop half-way and go on, or come late: whatever they do, no
/// session is lost and none comes back.
class TestLiveSafety : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void anotherTargetIsRefused();
    void anotherStandbyIsRefused();
    void whoIsLeftOutEndsNothing();
    void whatComesLateIsNotLeftBehind();
    void whoEndsLeavesNoNote();
    void aRepeatedRunWaitsAsTheFirstOne();
    void whatWasDecidedIsTakenBack();
    void whoSleptThroughACutOverComparesNothing();
    void whoSleptThroughACutOverOverwritesNoValue();
    void whatIsGoneForGoodIsLeft();

private:
    static Result<JobInfo> submitJob(const StorePointer &store);
    /// The source, past all moves.
    Result<std::unique_ptr<StoreCore>> sourceCore();
    /// As if the operator at work had slept for longer than the lease lasts.
    void takeLeaseAway();
};

Result<JobInfo> TestLiveSafety::submitJob(const StorePointer &store)
{
    JobRequest request;
    request.kind = u"verify-index"_s;
    return Jobs(store).submit(request);
}

Result<std::unique_ptr<StoreCore>> TestLiveSafety::sourceCore()
{
    return StoreOpener(m_ends->source, m_ends->rootKey, m_ends->sourceOptions, StoreOpener::Purpose::Mover)
        .open();
}

void TestLiveSafety::takeLeaseAway()
{
    TAKE(core, sourceCore());
    const QString name = DocumentName::MoveLease.toString();
    TAKE(lease, readDocument(core->storage(), name, core->deadline()));
    QVERIFY(lease);
    VERIFY_OK(removeDocument(core->storage(), name, lease->revision, core->deadline()));
}

// What a step did there would be taken for what it does in the store to which the sessions move.
void TestLiveSafety::anotherTargetIsRefused()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(empty, ends(u"memory"_s, u"memory"_s));
    TAKE(planned, ends(u"memory"_s, u"memory"_s));
    const auto beside = [&](const StoreCopyEnds &other) {
        StoreCopyEnds wrong = *m_ends;
        wrong.target = other.target;
        wrong.targetOptions = other.targetOptions;
        return LiveMigration::open(wrong);
    };
    TAKE(early, beside(empty));
    TAKE(prepared, beside(planned));
    VERIFY_OK(prepared->plan(control(), 0ms));
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    for (const Migration &other : {early, prepared}) {
        VERIFY_FAILS(other->plan(control(), 0ms), ErrorCode::Denied);
        VERIFY_FAILS(other->run(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->status(), ErrorCode::Denied);
        VERIFY_FAILS(other->verify(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->cutOver(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->rollBack(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->finish(control()), ErrorCode::Denied);
        VERIFY_FAILS(other->cancel(control()), ErrorCode::Denied);
    }
    VERIFY_FAILS(beside(empty), ErrorCode::Denied);
    VERIFY_FAILS(beside(planned), ErrorCode::Denied);
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_FAILS(beside(planned), ErrorCode::Denied);
}

// It would write to the store that leads only, and say that it is prepared.
void TestLiveSafety::anotherStandbyIsRefused()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    VERIFY_OK(mover->plan(control(), 0ms));
    StoreOptions itself = m_ends->sourceOptions;
    itself.standby = m_ends->source;
    itself.standbyFactory = m_ends->sourceOptions.factory;
    VERIFY_FAILS(SessionStore::open(m_ends->source, m_ends->rootKey, itself), ErrorCode::InvalidArgument);

    const auto ready = instance();
    InstanceDocument document(ready->core(), u"shop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(document.renew() && mover->plan(control(), 0ms), 20'000);
    // As one that did not notice would tell.
    TAKE(told, instances(*ready));
    QCOMPARE(told.size(), 1);
    InstanceInfo mistaken = told.constFirst();
    mistaken.id = u"mistaken"_s;
    mistaken.program = u"mistaken shop"_s;
    mistaken.standby = mistaken.store;
    VERIFY_OK(putDocument(ready->core().storage(), DocumentName::InstancePrefix.toString() + mistaken.id,
                          encodeInstance(mistaken), 0, ready->core().deadline()));
    const auto refused = mover->plan(control(), 0ms);
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY(refused.error().message().contains(u"mistaken shop"_s));
}

// Without the root key, or without the standby, and open since before the move: what they ended would be
// noted nowhere, and live on in the target.
void TestLiveSafety::whoIsLeftOutEndsNothing()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(keyless, SessionStore::openKeyless(m_ends->source, m_ends->sourceOptions));
    TAKE(alone, SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    const auto store = instance();
    TAKE(row, store->save(guestRow()));
    TAKE(ended, store->save(guestRow()));
    VERIFY_OK(keyless->remove(ended.id));
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    const auto areRefused = [&](SessionStore &other, ErrorCode code) {
        VERIFY_FAILS(other.revoke(std::array {row.id}, u"test"_s, 0ms), code);
        VERIFY_FAILS(other.remove(row.id), code);
        VERIFY_FAILS(other.page({}), code);
    };
    areRefused(*keyless, ErrorCode::KeyMissing);
    areRefused(*alone, ErrorCode::Unavailable);
    QVERIFY(areTheSame());
    VERIFY_OK(mover->cutOver(control()));
    areRefused(*keyless, ErrorCode::KeyMissing);
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    TAKE(stands, store->load(row.token));
    QVERIFY(stands);
    TAKE(gone, store->load(ended.token));
    QVERIFY(!gone);
    // The source is not theirs when all is over either; the target is.
    VERIFY_OK(mover->finish(control()));
    areRefused(*keyless, ErrorCode::KeyMissing);
    VERIFY_FAILS(SessionStore::openKeyless(m_ends->source, m_ends->sourceOptions), ErrorCode::KeyMissing);
    VERIFY_OK(SessionStore::openKeyless(m_ends->target, m_ends->targetOptions));
}

// Jobs and keys that come while the stores are compared, or while writes are held.
void TestLiveSafety::whatComesLateIsNotLeftBehind()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    TAKE(source, SessionStore::fromCore(sourceCore()));
    // Right after writes were held; of one who does not know yet.
    QString late;
    LiveMigrationControl submitting = control();
    submitting.wait = [&](std::chrono::milliseconds time) {
        if (late.isEmpty() && time == m_ends->sourceOptions.controlLag) {
            const auto job = submitJob(source);
            late = job ? job->id : job.error().message();
        }
        return control().wait(time);
    };
    VERIFY_FAILS(mover->cutOver(submitting), ErrorCode::Denied);
    TAKE(before, mover->status());
    QCOMPARE(before.phase, MigrationPhase::SourceLeads);
    QCOMPARE(before.jobs.size(), 1);
    VERIFY_OK(Jobs(source).cancel(late));

    const Deadline deadline = Deadline::in(30s);
    StoreCore &core = source->core();
    TAKE(state, core.control().renew(deadline));
    QVERIFY(state->ringRevision > 0);
    VERIFY_FAILS(
        changePhase(core.side(), state->move, MovePhase::HandingOver, deadline, state->ringRevision - 1),
        ErrorCode::Conflict);
    VERIFY_OK(changePhase(core.side(), state->move, MovePhase::HandingOver, deadline, state->ringRevision));
    QTRY_VERIFY_WITH_TIMEOUT(!store->save(guestRow()), 20'000);
    VERIFY_FAILS(submitJob(store), ErrorCode::Unavailable);
    VERIFY_FAILS(Keys(store).stage(u"envelope"_s), ErrorCode::Unavailable);
    VERIFY_OK(Keys(store).list());
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    VERIFY_OK(submitJob(store));
    VERIFY_OK(Keys(store).stage(u"envelope"_s));
    QCOMPARE(verdict(*store), QString());
}

// Else all that it ever wrote would be compared while writes are held.
void TestLiveSafety::whoEndsLeavesNoNote()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto notes = [](const StoreUrl &url, const StoreOptions &options) -> qsizetype {
        const auto core
            = StoreOpener(url, RootKey::none(), options, StoreOpener::Purpose::Operator).connect();
        return (*core)
            ->storage()
            .run(Verb::Documents, Deadline::in(30s),
                 [](StorageConnection &connection) {
                     return connection.documents(DocumentName::TwinPrefix.toString(), {}, 200);
                 })
            .value()
            .documents.size();
    };
    auto store = instance();
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    QTRY_VERIFY_WITH_TIMEOUT(store->save(guestRow()).has_value(), 20'000);
    QCOMPARE(notes(m_ends->source, m_ends->sourceOptions), 1);
    VERIFY_OK(mover->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(store->save(guestRow()).has_value(), 20'000);
    QCOMPARE(notes(m_ends->target, m_ends->targetOptions), 1);
    store.reset();
    QCOMPARE(notes(m_ends->source, m_ends->sourceOptions), 0);
    QCOMPARE(notes(m_ends->target, m_ends->targetOptions), 0);
    QVERIFY(areTheSame());
}

// Until nobody works as if the source stood alone: what those write is noted nowhere.
void TestLiveSafety::aRepeatedRunWaitsAsTheFirstOne()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    LiveMigrationControl stopping;
    stopping.wait = [](std::chrono::milliseconds) { return false; };
    VERIFY_FAILS(mover->run(stopping), ErrorCode::Unavailable);
    TAKE(stopped, mover->status());
    QCOMPARE(stopped.phase, MigrationPhase::SourceLeads);
    std::chrono::milliseconds longest {};
    std::optional<std::chrono::milliseconds> beforeComparing;
    LiveMigrationControl watching;
    watching.wait = [&](std::chrono::milliseconds time) {
        longest = std::max(longest, time);
        return true;
    };
    watching.progress = [&](qint64) {
        if (!beforeComparing)
            beforeComparing = longest;
    };
    VERIFY_OK(mover->run(watching));
    QVERIFY(beforeComparing);
    QVERIFY(*beforeComparing >= m_ends->sourceOptions.controlLag + m_ends->sourceOptions.callDeadline);
}

// The operator died when the other store led already, and was waiting until nobody reads from the first one.
void TestLiveSafety::whatWasDecidedIsTakenBack()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    // The second wait of a control lag is that one.
    const auto dying = [&] {
        LiveMigrationControl stopping = control();
        stopping.wait
            = [lag = m_ends->sourceOptions.controlLag, waits = 0](std::chrono::milliseconds time) mutable {
                  waits += time == lag ? 1 : 0;
                  return waits < 2;
              };
        return stopping;
    };
    VERIFY_FAILS(mover->cutOver(dying()), ErrorCode::Unavailable);
    TAKE(over, mover->status());
    QCOMPARE(over.phase, MigrationPhase::HandingOver);
    TAKE(back, mover->rollBack(control()));
    QCOMPARE(back.phase, MigrationPhase::SourceLeads);
    QCOMPARE(verdict(*instance()), QString());

    VERIFY_OK(mover->cutOver(control()));
    VERIFY_FAILS(mover->rollBack(dying()), ErrorCode::Unavailable);
    TAKE(returning, mover->status());
    QCOMPARE(returning.phase, MigrationPhase::HandingBack);
    TAKE(again, mover->cutOver(control()));
    QCOMPARE(again.phase, MigrationPhase::TargetLeads);
    QCOMPARE(verdict(*instance()), QString());
}

// By what it had learnt before the roles were the other way round; it must not take those of now for its own.
void TestLiveSafety::whoSleptThroughACutOverComparesNothing()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    const auto sleeper = migration();
    VERIFY_OK(sleeper->run(control()));
    std::optional<SessionRow> late;
    const auto sleep = [&] {
        takeLeaseAway();
        VERIFY_OK(migration()->cutOver(control()));
        QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
        TAKE(saved, store->save(guestRow()));
        late = saved;
    };
    LiveMigrationControl sleeping = control();
    bool hasSlept = false;
    // Between two users, before anything was listed.
    sleeping.wait = [&](std::chrono::milliseconds time) {
        if (time == 0ms && !std::exchange(hasSlept, true))
            sleep();
        return true;
    };
    VERIFY_FAILS(sleeper->verify(sleeping), ErrorCode::Unavailable);
    QVERIFY(late);
    TAKE(stands, store->load(late->token));
    QVERIFY(stands);
    QCOMPARE(verdict(*store), QString());
}

// Right before it would have written.
void TestLiveSafety::whoSleptThroughACutOverOverwritesNoValue()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    const auto values = valueStore(store);
    VERIFY_OK(values->put(u"late"_s, "old", 0ms));
    const auto sleeper = migration();
    VERIFY_OK(sleeper->run(control()));
    const auto sleep = [&] {
        takeLeaseAway();
        VERIFY_OK(migration()->cutOver(control()));
        QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(values->put(u"late"_s, "new", 0ms).has_value(), 20'000);
    };
    LiveMigrationControl sleeping = control();
    bool isHeld = false;
    bool hasSlept = false;
    sleeping.wait = [&](std::chrono::milliseconds time) {
        isHeld |= time == m_ends->sourceOptions.controlLag;
        if (isHeld && time == 0ms && !std::exchange(hasSlept, true))
            sleep();
        return control().wait(time);
    };
    VERIFY_FAILS(sleeper->cutOver(sleeping), ErrorCode::Conflict);
    QVERIFY(hasSlept);
    TAKE(value, values->get(u"late"_s));
    QCOMPARE(value, std::optional(QByteArray("new")));
}

// The store that leads goes on by itself; one that is there is not left this way.
void TestLiveSafety::whatIsGoneForGoodIsLeft()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(nothing, ends(u"memory"_s, u"memory"_s));
    VERIFY_OK(migration()->run(control()));
    VERIFY_FAILS(LiveMigration::abandonTarget(*m_ends, control()), ErrorCode::Denied);
    StoreCopyEnds gone = *m_ends;
    gone.target = nothing.target;
    gone.targetOptions.factory = nothing.targetOptions.factory;
    TAKE(left, LiveMigration::abandonTarget(gone, control()));
    QCOMPARE(left.phase, MigrationPhase::NotBegun);
    VERIFY_OK(SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    VERIFY_FAILS(LiveMigration::abandonTarget(gone, control()), ErrorCode::Conflict);

    // The target is back, and the sessions move after all.
    const auto store = instance();
    VERIFY_OK(migration()->run(control()));
    VERIFY_OK(migration()->cutOver(control()));
    VERIFY_FAILS(LiveMigration::abandonTarget(gone, control()), ErrorCode::Conflict);
    VERIFY_FAILS(LiveMigration::abandonSource(*m_ends, control()), ErrorCode::Denied);
    gone = *m_ends;
    gone.source = nothing.source;
    gone.sourceOptions.factory = nothing.sourceOptions.factory;
    TAKE(moved, LiveMigration::abandonSource(gone, control()));
    QCOMPARE(moved.phase, MigrationPhase::Moved);
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(store->save(guestRow()).has_value(), 20'000);
    TAKE(alone, targetOf(*m_ends));
    QCOMPARE(verdict(*alone), QString());
    // Should the source be back, too, it is nobody's, and can be told.
    VERIFY_FAILS(SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions),
                 ErrorCode::Unavailable);
    TAKE(told, migration()->finish(control()));
    QCOMPARE(told.phase, MigrationPhase::Moved);
}

QTEST_GUILESS_MAIN(TestLiveSafety)
#include "tst_livesafety.moc"
