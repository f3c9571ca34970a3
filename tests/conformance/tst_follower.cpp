// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class FollowerConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aRowIsInstalledAsItIs();
    void theHigherChangeWins();
    void theSameChangeIsOlder();
    void aLowerChangeIsOlder();
    void installingReplacesEverything();
    void installingMovesARowInAllLists();
    void installingBringsAndTakesTheMark();
    void aTombstoneWins(); // Promise: 1
    void anAbsentRowIsBuriedToo();
    void aTombstoneStandsUntilASweepInItsTime();
    void ofTwoTombstonesTheLaterHolds();
    void buryingRemovesTheRow();
    void neitherWritesEvents();
    void inABatchEachRowIsAnswered();
    void anInstalledRowIsARowLikeAnyOther();
    void rowsWithoutCountersAreRefused();

private:
    SealedRow rowOf(const RowBuilder &builder, quint64 revision, quint64 change);
    InstallStatus install(const SealedRow &row);
};

SealedRow FollowerConformance::rowOf(const RowBuilder &builder, quint64 revision, quint64 change)
{
    SealedRow row = builder.row();
    row.revision = revision;
    row.change = change;
    return row;
}

InstallStatus FollowerConformance::install(const SealedRow &row)
{
    const auto installed = store().install(only(row));
    return installed && installed->size() == 1 ? installed->constFirst() : InstallStatus(99);
}

void FollowerConformance::aRowIsInstalledAsItIs()
{
    SealedRow row = rowOf(aRow().tenant(u"acme"_s).user(u"ann"_s).key(3).epochs(1, 2), 12, 40);
    row.revocation = RevocationMark {freshBytes(8), now() - 5, now() + Hour, u"because"_s};
    row.client = {u"192.0.2.7"_s, u"agent"_s, u"label"_s};
    QCOMPARE(install(row), InstallStatus::Installed);
    QCOMPARE(standing(row.id), row);
}

void FollowerConformance::theHigherChangeWins()
{
    const SealedRow first = rowOf(aRow(), 2, 5);
    install(first);
    SealedRow second = rowOf(aRow().id(first.id), 3, 6);
    QCOMPARE(install(second), InstallStatus::Installed);
    QCOMPARE(standing(first.id), second);
}

void FollowerConformance::theSameChangeIsOlder()
{
    const SealedRow first = rowOf(aRow(), 2, 5);
    install(first);
    QCOMPARE(install(first), InstallStatus::Older);
    QCOMPARE(install(rowOf(aRow().id(first.id), 9, 5)), InstallStatus::Older);
    QCOMPARE(standing(first.id), first);
}

void FollowerConformance::aLowerChangeIsOlder()
{
    const SealedRow first = rowOf(aRow(), 2, 5);
    install(first);
    QCOMPARE(install(rowOf(aRow().id(first.id), 9, 4)), InstallStatus::Older);
    QCOMPARE(standing(first.id), first);
}

void FollowerConformance::installingReplacesEverything()
{
    const SealedRow guest = stored(aRow().created(now() - Hour));
    const SealedRow row = rowOf(aRow()
                                    .id(guest.id)
                                    .tenant(u"acme"_s)
                                    .user(u"ann"_s)
                                    .level(SessionLevel::SteppedUp)
                                    .payload("other"_ba),
                                4, 9);
    QCOMPARE(install(row), InstallStatus::Installed);
    QCOMPARE(standing(guest.id), row);
}

void FollowerConformance::installingMovesARowInAllLists()
{
    const SealedRow other = stored(aRow().created(now() - Minute));
    const SealedRow guest = stored(aRow().created(now() - Hour));
    install(rowOf(aRow().id(guest.id).tenant(u"acme"_s).user(u"ann"_s).idleUntil(now() + Hour), 4, 9));
    QCOMPARE(page({}), (QList<SessionId> {other.id, guest.id}));
    TAKE(sessions, store().sessionsOf(tenantOf(u"acme"_s), userOf(u"ann"_s), {}, 10, horizon()));
    QCOMPARE(idsOf(sessions.rows), QList<SessionId> {guest.id});
    advance(30 * Minute);
    QCOMPARE(sweep(), QList<SessionId> {other.id});
}

