// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/keys.h>
#include <axess/rotationprogress.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What a rotation's job tells about itself.
class TestRotationProgress : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aJobThatWaitsHasNotBegun();
    void anEndedOneNamesItsKey();
    void otherJobsAreNone();

private:
    static JobRequest request(const QString &purpose, bool isLazy)
    {
        JobRequest request;
        request.kind = RotationProgress::Kind.toString();
        request.parameters.insert(u"purpose"_s, purpose);
        if (isLazy)
            request.parameters.insert(u"lazy"_s, true);
        return request;
    }
};

void TestRotationProgress::aJobThatWaitsHasNotBegun()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(job, Jobs(store).submit(request(u"cookie"_s, true)));

    const auto progress = RotationProgress::of(job);

    QVERIFY(progress);
    QCOMPARE(progress->purpose, u"cookie"_s);
    QVERIFY(progress->isLazy);
    QCOMPARE(progress->phase, RotationPhase::Stage);
    QCOMPARE(progress->key, 0u);
}

void TestRotationProgress::anEndedOneNamesItsKey()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(job, Jobs(store).submit(request(u"envelope"_s, false)));
    JobControl control;
    control.wait = [&](std::chrono::milliseconds time) {
        fixture.clock->advance(time);
        return true;
    };
    TAKE(run, Jobs(store).run(job.id, control));
    QCOMPARE(run.job.state, JobState::Done);

    const auto progress = RotationProgress::of(run.job);

    QVERIFY(progress);
    QCOMPARE(progress->phase, RotationPhase::Retire);
    TAKE(report, Keys(store).list());
    const auto isActive
        = [&](const KeyUse &use) { return use.key.id == progress->key && use.key.state == "active"_L1; };
    QVERIFY(std::ranges::any_of(report.keys, isActive));
}

void TestRotationProgress::otherJobsAreNone()
{
    JobInfo job;
    job.request.kind = u"verify-index"_s;
    QVERIFY(!RotationProgress::of(job));
    // Of a later version.
    job.request.kind = RotationProgress::Kind.toString();
    job.checkpoint = R"({"phase":99})"_ba;
    QVERIFY(!RotationProgress::of(job));
}

QTEST_GUILESS_MAIN(TestRotationProgress)
#include "tst_rotationprogress.moc"
