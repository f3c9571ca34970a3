// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class RegistryConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aUsersSessionsStandNewestFirst();
    void deadAndRevokedOnesAreLeftOut(); // Promise: 5
    void otherUsersAndTenantsAreApart();
    void aUserWithoutSessionsHasAnEmptyList();
    void sessionsComeInPages();
    void aCursorOfAnotherUserIsRefused();
    void aGuestHasNoList();
    void listedRowsHaveNoPayload();
    void usersStandByteByByte();
    void usersAreCountedWithTheirNewest();
    void usersComeInPages();
    void usersAreApartByTenant();
    void aUserWithoutRowsIsNotListed();
    void tenantsStandByteByByte();
    void tenantsOfGuestsAreListed();
    void tenantsComeInPages();
    void tenantsWithoutRowsAreNotListed();
    void rowsAreCountedByKey();
    void noSessionVanishesByEndingOrExpiring();
    void limitsOutsideTheRangeAreRefused();
};

void RegistryConformance::aUsersSessionsStandNewestFirst()
{
    QList<SessionId> ids;
    for (int i = 0; i < 5; ++i)
        ids.prepend(stored(aRow().created(now() + i).user(u"ann"_s)).id);
    TAKE(sessions, store().sessionsOf({}, userOf(u"ann"_s), {}, 100, horizon()));
    QCOMPARE(idsOf(sessions.rows), ids);
    QVERIFY(sessions.vanished.isEmpty());
    QVERIFY(sessions.next.isEmpty());
}

void RegistryConformance::deadAndRevokedOnesAreLeftOut()
{
    stored(aRow().user(u"ann"_s).endsAt(now() + Minute));
    stored(aRow().user(u"ann"_s).idleUntil(now() + Minute));
    const SealedRow revoked = stored(aRow().user(u"ann"_s));
    revoke(revocationOf(revoked.id, now(), now() + Hour));
    const SealedRow live = stored(aRow().user(u"ann"_s));
    advance(Minute);
    TAKE(sessions, store().sessionsOf({}, userOf(u"ann"_s), {}, 100, horizon()));
    QCOMPARE(idsOf(sessions.rows), QList<SessionId> {live.id});
}

void RegistryConformance::otherUsersAndTenantsAreApart()
{
    const SealedRow mine = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    stored(aRow().tenant(u"acme"_s).user(u"anna"_s));
    stored(aRow().tenant(u"acme"_s).user(u"Ann"_s));
    stored(aRow().user(u"ann"_s));
    stored(aRow().tenant(u"acme"_s));
    TAKE(sessions, store().sessionsOf(mine.tenant, mine.user, {}, 100, horizon()));
    QCOMPARE(idsOf(sessions.rows), QList<SessionId> {mine.id});
}

void RegistryConformance::aUserWithoutSessionsHasAnEmptyList()
{
    TAKE(sessions, store().sessionsOf({}, userOf(u"nobody"_s), {}, 100, horizon()));
    QVERIFY(sessions.rows.isEmpty() && sessions.vanished.isEmpty() && sessions.next.isEmpty());
}

void RegistryConformance::sessionsComeInPages()
{
    QList<SessionId> ids;
    for (int i = 0; i < 10; ++i)
        ids.prepend(stored(aRow().created(now() + i / 3).user(u"ann"_s)).id);
    TAKE(whole, store().sessionsOf({}, userOf(u"ann"_s), {}, 100, horizon()));
    QCOMPARE(sorted(idsOf(whole.rows)), sorted(ids));

    QList<SessionId> seen;
    QByteArray cursor;
    do {
        TAKE(part, store().sessionsOf({}, userOf(u"ann"_s), cursor, 3, horizon()));
        QVERIFY(part.rows.size() <= 3);
        seen += idsOf(part.rows);
        cursor = part.next;
    } while (!cursor.isEmpty() && seen.size() < 100);
    QCOMPARE(seen, idsOf(whole.rows));
}

