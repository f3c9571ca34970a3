// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conversiontest.h"

#include "operations/conversion_p.h"
#include "operations/instancedocument_p.h"

#include "verify.h"

#include <axess/keys.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A store is sealed and unsealed from beginning to end, and interrupted at every step.
class TestConversion : public ConversionTest
{
    Q_OBJECT

private Q_SLOTS:
    void aStoreIsSealed();
    void aStoreIsUnsealed();
    void sealedTwiceChangesNothing();
    void aDryRunCountsAndWritesNothing();
    void documentsAreConvertedAsWell();
    void anIdleInstanceFindsItsWay();
    void anIdleInstanceWritesAsAllDo();
    void instancesThatCannotAreWaitedFor();
    void everyStepMayBeDoneTwice_data();
    void everyStepMayBeDoneTwice();
};

void TestConversion::aStoreIsSealed()
{
    fill(*m_clear, Rows);
    TAKE(store, mixed());
    const JobInfo job = converted(store, ConversionTarget::Sealed);
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"converted"_s), Rows);
    QCOMPARE(job.counts.value(u"sessions"_s), Rows);
    QCOMPARE(job.done, job.total);
    QVERIFY(job.remarks.isEmpty() && job.failures.isEmpty());
    verifyAll(m_key, true);
    TAKE(sealed, opened(m_key));
    TAKE(report, Keys(sealed).verify());
    QVERIFY(report.isClean());
}

void TestConversion::aStoreIsUnsealed()
{
    fill(*m_clear, Rows);
    TAKE(first, mixed());
    QCOMPARE(converted(first, ConversionTarget::Sealed).state, JobState::Done);
    TAKE(store, mixed(ConversionTarget::Unsealed));
    const JobInfo job = converted(store, ConversionTarget::Unsealed);
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"converted"_s), Rows);
    QVERIFY(job.remarks.isEmpty() && job.failures.isEmpty());
    verifyAll(RootKey::none(), false);
    // And once more, with the ring that still stands there.
    TAKE(again, mixed());
    QCOMPARE(converted(again, ConversionTarget::Sealed).counts.value(u"converted"_s), Rows);
    verifyAll(m_key, true);
}

void TestConversion::sealedTwiceChangesNothing()
{
    fill(*m_clear, 20);
    TAKE(store, mixed());
    QCOMPARE(converted(store, ConversionTarget::Sealed).counts.value(u"converted"_s), 20);
    TAKE(keys, store->keys());
    TAKE(again, mixed());
    const JobInfo job = converted(again, ConversionTarget::Sealed);
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"converted"_s), 0);
    QCOMPARE(job.counts.value(u"sessions"_s), 20);
    TAKE(after, again->keys());
    QCOMPARE(after.size(), keys.size());
    verifyAll(m_key, true);
}

void TestConversion::aDryRunCountsAndWritesNothing()
{
    fill(*m_clear, Rows);
    const JobInfo job = converted(m_clear, ConversionTarget::Sealed, JobMode::DryRun);
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"converted"_s), Rows);
    QCOMPARE(job.counts.value(u"sessions"_s), Rows);
    verifyAll(RootKey::none(), false);
    TAKE(store, mixed());
    QCOMPARE(converted(store, ConversionTarget::Sealed).state, JobState::Done);
    TAKE(sealed, opened(m_key));
    const JobInfo back = converted(sealed, ConversionTarget::Unsealed, JobMode::DryRun);
    QCOMPARE(back.counts.value(u"converted"_s), Rows);
    verifyAll(m_key, true);
}

void TestConversion::documentsAreConvertedAsWell()
{
    fill(*m_clear, 5);
    const auto bytesOf
        = [&](const QString &name) { return m_fixture->connection()->document(name).value()->bytes; };
    JobRequest other;
    other.kind = u"verify-index"_s;
    TAKE(job, Jobs(m_clear).submit(other));
    TAKE(epoch, m_clear->raiseTenantEpoch(tenantNamed(u"acme"_s), u"test"_s));
    const QString name = u"job/"_s + job.id;
    QVERIFY(bytesOf(name).startsWith('{'));
    TAKE(store, mixed());
    const JobInfo run = converted(store, ConversionTarget::Sealed);
    QCOMPARE(run.counts.value(u"documents"_s), 1); // The control document was written when it turned.
    QVERIFY(bytesOf(name).startsWith("AD"));
    QVERIFY(bytesOf(u"control"_s).startsWith("AD"));
    TAKE(sealed, opened(m_key));
    TAKE(found, Jobs(sealed).find(job.id));
    QCOMPARE(found.request.kind, other.kind);
    TAKE(next, sealed->raiseTenantEpoch(tenantNamed(u"acme"_s), u"test"_s));
    QCOMPARE(next, epoch + 1);
    TAKE(back, mixed(ConversionTarget::Unsealed));
    QCOMPARE(converted(back, ConversionTarget::Unsealed).state, JobState::Done);
    QVERIFY(bytesOf(name).startsWith('{'));
    TAKE(clear, opened(RootKey::none()));
    VERIFY_OK(Jobs(clear).find(job.id));
}

