// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class EpochConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void anOlderStoreEpochEndsARow(); // Promise: 5
    void anOlderTenantEpochEndsARow(); // Promise: 5
    void anotherTenantsEpochDoesNot();
    void theCurrentEpochLives();
    void aHigherEpochLives();
    void anOutdatedRowIsNotRevoked();
    void anOutdatedRowIsNotRestored(); // Promise: 1
    void outdatedRowsDoNotCountForALimit();
    void outdatedRowsAreNoLongerListedForTheUser();
    void theFilterCallsThemExpired();
    void theEmptyTenantHasAnEpochToo();
};

void EpochConformance::anOlderStoreEpochEndsARow()
{
    const SealedRow row = stored(aRow().epochs(1, 0));
    horizon().store = {2, now()};
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Gone);
    QCOMPARE(touch({row.id, now() + Hour, now(), now() + Hour}), WriteStatus::Gone);
    QCOMPARE(standing(row.id), row);
}

void EpochConformance::anOlderTenantEpochEndsARow()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).epochs(0, 1));
    horizon().tenants[tenantOf(u"acme"_s)] = {2, now()};
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Gone);
    QCOMPARE(touch({row.id, now() + Hour, now(), now() + Hour}), WriteStatus::Gone);
}

void EpochConformance::anotherTenantsEpochDoesNot()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s));
    const SealedRow none = stored(aRow());
    horizon().tenants[tenantOf(u"ACME"_s)] = {2, now()};
    horizon().tenants[tenantOf(u"acme2"_s)] = {2, now()};
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
    QCOMPARE(update(saveOf(none)).status, WriteStatus::Stored);
}

void EpochConformance::theCurrentEpochLives()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).epochs(2, 3));
    horizon().store = {2, now()};
    horizon().tenants[tenantOf(u"acme"_s)] = {3, now()};
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
}

void EpochConformance::aHigherEpochLives()
{
    // Written by an instance whose copy of the control document is newer than this one's.
    const SealedRow row = stored(aRow().tenant(u"acme"_s).epochs(3, 4));
    horizon().store = {2, now()};
    horizon().tenants[tenantOf(u"acme"_s)] = {3, now()};
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
}

void EpochConformance::anOutdatedRowIsNotRevoked()
{
    const SealedRow row = stored(aRow());
    horizon().store = {1, now()};
    QCOMPARE(revoke(revocationOf(row.id, now(), now())), WriteStatus::Gone);
}

void EpochConformance::anOutdatedRowIsNotRestored()
{
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now(), now() + Hour);
    revoke(revocation);
    horizon().store = {1, now()};
    QCOMPARE(restore(row.id, revocation.mark.mark), WriteStatus::Gone);
}

void EpochConformance::outdatedRowsDoNotCountForALimit()
{
    stored(aRow().user(u"ann"_s));
    horizon().store = {1, now()};
    const NewRow entry
        = aRow().user(u"ann"_s).epochs(1, 0).entry(Admission {.limit = 1, .policy = LimitPolicy::DenyNew});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Stored, {}}));
}

void EpochConformance::outdatedRowsAreNoLongerListedForTheUser()
{
    stored(aRow().user(u"ann"_s));
    const SealedRow current = stored(aRow().user(u"ann"_s).epochs(1, 0));
    horizon().store = {1, now()};
    TAKE(sessions, store().sessionsOf({}, userOf(u"ann"_s), {}, 10, horizon()));
    QCOMPARE(idsOf(sessions.rows), QList<SessionId> {current.id});
}

void EpochConformance::theFilterCallsThemExpired()
{
    const SealedRow old = stored(aRow());
    const SealedRow current = stored(aRow().epochs(1, 0));
    horizon().store = {1, now()};
    QCOMPARE(page(where(&SessionFilter::life, Life::Expired)), QList<SessionId> {old.id});
    QCOMPARE(page(where(&SessionFilter::life, Life::Live)), QList<SessionId> {current.id});
}

void EpochConformance::theEmptyTenantHasAnEpochToo()
{
    const SealedRow none = stored(aRow());
    const SealedRow acme = stored(aRow().tenant(u"acme"_s));
    horizon().tenants[TenantId()] = {1, now()};
    QCOMPARE(update(saveOf(none)).status, WriteStatus::Gone);
    QCOMPARE(update(saveOf(acme)).status, WriteStatus::Stored);
    QCOMPARE(sweep(), QList<SessionId> {none.id});
}

CONFORMANCE_TOPIC(epochs, EpochConformance)
#include "tst_epochs.moc"
