// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class UpdateConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aSaveFromTheCurrentRevisionReplaces();
    void aSaveFromAnOldRevisionIsAConflict(); // Promise: 2
    void aSaveFromARevisionToComeIsAConflict();
    void anAbsentRowIsGoneAndStaysAbsent(); // Promise: 1
    void aRemovedRowStaysRemoved(); // Promise: 1
    void anExpiredRowIsGone_data();
    void anExpiredRowIsGone(); // Promise: 5
    void aRevokedRowIsGoneEvenWithinItsGrace(); // Promise: 1
    void deadWinsOverConflict(); // Promise: 2
    void creationIsNeverWritten();
    void aMarkInTheRowIsNotWritten();
    void aPlainSaveWritesNoEvent();
    void aSaveKeepsALaterIdleDeadline();
    void aSaveMovesTheIdleDeadlineForward();
    void aSaveCapsTheKeptDeadlineAtTheAbsoluteOne();
    void settingAnewMovesTheDeadlineBack();
    void everyAuthenticatedFieldIsReplaced();
    void clientAndPayloadAreReplaced();
    void inABatchEachRowIsJudgedAlone(); // Promise: 2
    void ofTwoSavesFromOneRevisionOneWins(); // Promise: 2
    void aRevisionThatDoesNotFollowIsRefused();
    void aRowTwiceInABatchIsRefused();
    void theChangeCounterCountsOn();
};

void UpdateConformance::aSaveFromTheCurrentRevisionReplaces()
{
    const SealedRow row = stored(aRow());
    const RowUpdate save = saveOf(row, "new"_ba);
    QCOMPARE(update(save), (WriteOutcome {WriteStatus::Stored, {}}));
    SealedRow expected = save.row;
    expected.change = row.change + 1;
    QCOMPARE(standing(row.id), expected);
}

void UpdateConformance::aSaveFromAnOldRevisionIsAConflict()
{
    const SealedRow row = stored(aRow());
    const RowUpdate first = saveOf(row, "first"_ba);
    const RowUpdate second = saveOf(row, "second"_ba);
    QCOMPARE(update(first).status, WriteStatus::Stored);
    QCOMPARE(update(second).status, WriteStatus::Conflict);
    QCOMPARE(standing(row.id).payload, "first"_ba);
    QCOMPARE(standing(row.id).writeId, first.row.writeId);
}

void UpdateConformance::aSaveFromARevisionToComeIsAConflict()
{
    SealedRow row = stored(aRow());
    row.revision = 5;
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Conflict);
    QCOMPARE(standing(row.id).revision, 1u);
}

void UpdateConformance::anAbsentRowIsGoneAndStaysAbsent()
{
    const SealedRow row = aRow().row();
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Gone);
    QVERIFY(!exists(row.id));
}

void UpdateConformance::aRemovedRowStaysRemoved()
{
    const SealedRow row = stored(aRow());
    remove(row.id);
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Gone);
    QCOMPARE(update(cycleOf(row)).status, WriteStatus::Gone);
    QVERIFY(!exists(row.id));
}

void UpdateConformance::anExpiredRowIsGone_data()
{
    QTest::addColumn<bool>("byIdleDeadline");
    QTest::addColumn<qint64>("wait");
    QTest::addColumn<WriteStatus>("expected");
    QTest::newRow("a millisecond before the idle deadline") << true << 1 * Minute - 1 << WriteStatus::Stored;
    QTest::newRow("at the idle deadline") << true << 1 * Minute << WriteStatus::Gone;
    QTest::newRow("behind the idle deadline") << true << 1 * Hour << WriteStatus::Gone;
    QTest::newRow("a millisecond before the absolute deadline")
        << false << 1 * Minute - 1 << WriteStatus::Stored;
    QTest::newRow("at the absolute deadline") << false << 1 * Minute << WriteStatus::Gone;
}

