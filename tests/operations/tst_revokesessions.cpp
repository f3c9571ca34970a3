// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/frozenset_p.h"

#include "revoketest.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRevokeSessions : public RevokeTest
{
    Q_OBJECT

private Q_SLOTS:
    void aPreviewCountsExactlyAndWritesNothing();
    void whatMatchesIsEndedAndVerified();
    void theSetIsFrozenBeforeTheFirstSessionEnds();
    void givenIdsAreEndedAndOthersAreToldApart();
    void everybodyIsEndedOnlyWhenThatIsSaid();
    void aCanaryWaitsForSomebodyToLook();
    void aHeldJobEndsNobodyUntilItIsResumed();
    void theRateIsOfSessionsEnded();
    void whoHasNoKeyRevokesInPlace();
    void aPartOfASetSurvivesItsEncoding();
    void whatCannotBeRightIsRefused_data();
    void whatCannotBeRightIsRefused();
};

void TestRevokeSessions::aPreviewCountsExactlyAndWritesNothing()
{
    VERIFY_OK(m_store->revoke(std::span(m_shop).first(10), u"before"_s, 1h));
    TAKE(before, m_fixture->connection()->documents(QString(), {}, 200));
    TAKE(preview, RevokeSessions(m_store).preview(ofTenant(u"shop"_s), control()));
    const JobInfo &job = preview.run.job;
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"requested"_s), Shop - 10);
    QCOMPARE(job.counts.value(u"life.live"_s), Shop - 10);
    QCOMPARE(job.counts.value(u"life.revoked"_s), 10);
    QCOMPARE(job.counts.value(u"tenant.shop"_s), Shop - 10);
    QCOMPARE(job.counts.value(u"level.guest"_s), 46);
    QCOMPARE(job.counts.value(u"level.authenticated"_s), 47);
    QCOMPARE(job.counts.value(u"level.stepped-up"_s), 47);
    QVERIFY(preview.mark.isEmpty());
    QCOMPARE(preview.sessions.size(), Shop - 10);
    QCOMPARE(living(), Shop + Bank - 10);
    TAKE(after, m_fixture->connection()->documents(QString(), {}, 200));
    QCOMPARE(after.documents, before.documents);
}

void TestRevokeSessions::whatMatchesIsEndedAndVerified()
{
    const JobInfo job = revoked(ofTenant(u"shop"_s));
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"requested"_s), Shop);
    QCOMPARE(job.counts.value(u"done"_s), Shop);
    QCOMPARE(job.counts.value(u"gone"_s), 0);
    QCOMPARE(job.counts.value(u"verified"_s), Shop);
    QCOMPARE(job.counts.value(u"failed"_s), 0);
    QCOMPARE(job.done, job.total);
    QCOMPARE(living(), Bank);
    for (const SessionId &id : std::as_const(m_bank))
        QVERIFY(isLive(id));
    const SealedRow row = m_fixture->stored(m_shop.first());
    QCOMPARE(row.revocation->reason, u"stolen laptop (T-17)"_s);
    QCOMPARE(row.revocation->graceUntil - row.revocation->at, std::chrono::milliseconds(15min).count());
}

void TestRevokeSessions::theSetIsFrozenBeforeTheFirstSessionEnds()
{
    BulkRevocation what = ofTenant(u"shop"_s);
    what.start = RevokeStart::WhenResumed;
    const JobInfo held = revoked(what);
    SessionRow late = guestRow();
    late.tenant = tenantNamed(u"shop"_s);
    TAKE(newcomer, m_store->save(late));
    VERIFY_OK(m_store->remove(m_shop.first()));
    Jobs jobs(m_store);
    VERIFY_OK(jobs.resume(held.id));
    TAKE(run, jobs.run(held.id, control()));
    QCOMPARE(run.job.counts.value(u"requested"_s), Shop);
    QCOMPARE(run.job.counts.value(u"done"_s), Shop - 1);
    QCOMPARE(run.job.counts.value(u"gone"_s), 1);
    QCOMPARE(run.job.counts.value(u"verified"_s), Shop);
    QVERIFY(isLive(newcomer.id));
}

