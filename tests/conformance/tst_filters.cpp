// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class FilterConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void byTenant();
    void byTheEmptyTenant();
    void byUserInAllTenants();
    void byUserOfOneTenant();
    void byGuests();
    void byGuestsOfOneTenant();
    void namesAreComparedByteByByte(); // Promise: 8
    void byLevel_data();
    void byLevel();
    void byLife_data();
    void byLife();
    void byKey();
    void byTheKeyOfUnsealedRows();
    void byCreation();
    void byLastSeen();
    void byTheEarlierDeadline();
    void anInvertedRangeHoldsNothing();
    void byClientInEachField();
    void byClientInEitherCase();
    void anEmptyClientIsNoRestriction();
    void clientWildcardsAreOrdinaryCharacters_data();
    void clientWildcardsAreOrdinaryCharacters();
    void allTogether(); // Promise: 8
    void aFilterWalksInOrderToo();
    void aFullPageHasANextOnlyIfMoreMatches_data();
    void aFullPageHasANextOnlyIfMoreMatches(); // Promise: 10
};

void FilterConformance::byTenant()
{
    stored(aRow());
    const SessionId acme = stored(aRow().tenant(u"acme"_s)).id;
    stored(aRow().tenant(u"other"_s));
    QCOMPARE(page(where(&SessionFilter::tenant, tenantOf(u"acme"_s))), QList<SessionId> {acme});
    QVERIFY(page(where(&SessionFilter::tenant, tenantOf(u"nobody"_s))).isEmpty());
}

void FilterConformance::byTheEmptyTenant()
{
    const SessionId none = stored(aRow()).id;
    stored(aRow().tenant(u"acme"_s));
    QCOMPARE(page(where(&SessionFilter::tenant, TenantId())), QList<SessionId> {none});
}

void FilterConformance::byUserInAllTenants()
{
    const SessionId first = stored(aRow().created(now() - 2).user(u"ann"_s)).id;
    const SessionId second = stored(aRow().created(now() - 1).tenant(u"acme"_s).user(u"ann"_s)).id;
    stored(aRow().user(u"bob"_s));
    stored(aRow());
    QCOMPARE(page(where(&SessionFilter::user, userOf(u"ann"_s))), (QList<SessionId> {first, second}));
}

void FilterConformance::byUserOfOneTenant()
{
    stored(aRow().user(u"ann"_s));
    const SessionId acme = stored(aRow().tenant(u"acme"_s).user(u"ann"_s)).id;
    SessionFilter filter = where(&SessionFilter::user, userOf(u"ann"_s));
    filter.tenant = tenantOf(u"acme"_s);
    QCOMPARE(page(filter), QList<SessionId> {acme});
    filter.user = userOf(u"nobody"_s);
    QVERIFY(page(filter).isEmpty());
}

void FilterConformance::byGuests()
{
    const SessionId guest = stored(aRow()).id;
    stored(aRow().user(u"ann"_s));
    QCOMPARE(page(where(&SessionFilter::user, UserId())), QList<SessionId> {guest});
}

void FilterConformance::byGuestsOfOneTenant()
{
    stored(aRow());
    const SessionId guest = stored(aRow().tenant(u"acme"_s)).id;
    stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    SessionFilter filter = where(&SessionFilter::user, UserId());
    filter.tenant = tenantOf(u"acme"_s);
    QCOMPARE(page(filter), QList<SessionId> {guest});
}

void FilterConformance::namesAreComparedByteByByte()
{
    const SessionId lower = stored(aRow().tenant(u"acme"_s).user(u"ann"_s)).id;
    stored(aRow().tenant(u"Acme"_s).user(u"Ann"_s));
    stored(aRow().tenant(u"acme "_s).user(u"ann "_s));
    // The same letters for a reader, other bytes: composed and decomposed.
    const SessionId composed = stored(aRow().tenant(u"\u00e9"_s).user(u"\u00e9"_s)).id;
    const SessionId decomposed = stored(aRow().tenant(u"e\u0301"_s).user(u"e\u0301"_s)).id;
    QCOMPARE(page(where(&SessionFilter::user, userOf(u"ann"_s))), QList<SessionId> {lower});
    QCOMPARE(page(where(&SessionFilter::tenant, tenantOf(u"acme"_s))), QList<SessionId> {lower});
    QCOMPARE(page(where(&SessionFilter::user, userOf(u"\u00e9"_s))), QList<SessionId> {composed});
    QCOMPARE(page(where(&SessionFilter::tenant, tenantOf(u"e\u0301"_s))), QList<SessionId> {decomposed});
}

void FilterConformance::byLevel_data()
{
    QTest::addColumn<SessionLevel>("level");
    QTest::newRow("guest") << SessionLevel::Guest;
    QTest::newRow("authenticated") << SessionLevel::Authenticated;
    QTest::newRow("stepped up") << SessionLevel::SteppedUp;
}

