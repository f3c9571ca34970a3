// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "harmedrows.h"
#include "manualcontrol.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/keys.h>
#include <axess/revokesessions.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Jobs about stores that hold rows nobody can read, or more rows than one call can count.
class TestHarmedStores : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aRotationStepsOverUnreadableRows();
    void aKeyIsNotRetiredForRowsThatNobodyCanRead();
    void damageIsFoundInFewCalls();
    void revokingStepsOverUnreadableRows();
    void revokingByIdsNamesUnreadableOnes();
    void aRotationGoesOnInSmallerPages();
    void keysAreListedAndRetiredUncounted();

private:
    void fill(int rows);
    /// Another instance, whose calls end sooner than counting does.
    std::shared_ptr<SessionStore> hasty(std::chrono::milliseconds callDeadline);
    JobControl control();
    JobInfo rotated(const std::shared_ptr<SessionStore> &store);
    static BulkRevocation ofAll();
    /// Submitted and worked off.
    Result<JobInfo> revoked(const BulkRevocation &what);
    QSet<QString> named(const QList<JobFailure> &failures) const;

    Harm m_harm;
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
    QList<SessionId> m_ids;
};

void TestHarmedStores::init()
{
    AxessTest::init();
    m_harm = {};
    m_ids.clear();
    m_fixture = std::make_unique<StoreFixture>();
    m_fixture->options.factory = std::make_shared<HarmedFactory>(m_fixture->options.factory, m_harm);
    TAKE(store, m_fixture->open());
    m_store = store;
}

void TestHarmedStores::fill(int rows)
{
    for (int i = 0; i < rows; ++i) {
        TAKE(row, m_store->save(guestRow()));
        m_ids.append(row.id);
    }
}

std::shared_ptr<SessionStore> TestHarmedStores::hasty(std::chrono::milliseconds callDeadline)
{
    m_fixture->options.callDeadline = callDeadline;
    m_harm.countedLate = callDeadline + 100ms;
    return m_fixture->open().value();
}

JobControl TestHarmedStores::control()
{
    return controlBy(m_fixture->clock);
}

JobInfo TestHarmedStores::rotated(const std::shared_ptr<SessionStore> &store)
{
    Jobs jobs(store);
    JobRequest request;
    request.kind = u"key-rotation"_s;
    const auto run = Jobs(m_store).submit(request).and_then(
        [&](const JobInfo &job) { return jobs.run(job.id, control()); });
    return run ? run->job : JobInfo();
}

BulkRevocation TestHarmedStores::ofAll()
{
    BulkRevocation what;
    what.scope = RevokeScope::Everybody;
    what.reason = u"a test"_s;
    what.grace = 1h;
    return what;
}

Result<JobInfo> TestHarmedStores::revoked(const BulkRevocation &what)
{
    return RevokeSessions(m_store)
        .submit(what)
        .and_then([&](const JobInfo &job) { return Jobs(m_store).run(job.id, control()); })
        .transform([](const JobRun &run) { return run.job; });
}

QSet<QString> TestHarmedStores::named(const QList<JobFailure> &failures) const
{
    QSet<QString> ids;
    for (const JobFailure &failure : failures)
        ids.insert(failure.what);
    return ids;
}

void TestHarmedStores::aRotationStepsOverUnreadableRows()
{
    fill(200);
    m_harm.unlisted = {m_ids[3]};
    m_harm.unloaded = {m_ids[70], m_ids[199]};
    const JobInfo job = rotated(m_store);
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"resealed"_s), 197);
    QCOMPARE(job.counts.value(u"sessions"_s), 200);
    QCOMPARE(job.counts.value(u"unreadable"_s), 3);
    QCOMPARE(job.counts.value(u"retired"_s), 0);
    QCOMPARE(job.remarks.size(), 1);
    QCOMPARE(named(job.failures), QSet<QString>({m_ids[3].text(), m_ids[70].text(), m_ids[199].text()}));
    // Once they are gone the next one retires both keys.
    for (const int row : {3, 70, 199})
        VERIFY_OK(m_store->remove(m_ids[row]));
    QCOMPARE(rotated(m_store).counts.value(u"retired"_s), 2);
}

