// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class TouchConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aTouchMovesForward();
    void aTouchNeverMovesBack();
    void eachColumnMovesAlone();
    void aTouchEndsAtTheAbsoluteDeadline(); // Promise: 5
    void whatMovesNothingCountsNoChange();
    void revisionAndWriteIdStay();
    void theSaveThatWasUnderWayStillFits();
    void aTouchWritesNoEvent();
    void anAbsentRowIsGone();
    void aRowIsGoneFromTheMomentItsIdleTimeIsUp(); // Promise: 5
    void aTouchInTimeKeepsTheRowAlive();
    void aRevokedRowIsGone(); // Promise: 5
    void inABatchEachRowIsAnswered();
    void aRowTwiceInABatchIsRefused();
};

void TouchConformance::aTouchMovesForward()
{
    const SealedRow row = stored(aRow());
    QCOMPARE(touch({row.id, now() + Hour, now() + Minute, now() + 2 * Hour}), WriteStatus::Stored);
    SealedRow expected = row;
    expected.idleDeadline = now() + Hour;
    expected.lastSeen = now() + Minute;
    expected.sweepAt = now() + 2 * Hour;
    expected.change = 2;
    QCOMPARE(standing(row.id), expected);
}

void TouchConformance::aTouchNeverMovesBack()
{
    const SealedRow row = stored(aRow());
    QCOMPARE(touch({row.id, row.idleDeadline - 1, row.lastSeen - 1, row.sweepAt - 1}), WriteStatus::Stored);
    QCOMPARE(standing(row.id), row);
}

void TouchConformance::eachColumnMovesAlone()
{
    const SealedRow row = stored(aRow());
    touch({row.id, row.idleDeadline - Minute, row.lastSeen + Minute, row.sweepAt});
    SealedRow expected = row;
    expected.lastSeen += Minute;
    expected.change = 2;
    QCOMPARE(standing(row.id), expected);

    touch({row.id, row.idleDeadline + Minute, row.lastSeen, row.sweepAt - Minute});
    expected.idleDeadline += Minute;
    expected.change = 3;
    QCOMPARE(standing(row.id), expected);

    touch({row.id, 0, 0, row.sweepAt + Minute});
    expected.sweepAt += Minute;
    expected.change = 4;
    QCOMPARE(standing(row.id), expected);
}

void TouchConformance::aTouchEndsAtTheAbsoluteDeadline()
{
    const SealedRow row = stored(aRow());
    QCOMPARE(touch({row.id, row.absoluteDeadline + Hour, now(), row.sweepAt}), WriteStatus::Stored);
    QCOMPARE(standing(row.id).idleDeadline, row.absoluteDeadline);
}

void TouchConformance::whatMovesNothingCountsNoChange()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Hour).endsAt(now() + Hour));
    QCOMPARE(touch({row.id, now() + 2 * Hour, row.lastSeen, row.sweepAt}), WriteStatus::Stored);
    QCOMPARE(standing(row.id), row);
}

void TouchConformance::revisionAndWriteIdStay()
{
    const SealedRow row = stored(aRow());
    touch({row.id, now() + Hour, now() + Minute, now() + Hour});
    QCOMPARE(standing(row.id).revision, row.revision);
    QCOMPARE(standing(row.id).writeId, row.writeId);
}

void TouchConformance::theSaveThatWasUnderWayStillFits()
{
    const SealedRow row = stored(aRow());
    touch({row.id, now() + Hour, now() + Minute, now() + Hour});
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
    QCOMPARE(standing(row.id).change, 3u);
}

void TouchConformance::aTouchWritesNoEvent()
{
    const SealedRow row = stored(aRow());
    const qint64 before = lastPosition();
    touch({row.id, now() + Hour, now() + Minute, now() + Hour});
    QVERIFY(eventsBehind(before).isEmpty());
}

void TouchConformance::anAbsentRowIsGone()
{
    const SessionId id = freshId();
    QCOMPARE(touch({id, now() + Hour, now(), now() + Hour}), WriteStatus::Gone);
    QVERIFY(!exists(id));
}

void TouchConformance::aRowIsGoneFromTheMomentItsIdleTimeIsUp()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Minute));
    advance(Minute);
    QCOMPARE(touch({row.id, now() + Hour, now(), now() + Hour}), WriteStatus::Gone);
    QCOMPARE(standing(row.id), row);
}

void TouchConformance::aTouchInTimeKeepsTheRowAlive()
{
    const SealedRow row = stored(aRow().idleUntil(now() + Minute));
    advance(Minute - 1);
    QCOMPARE(touch({row.id, now() + Minute, now(), now() + Minute}), WriteStatus::Stored);
    advance(Minute - 1);
    QCOMPARE(touch({row.id, now() + Minute, now(), now() + Minute}), WriteStatus::Stored);
    QVERIFY(!horizon().isDead(standing(row.id)));
}

void TouchConformance::aRevokedRowIsGone()
{
    const SealedRow row = stored(aRow());
    revoke(revocationOf(row.id, now(), now() + Hour));
    QCOMPARE(touch({row.id, now() + Hour, now(), now() + Hour}), WriteStatus::Gone);
    QCOMPARE(standing(row.id).idleDeadline, row.idleDeadline);
}

void TouchConformance::inABatchEachRowIsAnswered()
{
    const SealedRow first = stored(aRow());
    const SealedRow last = stored(aRow());
    const QList<Touch> batch {{first.id, now() + Hour, now(), now() + Hour},
                              {freshId(), now() + Hour, now(), now() + Hour},
                              {last.id, now() + Hour, now(), now() + Hour}};
    TAKE(statuses, store().touch(all(batch), horizon()));
    QCOMPARE(statuses, (QList<WriteStatus> {WriteStatus::Stored, WriteStatus::Gone, WriteStatus::Stored}));
    QCOMPARE(standing(last.id).idleDeadline, now() + Hour);
}

void TouchConformance::aRowTwiceInABatchIsRefused()
{
    const SealedRow row = stored(aRow());
    const QList<Touch> batch {{row.id, now() + Hour, now(), now() + Hour},
                              {row.id, now() + Hour, now(), now() + Hour}};
    VERIFY_FAILS(store().touch(all(batch), horizon()), ErrorCode::InvalidArgument);
    QCOMPARE(standing(row.id), row);
}

CONFORMANCE_TOPIC(touch, TouchConformance)
#include "tst_touch.moc"
