// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class AdmissionConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void theCurrentGenerationIsAdmitted();
    void anOlderGenerationIsGone();
    void aGenerationToComeIsGone();
    void aRaisedUserRefusesTheSignInOfAGuest();
    void aRaiseTouchesNoOtherUserAndNoOtherTenant();
    void withoutALimitAllAreAdmitted();
    void belowTheLimitNobodyIsDisplaced();
    void denyingKeepsWhoIsThere();
    void theOldestMakesRoom();
    void theLeastRecentlyUsedMakesRoom();
    void aLoweredLimitEndsSeveral();
    void deadSessionsDoNotCount();
    void revokedSessionsDoNotCount();
    void otherUsersAndTenantsDoNotCount();
    void guestsDoNotCount();
    void whoIsDisplacedHasAnEventAndIsGone();
    void aSignInOfAGuestCountsItself();
    void aStepUpAtTheLimitDisplacesNobody();
    void goneWinsOverTaken();
    void aTakenIdDisplacesNobody();
    void aConflictDisplacesNobody();
    void aDeniedSignInLeavesTheGuestAsItWas();
    void anAdmissionWithoutAUserIsRefused();
    void aNegativeLimitIsRefused();

private:
    QList<SessionId> sessionsOf(const QString &user, int count);
};

QList<SessionId> AdmissionConformance::sessionsOf(const QString &user, int count)
{
    QList<SessionId> ids;
    for (int i = 0; i < count; ++i) {
        ids.append(stored(aRow().user(user)).id);
        advance(Second);
    }
    return ids;
}

void AdmissionConformance::theCurrentGenerationIsAdmitted()
{
    const NewRow first = aRow().user(u"ann"_s).entry(Admission {});
    QCOMPARE(create(first).status, WriteStatus::Stored);
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    const NewRow second = aRow().user(u"ann"_s).entry(Admission {.generation = 1});
    QCOMPARE(create(second).status, WriteStatus::Stored);
}

void AdmissionConformance::anOlderGenerationIsGone()
{
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    const qint64 before = lastPosition();
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.generation = 0});
    QCOMPARE(create(entry).status, WriteStatus::Gone);
    QVERIFY(!exists(entry.row.id));
    QVERIFY(eventsBehind(before).isEmpty());
}

void AdmissionConformance::aGenerationToComeIsGone()
{
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.generation = 3});
    QCOMPARE(create(entry).status, WriteStatus::Gone);
    QVERIFY(!exists(entry.row.id));
}

void AdmissionConformance::aRaisedUserRefusesTheSignInOfAGuest()
{
    const SealedRow guest = stored(aRow());
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    QCOMPARE(update(signInOf(guest, u"ann"_s, Admission {.generation = 0})).status, WriteStatus::Gone);
    QCOMPARE(standing(guest.id), guest);
    QCOMPARE(update(signInOf(guest, u"ann"_s, Admission {.generation = 1})).status, WriteStatus::Stored);
}

void AdmissionConformance::aRaiseTouchesNoOtherUserAndNoOtherTenant()
{
    VERIFY_OK(store().raiseUser(tenantOf(u"acme"_s), userOf(u"ann"_s)));
    QCOMPARE(create(aRow().tenant(u"acme"_s).user(u"Ann"_s).entry(Admission {})).status, WriteStatus::Stored);
    QCOMPARE(create(aRow().user(u"ann"_s).entry(Admission {})).status, WriteStatus::Stored);
    QCOMPARE(create(aRow().tenant(u"acme"_s).user(u"ann"_s).entry(Admission {})).status, WriteStatus::Gone);
}

void AdmissionConformance::withoutALimitAllAreAdmitted()
{
    for (int i = 0; i < 20; ++i)
        QCOMPARE(create(aRow().user(u"ann"_s).entry(Admission {})), (WriteOutcome {WriteStatus::Stored, {}}));
    QCOMPARE(page({}).size(), 20);
}

void AdmissionConformance::belowTheLimitNobodyIsDisplaced()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 2);
    const NewRow entry
        = aRow().user(u"ann"_s).entry(Admission {.limit = 3, .policy = LimitPolicy::EndOldest});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Stored, {}}));
    QCOMPARE(page({}), ids + QList<SessionId> {entry.row.id});
}

void AdmissionConformance::denyingKeepsWhoIsThere()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 3);
    const qint64 before = lastPosition();
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 3, .policy = LimitPolicy::DenyNew});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Denied, {}}));
    QCOMPARE(page({}), ids);
    QVERIFY(eventsBehind(before).isEmpty());
}

void AdmissionConformance::theOldestMakesRoom()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 3);
    touch({ids[0], now() + Hour, now() + Minute, now() + Hour});
    const NewRow entry
        = aRow().user(u"ann"_s).entry(Admission {.limit = 3, .policy = LimitPolicy::EndOldest});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Stored, {ids[0]}}));
    QCOMPARE(page({}), (QList<SessionId> {ids[1], ids[2], entry.row.id}));
}

void AdmissionConformance::theLeastRecentlyUsedMakesRoom()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 3);
    touch({ids[0], now() + Hour, now() + Minute, now() + Hour});
    const Admission admission {.limit = 3, .policy = LimitPolicy::EndLeastRecentlyUsed};
    const NewRow entry = aRow().user(u"ann"_s).entry(admission);
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Stored, {ids[1]}}));
    QCOMPARE(page({}), (QList<SessionId> {ids[0], ids[2], entry.row.id}));
}