void TestHarmedStores::aKeyIsNotRetiredForRowsThatNobodyCanRead()
{
    fill(3);
    TAKE(before, Keys(m_store).list());
    const quint32 old = std::ranges::find(before.keys, 3, &KeyUse::sessions)->key.id;
    Keys keys(hasty(1s));
    TAKE(staged, keys.stage(u"envelope"_s));
    VERIFY_OK(keys.activate(staged.id));
    m_fixture->clock->advance(1min);
    for (const SessionId &id : {m_ids[0], m_ids[1]})
        VERIFY_OK(m_store->remove(id));
    m_harm.unlisted = {m_ids[2]};
    TAKE(seen, keys.verify());
    QCOMPARE(seen.sessions, 1);
    QCOMPARE(seen.unreadable, 1);
    QVERIFY(!seen.isClean());
    const auto refused = keys.retire(old);
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY(refused.error().message().contains(m_ids[2].text()));
    VERIFY_OK(m_store->remove(m_ids[2]));
    VERIFY_OK(keys.retire(old));
}

void TestHarmedStores::damageIsFoundInFewCalls()
{
    fill(64);
    m_harm.unloaded = {m_ids[20]};
    m_harm.loads = 0;
    TAKE(seen, Keys(m_store).verify());
    QCOMPARE(seen.sessions, 64);
    QCOMPARE(seen.unreadable, 1);
    // The batch, and both halves of what holds the damage: six times.
    QCOMPARE(m_harm.loads, 13);
}

void TestHarmedStores::revokingStepsOverUnreadableRows()
{
    fill(100);
    m_harm.unlisted = {m_ids[7]};
    TAKE(job, RevokeSessions(m_store).submit(ofAll()));
    // Another is damaged between choosing and acting.
    JobControl later = control();
    later.progressed = [this](const JobInfo &now) {
        if (now.counts.value(u"requested"_s) > 0)
            m_harm.unloaded = {m_ids[50]};
    };
    TAKE(run, Jobs(m_store).run(job.id, later));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"requested"_s), 99);
    QCOMPARE(run.job.counts.value(u"done"_s), 98);
    QCOMPARE(run.job.counts.value(u"verified"_s), 98);
    QCOMPARE(run.job.counts.value(u"unreadable"_s), 2);
    QCOMPARE(run.job.counts.value(u"failed"_s), 0);
    QCOMPARE(named(run.job.failures), QSet<QString>({m_ids[7].text(), m_ids[50].text()}));
}

void TestHarmedStores::revokingByIdsNamesUnreadableOnes()
{
    fill(70);
    m_harm.unloaded = {m_ids[65]};
    BulkRevocation what = ofAll();
    what.scope = RevokeScope::Ids;
    what.ids = m_ids;
    TAKE(job, revoked(what));
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"requested"_s), 70);
    QCOMPARE(job.counts.value(u"done"_s), 69);
    QCOMPARE(job.counts.value(u"gone"_s), 0);
    QCOMPARE(job.counts.value(u"unreadable"_s), 1);
    QCOMPARE(named(job.failures), QSet<QString>({m_ids[65].text()}));
}

void TestHarmedStores::aRotationGoesOnInSmallerPages()
{
    fill(300);
    const auto store = hasty(500ms);
    m_harm.rowsInTime = 250;
    const JobInfo job = rotated(store);
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"resealed"_s), 300);
    QCOMPARE(job.counts.value(u"retired"_s), 1);
    QVERIFY(m_harm.pages > 0);
    m_harm = {};
    TAKE(report, Keys(m_store).verify());
    QVERIFY(report.isClean());
    QCOMPARE(report.sessions, 300);
}

void TestHarmedStores::keysAreListedAndRetiredUncounted()
{
    fill(2);
    TAKE(counted, Keys(m_store).list());
    QVERIFY(counted.isCounted);
    Keys keys(hasty(1s));
    TAKE(report, keys.list());
    QVERIFY(!report.isCounted);
    QCOMPARE(report.keys.size(), 4);
    QCOMPARE(report.sessions, 0);
    const quint32 old = std::ranges::find(counted.keys, 2, &KeyUse::sessions)->key.id;
    TAKE(staged, keys.stage(u"envelope"_s));
    VERIFY_OK(keys.activate(staged.id));
    m_fixture->clock->advance(1min);
    // By the envelopes.
    VERIFY_FAILS(keys.retire(old), ErrorCode::Denied);
}

QTEST_GUILESS_MAIN(TestHarmedStores)
#include "tst_harmedstores.moc"
