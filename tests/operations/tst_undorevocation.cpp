// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/jobbook_p.h"

#include "revoketest.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is undone, and what becomes of the set that undoing needs.
class TestUndoRevocation : public RevokeTest
{
    Q_OBJECT

private Q_SLOTS:
    void aJobIsUndoneWithinItsGrace();
    void anUndoComesTooLate();
    void anUndoLeavesWhatAnotherRevokedSince();
    void whatHasNotEndedIsNotUndone();
    void twoOperatorsAtOnceEndEverySession();
    void anAlteredSetIsRefused();
    void aSetIsForgottenWhenItIsOfNoUse();
};

void TestUndoRevocation::aJobIsUndoneWithinItsGrace()
{
    const JobInfo job = revoked(ofTenant(u"shop"_s));
    m_fixture->clock->advance(14min);
    QVERIFY(RevokeSessions::undoUntil(job) > m_store->now());
    TAKE(undo, RevokeSessions(m_store).submitUndo(job.id, u"ann"_s));
    TAKE(run, Jobs(m_store).run(undo.id, control()));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"restored"_s), Shop);
    QCOMPARE(run.job.done, run.job.total);
    QCOMPARE(living(), Shop + Bank);
    // Twice is once.
    TAKE(again, RevokeSessions(m_store).submitUndo(job.id, u"ann"_s));
    TAKE(second, Jobs(m_store).run(again.id, control()));
    QCOMPARE(second.job.counts.value(u"restored"_s), 0);
    QCOMPARE(second.job.counts.value(u"alive"_s), Shop);
}

void TestUndoRevocation::anUndoComesTooLate()
{
    const JobInfo job = revoked(ofTenant(u"shop"_s));
    m_fixture->clock->advance(15min);
    TAKE(undo, RevokeSessions(m_store).submitUndo(job.id, u"ann"_s));
    TAKE(run, Jobs(m_store).run(undo.id, control()));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"restored"_s), 0);
    QCOMPARE(run.job.counts.value(u"late"_s), Shop);
    QCOMPARE(living(), Bank);
}

void TestUndoRevocation::anUndoLeavesWhatAnotherRevokedSince()
{
    const JobInfo job = revoked(ofTenant(u"shop"_s));
    VERIFY_OK(m_store->revoke(std::span(m_shop).first(5), u"by another"_s, 1h));
    VERIFY_OK(m_store->remove(m_shop[5]));
    TAKE(undo, RevokeSessions(m_store).submitUndo(job.id, u"ann"_s));
    TAKE(run, Jobs(m_store).run(undo.id, control()));
    QCOMPARE(run.job.counts.value(u"restored"_s), Shop - 6);
    QCOMPARE(run.job.counts.value(u"revokedAgain"_s), 5);
    QCOMPARE(run.job.counts.value(u"gone"_s), 1);
    QVERIFY(!isLive(m_shop.first()));
    QCOMPARE(living(), Shop - 6 + Bank);
}

void TestUndoRevocation::whatHasNotEndedIsNotUndone()
{
    BulkRevocation what = ofTenant(u"shop"_s);
    what.canary = 7;
    const JobInfo paused = revoked(what);
    RevokeSessions revoke(m_store);
    Jobs jobs(m_store);
    VERIFY_FAILS(revoke.submitUndo(paused.id, u"ann"_s), ErrorCode::Conflict);
    VERIFY_FAILS(revoke.submitUndo(u"20260101-000000-abcdef"_s, u"ann"_s), ErrorCode::Gone);
    VERIFY_OK(jobs.cancel(paused.id));
    TAKE(undo, revoke.submitUndo(paused.id, u"ann"_s));
    VERIFY_FAILS(revoke.submitUndo(undo.id, u"ann"_s), ErrorCode::InvalidArgument);
    TAKE(run, jobs.run(undo.id, control()));
    QCOMPARE(run.job.counts.value(u"restored"_s), 7);
    QCOMPARE(run.job.counts.value(u"alive"_s), Shop - 7);
    QCOMPARE(living(), Shop + Bank);
}