void FilterConformance::byLevel()
{
    QFETCH(SessionLevel, level);
    QHash<SessionLevel, SessionId> ids;
    ids[SessionLevel::Guest] = stored(aRow()).id;
    ids[SessionLevel::Authenticated] = stored(aRow().user(u"ann"_s)).id;
    ids[SessionLevel::SteppedUp] = stored(aRow().user(u"ann"_s).level(SessionLevel::SteppedUp)).id;
    QCOMPARE(page(where(&SessionFilter::level, level)), QList<SessionId> {ids[level]});
}

void FilterConformance::byLife_data()
{
    QTest::addColumn<Life>("life");
    QTest::newRow("live") << Life::Live;
    QTest::newRow("revoked") << Life::Revoked;
    QTest::newRow("expired") << Life::Expired;
}

void FilterConformance::byLife()
{
    QFETCH(Life, life);
    QHash<Life, QList<SessionId>> ids;
    ids[Life::Live] += stored(aRow().endsAt(now() + Minute + 1)).id;
    ids[Life::Expired] += stored(aRow().endsAt(now() + Minute)).id;
    ids[Life::Expired] += stored(aRow().idleUntil(now() + Minute)).id;
    const SessionId revoked = stored(aRow()).id;
    const SessionId revokedAndExpired = stored(aRow().endsAt(now() + Minute)).id;
    for (const SessionId &id : {revoked, revokedAndExpired}) {
        revoke(revocationOf(id, now(), now() + Hour));
        ids[Life::Revoked] += id;
    }
    advance(Minute);
    QCOMPARE(sorted(page(where(&SessionFilter::life, life))), sorted(ids[life]));
}

void FilterConformance::byKey()
{
    stored(aRow());
    const SessionId first = stored(aRow().key(7)).id;
    stored(aRow().key(8));
    QCOMPARE(page(where(&SessionFilter::keyId, 7u)), QList<SessionId> {first});
    QVERIFY(page(where(&SessionFilter::keyId, 9u)).isEmpty());
}

void FilterConformance::byTheKeyOfUnsealedRows()
{
    const SessionId unsealed = stored(aRow()).id;
    stored(aRow().key(8));
    QCOMPARE(page(where(&SessionFilter::keyId, 0u)), QList<SessionId> {unsealed});
}

void FilterConformance::byCreation()
{
    stored(aRow().created(now() - 1));
    const SessionId first = stored(aRow().created(now())).id;
    const SessionId last = stored(aRow().created(now() + 9)).id;
    const SessionId later = stored(aRow().created(now() + 10)).id;
    QCOMPARE(page(where(&SessionFilter::created, {now(), now() + 10})), (QList<SessionId> {first, last}));
    QCOMPARE(page(where(&SessionFilter::created, {now(), {}})), (QList<SessionId> {first, last, later}));
    QCOMPARE(page(where(&SessionFilter::created, {{}, now() + 10})).size(), 3);
}

void FilterConformance::byLastSeen()
{
    stored(aRow().lastSeen(now() - 1));
    const SessionId row = stored(aRow().lastSeen(now())).id;
    stored(aRow().lastSeen(now() + 5));
    QCOMPARE(page(where(&SessionFilter::lastSeen, {now(), now() + 5})), QList<SessionId> {row});
    touch({row, 0, now() + 5, 0});
    QVERIFY(page(where(&SessionFilter::lastSeen, {now(), now() + 5})).isEmpty());
}

void FilterConformance::byTheEarlierDeadline()
{
    const SessionId idle = stored(aRow().idleUntil(now() + Minute)).id;
    const SessionId absolute = stored(aRow().endsAt(now() + Minute)).id;
    stored(aRow().idleUntil(now() + Minute - 1));
    stored(aRow().idleUntil(now() + Minute + 1));
    QCOMPARE(sorted(page(where(&SessionFilter::expires, {now() + Minute, now() + Minute + 1}))),
             sorted({idle, absolute}));
}

void FilterConformance::anInvertedRangeHoldsNothing()
{
    stored(aRow());
    QVERIFY(page(where(&SessionFilter::created, {now() + 1, now()})).isEmpty());
    QVERIFY(page(where(&SessionFilter::created, {now(), now()})).isEmpty());
}

void FilterConformance::byClientInEachField()
{
    const SessionId address = stored(aRow().created(now()).client({u"192.0.2.7"_s, {}, {}})).id;
    const SessionId agent = stored(aRow().created(now() + 1).client({{}, u"curl via 192.0.2.7 x"_s, {}})).id;
    const SessionId label = stored(aRow().created(now() + 2).client({{}, {}, u"at 192.0.2.7"_s})).id;
    stored(aRow().client({u"192.0.2"_s, u".7"_s, {}}));
    QCOMPARE(page(where(&SessionFilter::client, u"192.0.2.7"_s)), (QList<SessionId> {address, agent, label}));
}