void TestRevokeSessions::givenIdsAreEndedAndOthersAreToldApart()
{
    VERIFY_OK(m_store->revoke(std::span(m_shop).first(3), u"before"_s, 1h));
    VERIFY_OK(m_store->remove(m_shop[3]));
    BulkRevocation what;
    what.ids = m_shop + m_shop.first(20);
    what.reason = u"stolen laptop"_s;
    const JobInfo job = revoked(what);
    QCOMPARE(job.counts.value(u"requested"_s), Shop);
    QCOMPARE(job.counts.value(u"gone"_s), 4);
    QCOMPARE(job.counts.value(u"done"_s), Shop - 4);
    QCOMPARE(job.counts.value(u"life.revoked"_s), 3);
    QCOMPARE(job.counts.value(u"life.absent"_s), 1);
    QCOMPARE(living(), Bank);
    // Another's grace is left alone.
    QVERIFY(m_fixture->stored(m_shop.first()).revocation->graceUntil > m_store->now());
}

void TestRevokeSessions::everybodyIsEndedOnlyWhenThatIsSaid()
{
    BulkRevocation what = ofTenant(u"shop"_s);
    what.filter = {};
    VERIFY_FAILS(RevokeSessions(m_store).submit(what), ErrorCode::InvalidArgument);
    JobRequest bare;
    bare.kind = u"revoke-sessions"_s;
    bare.reason = u"oops"_s;
    VERIFY_FAILS(Jobs(m_store).submit(bare), ErrorCode::InvalidArgument);
    what.scope = RevokeScope::Everybody;
    const JobInfo job = revoked(what);
    QCOMPARE(job.counts.value(u"done"_s), Shop + Bank);
    QCOMPARE(job.counts.value(u"tenant.bank"_s), Bank);
    QCOMPARE(living(), 0);
}

void TestRevokeSessions::aCanaryWaitsForSomebodyToLook()
{
    BulkRevocation what = ofTenant(u"shop"_s);
    what.canary = 7;
    const JobInfo paused = revoked(what);
    QCOMPARE(paused.state, JobState::Paused);
    QCOMPARE(paused.counts.value(u"done"_s), 7);
    QCOMPARE(living(), Shop + Bank - 7);
    // The oldest first.
    QVERIFY(!isLive(m_shop.first()) && isLive(m_shop.last()));
    Jobs jobs(m_store);
    TAKE(none, jobs.workOff(control()));
    QCOMPARE(none, 0);
    VERIFY_OK(jobs.resume(paused.id));
    TAKE(run, jobs.run(paused.id, control()));
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"done"_s), Shop);
    QCOMPARE(living(), Bank);
}

void TestRevokeSessions::aHeldJobEndsNobodyUntilItIsResumed()
{
    BulkRevocation what = ofTenant(u"bank"_s);
    what.start = RevokeStart::WhenResumed;
    const JobInfo held = revoked(what);
    QCOMPARE(held.state, JobState::Paused);
    QCOMPARE(held.counts.value(u"requested"_s), Bank);
    QCOMPARE(RevokeSessions::undoUntil(held), 0);
    QCOMPARE(living(), Shop + Bank);
    Jobs jobs(m_store);
    TAKE(cancelled, jobs.cancel(held.id));
    QCOMPARE(cancelled.state, JobState::Cancelled);
    // Nothing is undone, and that is no error.
    TAKE(undo, RevokeSessions(m_store).submitUndo(held.id, u"ann"_s));
    TAKE(run, jobs.run(undo.id, control()));
    QCOMPARE(run.job.state, JobState::Done);
    QVERIFY(run.job.counts.isEmpty());
}

