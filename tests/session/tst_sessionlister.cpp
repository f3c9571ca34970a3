// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/metrics.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSessionLister : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aPageGoesOnWhereTheOneBeforeEnded();
    void aFilterByLifeIsComputedNow();
    void aUsersLiveSessionsAreListedNewestFirst();
    void usersAndTenantsAreListed();
    void statisticsCountWhatIsThere();
    void aSmallBudgetCountsAtLeast();
    void healthIsGoodWhenTheStoreAnswers();
    void aNoteStandsInTheLog();

private:
    SessionRow saved(const QString &user, const QString &tenant = {});

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestSessionLister::init()
{
    AxessTest::init();
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
}

SessionRow TestSessionLister::saved(const QString &user, const QString &tenant)
{
    SessionRow row = guestRow();
    row.tenant = tenantNamed(tenant);
    row.user = userNamed(user);
    m_fixture->clock->advance(1ms);
    return m_store->save(row).value();
}

void TestSessionLister::aPageGoesOnWhereTheOneBeforeEnded()
{
    QList<SessionId> newestFirst;
    for (int i = 0; i < 25; ++i)
        newestFirst.prepend(saved({}).id);
    SessionQuery query;
    query.limit = 10;
    QList<SessionId> listed;
    do {
        TAKE(page, m_store->page(query));
        QVERIFY(page.sessions.size() <= 10);
        for (const ListedSession &session : page.sessions) {
            listed.append(session.row.id);
            QVERIFY(session.row.data.isEmpty());
            QVERIFY(session.row.payloadBytes > 0);
        }
        query.cursor = page.next;
    } while (!query.cursor.isEmpty());
    QCOMPARE(listed, newestFirst);

    query.cursor = "nonsense";
    VERIFY_FAILS(m_store->page(query), ErrorCode::InvalidArgument);
    query.cursor.clear();
    query.limit = 1001;
    VERIFY_FAILS(m_store->page(query), ErrorCode::InvalidArgument);
}

void TestSessionLister::aFilterByLifeIsComputedNow()
{
    const SessionRow old = saved({});
    m_fixture->clock->advance(31min);
    const SessionRow fresh = saved({});
    SessionQuery query;
    query.filter.life = Life::Live;
    TAKE(live, m_store->page(query));
    QCOMPARE(live.sessions.size(), 1);
    QCOMPARE(live.sessions.first().row.id, fresh.id);
    query.filter.life = Life::Expired;
    TAKE(expired, m_store->page(query));
    QCOMPARE(expired.sessions.size(), 1);
    QCOMPARE(expired.sessions.first().row.id, old.id);
    VERIFY_OK(m_store->raiseStoreEpoch(u"x"_s));
    TAKE(all, m_store->page(query));
    QCOMPARE(all.sessions.size(), 2);
}

void TestSessionLister::aUsersLiveSessionsAreListedNewestFirst()
{
    const SessionRow first = saved(u"ada"_s, u"shop"_s);
    saved(u"ada"_s, u"bank"_s);
    saved(u"bob"_s, u"shop"_s);
    const SessionRow second = saved(u"ada"_s, u"shop"_s);
    TAKE(ids, m_store->findSessionsForUser(userNamed(u"ada"_s), tenantNamed(u"shop"_s)));
    QCOMPARE(ids, (QList {second.id, first.id}));
    TAKE(one, m_store->sessionsOf(userNamed(u"ada"_s), tenantNamed(u"shop"_s), 1));
    QCOMPARE(one.size(), 1);
    QCOMPARE(one.first().row.id, second.id);
    m_fixture->clock->advance(31min);
    TAKE(none, m_store->findSessionsForUser(userNamed(u"ada"_s), tenantNamed(u"shop"_s)));
    QVERIFY(none.isEmpty());
    VERIFY_FAILS(m_store->sessionsOf(userNamed(u"ada"_s), {}, 0), ErrorCode::InvalidArgument);
    TAKE(vanished, m_store->vanishedSessionsOf(userNamed(u"ada"_s), tenantNamed(u"shop"_s)));
    QVERIFY(vanished.isEmpty());
    VERIFY_FAILS(m_store->vanishedSessionsOf({}), ErrorCode::InvalidArgument);
}

void TestSessionLister::usersAndTenantsAreListed()
{
    saved(u"bob"_s, u"shop"_s);
    saved(u"ada"_s, u"shop"_s);
    saved(u"ada"_s, u"shop"_s);
    TAKE(users, m_store->users(tenantNamed(u"shop"_s)));
    QCOMPARE(users.users.size(), 2);
    QCOMPARE(users.users.first().user, userNamed(u"ada"_s));
    QCOMPARE(users.users.first().sessions, 2);
    TAKE(tenants, m_store->tenants());
    QCOMPARE(tenants.tenants, QList {tenantNamed(u"shop"_s)});
}

void TestSessionLister::statisticsCountWhatIsThere()
{
    saved({});
    m_fixture->clock->advance(31min);
    const SessionRow revoked = saved(u"ada"_s);
    const SessionRow live = saved(u"ada"_s);
    VERIFY_OK(m_store->revoke(std::span(&revoked.id, 1), u"x"_s, 1min));
    TAKE(statistics, m_store->statistics());
    QVERIFY(statistics.exact);
    QCOMPARE(statistics.sessions, 3);
    QCOMPARE(statistics.live, 1);
    QCOMPARE(statistics.revoked, 1);
    QCOMPARE(statistics.expired, 1);
    QCOMPARE(statistics.guests, 1);
    QCOMPARE(statistics.authenticated, 2);
    QCOMPARE(statistics.vanished, 0);
    QCOMPARE(statistics.byKey.value(live.keyId), 3);
}

void TestSessionLister::aSmallBudgetCountsAtLeast()
{
    for (int i = 0; i < 20; ++i)
        saved({});
    TAKE(statistics, m_store->statistics(5));
    QVERIFY(!statistics.exact);
    QVERIFY(statistics.sessions >= 1 && statistics.sessions <= 5);
    VERIFY_FAILS(m_store->statistics(0), ErrorCode::InvalidArgument);
}

void TestSessionLister::healthIsGoodWhenTheStoreAnswers()
{
    const StoreHealth health = m_store->health();
    QCOMPARE(health.health, Health::Good);
    QVERIFY(health.sentence.isEmpty());
    QVERIFY(health.poolSize > 0);
    QCOMPARE(health.clockOffset, 0);
    VERIFY_OK(m_store->facts());
    QCOMPARE(m_store->displayName(), u"memory:"_s);
}

void TestSessionLister::aNoteStandsInTheLog()
{
    Event note;
    note.kind = EventKind::WrongTenant;
    note.user = userNamed(u"ada"_s);
    note.detail = QString(300, u'ü');
    VERIFY_OK(m_store->note(note));
    TAKE(history, m_store->history(userNamed(u"ada"_s), {}));
    QCOMPARE(history.size(), 1);
    QCOMPARE(history.first().at, m_fixture->clock->now());
    QCOMPARE(history.first().detail, QString(128, u'ü'));
}

QTEST_GUILESS_MAIN(TestSessionLister)
#include "tst_sessionlister.moc"
