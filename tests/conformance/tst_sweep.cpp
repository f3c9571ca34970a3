// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class SweepConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyStoreHasNothingToSweep();
    void liveRowsAreSpared();
    void aRowGoesFromTheMomentItExpires();
    void aRowBelowItsSweepColumnIsNotLookedAt();
    void aTouchedRowIsSparedThoughItsColumnHasCome();
    void theReasonIsTheDeadlineThatCameFirst();
    void aSweptRowHasAnEventAtTheMomentOfItsEnd();
    void aMarkPastItsGraceIsSwept();
    void aMarkWithinItsGraceIsSpared();
    void aRevokedRowThatEndedIsSweptAsRevoked();
    void aRowOfAnOlderStoreEpochIsSwept();
    void aRowOfAnOlderTenantEpochIsSwept();
    void aBatchEndsAtItsLimit(); // Promise: 9
    void fewerThanTheLimitMeansDone();
    void aSweptRowAnswersTenantAndUser();
    void limitsOutsideTheRangeAreRefused();
    void aSecondSweepFindsNothing();
};

void SweepConformance::anEmptyStoreHasNothingToSweep()
{
    QVERIFY(sweep().isEmpty());
}

void SweepConformance::liveRowsAreSpared()
{
    stored(aRow());
    stored(aRow().user(u"ann"_s));
    QVERIFY(sweep().isEmpty());
    QCOMPARE(page({}).size(), 2);
}

void SweepConformance::aRowGoesFromTheMomentItExpires()
{
    const SealedRow idle = stored(aRow().idleUntil(now() + Minute));
    const SealedRow absolute = stored(aRow().endsAt(now() + Minute));
    advance(Minute - 1);
    QVERIFY(sweep().isEmpty());
    advance(1);
    QCOMPARE(sweep(), sorted({idle.id, absolute.id}));
    QVERIFY(!exists(idle.id) && !exists(absolute.id));
}

void SweepConformance::aRowBelowItsSweepColumnIsNotLookedAt()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Minute).sweepAt(now() + Hour));
    advance(Hour - 1);
    QVERIFY(sweep().isEmpty());
    advance(1);
    QCOMPARE(sweep(), QList<SessionId> {row.id});
}

void SweepConformance::aTouchedRowIsSparedThoughItsColumnHasCome()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Minute));
    touch({row.id, now() + Hour, now(), 0});
    const SealedRow other = stored(aRow().idleUntil(now() + Minute));
    advance(2 * Minute);
    QCOMPARE(sweep(), QList<SessionId> {other.id});
    QVERIFY(exists(row.id));
}

void SweepConformance::theReasonIsTheDeadlineThatCameFirst()
{
    const SealedRow idle = stored(aRow().idleUntil(now() + Minute));
    const SealedRow absolute = stored(aRow().endsAt(now() + Minute));
    advance(24 * Hour);
    TAKE(removed, store().removeExpired(horizon(), 10));
    QCOMPARE(removed.size(), 2);
    for (const RemovedRow &row : std::as_const(removed)) {
        const EndReason expected = row.id == idle.id ? EndReason::IdleDeadline : EndReason::AbsoluteDeadline;
        QCOMPARE(row.reason, expected);
    }
}

void SweepConformance::aSweptRowHasAnEventAtTheMomentOfItsEnd()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s).idleUntil(now() + Minute));
    const qint64 before = lastPosition();
    advance(Hour);
    sweep();
    const QList<Event> events = eventsBehind(before);
    QCOMPARE(events.size(), 1);
    const Event expected {.position = events[0].position,
                          .at = row.idleDeadline,
                          .kind = EventKind::Ended,
                          .endReason = EndReason::IdleDeadline,
                          .session = row.id,
                          .tenant = row.tenant,
                          .user = row.user,
                          .detail = {}};
    QCOMPARE(events[0], expected);
}

void SweepConformance::aMarkPastItsGraceIsSwept()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    revoke(revocationOf(row.id, now(), now() + Minute, u"stolen"_s));
    const qint64 revokedAt = now();
    const qint64 before = lastPosition();
    advance(Minute);
    TAKE(removed, store().removeExpired(horizon(), 10));
    QCOMPARE(removed, (QList<RemovedRow> {{row.id, row.tenant, row.user, EndReason::Revoked}}));
    const Event event = eventsBehind(before).constFirst();
    QCOMPARE(event.endReason, EndReason::Revoked);
    QCOMPARE(event.detail, u"stolen"_s);
    QCOMPARE(event.at, revokedAt);
}

