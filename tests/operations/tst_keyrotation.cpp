// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/instancedocument_p.h"
#include "operations/keyrotation_p.h"

#include "axesstest.h"
#include "manualcontrol.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/jobs.h>
#include <axess/keys.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A rotation from beginning to end, and interrupted at every step.
class TestKeyRotation : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyRowIsSealedAnew();
    void aDryRunCountsAndWritesNothing();
    void aStagedKeyIsTaken();
    void aCompromisedKeyIsLeft();
    void aLazyRotationLeavesRowsToTheirSaves();
    void aCookieKeyIsReplacedTheSameWay();
    void aSaveThatWasUnderWayStillFits();
    void aDamagedRowKeepsTheOldKey();
    void everyStepMayBeDoneTwice();
    void anotherActiveKeyEndsIt();
    void aKeyThatWasReplacedSinceIsNotRetired();
    void twoRotationsAtOnceEndClean();
    void instancesAreWaitedFor();
    void parametersAreChecked();

private:
    static constexpr int Rows = 1300;

    static JobRequest rotation(JobMode mode = JobMode::Act, const QJsonObject &parameters = {});
    JobControl control();
    JobInfo rotated(const JobRequest &request);
    void fill(int rows);
    quint32 active(const QString &purpose = u"envelope"_s, const QString &state = u"active"_s);
    void verifyClean();

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
    QHash<SessionId, SealedRow> m_before;
    QList<SessionRow> m_sessions;
};

void TestKeyRotation::init()
{
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
    m_before.clear();
    m_sessions.clear();
}

JobRequest TestKeyRotation::rotation(JobMode mode, const QJsonObject &parameters)
{
    JobRequest request;
    request.kind = u"key-rotation"_s;
    request.mode = mode;
    request.parameters = parameters;
    return request;
}

JobControl TestKeyRotation::control()
{
    return controlBy(m_fixture->clock);
}

JobInfo TestKeyRotation::rotated(const JobRequest &request)
{
    Jobs jobs(m_store);
    const auto run
        = jobs.submit(request).and_then([&](const JobInfo &job) { return jobs.run(job.id, control()); });
    return run ? run->job : JobInfo();
}

void TestKeyRotation::fill(int rows)
{
    for (int i = 0; i < rows; ++i) {
        TAKE(row, m_store->save(guestRow()));
        m_sessions.append(row);
        m_before.insert(row.id, m_fixture->stored(row.id));
    }
}

quint32 TestKeyRotation::active(const QString &purpose, const QString &state)
{
    const auto keys = m_store->keys();
    if (!keys)
        return 0;
    const auto found = std::ranges::find_if(
        *keys, [&](const KeyInfo &key) { return key.purpose == purpose && key.state == state; });
    return found == keys->cend() ? 0 : found->id;
}

// All opens, nothing is under an old key, and nothing but payload and key differs from before.
void TestKeyRotation::verifyClean()
{
    TAKE(report, Keys(m_store).verify());
    QVERIFY(report.isClean());
    QCOMPARE(report.sessions, qint64(m_before.size()));
    for (const SealedRow &before : std::as_const(m_before)) {
        SealedRow now = m_fixture->stored(before.id);
        QCOMPARE(now.keyId, active());
        QVERIFY(now.payload != before.payload);
        now.keyId = before.keyId;
        now.payload = before.payload;
        now.change = before.change;
        QCOMPARE(now, before);
    }
}

void TestKeyRotation::everyRowIsSealedAnew()
{
    fill(Rows);
    const quint32 old = active();
    const JobInfo job = rotated(rotation());
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"resealed"_s), Rows);
    QCOMPARE(job.counts.value(u"sessions"_s), Rows);
    QCOMPARE(job.counts.value(u"retired"_s), 1);
    QCOMPARE(job.done, job.total);
    QVERIFY(job.remarks.isEmpty() && job.failures.isEmpty());
    QVERIFY(active() != old);
    QCOMPARE(active(u"envelope"_s, u"retired"_s), old);
    verifyClean();
    for (const SessionRow &session : std::as_const(m_sessions)) {
        TAKE(loaded, m_store->load(session.token));
        QVERIFY(loaded);
    }
}

void TestKeyRotation::aDryRunCountsAndWritesNothing()
{
    fill(1100);
    const JobInfo job = rotated(rotation(JobMode::DryRun));
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"resealed"_s), 1100);
    QCOMPARE(job.counts.value(u"sessions"_s), 1100);
    TAKE(keys, m_store->keys());
    QCOMPARE(keys.size(), 4);
    for (const SealedRow &before : std::as_const(m_before))
        QCOMPARE(m_fixture->stored(before.id), before);
}

