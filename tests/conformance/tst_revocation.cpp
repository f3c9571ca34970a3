// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class RevocationConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void revokingSetsTheMarkAndNothingElse();
    void revokingWritesItsEvent();
    void anAbsentRowIsGone();
    void anEndedRowIsGone();
    void aSecondMarkHasNoGrace();
    void neitherMarkCanBeUndoneAfterASecondOne(); // Promise: 1
    void theSameMarkAgainChangesNothing();
    void restoringUndoesExactlyThatMark(); // Promise: 1
    void restoringWritesItsEvent();
    void anotherMarkIsGone();
    void graceEndsAtItsMoment_data();
    void graceEndsAtItsMoment(); // Promise: 1
    void aMarkWithoutGraceIsFinal();
    void aRowThatEndedMeanwhileIsNotRestored(); // Promise: 1
    void aRestoredRowCanBeRevokedWithGraceAgain();
    void restoringAnUnrevokedRowIsGone();
    void manyAreRevokedAndRestoredTogether();
    void aRestoredRowTakesTheSaveFromBefore();
    void aMarkOfAnotherSizeIsRefused();
    void aReasonThatIsTooLongIsRefused();
};

void RevocationConformance::revokingSetsTheMarkAndNothingElse()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const Revocation revocation = revocationOf(row.id, now(), now() + Minute);
    QCOMPARE(revoke(revocation), WriteStatus::Stored);
    SealedRow expected = row;
    expected.revocation = revocation.mark;
    expected.change = 2;
    QCOMPARE(standing(row.id), expected);
}

void RevocationConformance::revokingWritesItsEvent()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const qint64 before = lastPosition();
    advance(Minute);
    revoke(revocationOf(row.id, now(), now() + Minute, u"stolen laptop"_s));
    const QList<Event> events = eventsBehind(before);
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0].kind, EventKind::Revoked);
    QCOMPARE(events[0].at, now());
    QCOMPARE(events[0].session, row.id);
    QCOMPARE(events[0].user, row.user);
    QCOMPARE(events[0].detail, u"stolen laptop"_s);
}

void RevocationConformance::anAbsentRowIsGone()
{
    const SessionId id = freshId();
    QCOMPARE(revoke(revocationOf(id, now(), now())), WriteStatus::Gone);
    QVERIFY(!exists(id));
}

void RevocationConformance::anEndedRowIsGone()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Minute));
    advance(Minute);
    QCOMPARE(revoke(revocationOf(row.id, now(), now())), WriteStatus::Gone);
    QVERIFY(!standing(row.id).revocation);
}

void RevocationConformance::aSecondMarkHasNoGrace()
{
    const SealedRow row = stored(aRow());
    revoke(revocationOf(row.id, now(), now() + Hour));
    advance(Second);
    const Revocation second = revocationOf(row.id, now(), now() + Hour, u"again"_s);
    QCOMPARE(revoke(second), WriteStatus::Stored);
    const SealedRow revoked = standing(row.id);
    QCOMPARE(revoked.revocation->mark, second.mark.mark);
    QCOMPARE(revoked.revocation->reason, u"again"_s);
    QCOMPARE(revoked.revocation->at, now());
    QCOMPARE(revoked.revocation->graceUntil, now());
    QCOMPARE(revoked.change, 3u);
}

void RevocationConformance::neitherMarkCanBeUndoneAfterASecondOne()
{
    const SealedRow row = stored(aRow());
    const Revocation first = revocationOf(row.id, now(), now() + Hour);
    const Revocation second = revocationOf(row.id, now() + 1, now() + Hour);
    revoke(first);
    revoke(second);
    QCOMPARE(restore(row.id, first.mark.mark), WriteStatus::Gone);
    QCOMPARE(restore(row.id, second.mark.mark), WriteStatus::Gone);
    QVERIFY(standing(row.id).revocation);
}

void RevocationConformance::theSameMarkAgainChangesNothing()
{
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now(), now() + Hour);
    revoke(revocation);
    const SealedRow revoked = standing(row.id);
    const qint64 before = lastPosition();
    QCOMPARE(revoke(revocation), WriteStatus::Stored);
    QCOMPARE(standing(row.id), revoked);
    QVERIFY(eventsBehind(before).isEmpty());
    QCOMPARE(restore(row.id, revocation.mark.mark), WriteStatus::Stored);
}

void RevocationConformance::restoringUndoesExactlyThatMark()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const Revocation revocation = revocationOf(row.id, now(), now() + Minute);
    revoke(revocation);
    QCOMPARE(restore(row.id, revocation.mark.mark), WriteStatus::Stored);
    SealedRow expected = row;
    expected.change = 3;
    QCOMPARE(standing(row.id), expected);
}

void RevocationConformance::restoringWritesItsEvent()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const Revocation revocation = revocationOf(row.id, now(), now() + Hour);
    revoke(revocation);
    const qint64 before = lastPosition();
    advance(Minute);
    restore(row.id, revocation.mark.mark);
    const QList<Event> events = eventsBehind(before);
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0].kind, EventKind::Restored);
    QCOMPARE(events[0].at, now());
    QCOMPARE(events[0].session, row.id);
    QVERIFY(events[0].detail.isEmpty());
}