void UpdateConformance::anExpiredRowIsGone()
{
    QFETCH(bool, byIdleDeadline);
    QFETCH(qint64, wait);
    QFETCH(WriteStatus, expected);
    const qint64 end = now() + Minute;
    const SealedRow row = stored(byIdleDeadline ? aRow().idleUntil(end) : aRow().endsAt(end));
    advance(wait);
    QCOMPARE(update(saveOf(row)).status, expected);
    QCOMPARE(standing(row.id).revision, expected == WriteStatus::Stored ? 2u : 1u);
}

void UpdateConformance::aRevokedRowIsGoneEvenWithinItsGrace()
{
    const SealedRow row = stored(aRow());
    revoke(revocationOf(row.id, now(), now() + Hour));
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Gone);
    QCOMPARE(standing(row.id).revision, 1u);
}

void UpdateConformance::deadWinsOverConflict()
{
    const SealedRow row = stored(aRow().endsAt(now() + Minute));
    update(saveOf(row));
    advance(Minute);
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Gone);
}

void UpdateConformance::creationIsNeverWritten()
{
    const SealedRow row = stored(aRow());
    RowUpdate save = saveOf(row);
    save.row.created += Hour;
    QCOMPARE(update(save).status, WriteStatus::Stored);
    QCOMPARE(standing(row.id).created, row.created);
    QCOMPARE(page({}), QList<SessionId> {row.id});
}

void UpdateConformance::aMarkInTheRowIsNotWritten()
{
    const SealedRow row = stored(aRow());
    RowUpdate save = saveOf(row);
    save.row.revocation = RevocationMark {freshBytes(8), now(), now(), {}};
    QCOMPARE(update(save).status, WriteStatus::Stored);
    QVERIFY(!standing(row.id).revocation);
}

void UpdateConformance::aPlainSaveWritesNoEvent()
{
    const SealedRow row = stored(aRow());
    const qint64 before = lastPosition();
    update(saveOf(row));
    QVERIFY(eventsBehind(before).isEmpty());
}

void UpdateConformance::aSaveKeepsALaterIdleDeadline()
{
    const SealedRow row = stored(aRow().idleUntil(now() + 30 * Minute));
    touch({row.id, now() + 40 * Minute, now() + Minute, now() + 50 * Minute});
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
    const SealedRow saved = standing(row.id);
    QCOMPARE(saved.idleDeadline, now() + 40 * Minute);
    QCOMPARE(saved.lastSeen, now() + Minute);
    QCOMPARE(saved.sweepAt, now() + 50 * Minute);
}

void UpdateConformance::aSaveMovesTheIdleDeadlineForward()
{
    const SealedRow row = stored(aRow().idleUntil(now() + 30 * Minute));
    RowUpdate save = saveOf(row);
    save.row.idleDeadline = save.row.sweepAt = now() + 45 * Minute;
    save.row.lastSeen = now() + 15 * Minute;
    update(save);
    const SealedRow saved = standing(row.id);
    QCOMPARE(saved.idleDeadline, save.row.idleDeadline);
    QCOMPARE(saved.lastSeen, save.row.lastSeen);
    QCOMPARE(saved.sweepAt, save.row.sweepAt);
}

void UpdateConformance::aSaveCapsTheKeptDeadlineAtTheAbsoluteOne()
{
    const SealedRow row = stored(aRow().idleUntil(now() + 30 * Minute));
    RowUpdate save = saveOf(row);
    save.row.absoluteDeadline = save.row.idleDeadline = now() + 10 * Minute;
    update(save);
    QCOMPARE(standing(row.id).absoluteDeadline, now() + 10 * Minute);
    QCOMPARE(standing(row.id).idleDeadline, now() + 10 * Minute);
}

void UpdateConformance::settingAnewMovesTheDeadlineBack()
{
    const SealedRow row = stored(aRow().idleUntil(now() + 30 * Minute));
    RowUpdate signIn = signInOf(row, u"ann"_s);
    signIn.row.idleDeadline = signIn.row.sweepAt = now() + 5 * Minute;
    signIn.row.lastSeen = now() - Second;
    QCOMPARE(update(signIn).status, WriteStatus::Stored);
    const SealedRow saved = standing(row.id);
    QCOMPARE(saved.idleDeadline, now() + 5 * Minute);
    QCOMPARE(saved.sweepAt, now() + 5 * Minute);
    QCOMPARE(saved.lastSeen, now() - Second);
}