void FollowerConformance::installingBringsAndTakesTheMark()
{
    SealedRow row = rowOf(aRow(), 1, 2);
    row.revocation = RevocationMark {freshBytes(8), now(), now(), u"because"_s};
    install(row);
    QCOMPARE(page(where(&SessionFilter::life, Life::Revoked)), QList<SessionId> {row.id});
    row.revocation.reset();
    row.change = 3;
    install(row);
    QCOMPARE(page(where(&SessionFilter::life, Life::Live)), QList<SessionId> {row.id});
    QVERIFY(sweep().isEmpty());
}

void FollowerConformance::aTombstoneWins()
{
    const SealedRow row = rowOf(aRow(), 2, 5);
    install(row);
    VERIFY_OK(store().bury(only(row.id), now() + Hour));
    SealedRow later = row;
    later.change = 99;
    QCOMPARE(install(later), InstallStatus::Buried);
    QVERIFY(!exists(row.id));
}

void FollowerConformance::anAbsentRowIsBuriedToo()
{
    const SealedRow row = rowOf(aRow(), 2, 5);
    VERIFY_OK(store().bury(only(row.id), now() + Hour));
    QCOMPARE(install(row), InstallStatus::Buried);
}

void FollowerConformance::aTombstoneStandsUntilASweepInItsTime()
{
    const SealedRow row = rowOf(aRow(), 2, 5);
    VERIFY_OK(store().bury(only(row.id), now() + Hour));
    advance(Hour - 1);
    QVERIFY(sweep().isEmpty());
    QCOMPARE(install(row), InstallStatus::Buried);
    advance(1);
    QVERIFY(sweep().isEmpty());
    QCOMPARE(install(row), InstallStatus::Installed);
}

void FollowerConformance::ofTwoTombstonesTheLaterHolds()
{
    const SealedRow row = rowOf(aRow(), 2, 5);
    VERIFY_OK(store().bury(only(row.id), now() + Hour));
    VERIFY_OK(store().bury(only(row.id), now() + Minute));
    advance(Minute);
    sweep();
    QCOMPARE(install(row), InstallStatus::Buried);
}

void FollowerConformance::buryingRemovesTheRow()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    VERIFY_OK(store().bury(only(row.id), now() + Hour));
    QVERIFY(!exists(row.id));
    QVERIFY(page({}).isEmpty());
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Gone);
    QVERIFY(!exists(row.id));
}

void FollowerConformance::neitherWritesEvents()
{
    const SealedRow row = rowOf(aRow().user(u"ann"_s), 2, 5);
    install(row);
    VERIFY_OK(store().bury(only(row.id), now() + Hour));
    QVERIFY(eventsBehind().isEmpty());
}

void FollowerConformance::inABatchEachRowIsAnswered()
{
    const SealedRow standingRow = rowOf(aRow(), 2, 5);
    const SealedRow buried = rowOf(aRow(), 2, 5);
    const SealedRow fresh = rowOf(aRow(), 2, 5);
    install(standingRow);
    VERIFY_OK(store().bury(only(buried.id), now() + Hour));
    const QList<SealedRow> batch {standingRow, buried, fresh};
    TAKE(installed, store().install(all(batch)));
    QCOMPARE(installed,
             (QList<InstallStatus> {InstallStatus::Older, InstallStatus::Buried, InstallStatus::Installed}));
}

void FollowerConformance::anInstalledRowIsARowLikeAnyOther()
{
    const SealedRow row = rowOf(aRow().user(u"ann"_s), 7, 20);
    install(row);
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
    QCOMPARE(standing(row.id).revision, 8u);
    QCOMPARE(standing(row.id).change, 21u);
    QCOMPARE(create(aRow().id(row.id).entry()).status, WriteStatus::Taken);
    QCOMPARE(remove(row.id).size(), 1);
}

void FollowerConformance::rowsWithoutCountersAreRefused()
{
    const SealedRow noRevision = rowOf(aRow(), 0, 1);
    const SealedRow noChange = rowOf(aRow(), 1, 0);
    VERIFY_FAILS(store().install(only(noRevision)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().install(only(noChange)), ErrorCode::InvalidArgument);
}

CONFORMANCE_TOPIC(follower, FollowerConformance)
#include "tst_follower.moc"
