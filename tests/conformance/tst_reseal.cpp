// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class ResealConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void payloadAndKeyAreExchangedAndNothingElse();
    void aSaveThatCameFirstWins(); // Promise: 2
    void aSaveThatWasUnderWayStillFits();
    void anotherWriteIdIsAConflict();
    void anAbsentRowIsGone();
    void deadAndRevokedRowsAreResealedToo();
    void resealingWritesNoEvent();
    void inABatchEachRowIsAnswered();
    void aWriteIdOfAnotherSizeIsRefused();
};

void ResealConformance::payloadAndKeyAreExchangedAndNothingElse()
{
    const SealedRow row = stored(aRow().user(u"ann"_s).key(1));
    QCOMPARE(reseal({row.id, row.revision, row.writeId, 2, "resealed"_ba}), WriteStatus::Stored);
    SealedRow expected = row;
    expected.keyId = 2;
    expected.payload = "resealed"_ba;
    expected.payloadBytes = 8;
    expected.change = 2;
    QCOMPARE(standing(row.id), expected);
}

void ResealConformance::aSaveThatCameFirstWins()
{
    const SealedRow row = stored(aRow().key(1));
    update(saveOf(row, "saved"_ba));
    QCOMPARE(reseal({row.id, row.revision, row.writeId, 2, "resealed"_ba}), WriteStatus::Conflict);
    QCOMPARE(standing(row.id).payload, "saved"_ba);
}

void ResealConformance::aSaveThatWasUnderWayStillFits()
{
    const SealedRow row = stored(aRow().key(1));
    reseal({row.id, row.revision, row.writeId, 2, "resealed"_ba});
    QCOMPARE(update(saveOf(row, "saved"_ba)).status, WriteStatus::Stored);
    QCOMPARE(standing(row.id).payload, "saved"_ba);
    QCOMPARE(standing(row.id).keyId, 1u);
}

void ResealConformance::anotherWriteIdIsAConflict()
{
    const SealedRow row = stored(aRow().key(1));
    QCOMPARE(reseal({row.id, row.revision, freshBytes(8), 2, "resealed"_ba}), WriteStatus::Conflict);
    QCOMPARE(standing(row.id), row);
}

void ResealConformance::anAbsentRowIsGone()
{
    QCOMPARE(reseal({freshId(), 1, freshBytes(8), 2, "resealed"_ba}), WriteStatus::Gone);
}

void ResealConformance::deadAndRevokedRowsAreResealedToo()
{
    const SealedRow dead = stored(aRow().endsAt(now() + 1));
    const SealedRow revoked = stored(aRow());
    revoke(revocationOf(revoked.id, now(), now()));
    advance(Minute);
    QCOMPARE(reseal({dead.id, 1, dead.writeId, 2, "resealed"_ba}), WriteStatus::Stored);
    QCOMPARE(reseal({revoked.id, 1, revoked.writeId, 2, "resealed"_ba}), WriteStatus::Stored);
    QVERIFY(standing(revoked.id).revocation);
}

void ResealConformance::resealingWritesNoEvent()
{
    const SealedRow row = stored(aRow());
    const qint64 before = lastPosition();
    reseal({row.id, 1, row.writeId, 2, "resealed"_ba});
    QVERIFY(eventsBehind(before).isEmpty());
}

void ResealConformance::inABatchEachRowIsAnswered()
{
    const SealedRow first = stored(aRow());
    const SealedRow saved = stored(aRow());
    update(saveOf(saved));
    const QList<Reseal> batch {{saved.id, 1, saved.writeId, 2, "x"_ba},
                               {freshId(), 1, freshBytes(8), 2, "x"_ba},
                               {first.id, 1, first.writeId, 2, "x"_ba}};
    TAKE(statuses, store().reseal(all(batch)));
    QCOMPARE(statuses, (QList<WriteStatus> {WriteStatus::Conflict, WriteStatus::Gone, WriteStatus::Stored}));
    QCOMPARE(standing(first.id).keyId, 2u);
}

void ResealConformance::aWriteIdOfAnotherSizeIsRefused()
{
    const SealedRow row = stored(aRow());
    const Reseal bad {row.id, 1, "short"_ba, 2, "x"_ba};
    VERIFY_FAILS(store().reseal(only(bad)), ErrorCode::InvalidArgument);
    QCOMPARE(standing(row.id), row);
}

CONFORMANCE_TOPIC(reseal, ResealConformance)
#include "tst_reseal.moc"
