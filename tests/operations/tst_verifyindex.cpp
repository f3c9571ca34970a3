// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/jobs.h>
#include <axess/operations.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestVerifyIndex : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeStoreIsFoundWhole();
    void itTakesNoParameters();
    void housekeepingWorksItOff();
    void whoLeavesJobsAloneDoes();
};

namespace {

JobRequest verification(JobMode mode)
{
    JobRequest request;
    request.kind = u"verify-index"_s;
    request.mode = mode;
    return request;
}

} // namespace

void TestVerifyIndex::aWholeStoreIsFoundWhole()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    for (int i = 0; i < 2500; ++i)
        VERIFY_OK(store->save(guestRow()));
    Jobs jobs(store);
    for (const JobMode mode : {JobMode::DryRun, JobMode::Act}) {
        TAKE(job, jobs.submit(verification(mode)));
        TAKE(run, jobs.run(job.id, {}));
        QCOMPARE(run.job.state, JobState::Done);
        QCOMPARE(run.job.counts.value(u"sessions"_s), 2500);
        for (const char *name : {"unregistered", "unindexed", "stale", "vanished", "repaired"})
            QCOMPARE(run.job.counts.value(QString::fromLatin1(name), -1), 0);
        QVERIFY(run.job.remarks.isEmpty());
        QVERIFY(run.job.steps >= 3);
    }
}

void TestVerifyIndex::itTakesNoParameters()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    JobRequest request = verification(JobMode::Act);
    request.parameters.insert(u"bucket"_s, 7);
    VERIFY_FAILS(Jobs(store).submit(request), ErrorCode::InvalidArgument);
}

void TestVerifyIndex::housekeepingWorksItOff()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    Jobs jobs(store);
    TAKE(job, jobs.submit(verification(JobMode::Act)));
    Housekeeping::Options options;
    options.program = u"shop"_s;
    options.lookForJobsEvery = 5ms;
    Housekeeping housekeeping(store, options);
    VERIFY_OK(housekeeping.start());
    QTRY_COMPARE_WITH_TIMEOUT(jobs.find(job.id).value().state, JobState::Done, 60'000);
    QVERIFY(jobs.find(job.id).value().worker.startsWith(u"shop@"_s));
}

void TestVerifyIndex::whoLeavesJobsAloneDoes()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    Jobs jobs(store);
    TAKE(job, jobs.submit(verification(JobMode::Act)));
    Housekeeping::Options options;
    options.jobs = JobPolicy::LeaveAlone;
    options.lookForJobsEvery = 1ms;
    options.renewEvery = 1ms;
    Housekeeping housekeeping(store, options);
    VERIFY_OK(housekeeping.start());
    QTRY_COMPARE_WITH_TIMEOUT(instances(*store).value().size(), 1, 60'000);
    QTest::qWait(20);
    QCOMPARE(jobs.find(job.id).value().state, JobState::Waiting);
}

QTEST_GUILESS_MAIN(TestVerifyIndex)
#include "tst_verifyindex.moc"