void UpdateConformance::everyAuthenticatedFieldIsReplaced()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).key(1));
    RowUpdate signIn = signInOf(row, u"ann"_s);
    signIn.row.level = SessionLevel::SteppedUp;
    signIn.row.authenticatedAt = now() + 1;
    signIn.row.absoluteDeadline = row.absoluteDeadline - Minute;
    signIn.row.storeEpoch = 8;
    signIn.row.tenantEpoch = 9;
    signIn.row.keyId = 2;
    QCOMPARE(update(signIn).status, WriteStatus::Stored);
    SealedRow expected = signIn.row;
    expected.change = 2;
    QCOMPARE(standing(row.id), expected);
}

void UpdateConformance::clientAndPayloadAreReplaced()
{
    const SealedRow row = stored(aRow().client({u"192.0.2.1"_s, u"old"_s, u"Old"_s}));
    RowUpdate save = saveOf(row, QByteArray(5000, 'x'));
    save.row.client = {u"2001:db8::1"_s, u"new agent"_s, {}};
    update(save);
    QCOMPARE(standing(row.id).client, save.row.client);
    QCOMPARE(standing(row.id).payloadBytes, 5000);
    QCOMPARE(standing(row.id).payload, save.row.payload);
}

void UpdateConformance::inABatchEachRowIsJudgedAlone()
{
    const SealedRow first = stored(aRow());
    const SealedRow outdated = stored(aRow());
    const SealedRow dead = stored(aRow().endsAt(now() + Minute));
    const SealedRow last = stored(aRow());
    update(saveOf(outdated));
    advance(Minute);
    const QList<RowUpdate> batch {saveOf(first), saveOf(outdated), saveOf(dead), saveOf(aRow().row()),
                                  saveOf(last)};
    TAKE(outcomes, store().update(all(batch), horizon()));
    QList<WriteStatus> statuses;
    for (const WriteOutcome &outcome : outcomes)
        statuses.append(outcome.status);
    QCOMPARE(statuses,
             (QList<WriteStatus> {WriteStatus::Stored, WriteStatus::Conflict, WriteStatus::Gone,
                                  WriteStatus::Gone, WriteStatus::Stored}));
    QCOMPARE(standing(first.id).revision, 2u);
    QCOMPARE(standing(outdated.id).revision, 2u);
    QCOMPARE(standing(last.id).revision, 2u);
}

void UpdateConformance::ofTwoSavesFromOneRevisionOneWins()
{
    const auto other = connection();
    QVERIFY(other);
    const SealedRow row = stored(aRow());
    const RowUpdate mine = saveOf(row);
    const RowUpdate theirs = saveOf(row);
    TAKE(outcomes, other->update(only(theirs), horizon()));
    QCOMPARE(outcomes.constFirst().status, WriteStatus::Stored);
    QCOMPARE(update(mine).status, WriteStatus::Conflict);
    QCOMPARE(standing(row.id).writeId, theirs.row.writeId);
}

void UpdateConformance::aRevisionThatDoesNotFollowIsRefused()
{
    const SealedRow row = stored(aRow());
    RowUpdate save = saveOf(row);
    save.row.revision = 3;
    VERIFY_FAILS(store().update(only(save), horizon()), ErrorCode::InvalidArgument);
    QCOMPARE(standing(row.id).revision, 1u);
}

void UpdateConformance::aRowTwiceInABatchIsRefused()
{
    const SealedRow row = stored(aRow());
    const QList<RowUpdate> batch {saveOf(row), saveOf(row)};
    VERIFY_FAILS(store().update(all(batch), horizon()), ErrorCode::InvalidArgument);
    QCOMPARE(standing(row.id), row);
}

void UpdateConformance::theChangeCounterCountsOn()
{
    SealedRow row = stored(aRow());
    for (quint64 change = 2; change <= 5; ++change) {
        update(saveOf(row));
        row = standing(row.id);
        QCOMPARE(row.change, change);
        QCOMPARE(row.revision, change);
    }
}

CONFORMANCE_TOPIC(update, UpdateConformance)
#include "tst_update.moc"
