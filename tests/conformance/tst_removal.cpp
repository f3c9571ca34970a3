// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class RemovalConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aRemovedRowIsAbsentEverywhere(); // Promise: 1
    void removingAnswersWhatThereWas();
    void removingTwiceIsFine();
    void removingAnAbsentRowAnswersNothingAndWritesNothing();
    void removingWritesItsEvent();
    void aDeadRowIsRemovedToo();
    void aRevokedRowIsRemovedToo();
    void inABatchTheAbsentOnesAreLeftOut();
    void nothingBringsARemovedRowBack(); // Promise: 1
    void othersStay();
    void aDetailThatIsTooLongIsRefused();
};

void RemovalConformance::aRemovedRowIsAbsentEverywhere()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s).key(5));
    remove(row.id);
    QVERIFY(!exists(row.id));
    QVERIFY(page({}).isEmpty());
    TAKE(sessions, store().sessionsOf(row.tenant, row.user, {}, 10, horizon()));
    QVERIFY(sessions.rows.isEmpty() && sessions.vanished.isEmpty());
    TAKE(users, store().users(row.tenant, {}, 10));
    QVERIFY(users.users.isEmpty());
    TAKE(tenants, store().tenants({}, 10));
    QVERIFY(tenants.tenants.isEmpty());
    TAKE(counts, store().countByKey());
    QCOMPARE(counts.value(5), 0);
}

void RemovalConformance::removingAnswersWhatThereWas()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const RemovedRow expected {row.id, row.tenant, row.user, EndReason::SignedOutEverywhere};
    QCOMPARE(remove(row.id, EndReason::SignedOutEverywhere), QList<RemovedRow> {expected});
}

void RemovalConformance::removingTwiceIsFine()
{
    const SealedRow row = stored(aRow());
    QCOMPARE(remove(row.id).size(), 1);
    const qint64 before = lastPosition();
    QVERIFY(remove(row.id).isEmpty());
    QVERIFY(eventsBehind(before).isEmpty());
}

void RemovalConformance::removingAnAbsentRowAnswersNothingAndWritesNothing()
{
    QVERIFY(remove(freshId()).isEmpty());
    QVERIFY(eventsBehind().isEmpty());
}

void RemovalConformance::removingWritesItsEvent()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const qint64 before = lastPosition();
    const Removal removal {row.id, EndReason::Mismatch, u"another browser"_s, now() + 5};
    VERIFY_OK(store().remove(only(removal)));
    const QList<Event> events = eventsBehind(before);
    QCOMPARE(events.size(), 1);
    const Event expected {.position = events[0].position,
                          .at = now() + 5,
                          .kind = EventKind::Ended,
                          .endReason = EndReason::Mismatch,
                          .session = row.id,
                          .tenant = row.tenant,
                          .user = row.user,
                          .detail = u"another browser"_s};
    QCOMPARE(events[0], expected);
}

void RemovalConformance::aDeadRowIsRemovedToo()
{
    const SealedRow row = stored(aRow().endsAt(now() + Minute));
    advance(Hour);
    QCOMPARE(remove(row.id).size(), 1);
    QVERIFY(!exists(row.id));
}

void RemovalConformance::aRevokedRowIsRemovedToo()
{
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now(), now() + Hour);
    revoke(revocation);
    QCOMPARE(remove(row.id).size(), 1);
    QCOMPARE(restore(row.id, revocation.mark.mark), WriteStatus::Gone);
    QVERIFY(!exists(row.id));
}

void RemovalConformance::inABatchTheAbsentOnesAreLeftOut()
{
    const SealedRow first = stored(aRow());
    const SealedRow second = stored(aRow());
    const QList<Removal> removals {{freshId(), EndReason::SignedOut, {}, now()},
                                   {second.id, EndReason::SignedOut, {}, now()},
                                   {first.id, EndReason::Withdrawn, {}, now()}};
    TAKE(removed, store().remove(all(removals)));
    std::ranges::sort(removed, {}, &RemovedRow::id);
    QList<RemovedRow> expected {{first.id, {}, {}, EndReason::Withdrawn},
                                {second.id, {}, {}, EndReason::SignedOut}};
    std::ranges::sort(expected, {}, &RemovedRow::id);
    QCOMPARE(removed, expected);
}

void RemovalConformance::nothingBringsARemovedRowBack()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    remove(row.id);
    update(saveOf(row));
    update(cycleOf(row));
    update(signInOf(row, u"ann"_s, Admission {}));
    touch({row.id, now() + Hour, now(), now() + Hour});
    reseal({row.id, row.revision, row.writeId, 1, "x"_ba});
    const Revocation revocation = revocationOf(row.id, now(), now() + Hour);
    revoke(revocation);
    restore(row.id, revocation.mark.mark);
    QVERIFY(!exists(row.id));
    QVERIFY(page({}).isEmpty());
}

void RemovalConformance::othersStay()
{
    const SealedRow mine = stored(aRow().user(u"ann"_s));
    const SealedRow other = stored(aRow().user(u"ann"_s));
    remove(mine.id);
    QCOMPARE(standing(other.id), other);
    QCOMPARE(page({}), QList<SessionId> {other.id});
}

void RemovalConformance::aDetailThatIsTooLongIsRefused()
{
    const SealedRow row = stored(aRow());
    const Removal removal {row.id, EndReason::SignedOut, QString(257, u'x'), now()};
    VERIFY_FAILS(store().remove(only(removal)), ErrorCode::InvalidArgument);
    QVERIFY(exists(row.id));
}

CONFORMANCE_TOPIC(removal, RemovalConformance)
#include "tst_removal.moc"