void SweepConformance::aMarkWithinItsGraceIsSpared()
{
    const SealedRow row = stored(aRow());
    revoke(revocationOf(row.id, now(), now() + Minute));
    advance(Minute - 1);
    QVERIFY(sweep().isEmpty());
    QVERIFY(exists(row.id));
}

void SweepConformance::aRevokedRowThatEndedIsSweptAsRevoked()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Minute));
    revoke(revocationOf(row.id, now(), now() + 24 * Hour));
    advance(Minute);
    TAKE(removed, store().removeExpired(horizon(), 10));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed[0].reason, EndReason::Revoked);
}

void SweepConformance::aRowOfAnOlderStoreEpochIsSwept()
{
    const SealedRow old = stored(aRow().tenant(u"acme"_s).epochs(1, 0));
    const SealedRow current = stored(aRow().epochs(2, 0));
    advance(Minute);
    horizon().store = {2, now()};
    TAKE(removed, store().removeExpired(horizon(), 10));
    QCOMPARE(removed, (QList<RemovedRow> {{old.id, old.tenant, old.user, EndReason::EpochRaised}}));
    QVERIFY(exists(current.id));
}

void SweepConformance::aRowOfAnOlderTenantEpochIsSwept()
{
    const SealedRow old = stored(aRow().tenant(u"acme"_s).epochs(0, 1));
    const SealedRow current = stored(aRow().tenant(u"acme"_s).epochs(0, 2));
    const SealedRow foreign = stored(aRow().tenant(u"other"_s).epochs(0, 1));
    const qint64 before = lastPosition();
    advance(Minute);
    horizon().tenants[tenantOf(u"acme"_s)] = {2, now()};
    const qint64 raisedAt = now();
    advance(Minute);
    QCOMPARE(sweep(), QList<SessionId> {old.id});
    QVERIFY(exists(current.id) && exists(foreign.id));
    const Event event = eventsBehind(before).constFirst();
    QCOMPARE(event.endReason, EndReason::EpochRaised);
    QCOMPARE(event.at, raisedAt);
}

void SweepConformance::aBatchEndsAtItsLimit()
{
    QList<SessionId> ids;
    for (int i = 0; i < 10; ++i)
        ids.append(stored(aRow().idleUntil(now() + Minute + i)).id);
    advance(Hour);
    QList<SessionId> swept;
    for (const int expected : {4, 4, 2, 0}) {
        const QList<SessionId> batch = sweep(4);
        QCOMPARE(batch.size(), expected);
        swept += batch;
    }
    QCOMPARE(sorted(swept), sorted(ids));
}

void SweepConformance::fewerThanTheLimitMeansDone()
{
    horizon().store = {1, now() + Hour};
    horizon().tenants[tenantOf(u"acme"_s)] = {5, now() + Hour};
    stored(aRow().epochs(0, 0));
    stored(aRow().tenant(u"acme"_s).epochs(1, 0));
    const SealedRow revoked = stored(aRow().epochs(1, 0));
    revoke(revocationOf(revoked.id, now(), now()));
    stored(aRow().epochs(1, 0).idleUntil(now()));
    const SealedRow live = stored(aRow().epochs(1, 0));
    QCOMPARE(sweep(100).size(), 4);
    QCOMPARE(page({}), QList<SessionId> {live.id});
}

void SweepConformance::aSweptRowAnswersTenantAndUser()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s).endsAt(now() + Minute));
    advance(Minute);
    TAKE(removed, store().removeExpired(horizon(), 10));
    QCOMPARE(removed, (QList<RemovedRow> {{row.id, row.tenant, row.user, EndReason::AbsoluteDeadline}}));
}

void SweepConformance::limitsOutsideTheRangeAreRefused()
{
    VERIFY_FAILS(store().removeExpired(horizon(), 0), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().removeExpired(horizon(), -1), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().removeExpired(horizon(), 1001), ErrorCode::InvalidArgument);
    VERIFY_OK(store().removeExpired(horizon(), 1000));
}

void SweepConformance::aSecondSweepFindsNothing()
{
    stored(aRow().idleUntil(now() + Minute));
    advance(Hour);
    QCOMPARE(sweep().size(), 1);
    const qint64 before = lastPosition();
    QVERIFY(sweep().isEmpty());
    QVERIFY(eventsBehind(before).isEmpty());
}

CONFORMANCE_TOPIC(sweep, SweepConformance)
#include "tst_sweep.moc"