void RegistryConformance::aCursorOfAnotherUserIsRefused()
{
    for (int i = 0; i < 3; ++i)
        stored(aRow().user(u"ann"_s));
    TAKE(part, store().sessionsOf({}, userOf(u"ann"_s), {}, 1, horizon()));
    VERIFY_FAILS(store().sessionsOf({}, userOf(u"bob"_s), part.next, 1, horizon()),
                 ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().sessionsOf(tenantOf(u"acme"_s), userOf(u"ann"_s), part.next, 1, horizon()),
                 ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().users({}, part.next, 1), ErrorCode::InvalidArgument);
}

void RegistryConformance::aGuestHasNoList()
{
    stored(aRow());
    VERIFY_FAILS(store().sessionsOf({}, {}, {}, 100, horizon()), ErrorCode::InvalidArgument);
}

void RegistryConformance::listedRowsHaveNoPayload()
{
    SealedRow row = stored(aRow().user(u"ann"_s).client({u"192.0.2.7"_s, u"agent"_s, u"label"_s}));
    row.payload.clear();
    TAKE(sessions, store().sessionsOf({}, row.user, {}, 100, horizon()));
    QCOMPARE(sessions.rows, QList<SealedRow> {row});
}

void RegistryConformance::usersStandByteByByte()
{
    for (const char *name : {"b", "a", "B", "\u00e9", "aa", "z", "a "})
        stored(aRow().user(QString::fromUtf8(name)));
    stored(aRow());
    TAKE(page, store().users({}, {}, 100));
    QStringList names;
    for (const UserSummary &user : std::as_const(page.users))
        names.append(user.user.text());
    QCOMPARE(names, (QStringList {u"B"_s, u"a"_s, u"a "_s, u"aa"_s, u"b"_s, u"z"_s, u"\u00e9"_s}));
    QVERIFY(page.next.isEmpty());
}

void RegistryConformance::usersAreCountedWithTheirNewest()
{
    stored(aRow().created(now() - 5).user(u"ann"_s));
    stored(aRow().created(now() - 1).user(u"ann"_s));
    stored(aRow().created(now() - 3).user(u"ann"_s).endsAt(now()));
    stored(aRow().created(now() - 2).user(u"bob"_s));
    TAKE(page, store().users({}, {}, 100));
    QCOMPARE(page.users.size(), 2);
    QCOMPARE(page.users[0].user, userOf(u"ann"_s));
    QCOMPARE(page.users[0].sessions, 3);
    QCOMPARE(page.users[0].newestCreated, now() - 1);
    QCOMPARE(page.users[1].sessions, 1);
    QCOMPARE(page.users[1].newestCreated, now() - 2);
}

void RegistryConformance::usersComeInPages()
{
    QStringList expected;
    for (int i = 0; i < 10; ++i) {
        expected.append(u"user %1"_s.arg(i));
        stored(aRow().user(expected.constLast()));
    }
    QStringList seen;
    QByteArray cursor;
    do {
        TAKE(page, store().users({}, cursor, 3));
        QVERIFY(page.users.size() <= 3);
        for (const UserSummary &user : std::as_const(page.users))
            seen.append(user.user.text());
        cursor = page.next;
    } while (!cursor.isEmpty() && seen.size() < 100);
    QCOMPARE(seen, expected);
}

void RegistryConformance::usersAreApartByTenant()
{
    stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    stored(aRow().tenant(u"other"_s).user(u"bob"_s));
    TAKE(page, store().users(tenantOf(u"acme"_s), {}, 100));
    QCOMPARE(page.users.size(), 1);
    QCOMPARE(page.users[0].user, userOf(u"ann"_s));
    QCOMPARE(page.users[0].tenant, tenantOf(u"acme"_s));
}

void RegistryConformance::aUserWithoutRowsIsNotListed()
{
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    remove(stored(aRow().user(u"bob"_s)).id);
    TAKE(page, store().users({}, {}, 100));
    QVERIFY(page.users.isEmpty());
}