void TestKeyRotation::aStagedKeyIsTaken()
{
    fill(10);
    TAKE(staged, Keys(m_store).stage(u"envelope"_s));
    QCOMPARE(rotated(rotation()).state, JobState::Done);
    QCOMPARE(active(), staged.id);
    verifyClean();
}

void TestKeyRotation::aCompromisedKeyIsLeft()
{
    fill(10);
    const quint32 old = active();
    VERIFY_OK(Keys(m_store).compromise(old));
    QCOMPARE(rotated(rotation()).state, JobState::Done);
    verifyClean();
    QCOMPARE(active(u"envelope"_s, u"compromised"_s), old);
}

void TestKeyRotation::aLazyRotationLeavesRowsToTheirSaves()
{
    fill(10);
    const quint32 old = active();
    const JobInfo job = rotated(rotation(JobMode::Act, {{u"lazy"_s, true}}));
    QCOMPARE(job.state, JobState::Done);
    QVERIFY(active() != old);
    QCOMPARE(active(u"envelope"_s, u"decrypt-only"_s), old);
    TAKE(before, m_store->statistics());
    QCOMPARE(before.byKey.value(old), 10);
    VERIFY_OK(m_store->save(m_sessions.first()));
    TAKE(after, m_store->statistics());
    QCOMPARE(after.byKey.value(old), 9);
    QCOMPARE(after.byKey.value(active()), 1);
}

void TestKeyRotation::aCookieKeyIsReplacedTheSameWay()
{
    fill(10);
    const quint32 old = active(u"cookie"_s);
    const quint32 envelope = active();
    const JobInfo job = rotated(rotation(JobMode::Act, {{u"purpose"_s, u"cookie"_s}}));
    QCOMPARE(job.state, JobState::Done);
    QVERIFY(active(u"cookie"_s) != old);
    QCOMPARE(active(u"cookie"_s, u"retired"_s), old);
    QCOMPARE(active(), envelope);
    for (const SealedRow &before : std::as_const(m_before))
        QCOMPARE(m_fixture->stored(before.id), before);
}

void TestKeyRotation::aSaveThatWasUnderWayStillFits()
{
    fill(10);
    TAKE(loaded, m_store->load(m_sessions.first().token));
    QVERIFY(loaded);
    QCOMPARE(rotated(rotation()).state, JobState::Done);
    SessionRow mine = *loaded;
    mine.data.insert(u"basket"_s, 7);
    TAKE(saved, m_store->save(mine));
    QCOMPARE(saved.revision, loaded->revision + 1);
    QCOMPARE(m_fixture->stored(saved.id).keyId, active());
}

void TestKeyRotation::aDamagedRowKeepsTheOldKey()
{
    fill(50);
    const quint32 old = active();
    SealedRow damaged = m_fixture->stored(m_sessions.first().id);
    damaged.payload[60] = char(damaged.payload[60] ^ 1);
    m_fixture->overwrite(damaged);
    const JobInfo job = rotated(rotation());
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"resealed"_s), 49);
    QCOMPARE(job.counts.value(u"unreadable"_s), 1);
    QCOMPARE(job.failureCount, 1);
    QCOMPARE(job.failures.first().what, damaged.id.text());
    QCOMPARE(job.remarks.size(), 1);
    QCOMPARE(active(u"envelope"_s, u"decrypt-only"_s), old);
    // Once it is gone the next rotation retires them all.
    VERIFY_OK(m_store->remove(damaged.id));
    QCOMPARE(rotated(rotation()).counts.value(u"retired"_s), 2);
    TAKE(report, Keys(m_store).verify());
    QVERIFY(report.isClean());
}

void TestKeyRotation::everyStepMayBeDoneTwice()
{
    fill(Rows);
    Jobs jobs(m_store);
    TAKE(job, jobs.submit(rotation()));
    const KeyRotation kind;
    int steps = 0;
    JobInfo now = job;
    while (!now.hasEnded() && ++steps < 500) {
        // What a worker did that died before it could keep it, on an engine of its own.
        TAKE(other, m_fixture->open());
        VERIFY_OK(kind.step(other->core(), now, 1000));
        // The next one takes one step.
        TAKE(worker, m_fixture->open());
        JobControl once = control();
        int writes = 0; // Of which the first takes the job over.
        once.progressed = [&](const JobInfo &) { ++writes; };
        once.wait = [&](std::chrono::milliseconds time) {
            m_fixture->clock->advance(time + 50ms);
            return writes < 2;
        };
        TAKE(run, Jobs(worker).run(job.id, once));
        now = run.job;
    }
    QCOMPARE(now.state, JobState::Done);
    QCOMPARE(now.counts.value(u"sessions"_s), Rows);
    // Between two changes of the ring one key was added, no more.
    TAKE(keys, m_store->keys());
    QCOMPARE(keys.size(), 5);
    verifyClean();
}

