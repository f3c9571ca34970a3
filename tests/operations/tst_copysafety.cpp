// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copytest.h"
#include "harmedrows.h"
#include "storefixture.h"

#include <axess/audit.h>
#include <axess/conversion.h>
#include <axess/keys.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What a copy must not pass over in silence, and when it must not begin.
class TestCopySafety : public CopyTest
{
    Q_OBJECT

private Q_SLOTS:
    void unreadableSessionsAreNamed();
    void itWaitsForAConversion_data();
    void itWaitsForAConversion();
    void keysThatChangeMeanwhileAreNoticed();
    void theAuditTrailTravels_data();
    void theAuditTrailTravels();
    void anActWhileItComparesIsNotLost();

private:
    static JobRequest requestOf(const QString &kind, const QString &to);
};

void TestCopySafety::unreadableSessionsAreNamed()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    Harm harm;
    harm.unlisted = {filled.live[0].id(), filled.live[3].id()};
    ends.sourceOptions.factory = std::make_shared<HarmedFactory>(ends.sourceOptions.factory, harm);
    TAKE(copy, StoreCopy::open(ends));
    TAKE(run, copy->run({}, {}));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"unreadable"_s), 2);
    QCOMPARE(run.job.counts.value(u"sessions"_s), Sessions - 2);
    QCOMPARE(run.job.failureCount, 2);
    for (const JobFailure &failure : run.job.failures) {
        QVERIFY(harm.unlisted.contains(SessionId::fromText(failure.what).value_or(SessionId())));
        QVERIFY(failure.sentence.contains(u"Stays in the source"));
    }
    TAKE(verified, copy->verify({}, {}));
    QCOMPARE(verified.job.counts.value(u"unreadable"_s), 2);
    QCOMPARE(verified.job.failureCount, 2);
    TAKE(to, targetOf(ends));
    TAKE(lost, to->load(filled.live[0]));
    QVERIFY(!lost);
    TAKE(kept, to->load(filled.live[1]));
    QVERIFY(kept.has_value());
}

JobRequest TestCopySafety::requestOf(const QString &kind, const QString &to)
{
    if (!to.isEmpty())
        return conversionRequest(to == "sealed"_L1 ? ConversionTarget::Sealed : ConversionTarget::Unsealed,
                                 JobMode::Act);
    JobRequest request;
    request.kind = kind;
    return request;
}

void TestCopySafety::itWaitsForAConversion_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("next");
    QTest::newRow("rotation") << u"key-rotation"_s << QString() << u"axessctl key rotate"_s;
    QTest::newRow("sealing") << u"convert"_s << u"sealed"_s << u"axessctl store seal"_s;
    QTest::newRow("unsealing") << u"convert"_s << u"unsealed"_s << u"axessctl store unseal"_s;
}

void TestCopySafety::itWaitsForAConversion()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, to);
    QFETCH(const QString, next);
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    Jobs jobs(from);
    TAKE(job, jobs.submit(requestOf(kind, to)));
    TAKE(copy, StoreCopy::open(ends));
    const auto refused = copy->run({}, {});
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY2(refused.error().message().contains(next), qPrintable(refused.error().message()));
    QVERIFY(refused.error().message().contains(job.id));
    QCOMPARE(copy->plan().value().target, StoreCopyPlan::Target::Empty);
    VERIFY_OK(jobs.cancel(job.id));
    TAKE(run, copy->run({}, {}));
    QCOMPARE(run.job.state, JobState::Done);
}

