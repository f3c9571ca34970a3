// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "busycallers.h"
#include "livetest.h"

#include "manualclock.h"

#include "operations/instancedocument_p.h"
#include "session/moving_p.h"
#include "session/storeopener_p.h"

#include <axess/store.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sessions move to another store while instances work: phase by phase, there and back, and under load.
class TestLiveMigration : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsLoggedOutThereAndBack_data() { pairs(); }
    void nobodyIsLoggedOutThereAndBack();
    void callersLoseNothing_data() { pairs(); }
    void callersLoseNothing();
    void whoLacksTheStandbyIsNamed();
    void aStoreThatMovesOpensForNobodyElse();
    void aMoveIsCancelledAndBegunAgain();
    void stepsThatDoNotComeNextAreRefused();
    void aTargetThatIsAwayHoldsNobodyUp();
    void whatADeadOperatorLeftIsFinished();
    void theStepsAreRecorded();

private:
    static void pairs();
};

// In a ring, so that each set-up is source and target; of four or more two pairs across it, too.
void TestLiveMigration::pairs()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    const QStringList setUps = FreshStore::asked(u"memory"_s);
    const auto add = [](const QString &source, const QString &target) {
        QTest::addRow("%s to %s", qPrintable(source), qPrintable(target)) << source << target;
    };
    for (qsizetype i = 0; i < setUps.size(); ++i)
        add(setUps[i], setUps[(i + 1) % setUps.size()]);
    if (setUps.size() < 4)
        return;
    add(setUps.constFirst(), setUps.constLast());
    add(setUps.constLast(), setUps[1]);
}

void TestLiveMigration::nobodyIsLoggedOutThereAndBack()
{
    QFETCH(const QString, source);
    QFETCH(const QString, target);
    prepare(source, target);
    QVERIFY(m_ends);
    const auto first = instance();
    const auto second = instance();
    const auto mover = migration();
    TAKE(run, mover->run(control()));
    QVERIFY(run.brought >= Sessions - 5);
    QVERIFY(areTheSame());
    QCOMPARE(verdict(*first), QString());

    // What is written while both are.
    TAKE(saved, first->save(guestRow()));
    TAKE(ended, second->save(guestRow()));
    VERIFY_OK(first->remove(ended.id));
    QVERIFY(areTheSame());
    const auto values = valueStore(first);
    VERIFY_OK(values->put(u"late"_s, "value", 0ms));
    TAKE(epoch, second->raiseTenantEpoch(tenantNamed(u"nobody"_s), u"test"_s));

    TAKE(over, mover->cutOver(control()));
    QCOMPARE(over.phase, MigrationPhase::TargetLeads);
    for (const StorePointer &store : {first, second}) {
        QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
        QCOMPARE(verdict(*store), QString());
        TAKE(there, store->load(saved.token));
        QVERIFY(there);
        TAKE(gone, store->load(ended.token));
        QVERIFY(!gone);
    }
    TAKE(value, values->get(u"late"_s));
    QCOMPARE(value, std::optional(QByteArray("value")));
    SessionRow next = first->load(saved.token).value().value();
    next.data.insert(u"where"_s, u"target"_s);
    TAKE(changed, second->save(next));
    TAKE(endedThere, first->save(guestRow()));
    VERIFY_OK(second->remove(endedThere.id));
    TAKE(raised, first->raiseTenantEpoch(tenantNamed(u"nobody"_s), u"test"_s));
    QCOMPARE(raised, epoch + 1);
    // Whose configuration names them the other way round works with the same store.
    QCOMPARE(verdict(*turnedInstance()), QString());

    TAKE(back, mover->rollBack(control()));
    QCOMPARE(back.phase, MigrationPhase::SourceLeads);
    for (const StorePointer &store : {first, second})
        QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->source.displayText(), 20'000);
    TAKE(stands, first->load(changed.token));
    QVERIFY(stands);
    QCOMPARE(stands->data.value(u"where"_s).toString(), u"target"_s);
    TAKE(stillEnded, first->load(endedThere.token));
    QVERIFY(!stillEnded);
    QCOMPARE(verdict(*second), QString());

    // By another operator, with nothing but what stands in the stores.
    const auto another = migration();
    VERIFY_OK(another->cutOver(control()));
    TAKE(finished, another->finish(control()));
    QCOMPARE(finished.phase, MigrationPhase::Moved);
    TAKE(again, another->finish(control()));
    QCOMPARE(again.phase, MigrationPhase::Moved);
    for (const StorePointer &store : {first, second})
        QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    QCOMPARE(verdict(*first), QString());
    VERIFY_OK(second->save(guestRow()));
    VERIFY_FAILS(SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions),
                 ErrorCode::Unavailable);
    TAKE(alone, targetOf(*m_ends));
    QCOMPARE(verdict(*alone), QString());
    // A ticket from before its user was signed out everywhere stays void.
    SessionRow row = guestRow();
    row.user = m_filled.outdated.user;
    row.level = SessionLevel::Authenticated;
    VERIFY_FAILS(alone->save(row, SignIn {m_filled.outdated}), ErrorCode::Gone);
    TAKE(history, alone->history(m_filled.outdated.user, {}));
    QVERIFY(!history.isEmpty());
}