void TestKeyRotation::anotherActiveKeyEndsIt()
{
    fill(1500);
    Jobs jobs(m_store);
    TAKE(job, jobs.submit(rotation()));
    JobControl interrupted = control();
    bool hasChanged = false;
    interrupted.progressed = [&](const JobInfo &now) {
        if (now.counts.value(u"resealed"_s) > 0 && !std::exchange(hasChanged, true)) {
            TAKE(staged, Keys(m_store).stage(u"envelope"_s));
            VERIFY_OK(Keys(m_store).activate(staged.id));
        }
    };
    TAKE(run, jobs.run(job.id, interrupted));
    QCOMPARE(run.job.state, JobState::Failed);
    QVERIFY(run.job.error);
    QCOMPARE(run.job.error->code(), ErrorCode::Conflict);
    QCOMPARE(rotated(rotation()).counts.value(u"retired"_s), 3);
    verifyClean();
}

void TestKeyRotation::aKeyThatWasReplacedSinceIsNotRetired()
{
    fill(1500);
    Jobs jobs(m_store);
    TAKE(job, jobs.submit(rotation()));
    JobControl interrupted = control();
    bool hasChanged = false;
    interrupted.progressed = [&](const JobInfo &now) {
        // All is verified, and only the replaced keys are left to be retired.
        if (now.counts.value(u"sessions"_s) == 1500 && !std::exchange(hasChanged, true)) {
            TAKE(staged, Keys(m_store).stage(u"envelope"_s));
            VERIFY_OK(Keys(m_store).activate(staged.id));
        }
    };
    TAKE(run, jobs.run(job.id, interrupted));
    QVERIFY(hasChanged);
    QCOMPARE(run.job.state, JobState::Failed);
    QCOMPARE(run.job.error->code(), ErrorCode::Conflict);
    QCOMPARE(active(u"envelope"_s, u"retired"_s), 0);
    (void)rotated(rotation());
    verifyClean();
}

void TestKeyRotation::twoRotationsAtOnceEndClean()
{
    fill(1500);
    Jobs jobs(m_store);
    TAKE(first, jobs.submit(rotation()));
    TAKE(second, jobs.submit(rotation()));
    TAKE(other, m_fixture->open());
    // Step by step in turns.
    Jobs mine(m_store);
    Jobs theirs(other);
    JobState states[2] {JobState::Waiting, JobState::Waiting};
    for (int turn = 0; turn < 500 && (states[0] < JobState::Done || states[1] < JobState::Done); ++turn) {
        JobControl once = control();
        int writes = 0; // Of which the first takes the job over.
        once.progressed = [&](const JobInfo &) { ++writes; };
        once.wait = [&](std::chrono::milliseconds time) {
            m_fixture->clock->advance(time + 50ms);
            return writes < 2;
        };
        const bool isFirst = turn % 2 == 0;
        TAKE(run, (isFirst ? mine : theirs).run(isFirst ? first.id : second.id, once));
        states[isFirst ? 0 : 1] = run.job.state;
    }
    QCOMPARE(states[0], JobState::Done);
    QCOMPARE(states[1], JobState::Done);
    verifyClean();
}

void TestKeyRotation::instancesAreWaitedFor()
{
    fill(10);
    TAKE(shop, m_fixture->open());
    InstanceDocument document(shop->core(), u"shop"_s);
    VERIFY_OK(document.renew());
    Jobs jobs(m_store);
    TAKE(job, jobs.submit(rotation()));
    const quint32 old = active();
    JobControl watching = control();
    qint64 waits = 0;
    watching.wait = [&](std::chrono::milliseconds time) {
        m_fixture->clock->advance(time);
        // The shop is slow: it reads the ring after a while, and until then nothing becomes active.
        if (time.count() > 0 && ++waits == 20) {
            const bool isOld = active() == old;
            const auto read = shop->core().ring().readNow(shop->core().deadline());
            const auto renewed = document.renew();
            return isOld && read && renewed;
        }
        return true;
    };
    TAKE(run, jobs.run(job.id, watching));
    QCOMPARE(run.end, JobRunEnd::Ended);
    QCOMPARE(run.job.state, JobState::Done);
    QVERIFY(run.job.remarks.isEmpty());
    QVERIFY(waits >= 20);
    verifyClean();
}

void TestKeyRotation::parametersAreChecked()
{
    Jobs jobs(m_store);
    for (const QJsonObject &parameters :
         {QJsonObject {{u"purpose"_s, u"door"_s}}, QJsonObject {{u"lazy"_s, 1}}, QJsonObject {{u"x"_s, 1}}})
        VERIFY_FAILS(jobs.submit(rotation(JobMode::Act, parameters)), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestKeyRotation)
#include "tst_keyrotation.moc"
