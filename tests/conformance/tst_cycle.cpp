// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class CycleConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aCycleReplacesTheTokenUnderTheSameId(); // Promise: 3
    void ofTwoCyclesFromOneTokenOneWins(); // Promise: 3
    void aSaveWithTheOldRevisionMeetsTheNewToken(); // Promise: 3
    void aCycleOfARemovedRowBringsNothingBack(); // Promise: 1
    void aCycleOfARevokedRowBringsNothingBack(); // Promise: 1
    void aCycleWritesItsEvent();
    void signingInBindsTheGuestToTheUser();
    void signingInMovesTheRowToTheUsersList();
    void aConflictWritesNoEvent();
    void theSameWriteIdSentAgainIsAConflictThatShowsItself();
};

void CycleConformance::aCycleReplacesTheTokenUnderTheSameId()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const RowUpdate cycle = cycleOf(row);
    QCOMPARE(update(cycle).status, WriteStatus::Stored);
    const SealedRow cycled = standing(row.id);
    QCOMPARE(cycled.tokenHash, cycle.row.tokenHash);
    QVERIFY(cycled.tokenHash != row.tokenHash);
    QCOMPARE(page({}), QList<SessionId> {row.id});
}

void CycleConformance::ofTwoCyclesFromOneTokenOneWins()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const RowUpdate first = cycleOf(row);
    const RowUpdate second = cycleOf(row);
    QCOMPARE(update(first).status, WriteStatus::Stored);
    QCOMPARE(update(second).status, WriteStatus::Conflict);
    QCOMPARE(standing(row.id).tokenHash, first.row.tokenHash);
}

void CycleConformance::aSaveWithTheOldRevisionMeetsTheNewToken()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const RowUpdate cycle = cycleOf(row);
    update(cycle);
    QCOMPARE(update(saveOf(row, "late"_ba)).status, WriteStatus::Conflict);
    QCOMPARE(standing(row.id).tokenHash, cycle.row.tokenHash);
    QCOMPARE(standing(row.id).payload, row.payload);
}

void CycleConformance::aCycleOfARemovedRowBringsNothingBack()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    remove(row.id);
    QCOMPARE(update(cycleOf(row)).status, WriteStatus::Gone);
    QVERIFY(!exists(row.id));
    QVERIFY(page({}).isEmpty());
}

void CycleConformance::aCycleOfARevokedRowBringsNothingBack()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    revoke(revocationOf(row.id, now(), now() + Hour));
    QCOMPARE(update(cycleOf(row)).status, WriteStatus::Gone);
    QCOMPARE(standing(row.id).tokenHash, row.tokenHash);
}

void CycleConformance::aCycleWritesItsEvent()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const qint64 before = lastPosition();
    advance(Minute);
    update(cycleOf(row));
    const QList<Event> events = eventsBehind(before);
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0].kind, EventKind::Cycled);
    QCOMPARE(events[0].at, now());
    QCOMPARE(events[0].session, row.id);
    QCOMPARE(events[0].user, row.user);
    QCOMPARE(events[0].tenant, row.tenant);
}

void CycleConformance::signingInBindsTheGuestToTheUser()
{
    const SealedRow guest = stored(aRow().tenant(u"acme"_s));
    const qint64 before = lastPosition();
    QCOMPARE(update(signInOf(guest, u"ann"_s)).status, WriteStatus::Stored);
    const SealedRow row = standing(guest.id);
    QCOMPARE(row.user, userOf(u"ann"_s));
    QCOMPARE(row.level, SessionLevel::Authenticated);
    const QList<Event> events = eventsBehind(before);
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0].kind, EventKind::SignedIn);
    QCOMPARE(events[0].user, userOf(u"ann"_s));
}

void CycleConformance::signingInMovesTheRowToTheUsersList()
{
    const TenantId tenant = tenantOf(u"acme"_s);
    const SealedRow guest = stored(aRow().tenant(u"acme"_s));
    update(signInOf(guest, u"ann"_s));
    TAKE(sessions, store().sessionsOf(tenant, userOf(u"ann"_s), {}, 10, horizon()));
    QCOMPARE(idsOf(sessions.rows), QList<SessionId> {guest.id});
    QVERIFY(page(where(&SessionFilter::user, UserId())).isEmpty());
}

void CycleConformance::aConflictWritesNoEvent()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    update(saveOf(row));
    const qint64 before = lastPosition();
    QCOMPARE(update(cycleOf(row)).status, WriteStatus::Conflict);
    QVERIFY(eventsBehind(before).isEmpty());
}

void CycleConformance::theSameWriteIdSentAgainIsAConflictThatShowsItself()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const RowUpdate cycle = cycleOf(row);
    QCOMPARE(update(cycle).status, WriteStatus::Stored);
    QCOMPARE(update(cycle).status, WriteStatus::Conflict);
    QCOMPARE(standing(row.id).writeId, cycle.row.writeId);
    QCOMPARE(standing(row.id).change, 2u);
}

CONFORMANCE_TOPIC(cycle, CycleConformance)
#include "tst_cycle.moc"