void TestUndoRevocation::twoOperatorsAtOnceEndEverySession()
{
    const auto other = m_fixture->open().value();
    BulkRevocation what = ofTenant(u"shop"_s);
    what.start = RevokeStart::WhenResumed;
    const JobInfo mine = revoked(what);
    BulkRevocation everybody = what;
    everybody.scope = RevokeScope::Everybody;
    const JobInfo theirs = revoked(everybody);
    Jobs jobs(m_store);
    Jobs others(other);
    VERIFY_OK(jobs.resume(mine.id));
    VERIFY_OK(others.resume(theirs.id));
    JobControl between = control();
    bool isDone = false;
    between.progressed = [&](const JobInfo &job) {
        if (!isDone && job.counts.value(u"done"_s) > 0)
            isDone = others.run(theirs.id, control()).has_value();
    };
    TAKE(run, jobs.run(mine.id, between));
    QVERIFY(isDone);
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"verified"_s), Shop);
    TAKE(second, others.find(theirs.id));
    QCOMPARE(second.counts.value(u"verified"_s), Shop + Bank);
    QCOMPARE(living(), 0);
    // Who was revoked by both is brought back by neither.
    for (const QString &id : {mine.id, theirs.id}) {
        TAKE(undo, RevokeSessions(m_store).submitUndo(id, u"ann"_s));
        VERIFY_OK(jobs.run(undo.id, control()));
    }
    QCOMPARE(living(), Bank);
}

void TestUndoRevocation::anAlteredSetIsRefused()
{
    BulkRevocation what = ofTenant(u"shop"_s);
    what.start = RevokeStart::WhenResumed;
    const JobInfo held = revoked(what);
    const auto connection = m_fixture->connection();
    const QList<StoredDocument> standing = parts();
    QCOMPARE(standing.size(), 1);
    QByteArray bytes = standing.first().bytes;
    bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
    VERIFY_OK(connection->putDocument(standing.first().name, bytes, standing.first().revision));
    Jobs jobs(m_store);
    VERIFY_OK(jobs.resume(held.id));
    TAKE(run, jobs.run(held.id, control()));
    QCOMPARE(run.job.state, JobState::Failed);
    QCOMPARE(run.job.error->code(), ErrorCode::Corrupt);
    QCOMPARE(living(), Shop + Bank);

    // So is a set that is not there any more, and an altered job.
    const JobInfo other = revoked(what);
    for (const StoredDocument &document : parts())
        VERIFY_OK(connection->removeDocument(document.name, document.revision));
    VERIFY_OK(jobs.resume(other.id));
    TAKE(lost, jobs.run(other.id, control()));
    QCOMPARE(lost.job.error->code(), ErrorCode::Corrupt);
    TAKE(third, RevokeSessions(m_store).submit(ofTenant(u"shop"_s)));
    TAKE(document, connection->document(JobBook::nameOf(third.id)));
    QByteArray altered = document->bytes;
    altered[altered.size() - 1] = char(altered[altered.size() - 1] ^ 1);
    VERIFY_OK(connection->putDocument(document->name, altered, document->revision));
    VERIFY_FAILS(jobs.run(third.id, control()), ErrorCode::Corrupt);
    QCOMPARE(living(), Shop + Bank);
}

void TestUndoRevocation::aSetIsForgottenWhenItIsOfNoUse()
{
    const JobInfo job = revoked(ofTenant(u"shop"_s));
    Jobs jobs(m_store);
    VERIFY_OK(jobs.trim());
    QCOMPARE(parts().size(), 1);
    m_fixture->clock->advance(16min);
    VERIFY_OK(jobs.trim());
    QVERIFY(parts().isEmpty());
    VERIFY_OK(jobs.find(job.id));
    TAKE(undo, RevokeSessions(m_store).submitUndo(job.id, u"ann"_s));
    TAKE(run, jobs.run(undo.id, control()));
    QCOMPARE(run.job.state, JobState::Failed);
}

QTEST_GUILESS_MAIN(TestUndoRevocation)
#include "tst_undorevocation.moc"
