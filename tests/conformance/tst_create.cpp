// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class CreateConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aNewRowIsStoredAsItWasGiven();
    void theChangeCounterIsTheStoresOwn();
    void theStoreCountsThePayloadItself();
    void aTakenIdIsNotReplaced(); // Promise: 1
    void theIdOfADeadRowIsTakenToo(); // Promise: 1
    void aRemovedIdIsFreeForAnInsert();
    void aRowThatIsDeadOnArrivalIsStored();
    void aGuestHasNoUser();
    void theEmptyTenantIsATenant();
    void creatingWritesItsEvent();
    void theEventIsTheOneThatWasAsked();
    void aTakenIdWritesNoEvent();
    void inABatchOnlyTheTakenOneIsRefused();
    void revisionsOtherThanOneAreRefused();
    void aRevokedRowIsRefused();
    void anIdleDeadlineBeyondTheAbsoluteOneIsRefused();
    void aTokenHashOfAnotherSizeIsRefused();
    void theNullIdIsRefused();
};

void CreateConformance::aNewRowIsStoredAsItWasGiven()
{
    const RowBuilder builder = aRow()
                                   .tenant(u"acme"_s)
                                   .user(u"ann"_s)
                                   .level(SessionLevel::SteppedUp)
                                   .lastSeen(now() + 7)
                                   .sweepAt(now() + Hour)
                                   .epochs(3, 4)
                                   .key(77)
                                   .client({u"192.0.2.7"_s, u"Mozilla/5.0 (X11)"_s, u"Firefox on Linux"_s});
    QCOMPARE(create(builder.entry()), (WriteOutcome {WriteStatus::Stored, {}}));

    SealedRow expected = builder.row();
    expected.change = 1;
    QCOMPARE(standing(expected.id), expected);
}

void CreateConformance::theChangeCounterIsTheStoresOwn()
{
    NewRow entry = aRow().entry();
    entry.row.change = 99;
    create(entry);
    QCOMPARE(standing(entry.row.id).change, 1u);
}

void CreateConformance::theStoreCountsThePayloadItself()
{
    NewRow entry = aRow().payload("12345"_ba).entry();
    entry.row.payloadBytes = 99;
    create(entry);
    QCOMPARE(standing(entry.row.id).payloadBytes, 5);
}

void CreateConformance::aTakenIdIsNotReplaced()
{
    const SealedRow first = stored(aRow());
    QCOMPARE(create(aRow().id(first.id).payload("other"_ba).entry()).status, WriteStatus::Taken);
    QCOMPARE(standing(first.id), first);
}

void CreateConformance::theIdOfADeadRowIsTakenToo()
{
    const SealedRow first = stored(aRow().endsAt(now() + Minute));
    advance(Minute);
    QCOMPARE(create(aRow().id(first.id).entry()).status, WriteStatus::Taken);
    QCOMPARE(standing(first.id), first);
}

void CreateConformance::aRemovedIdIsFreeForAnInsert()
{
    const SealedRow first = stored(aRow());
    remove(first.id);
    QCOMPARE(create(aRow().id(first.id).entry()).status, WriteStatus::Stored);
}

void CreateConformance::aRowThatIsDeadOnArrivalIsStored()
{
    const SealedRow row = stored(aRow().endsAt(now()));
    QVERIFY(horizon().isDead(row));
}

void CreateConformance::aGuestHasNoUser()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s));
    QVERIFY(row.user.isEmpty());
    QCOMPARE(row.level, SessionLevel::Guest);
    QCOMPARE(row.authenticatedAt, 0);
}

void CreateConformance::theEmptyTenantIsATenant()
{
    QVERIFY(stored(aRow().user(u"ann"_s)).tenant.isEmpty());
}

void CreateConformance::creatingWritesItsEvent()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const QList<Event> events = eventsBehind();
    QCOMPARE(events.size(), 1);
    const Event expected {.position = events[0].position,
                          .at = now(),
                          .kind = EventKind::Created,
                          .session = row.id,
                          .tenant = row.tenant,
                          .user = row.user,
                          .detail = {}};
    QCOMPARE(events[0], expected);
    QVERIFY(events[0].position > 0);
}

void CreateConformance::theEventIsTheOneThatWasAsked()
{
    NewRow entry = aRow().user(u"ann"_s).entry();
    entry.event = EventKind::SignedIn;
    create(entry);
    QCOMPARE(eventsBehind().constFirst().kind, EventKind::SignedIn);
}

void CreateConformance::aTakenIdWritesNoEvent()
{
    const SealedRow first = stored(aRow());
    const qint64 before = lastPosition();
    create(aRow().id(first.id).entry());
    QVERIFY(eventsBehind(before).isEmpty());
}

void CreateConformance::inABatchOnlyTheTakenOneIsRefused()
{
    const SealedRow first = stored(aRow());
    const QList<NewRow> batch {aRow().entry(), aRow().id(first.id).entry(), aRow().entry()};
    TAKE(outcomes, store().create(all(batch), horizon()));
    QCOMPARE(outcomes.size(), 3);
    QCOMPARE(outcomes[0].status, WriteStatus::Stored);
    QCOMPARE(outcomes[1].status, WriteStatus::Taken);
    QCOMPARE(outcomes[2].status, WriteStatus::Stored);
    QVERIFY(exists(batch[0].row.id) && exists(batch[2].row.id));
    QCOMPARE(standing(first.id), first);
}

void CreateConformance::revisionsOtherThanOneAreRefused()
{
    NewRow entry = aRow().entry();
    entry.row.revision = 2;
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
    QVERIFY(!exists(entry.row.id));
}

void CreateConformance::aRevokedRowIsRefused()
{
    NewRow entry = aRow().entry();
    entry.row.revocation = RevocationMark {freshBytes(8), now(), now() + Minute, {}};
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
}

void CreateConformance::anIdleDeadlineBeyondTheAbsoluteOneIsRefused()
{
    NewRow entry = aRow().entry();
    entry.row.idleDeadline = entry.row.absoluteDeadline + 1;
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
}

void CreateConformance::aTokenHashOfAnotherSizeIsRefused()
{
    NewRow entry = aRow().entry();
    entry.row.tokenHash.chop(1);
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
}

void CreateConformance::theNullIdIsRefused()
{
    const NewRow entry = aRow().id(SessionId()).entry();
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
}

CONFORMANCE_TOPIC(create, CreateConformance)
#include "tst_create.moc"