void RegistryConformance::tenantsStandByteByByte()
{
    for (const char *name : {"b", "B", "a", "", "\u00e9"})
        stored(aRow().tenant(QString::fromUtf8(name)).user(u"ann"_s));
    stored(aRow().tenant(u"b"_s).user(u"bob"_s));
    TAKE(page, store().tenants({}, 100));
    QStringList names;
    for (const TenantId &tenant : std::as_const(page.tenants))
        names.append(tenant.text());
    QCOMPARE(names, (QStringList {u""_s, u"B"_s, u"a"_s, u"b"_s, u"\u00e9"_s}));
}

void RegistryConformance::tenantsOfGuestsAreListed()
{
    stored(aRow().tenant(u"acme"_s));
    TAKE(page, store().tenants({}, 100));
    QCOMPARE(page.tenants, QList<TenantId> {tenantOf(u"acme"_s)});
}

void RegistryConformance::tenantsComeInPages()
{
    QList<TenantId> expected;
    for (int i = 0; i < 7; ++i) {
        const QString name = i == 0 ? QString() : u"tenant %1"_s.arg(i);
        expected.append(tenantOf(name));
        stored(aRow().tenant(name));
    }
    QList<TenantId> seen;
    QByteArray cursor;
    do {
        TAKE(page, store().tenants(cursor, 1));
        QVERIFY(page.tenants.size() <= 1);
        seen += page.tenants;
        cursor = page.next;
    } while (!cursor.isEmpty() && seen.size() < 100);
    QCOMPARE(seen, expected);
}

void RegistryConformance::tenantsWithoutRowsAreNotListed()
{
    VERIFY_OK(store().raiseUser(tenantOf(u"acme"_s), userOf(u"ann"_s)));
    TAKE(page, store().tenants({}, 100));
    QVERIFY(page.tenants.isEmpty());
}

void RegistryConformance::rowsAreCountedByKey()
{
    stored(aRow());
    stored(aRow().key(7));
    const SealedRow dead = stored(aRow().key(7).endsAt(now() + 1));
    const SealedRow moving = stored(aRow().key(7));
    advance(Hour);
    TAKE(counts, store().countByKey());
    QCOMPARE(counts, (QHash<quint32, qint64> {{0, 1}, {7, 3}}));

    reseal({moving.id, moving.revision, moving.writeId, 8, "x"_ba});
    remove(dead.id);
    TAKE(later, store().countByKey());
    QCOMPARE(later, (QHash<quint32, qint64> {{0, 1}, {7, 1}, {8, 1}}));
}

void RegistryConformance::noSessionVanishesByEndingOrExpiring()
{
    const UserId ann = userOf(u"ann"_s);
    stored(aRow().user(u"ann"_s).endsAt(now() + Minute));
    const SealedRow revoked = stored(aRow().user(u"ann"_s));
    revoke(revocationOf(revoked.id, now(), now() + Hour));
    const SealedRow removed = stored(aRow().user(u"ann"_s));
    remove(removed.id);
    stored(aRow().user(u"ann"_s));
    stored(aRow());
    for (int i = 0; i < 3; ++i) {
        TAKE(sessions, store().sessionsOf({}, ann, {}, 100, horizon()));
        QVERIFY(sessions.vanished.isEmpty());
        TAKE(vanished, store().countVanished(horizon(), 1000));
        QCOMPARE(vanished, 0);
        advance(2 * Minute);
    }
}

void RegistryConformance::limitsOutsideTheRangeAreRefused()
{
    for (const int limit : {0, -1, 1001}) {
        VERIFY_FAILS(store().sessionsOf({}, userOf(u"ann"_s), {}, limit, horizon()),
                     ErrorCode::InvalidArgument);
        VERIFY_FAILS(store().users({}, {}, limit), ErrorCode::InvalidArgument);
        VERIFY_FAILS(store().tenants({}, limit), ErrorCode::InvalidArgument);
    }
}

CONFORMANCE_TOPIC(registry, RegistryConformance)
#include "tst_registry.moc"