void FilterConformance::byClientInEitherCase()
{
    const SessionId row = stored(aRow().client({{}, u"Mozilla FIREFOX"_s, {}})).id;
    QCOMPARE(page(where(&SessionFilter::client, u"firefox"_s)), QList<SessionId> {row});
    QCOMPARE(page(where(&SessionFilter::client, u"mOZILLA f"_s)), QList<SessionId> {row});
    QVERIFY(page(where(&SessionFilter::client, u"chrome"_s)).isEmpty());
}

void FilterConformance::anEmptyClientIsNoRestriction()
{
    stored(aRow());
    stored(aRow().client({{}, u"agent"_s, {}}));
    QCOMPARE(page(where(&SessionFilter::client, QString())).size(), 2);
}

void FilterConformance::clientWildcardsAreOrdinaryCharacters_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"100%", "a_b", "[x]*", "back\\slash", "it's", "\"quoted\"", "semi;colon--", "?", "\u00fcber"})
        QTest::addRow("%s", text) << QString::fromUtf8(text);
}

void FilterConformance::clientWildcardsAreOrdinaryCharacters()
{
    QFETCH(QString, text);
    const SessionId row = stored(aRow().client({{}, u"<"_s + text + u">"_s, {}})).id;
    stored(aRow().client({{}, u"1000 aXb x back its quoted semi colon uber"_s, {}}));
    QCOMPARE(page(where(&SessionFilter::client, text)), QList<SessionId> {row});
}

void FilterConformance::allTogether()
{
    const auto builder
        = [this] { return aRow().tenant(u"acme"_s).user(u"ann"_s).key(3).client({u"192.0.2.7"_s, {}, {}}); };
    const SessionId row = stored(builder()).id;
    stored(builder().tenant(u"other"_s));
    stored(builder().user(u"bob"_s));
    stored(builder().level(SessionLevel::SteppedUp));
    stored(builder().key(4));
    stored(builder().client({u"192.0.2.8"_s, {}, {}}));
    stored(builder().created(now() - 1));
    stored(builder().lastSeen(now() - 1));
    stored(builder().idleUntil(now() + 31 * Minute));
    revoke(revocationOf(stored(builder()).id, now(), now()));

    SessionFilter filter;
    filter.tenant = tenantOf(u"acme"_s);
    filter.user = userOf(u"ann"_s);
    filter.level = SessionLevel::Authenticated;
    filter.life = Life::Live;
    filter.keyId = 3;
    filter.created = {now(), {}};
    filter.lastSeen = {now(), {}};
    filter.expires = {{}, now() + 31 * Minute};
    filter.client = u".7"_s;
    QCOMPARE(page(filter), QList<SessionId> {row});
}

void FilterConformance::aFilterWalksInOrderToo()
{
    QList<SessionId> ids;
    for (int i = 0; i < 12; ++i) {
        const SessionId id
            = stored(aRow().created(now() + i).tenant(u"acme"_s).user(i % 3 ? u"ann"_s : u"bob"_s)).id;
        if (i % 3)
            ids.append(id);
    }
    PageRequest request;
    request.filter = where(&SessionFilter::user, userOf(u"ann"_s));
    request.filter.tenant = tenantOf(u"acme"_s);
    request.order = PageOrder::OldestFirst;
    request.limit = 3;
    QList<SessionId> seen;
    do {
        TAKE(page, store().page(request));
        seen += idsOf(page.rows);
        request.cursor = page.next;
    } while (!request.cursor.isEmpty() && seen.size() < 100);
    QCOMPARE(seen, ids);
}

void FilterConformance::aFullPageHasANextOnlyIfMoreMatches_data()
{
    QTest::addColumn<bool>("more");
    QTest::newRow("the last ones") << false;
    QTest::newRow("one more") << true;
}

void FilterConformance::aFullPageHasANextOnlyIfMoreMatches()
{
    QFETCH(bool, more);
    const auto wanted = [this] { return aRow().key(7).client({{}, u"wanted"_s, {}}); };
    stored(wanted().created(now()));
    stored(wanted().created(now() + 1));
    stored(aRow().created(now() + 2));
    if (more)
        stored(wanted().created(now() + 3));
    stored(aRow().created(now() + 4));
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.limit = 2;
    for (const SessionFilter &filter :
         {where(&SessionFilter::keyId, 7u), where(&SessionFilter::client, u"wanted"_s)}) {
        request.filter = filter;
        TAKE(page, store().page(request));
        QCOMPARE(page.rows.size(), 2);
        QCOMPARE(page.next.isEmpty(), !more);
    }
}

CONFORMANCE_TOPIC(filters, FilterConformance)
#include "tst_filters.moc"