void RevocationConformance::anotherMarkIsGone()
{
    const SealedRow row = stored(aRow());
    revoke(revocationOf(row.id, now(), now() + Minute));
    const qint64 before = lastPosition();
    QCOMPARE(restore(row.id, freshBytes(8)), WriteStatus::Gone);
    QVERIFY(standing(row.id).revocation);
    QVERIFY(eventsBehind(before).isEmpty());
}

void RevocationConformance::graceEndsAtItsMoment_data()
{
    QTest::addColumn<qint64>("wait");
    QTest::addColumn<WriteStatus>("expected");
    QTest::newRow("a millisecond before") << Minute - 1 << WriteStatus::Stored;
    QTest::newRow("at the moment") << qint64(Minute) << WriteStatus::Gone;
    QTest::newRow("later") << 2 * Minute << WriteStatus::Gone;
}

void RevocationConformance::graceEndsAtItsMoment()
{
    QFETCH(qint64, wait);
    QFETCH(WriteStatus, expected);
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now(), now() + Minute);
    revoke(revocation);
    advance(wait);
    QCOMPARE(restore(row.id, revocation.mark.mark), expected);
    QCOMPARE(standing(row.id).revocation.has_value(), expected == WriteStatus::Gone);
}

void RevocationConformance::aMarkWithoutGraceIsFinal()
{
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now() + Minute, now() + Minute);
    revoke(revocation);
    QCOMPARE(restore(row.id, revocation.mark.mark), WriteStatus::Gone);
}

void RevocationConformance::aRowThatEndedMeanwhileIsNotRestored()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Minute));
    const Revocation revocation = revocationOf(row.id, now(), now() + Hour);
    revoke(revocation);
    advance(Minute);
    QCOMPARE(restore(row.id, revocation.mark.mark), WriteStatus::Gone);
    QVERIFY(standing(row.id).revocation);
}

void RevocationConformance::aRestoredRowCanBeRevokedWithGraceAgain()
{
    const SealedRow row = stored(aRow());
    const Revocation first = revocationOf(row.id, now(), now() + Minute);
    revoke(first);
    restore(row.id, first.mark.mark);
    const Revocation second = revocationOf(row.id, now(), now() + Minute);
    QCOMPARE(revoke(second), WriteStatus::Stored);
    QCOMPARE(*standing(row.id).revocation, second.mark);
    QCOMPARE(restore(row.id, second.mark.mark), WriteStatus::Stored);
}

void RevocationConformance::restoringAnUnrevokedRowIsGone()
{
    const SealedRow row = stored(aRow());
    QCOMPARE(restore(row.id, freshBytes(8)), WriteStatus::Gone);
    QCOMPARE(restore(freshId(), freshBytes(8)), WriteStatus::Gone);
    QCOMPARE(standing(row.id), row);
}

void RevocationConformance::manyAreRevokedAndRestoredTogether()
{
    const QByteArray mark = freshBytes(8);
    QList<SessionId> ids;
    QList<Revocation> revocations;
    for (int i = 0; i < 10; ++i) {
        ids.append(stored(aRow()).id);
        revocations.append({ids.constLast(), {mark, now(), now() + Hour, u"all of them"_s}});
    }
    TAKE(revoked, store().revoke(all(revocations), horizon()));
    QCOMPARE(revoked, QList<WriteStatus>(10, WriteStatus::Stored));
    remove(ids[3]);
    TAKE(restored, store().restore(all(ids), mark, horizon()));
    QList<WriteStatus> expected(10, WriteStatus::Stored);
    expected[3] = WriteStatus::Gone;
    QCOMPARE(restored, expected);
}

void RevocationConformance::aRestoredRowTakesTheSaveFromBefore()
{
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now(), now() + Minute);
    revoke(revocation);
    restore(row.id, revocation.mark.mark);
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
}

void RevocationConformance::aMarkOfAnotherSizeIsRefused()
{
    const SealedRow row = stored(aRow());
    Revocation revocation = revocationOf(row.id, now(), now());
    revocation.mark.mark.append('x');
    VERIFY_FAILS(store().revoke(only(revocation), horizon()), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().restore(only(row.id), "short"_ba, horizon()), ErrorCode::InvalidArgument);
    QCOMPARE(standing(row.id), row);
}

void RevocationConformance::aReasonThatIsTooLongIsRefused()
{
    const SealedRow row = stored(aRow());
    const Revocation fits = revocationOf(row.id, now(), now(), QString(128, u'é'));
    const Revocation tooLong = revocationOf(row.id, now(), now(), QString(129, u'é'));
    VERIFY_FAILS(store().revoke(only(tooLong), horizon()), ErrorCode::InvalidArgument);
    QCOMPARE(revoke(fits), WriteStatus::Stored);
    QCOMPARE(standing(row.id).revocation->reason, fits.mark.reason);
}

CONFORMANCE_TOPIC(revocation, RevocationConformance)
#include "tst_revocation.moc"