void AdmissionConformance::aLoweredLimitEndsSeveral()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 5);
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 2});
    const WriteOutcome outcome = create(entry);
    QCOMPARE(outcome.status, WriteStatus::Stored);
    QCOMPARE(outcome.displaced, ids.first(4));
    QCOMPARE(page({}), (QList<SessionId> {ids[4], entry.row.id}));
}

void AdmissionConformance::deadSessionsDoNotCount()
{
    stored(aRow().user(u"ann"_s).endsAt(now() + Minute));
    stored(aRow().user(u"ann"_s).idleUntil(now() + Minute));
    advance(Minute);
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 1, .policy = LimitPolicy::DenyNew});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Stored, {}}));
    QCOMPARE(page({}).size(), 3);
}

void AdmissionConformance::revokedSessionsDoNotCount()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    revoke(revocationOf(row.id, now(), now() + Hour));
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 1, .policy = LimitPolicy::DenyNew});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Stored, {}}));
}

void AdmissionConformance::otherUsersAndTenantsDoNotCount()
{
    stored(aRow().user(u"bob"_s));
    stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const NewRow entry
        = aRow().user(u"ann"_s).entry(Admission {.limit = 1, .policy = LimitPolicy::EndOldest});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Stored, {}}));
    QCOMPARE(page({}).size(), 3);
}

void AdmissionConformance::guestsDoNotCount()
{
    stored(aRow());
    stored(aRow());
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 1, .policy = LimitPolicy::DenyNew});
    QCOMPARE(create(entry).status, WriteStatus::Stored);
}

void AdmissionConformance::whoIsDisplacedHasAnEventAndIsGone()
{
    const SealedRow old = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const qint64 before = lastPosition();
    advance(Minute);
    create(aRow().tenant(u"acme"_s).user(u"ann"_s).entry(Admission {.limit = 1}));
    QVERIFY(!exists(old.id));
    QCOMPARE(update(saveOf(old)).status, WriteStatus::Gone);

    const QList<Event> events = eventsBehind(before);
    QCOMPARE(events.size(), 2);
    const Event &ended = events[0].kind == EventKind::Ended ? events[0] : events[1];
    QCOMPARE(ended.kind, EventKind::Ended);
    QCOMPARE(ended.endReason, EndReason::Displaced);
    QCOMPARE(ended.session, old.id);
    QCOMPARE(ended.user, old.user);
    QCOMPARE(ended.tenant, old.tenant);
    QCOMPARE(ended.at, now());
}

void AdmissionConformance::aSignInOfAGuestCountsItself()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 2);
    const SealedRow guest = stored(aRow());
    QCOMPARE(update(signInOf(guest, u"ann"_s, Admission {.limit = 2})),
             (WriteOutcome {WriteStatus::Stored, {ids[0]}}));
    QCOMPARE(sorted(page({})), sorted({ids[1], guest.id}));
}

void AdmissionConformance::aStepUpAtTheLimitDisplacesNobody()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 2);
    const Admission admission {.limit = 2, .policy = LimitPolicy::DenyNew};
    QCOMPARE(update(signInOf(standing(ids[0]), u"ann"_s, admission)),
             (WriteOutcome {WriteStatus::Stored, {}}));
    QCOMPARE(page({}), ids);
}

void AdmissionConformance::goneWinsOverTaken()
{
    const SealedRow row = stored(aRow().user(u"ann"_s));
    const NewRow entry = aRow().id(row.id).user(u"ann"_s).entry(Admission {.generation = 9});
    QCOMPARE(create(entry).status, WriteStatus::Gone);
}

void AdmissionConformance::aTakenIdDisplacesNobody()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 2);
    const NewRow entry = aRow().id(ids[1]).user(u"ann"_s).entry(Admission {.limit = 1});
    QCOMPARE(create(entry), (WriteOutcome {WriteStatus::Taken, {}}));
    QCOMPARE(page({}), ids);
}

void AdmissionConformance::aConflictDisplacesNobody()
{
    const QList<SessionId> ids = sessionsOf(u"ann"_s, 2);
    const SealedRow guest = stored(aRow());
    update(saveOf(guest));
    QCOMPARE(update(signInOf(guest, u"ann"_s, Admission {.limit = 1})),
             (WriteOutcome {WriteStatus::Conflict, {}}));
    QVERIFY(exists(ids[0]) && exists(ids[1]));
}

void AdmissionConformance::aDeniedSignInLeavesTheGuestAsItWas()
{
    sessionsOf(u"ann"_s, 2);
    const SealedRow guest = stored(aRow());
    const Admission admission {.limit = 2, .policy = LimitPolicy::DenyNew};
    QCOMPARE(update(signInOf(guest, u"ann"_s, admission)), (WriteOutcome {WriteStatus::Denied, {}}));
    QCOMPARE(standing(guest.id), guest);
}

void AdmissionConformance::anAdmissionWithoutAUserIsRefused()
{
    const NewRow entry = aRow().entry(Admission {.limit = 1});
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
}

void AdmissionConformance::aNegativeLimitIsRefused()
{
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = -1});
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
}

CONFORMANCE_TOPIC(admission, AdmissionConformance)
#include "tst_admission.moc"