void TestConversion::anIdleInstanceFindsItsWay()
{
    fill(*m_clear, 3);
    TAKE(idle, mixed());
    TAKE(store, mixed());
    const auto readsAndWrites = [&](bool isSealed) {
        m_fixture->clock->advance(5s);
        TAKE(loaded, idle->load(m_sessions.first().token));
        QVERIFY(loaded);
        TAKE(saved, idle->save(*loaded));
        m_sessions.first() = saved;
        QCOMPARE(m_fixture->stored(saved.id).keyId != 0, isSealed);
    };
    // It slept from one end of a conversion to the other.
    QCOMPARE(converted(store, ConversionTarget::Sealed).state, JobState::Done);
    readsAndWrites(true);
    QCOMPARE(converted(store, ConversionTarget::Unsealed).state, JobState::Done);
    readsAndWrites(false);
    QCOMPARE(converted(store, ConversionTarget::Sealed).state, JobState::Done);
    readsAndWrites(true);
}

// The document that nobody does without.
void TestConversion::anIdleInstanceWritesAsAllDo()
{
    fill(*m_clear, 3);
    const auto tenant = TenantId::fromText(u"elsewhere"_s);
    VERIFY_OK(tenant);
    TAKE(idle, mixed());
    TAKE(store, mixed());
    QCOMPARE(converted(store, ConversionTarget::Sealed).state, JobState::Done);
    m_fixture->clock->advance(5s);
    VERIFY_OK(idle->raiseTenantEpoch(*tenant, u"test"_s));
    verifyAll(m_key, true);
    TAKE(back, mixed(ConversionTarget::Unsealed));
    TAKE(idleAgain, mixed(ConversionTarget::Unsealed));
    QCOMPARE(converted(back, ConversionTarget::Unsealed).state, JobState::Done);
    m_fixture->clock->advance(5s);
    VERIFY_OK(idleAgain->raiseTenantEpoch(*tenant, u"test"_s));
    verifyAll(RootKey::none(), false);
}

void TestConversion::instancesThatCannotAreWaitedFor()
{
    fill(*m_clear, 5);
    InstanceDocument old(m_clear->core(), u"shop"_s);
    VERIFY_OK(old.renew());
    TAKE(store, mixed());
    Jobs jobs(store);
    TAKE(job, jobs.submit(conversionRequest(ConversionTarget::Sealed)));
    JobControl renewing = control();
    renewing.progressed = [&](const JobInfo &) { VERIFY_OK(old.renew()); };
    TAKE(waiting, jobs.run(job.id, renewing));
    QCOMPARE(waiting.end, JobRunEnd::Paused);
    QCOMPARE(waiting.job.remarks.size(), 1);
    QVERIFY2(waiting.job.remarks.first().contains(u"shop on "_s), qPrintable(waiting.job.remarks.first()));
    QCOMPARE(m_fixture->stored(m_sessions.first().id).keyId, 0);
    // It is started anew.
    old.remove();
    InstanceDocument fresh(store->core(), u"shop"_s);
    VERIFY_OK(fresh.renew());
    VERIFY_OK(jobs.resume(job.id));
    TAKE(done, jobs.run(job.id, control()));
    QCOMPARE(done.job.state, JobState::Done);
    verifyAll(m_key, true);
}

void TestConversion::everyStepMayBeDoneTwice_data()
{
    QTest::addColumn<bool>("seals");
    QTest::newRow("sealing") << true;
    QTest::newRow("unsealing") << false;
}

void TestConversion::everyStepMayBeDoneTwice()
{
    QFETCH(const bool, seals);
    fill(*m_clear, Rows);
    TAKE(store, mixed());
    if (!seals)
        QCOMPARE(converted(store, ConversionTarget::Sealed).state, JobState::Done);
    Jobs jobs(store);
    TAKE(job, jobs.submit(conversionRequest(seals ? ConversionTarget::Sealed : ConversionTarget::Unsealed)));
    const Conversion kind;
    int steps = 0;
    JobInfo now = job;
    while (!now.hasEnded() && ++steps < 500) {
        // What a worker did that died before it could keep it, on an engine of its own.
        TAKE(other, mixed());
        VERIFY_OK(kind.step(other->core(), now, 1000));
        TAKE(worker, mixed());
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
    QVERIFY(now.remarks.isEmpty());
    verifyAll(seals ? m_key : RootKey::none(), seals);
}

QTEST_GUILESS_MAIN(TestConversion)
#include "tst_conversion.moc"