void TestRevokeSessions::theRateIsOfSessionsEnded()
{
    BulkRevocation what = ofTenant(u"shop"_s);
    what.sessionsPerSecond = 20;
    const qint64 begun = m_store->now();
    const JobInfo job = revoked(what);
    QCOMPARE(job.counts.value(u"done"_s), Shop);
    QVERIFY(m_store->now() - begun >= 1000 * (Shop / 20 - 1));
}

void TestRevokeSessions::whoHasNoKeyRevokesInPlace()
{
    const auto keyless = m_fixture->openKeyless().value();
    RevokeSessions revoke(keyless);
    VERIFY_FAILS(revoke.submit(ofTenant(u"shop"_s)), ErrorCode::KeyMissing);
    QVERIFY(parts().isEmpty());
    BulkRevocation waiting = ofTenant(u"shop"_s);
    waiting.canary = 5;
    VERIFY_FAILS(revoke.runHere(waiting, control()), ErrorCode::InvalidArgument);
    TAKE(here, revoke.runHere(ofTenant(u"shop"_s), control()));
    QCOMPARE(here.run.job.state, JobState::Done);
    QCOMPARE(here.run.job.counts.value(u"verified"_s), Shop);
    QCOMPARE(here.sessions.size(), Shop);
    QCOMPARE(living(), Bank);
    TAKE(jobs, Jobs(m_store).list());
    QVERIFY(jobs.isEmpty());
    TAKE(restored, keyless->restore(here.sessions, here.mark));
    QCOMPARE(restored.done.size(), Shop);
}

void TestRevokeSessions::aPartOfASetSurvivesItsEncoding()
{
    const SetPart part {"before", m_bank};
    TAKE(decoded, decodePart(encodePart(part)));
    QCOMPARE(decoded, part);
    TAKE(empty, decodePart(encodePart({})));
    QCOMPARE(empty, SetPart());
    const QByteArray bytes = encodePart(part);
    for (const QByteArray &broken :
         {QByteArray(), QByteArray("x"), bytes.chopped(1), QByteArray("\2") + bytes.mid(1),
          QByteArray("\1\x7f"),
          encodePart({{}, m_shop + m_shop + m_shop + m_shop + m_shop + m_shop + m_shop})})
        VERIFY_FAILS(decodePart(broken), ErrorCode::Corrupt);
}

void TestRevokeSessions::whatCannotBeRightIsRefused_data()
{
    QTest::addColumn<BulkRevocation>("what");
    const auto with = [this](const std::function<void(BulkRevocation &)> &change) {
        BulkRevocation what;
        what.scope = RevokeScope::Matching;
        what.filter.tenant = tenantNamed(u"shop"_s);
        what.reason = u"why"_s;
        change(what);
        return what;
    };
    QTest::newRow("no reason") << with([](auto &what) { what.reason = u"  "_s; });
    QTest::newRow("no ids") << with([](auto &what) { what.scope = RevokeScope::Ids; });
    QTest::newRow("dead ones") << with([](auto &what) { what.filter.life = Life::Expired; });
    QTest::newRow("long reason") << with(
        [](auto &what) { what.reason.fill(u'x', 250), what.ticket = u"12345"_s; });
    QTest::newRow("long ticket") << with([](auto &what) { what.ticket.fill(u'x', 65); });
    QTest::newRow("long grace") << with([](auto &what) { what.grace = std::chrono::hours(169); });
    QTest::newRow("negative canary") << with([](auto &what) { what.canary = -1; });
    QTest::newRow("negative rate") << with([](auto &what) { what.sessionsPerSecond = -1; });
}

void TestRevokeSessions::whatCannotBeRightIsRefused()
{
    QFETCH(const BulkRevocation, what);
    VERIFY_FAILS(RevokeSessions(m_store).submit(what), ErrorCode::InvalidArgument);
    QVERIFY(parts().isEmpty());
    QCOMPARE(living(), Shop + Bank);
}

QTEST_GUILESS_MAIN(TestRevokeSessions)
#include "tst_revokesessions.moc"