void TestCopySafety::keysThatChangeMeanwhileAreNoticed()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    Keys keys(from);
    std::optional<Result<KeyChange>> staged;
    JobControl control;
    control.progressed = [&](const JobInfo &) {
        if (!staged)
            staged = keys.stage(u"envelope"_s);
    };
    TAKE(copy, StoreCopy::open(ends));
    TAKE(failed, copy->run({}, control));
    VERIFY_OK(*staged);
    QCOMPARE(failed.job.state, JobState::Failed);
    QCOMPARE(failed.job.error->code(), ErrorCode::Conflict);
    VERIFY_FAILS(targetOf(ends), ErrorCode::Unavailable);
    TAKE(again, copy->run({}, {}));
    QCOMPARE(again.job.state, JobState::Done);
    TAKE(to, targetOf(ends));
    QCOMPARE(to->keys().value().size(), from->keys().value().size());
}

void TestCopySafety::theAuditTrailTravels_data()
{
    QTest::addColumn<int>("stopsAfter");
    QTest::newRow("in one go") << 0;
    for (const int steps : {3, 5, 7, 8, 9})
        QTest::addRow("stopped after %d", steps) << steps;
}

void TestCopySafety::theAuditTrailTravels()
{
    QFETCH(const int, stopsAfter);
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    Audit trail(from, {u"ann"_s, {}, AuditPolicy::Require});
    trail.attach();
    TAKE(filled, fill(*from));
    for (int i = 0; i < 40; ++i)
        VERIFY_OK(from->raiseTenantEpoch(tenantNamed(u"nobody"_s), u"a drill"_s));
    TAKE(before, trail.list(1000));
    QCOMPARE_GE(before.size(), 80);
    if (stopsAfter > 0) {
        TAKE(copy, StoreCopy::open(ends));
        TAKE(part, copy->run({}, stopAfter(stopsAfter)));
        QCOMPARE(part.end, JobRunEnd::Stopped);
    }
    TAKE(run, copied(ends));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE_GE(run.job.counts.value(u"audit"_s), before.size());

    TAKE(to, targetOf(ends));
    Audit there(to, {u"bob"_s, {}, AuditPolicy::Require});
    TAKE(verified, there.verify());
    QVERIFY2(verified.isClean(), qPrintable(verified.problems.join(u'\n')));
    QCOMPARE(verified.entries, before.size());
    QCOMPARE(verified.proven, verified.entries);
    // And it goes on there.
    there.attach();
    VERIFY_OK(to->raiseTenantEpoch(tenantNamed(u"nobody"_s), u"a drill"_s));
    TAKE(longer, there.verify());
    QVERIFY2(longer.isClean(), qPrintable(longer.problems.join(u'\n')));
    QCOMPARE(longer.entries, before.size() + 2);
}

void TestCopySafety::anActWhileItComparesIsNotLost()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    Audit trail(from, {u"ann"_s, {}, AuditPolicy::Require});
    trail.attach();
    TAKE(filled, fill(*from));
    // An act that changes no row: the comparison does not see it.
    bool hasActed = false;
    JobControl control;
    control.progressed = [&](const JobInfo &job) {
        if (hasActed || job.counts.value(u"compared"_s) == 0)
            return;
        hasActed = true;
        VERIFY_OK(from->raiseTenantEpoch(tenantNamed(u"nobody"_s), u"a drill"_s));
    };
    TAKE(copy, StoreCopy::open(ends));
    TAKE(failed, copy->run({}, control));
    QVERIFY(hasActed);
    QCOMPARE(failed.job.state, JobState::Failed);
    QCOMPARE(failed.job.error->code(), ErrorCode::Conflict);
    VERIFY_FAILS(targetOf(ends), ErrorCode::Unavailable);

    TAKE(again, copy->run({}, {}));
    QCOMPARE(again.job.state, JobState::Done);
    TAKE(to, targetOf(ends));
    TAKE(entries, trail.list(1000));
    Audit there(to, {u"bob"_s, {}, AuditPolicy::Require});
    TAKE(verified, there.verify());
    QVERIFY2(verified.isClean(), qPrintable(verified.problems.join(u'\n')));
    QCOMPARE(verified.entries, entries.size());
}

QTEST_GUILESS_MAIN(TestCopySafety)
#include "tst_copysafety.moc"