void TestLiveMigration::callersLoseNothing()
{
    QFETCH(const QString, source);
    QFETCH(const QString, target);
    prepare(source, target);
    QVERIFY(m_ends);
    const QList<StorePointer> instances {instance(), instance()};
    Tally tally;
    std::atomic<bool> isOver = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, store = instances[i % 2]] { Caller(store, tally).work(isOver); });
    const auto mover = migration();
    const auto phases = mover->run(control())
                            .and_then([&](const auto &) { return mover->cutOver(control()); })
                            .and_then([&](const auto &) { return mover->rollBack(control()); })
                            .and_then([&](const auto &) { return mover->cutOver(control()); })
                            .and_then([&](const auto &) { return mover->finish(control()); });
    isOver = true;
    for (std::thread &thread : threads)
        thread.join();
    VERIFY_OK(phases);
    qInfo("%lld saves, %lld removals, %lld unavailable", (long long)tally.saves, (long long)tally.removals,
          (long long)tally.unavailable);
    QVERIFY(tally.saves > 0);
    QCOMPARE(tally.losses.load(), 0);
    QCOMPARE(tally.resurrections.load(), 0);
    QCOMPARE(tally.conflicts.load(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(instances[0]->displayName(), m_ends->target.displayText(), 20'000);
    QCOMPARE(verdict(*instances[0]), QString());
}

void TestLiveMigration::whoLacksTheStandbyIsNamed()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(plain, SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    InstanceDocument document(plain->core(), u"old shop"_s);
    VERIFY_OK(document.renew());
    const auto mover = migration();
    const auto refused = mover->plan(control(), 0ms);
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY(refused.error().message().contains(u"old shop"_s));
    document.remove();

    const auto ready = instance();
    InstanceDocument its(ready->core(), u"new shop"_s);
    VERIFY_OK(its.renew());
    // It finds the target, which is there by now, and says so when it renews its document.
    TAKE(planned, mover->plan([&] {
        LiveMigrationControl renewing;
        renewing.wait = [&](std::chrono::milliseconds time) {
            std::this_thread::sleep_for(time);
            return its.renew().has_value();
        };
        return renewing;
    }()));
    QVERIFY(planned.unprepared.isEmpty());
    QCOMPARE(planned.instances.size(), 1);
    QCOMPARE(planned.phase, MigrationPhase::NotBegun);
}

void TestLiveMigration::aStoreThatMovesOpensForNobodyElse()
{
    prepare(u"memory"_s, u"memory"_s);
    TAKE(late, SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    VERIFY_OK(migration()->run(control()));
    // It was open already, and refuses itself as soon as it knows.
    VERIFY_FAILS(late->load(m_filled.live.constFirst()), ErrorCode::Unavailable);
    VERIFY_FAILS(SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions),
                 ErrorCode::Unavailable);
    VERIFY_FAILS(SessionStore::openKeyless(m_ends->source, m_ends->sourceOptions), ErrorCode::KeyMissing);
    VERIFY_FAILS(targetOf(*m_ends), ErrorCode::Unavailable);
    // Beside the wrong store it does not write.
    StoreOptions wrong = m_ends->sourceOptions;
    TAKE(other, ends(u"memory"_s, u"memory"_s));
    VERIFY_OK(sourceOf(StoreCopyEnds {other.source, other.target, m_ends->rootKey, other.sourceOptions,
                                      other.targetOptions}));
    wrong.standby = other.source;
    wrong.standbyFactory = other.sourceOptions.factory;
    VERIFY_FAILS(SessionStore::open(m_ends->source, m_ends->rootKey, wrong), ErrorCode::Unavailable);
}

void TestLiveMigration::aMoveIsCancelledAndBegunAgain()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto store = instance();
    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_OK(mover->rollBack(control()));
    LiveMigrationControl stopping;
    stopping.wait = [](std::chrono::milliseconds time) { return time == 0ms; };
    VERIFY_FAILS(mover->cancel(stopping), ErrorCode::Unavailable);
    VERIFY_FAILS(SessionStore::openKeyless(m_ends->source, m_ends->sourceOptions), ErrorCode::KeyMissing);
    TAKE(cancelled, mover->cancel(control()));
    VERIFY_OK(SessionStore::openKeyless(m_ends->source, m_ends->sourceOptions));
    VERIFY_FAILS(mover->cancel(control()), ErrorCode::Conflict);
    QCOMPARE(cancelled.phase, MigrationPhase::NotBegun);
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->source.displayText(), 20'000);
    QCOMPARE(verdict(*store), QString());
    // As any store again; the target is nobody's.
    VERIFY_OK(SessionStore::open(m_ends->source, m_ends->rootKey, m_ends->sourceOptions));
    VERIFY_FAILS(targetOf(*m_ends), ErrorCode::Unavailable);
    TAKE(kept, store->save(guestRow()));
    TAKE(ended, store->save(guestRow()));
    const auto another = migration();
    VERIFY_OK(another->run(control()));
    VERIFY_OK(store->remove(ended.id));
    VERIFY_OK(another->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->target.displayText(), 20'000);
    TAKE(there, store->load(kept.token));
    QVERIFY(there);
    TAKE(gone, store->load(ended.token));
    QVERIFY(!gone);
    QCOMPARE(verdict(*store), QString());
}

void TestLiveMigration::stepsThatDoNotComeNextAreRefused()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    VERIFY_FAILS(mover->cutOver(control()), ErrorCode::Conflict);
    VERIFY_FAILS(mover->rollBack(control()), ErrorCode::Conflict);
    VERIFY_FAILS(mover->finish(control()), ErrorCode::Conflict);
    VERIFY_FAILS(mover->cancel(control()), ErrorCode::Conflict);
    VERIFY_FAILS(mover->verify(control()), ErrorCode::Conflict);
    VERIFY_OK(mover->run(control()));
    VERIFY_FAILS(mover->finish(control()), ErrorCode::Conflict);
    VERIFY_OK(mover->run(control()));
    TAKE(compared, mover->verify(control()));
    QVERIFY(compared.isClean());
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_FAILS(mover->cancel(control()), ErrorCode::Conflict);
    VERIFY_FAILS(mover->run(control()), ErrorCode::Conflict);
    // Two operators at once.
    const auto another = migration();
    std::optional<Error> denied;
    LiveMigrationControl asking = control();
    asking.wait = [&](std::chrono::milliseconds) {
        if (const auto verified = another->verify(control()); !verified)
            denied = verified.error();
        return true;
    };
    VERIFY_OK(mover->verify(asking));
    QVERIFY(denied && denied->code() == ErrorCode::Denied);
    // The same store twice.
    StoreCopyEnds same = *m_ends;
    same.target = same.source;
    same.targetOptions = same.sourceOptions;
    VERIFY_FAILS(LiveMigration::open(same), ErrorCode::InvalidArgument);
}

void TestLiveMigration::aTargetThatIsAwayHoldsNobodyUp()
{
    prepare(u"memory"_s, u"memory"_s);
    VERIFY_OK(migration()->run(control()));
    // Started while the target cannot be reached: what it would have to learn is noted.
    StoreOptions options = m_ends->sourceOptions;
    options.standby = StoreUrl::parse(u"memory:"_s).value();
    class NoStore final : public ConnectionFactory
    {
    public:
        Result<std::unique_ptr<StorageConnection>> connect(const Deadline &) override
        {
            return std::unexpected(Error(ErrorCode::Unavailable, u"It is away"_s));
        }
        int defaultPoolSize() const override { return 1; }
    };
    options.standbyFactory = std::make_shared<NoStore>();
    QTest::ignoreMessage(QtWarningMsg, "The store does not accept connections: It is away");
    TAKE(store, SessionStore::open(m_ends->source, m_ends->rootKey, options));
    TAKE(saved, store->save(guestRow()));
    QVERIFY(!areTheSame());
    const auto mover = migration();
    TAKE(state, mover->status());
    QVERIFY(state.dirtyBuckets > 0);
    TAKE(caughtUp, mover->run(control()));
    QCOMPARE(caughtUp.brought, 1);
    QVERIFY(areTheSame());
}

// By the instances: a hold is let go after a minute, a hand-over that was decided is brought to its end.
void TestLiveMigration::whatADeadOperatorLeftIsFinished()
{
    prepare(u"memory"_s, u"memory"_s);
    VERIFY_OK(migration()->run(control()));
    const auto clock = std::make_shared<ManualClock>(SystemClock().now());
    StoreOptions options = m_ends->sourceOptions;
    options.clock = clock;
    options.standby = m_ends->target;
    options.standbyFactory = m_ends->targetOptions.factory;
    TAKE(store, SessionStore::open(m_ends->source, m_ends->rootKey, options));
    TAKE(core,
         StoreOpener(m_ends->source, m_ends->rootKey, m_ends->sourceOptions, StoreOpener::Purpose::Mover)
             .open());
    const auto change = [&](MovePhase next) {
        const Deadline deadline = Deadline::in(30s);
        return core->control().renew(deadline).and_then([&](const ControlCopy::State &state) {
            return changePhase(core->side(), state->move, next, deadline);
        });
    };
    // Its clock runs while it looks, but not without end: it would be taken for one that is wrong.
    const auto comesTrue = [&](const std::function<bool()> &what) {
        for (int i = 0; i < 1'000 && !what(); ++i) {
            clock->advance(i < 70 ? 1s : 20ms);
            std::this_thread::sleep_for(20ms);
        }
        return what();
    };
    VERIFY_OK(change(MovePhase::HandingOver));
    QVERIFY(comesTrue([&] { return !store->save(guestRow()); }));
    VERIFY_OK(store->load(m_filled.live.constFirst()));
    QVERIFY(comesTrue([&] { return store->save(guestRow()).has_value(); }));
    TAKE(before, migration()->status());
    QCOMPARE(before.phase, MigrationPhase::SourceLeads);

    VERIFY_OK(change(MovePhase::HandingOver));
    VERIFY_OK(change(MovePhase::TargetStrict));
    QVERIFY(comesTrue([&] { return store->displayName() == m_ends->target.displayText(); }));
    QVERIFY(comesTrue([&] { return store->save(guestRow()).has_value(); }));
    QVERIFY(comesTrue([&] {
        const auto mover = LiveMigration::open(*m_ends);
        const auto status = mover ? (*mover)->status() : std::unexpected(mover.error());
        return status && status->phase == MigrationPhase::TargetLeads;
    }));
}

// In one chain, which is in the end that of the target.
void TestLiveMigration::theStepsAreRecorded()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto mover = migration();
    LiveMigrationControl recording = control();
    recording.audit = AuditOptions {u"operator"_s, {}, AuditPolicy::Require};
    VERIFY_OK(mover->run(recording));
    VERIFY_OK(mover->run(recording)); // Goes on, and begins nothing.
    VERIFY_OK(mover->cutOver(recording));
    VERIFY_OK(mover->rollBack(recording));
    VERIFY_FAILS(mover->finish(recording), ErrorCode::Conflict);
    VERIFY_OK(mover->cutOver(recording));
    VERIFY_OK(mover->finish(recording));
    TAKE(alone, targetOf(*m_ends));
    Audit audit(alone);
    TAKE(entries, audit.list());
    QStringList acts;
    for (const AuditEntry &entry : entries)
        acts.prepend(auditPhaseName(entry.phase) + u' ' + entry.act);
    QCOMPARE(acts,
             QStringList({u"intent move-begin"_s, u"done move-begin"_s, u"intent move-cut-over"_s,
                          u"done move-cut-over"_s, u"intent move-roll-back"_s, u"done move-roll-back"_s,
                          u"intent move-cut-over"_s, u"done move-cut-over"_s, u"intent move-finish"_s,
                          u"done move-finish"_s}));
    TAKE(verified, audit.verify());
    QVERIFY2(verified.isClean(), qPrintable(verified.problems.join(u'\n')));
    QVERIFY(verified.unfinished.isEmpty());
}

QTEST_GUILESS_MAIN(TestLiveMigration)
#include "tst_livemigration.moc"
