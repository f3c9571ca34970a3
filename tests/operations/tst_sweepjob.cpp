// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "revoketest.h"

#include <axess/operations.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Everybody is logged out in one write; the rows go afterwards.
class TestSweepJob : public RevokeTest
{
    Q_OBJECT

private Q_SLOTS:
    void aRaisedEpochHoldsAtOnceAndItsRowsGoLater();
    void aRaisedStoreEpochEndsEverybody();
    void aSweepWithNothingToDoIsDoneAtOnce();
    void aWrongSweepIsRefused();

private:
    JobInfo swept(const QString &job);
};

JobInfo TestSweepJob::swept(const QString &job)
{
    return Jobs(m_store).run(job, control()).value().job;
}

void TestSweepJob::aRaisedEpochHoldsAtOnceAndItsRowsGoLater()
{
    const auto other = m_fixture->open().value();
    m_fixture->clock->advance(10ms);
    VERIFY_OK(m_store->raiseTenantEpoch(tenantNamed(u"shop"_s), u"leaked backup"_s));
    for (const SessionId &id : m_shop + m_bank) {
        TAKE(seen, other->find(id));
        QCOMPARE(seen->life, m_shop.contains(id) ? Life::Expired : Life::Live);
    }
    m_fixture->clock->advance(10ms);
    SessionRow later = guestRow();
    later.tenant = tenantNamed(u"shop"_s);
    TAKE(newcomer, other->save(later));

    TAKE(job, submitSweep(m_store, u"ann"_s, u"leaked backup"_s, 61s));
    const qint64 begun = m_store->now();
    const JobInfo done = swept(job.id);
    QCOMPARE(done.state, JobState::Done);
    QVERIFY(m_store->now() - begun >= 61'000);
    QCOMPARE(done.counts.value(u"removed"_s), Shop);
    TAKE(after, m_store->statistics());
    QCOMPARE(after.sessions, Bank + 1);
    QCOMPARE(after.live, Bank + 1);
    QVERIFY(isLive(newcomer.id));
}

void TestSweepJob::aRaisedStoreEpochEndsEverybody()
{
    for (int i = 0; i < 1200; ++i)
        VERIFY_OK(m_store->save(guestRow()));
    m_fixture->clock->advance(10ms);
    VERIFY_OK(m_store->raiseStoreEpoch(u"leaked key"_s));
    QCOMPARE(living(), 0);
    TAKE(job, submitSweep(m_store, u"ann"_s, {}, 61s));
    const JobInfo done = swept(job.id);
    QCOMPARE(done.counts.value(u"removed"_s), Shop + Bank + 1200);
    // In batches.
    QVERIFY(done.steps >= 3);
    TAKE(after, m_store->statistics());
    QCOMPARE(after.sessions, 0);
}

void TestSweepJob::aSweepWithNothingToDoIsDoneAtOnce()
{
    TAKE(job, submitSweep(m_store, {}, {}, 0s));
    const JobInfo done = swept(job.id);
    QCOMPARE(done.state, JobState::Done);
    QCOMPARE(done.counts.value(u"removed"_s), 0);
    QCOMPARE(living(), Shop + Bank);
}

void TestSweepJob::aWrongSweepIsRefused()
{
    JobRequest request;
    request.kind = u"sweep"_s;
    request.mode = JobMode::DryRun;
    VERIFY_FAILS(Jobs(m_store).submit(request), ErrorCode::InvalidArgument);
    request.mode = JobMode::Act;
    request.parameters = {{u"everything"_s, true}};
    VERIFY_FAILS(Jobs(m_store).submit(request), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestSweepJob)
#include "tst_sweepjob.moc"
