// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "clockedstore.h"
#include "verify.h"

#include <axess/sessionsearch.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a search's text finds in a store, on each backend.
class TestSearchPages : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aTextFindsWhatItSays_data() { ClockedStore::addSetUps(); }
    void aTextFindsWhatItSays();
    void aUserIsLookedForInEveryTenant_data() { ClockedStore::addSetUps(); }
    void aUserIsLookedForInEveryTenant();
    void pagesOfASievedListAreWhole_data() { ClockedStore::addSetUps(); }
    void pagesOfASievedListAreWhole();
    void aSearchById_data() { ClockedStore::addSetUps(); }
    void aSearchById();
    void aStoppedSearchSaysWhereToGoOn_data() { ClockedStore::addSetUps(); }
    void aStoppedSearchSaysWhereToGoOn();
    void idleAndExpiringAreOfTheMoment_data() { ClockedStore::addSetUps(); }
    void idleAndExpiringAreOfTheMoment();
    void whatIsUsedToTheEndExpiresToo();
    void timesAreOfThePlannedMoment();
    void theCostIsKnownBefore();

private:
    bool open();
    SessionId add(const QString &user, const QString &tenant, const QString &address, const QString &label);
    void addGuest(const QString &tenant, std::chrono::minutes idle, std::chrono::minutes absolute);
    SearchPlan planned(const QString &text) const;
    QStringList found(const QString &text, int limit = 200);

    ClockedStore m_place;
    std::shared_ptr<SessionStore> m_store;
};

bool TestSearchPages::open()
{
    QFETCH(const QString, setUp);
    m_store.reset();
    auto store = m_place.make(setUp);
    if (!store)
        return false;
    m_store = *store;
    return true;
}

SessionId TestSearchPages::add(const QString &user, const QString &tenant, const QString &address,
                               const QString &label)
{
    m_place.clock->advance(1s);
    SessionRow row = guestRow();
    row.tenant = tenantNamed(tenant);
    row.client = {address, u"Mozilla/5.0 "_s + label, label};
    if (user.isEmpty())
        return m_store->save(row).value().id;
    row.user = userNamed(user);
    row.level = SessionLevel::Authenticated;
    return m_store->save(row, SignIn {m_store->ticket(row.user, row.tenant).value()}).value().id;
}

SearchPlan TestSearchPages::planned(const QString &text) const
{
    const ParsedSearch parsed = ParsedSearch::read(text);
    if (!parsed.isValid())
        qFatal("%s", qPrintable(parsed.problems.constFirst().sentence()));
    return parsed.search.planned(m_store->now(), QTimeZone::utc());
}

// "user@tenant" of each session, page by page to the end; a row told twice stands twice.
QStringList TestSearchPages::found(const QString &text, int limit)
{
    const SearchPlan plan = planned(text);
    QStringList names;
    QByteArray cursor;
    do {
        const auto page = plan.page(*m_store, cursor, limit);
        if (!page)
            return {page.error().message()};
        for (const ListedSession &session : page->sessions)
            names.append(session.row.user.text() + u'@' + session.row.tenant.text());
        cursor = page->next;
    } while (!cursor.isEmpty());
    return names;
}

void TestSearchPages::aTextFindsWhatItSays()
{
    QVERIFY(open());
    add(u"ann"_s, u"acme"_s, u"203.0.113.7"_s, u"Firefox on Linux"_s);
    const SessionId bob = add(u"bob"_s, u"acme"_s, u"203.0.114.9"_s, u"Safari on iPhone"_s);
    add(u"cara"_s, u"bank"_s, u"2001:db8::5"_s, u"Firefox on Windows"_s);
    add({}, u"acme"_s, u"203.0.113.70"_s, u"curl"_s);
    const QList ids {bob};
    VERIFY_OK(m_store->revoke(ids, u"lost"_s, 1h));

    QCOMPARE(found({}).size(), 4);
    QCOMPARE(found(u"ip:203.0.113.0/24"_s), (QStringList {u"@acme"_s, u"ann@acme"_s}));
    QCOMPARE(found(u"ip:203.0.113.7"_s), QStringList {u"ann@acme"_s});
    QCOMPARE(found(u"ip:203.0.112.0/22 -ip:203.0.113.0/24"_s), QStringList {u"bob@acme"_s});
    QCOMPARE(found(u"ip:2001:db8::/32"_s), QStringList {u"cara@bank"_s});
    QCOMPARE(found(u"device:\"firefox*\""_s), (QStringList {u"cara@bank"_s, u"ann@acme"_s}));
    QCOMPARE(found(u"device:*linux"_s), QStringList {u"ann@acme"_s});
    QCOMPARE(found(u"device:on*linux"_s), QStringList());
    QCOMPARE(found(u"device:iphone"_s), QStringList {u"bob@acme"_s});
    QCOMPARE(found(u"tenant:acme -device:Firefox level:authenticated"_s), QStringList {u"bob@acme"_s});
    QCOMPARE(found(u"state:ended"_s), QStringList {u"bob@acme"_s});
    QCOMPARE(found(u"state:logged-out"_s), QStringList {u"bob@acme"_s});
    QCOMPARE(found(u"state:active tenant:acme"_s), (QStringList {u"@acme"_s, u"ann@acme"_s}));
    QCOMPARE(found(u"user:\"\""_s), QStringList {u"@acme"_s});
    QCOMPARE(found(u"client:PHONE"_s), QStringList {u"bob@acme"_s});
    QCOMPARE(found(u"created:<3s tenant:bank"_s), QStringList {u"cara@bank"_s});
    QCOMPARE(found(u"created:>2s"_s), QStringList {u"ann@acme"_s});
}

void TestSearchPages::aUserIsLookedForInEveryTenant()
{
    QVERIFY(open());
    for (int i = 0; i < 9; ++i) {
        add(u"ann"_s, u"tenant%1"_s.arg(i % 3), {}, {});
        add(u"bob"_s, u"tenant%1"_s.arg(i % 3), {}, {});
    }
    add(u"ann"_s, {}, {}, {});
    const QStringList all {u"ann@"_s,        u"ann@tenant2"_s, u"ann@tenant1"_s, u"ann@tenant0"_s,
                           u"ann@tenant2"_s, u"ann@tenant1"_s, u"ann@tenant0"_s, u"ann@tenant2"_s,
                           u"ann@tenant1"_s, u"ann@tenant0"_s};

    QCOMPARE(found(u"ann"_s), all);
    QCOMPARE(found(u"ann"_s, 1), all);
    QCOMPARE(found(u"ann"_s, 4), all);
    QCOMPARE(found(u"ann tenant:tenant1"_s).size(), 3);
    QCOMPARE(found(u"tenant:\"\""_s), QStringList {u"ann@"_s});
    QCOMPARE(found(u"nobody"_s), QStringList());
    VERIFY_FAILS(planned(u"ann"_s).page(*m_store, "no cursor"_ba, 10), ErrorCode::InvalidArgument);
}

// Half of the rows fit, and which they are is only seen by looking at each.
void TestSearchPages::pagesOfASievedListAreWhole()
{
    QVERIFY(open());
    for (int i = 0; i < 60; ++i)
        add(u"user%1"_s.arg(i), u"acme"_s, u"10.0.0.%1"_s.arg(i), {});

    const QStringList odd = found(u"ip:10.0.0.32/27"_s, 5);

    QCOMPARE(odd.size(), 28);
    QCOMPARE(odd.constFirst(), u"user59@acme"_s);
    QCOMPARE(odd.constLast(), u"user32@acme"_s);
    TAKE(page, planned(u"ip:10.0.0.0/27"_s).page(*m_store, {}, 5));
    QCOMPARE(page.sessions.size(), 5);
    QCOMPARE_GE(page.examined, 33);
}

void TestSearchPages::aSearchById()
{
    QVERIFY(open());
    const SessionId ann = add(u"ann"_s, u"acme"_s, {}, {});
    add(u"bob"_s, u"acme"_s, {}, {});

    TAKE(page, planned(ann.text()).page(*m_store, {}));
    QCOMPARE(page.sessions.size(), 1);
    QVERIFY(page.sessions.constFirst().row.data.isEmpty());
    QCOMPARE(page.sessions.constFirst().row.verification, Verification::NotVerified);
    QCOMPARE(found(u"id:"_s + ann.text().first(9) + u'*'), QStringList {u"ann@acme"_s});
    QCOMPARE(found(ann.text() + u" state:expired"_s), QStringList());
    QCOMPARE(found(QString(32, u'0')), QStringList());
}

void TestSearchPages::aStoppedSearchSaysWhereToGoOn()
{
    QVERIFY(open());
    for (int i = 0; i < 12; ++i)
        add(u"user%1"_s.arg(i), u"acme"_s, u"10.0.0.%1"_s.arg(i), {});
    std::stop_source stop;
    stop.request_stop();

    TAKE(page, planned(u"-ip:10.0.0.0/8"_s).page(*m_store, {}, 5, stop.get_token()));
    QVERIFY(page.sessions.isEmpty());
    QVERIFY(!page.next.isEmpty());
    TAKE(rest, planned(u"-ip:10.0.0.0/8"_s).page(*m_store, page.next, 5));
    QVERIFY(rest.next.isEmpty());
    VERIFY_FAILS(planned(u"user1"_s).page(*m_store, {}, 5, stop.get_token()), ErrorCode::Unavailable);
}

void TestSearchPages::addGuest(const QString &tenant, std::chrono::minutes idle,
                               std::chrono::minutes absolute)
{
    SessionRow row = guestRow();
    row.tenant = tenantNamed(tenant);
    row.idleTimeout = idle;
    row.absoluteTimeout = absolute;
    VERIFY_OK(m_store->save(row));
    m_place.clock->advance(1ms);
}

void TestSearchPages::idleAndExpiringAreOfTheMoment()
{
    QVERIFY(open());
    addGuest(u"usual"_s, 30min, 720min);
    addGuest(u"short"_s, 4min, 720min);
    addGuest(u"capped"_s, 600min, 28min);
    const QString idle = u"state:idle"_s;
    const QString expiring = u"state:expiring"_s;

    m_place.clock->advance(1min);
    QCOMPARE(found(idle), QStringList());
    QCOMPARE(found(expiring), QStringList());
    m_place.clock->advance(1min);
    QCOMPARE(found(idle), QStringList {u"@short"_s});
    QCOMPARE(found(expiring), QStringList {u"@short"_s});
    m_place.clock->advance(13min);
    QCOMPARE(found(idle), (QStringList {u"@capped"_s, u"@usual"_s}));
    QCOMPARE(found(expiring), QStringList());
    m_place.clock->advance(8min);
    QCOMPARE(found(expiring), QStringList {u"@capped"_s});
    m_place.clock->advance(2min);
    QCOMPARE(found(expiring), (QStringList {u"@capped"_s, u"@usual"_s}));
    QCOMPARE(found(u"state:expiring expires:>4m"_s), QStringList {u"@usual"_s});
    QCOMPARE(found(u"state:expiring tenant:usual"_s), QStringList {u"@usual"_s});
    m_place.clock->advance(5min);
    QCOMPARE(found(idle), QStringList());
    QCOMPARE(found(expiring), QStringList());
}

// Each request shortens what is left, so half of that would never be reached.
void TestSearchPages::whatIsUsedToTheEndExpiresToo()
{
    SessionRow row;
    row.created = 0;
    row.absoluteDeadline = std::chrono::milliseconds(12h).count();
    row.idleDeadline = row.absoluteDeadline;
    row.lastSeen = row.absoluteDeadline - std::chrono::milliseconds(4min).count();
    QVERIFY(isExpiring(row, row.lastSeen));
    QVERIFY(!isIdle(row, row.lastSeen));
    row.lastSeen -= std::chrono::milliseconds(2min).count();
    QVERIFY(!isExpiring(row, row.lastSeen));
}

void TestSearchPages::timesAreOfThePlannedMoment()
{
    const QTimeZone zone(3600);
    const qint64 now = QDateTime(QDate(2026, 11, 26), QTime(12, 0), zone).toMSecsSinceEpoch();
    const auto filter
        = [&](const QString &text) { return ParsedSearch::read(text).search.planned(now, zone).filter(); };
    const qint64 hour = 3'600'000;
    QCOMPARE(filter(u"seen:<1h"_s).lastSeen, (TimeRange {now - hour, {}}));
    QCOMPARE(filter(u"seen:>1h"_s).lastSeen, (TimeRange {{}, now - hour}));
    QCOMPARE(filter(u"expires:<1h"_s).expires, (TimeRange {now, now + hour}));
    QCOMPARE(filter(u"expires:>1h"_s).expires, (TimeRange {now + hour, {}}));
    QCOMPARE(filter(u"created:2026-11-26"_s).created, (TimeRange {now - 12 * hour, now + 12 * hour}));
    QCOMPARE(filter(u"created:2026-11-26T12:00"_s).created, (TimeRange {now, now + 60'000}));
    QCOMPARE(filter(u"created:..2026-11-25"_s).created, (TimeRange {{}, now - 12 * hour}));
    QVERIFY(ParsedSearch::read(u"seen:<1h").search.isRelative());
    QVERIFY(ParsedSearch::read(u"state:idle").search.isRelative());
    QVERIFY(!ParsedSearch::read(u"created:2026-11-26").search.isRelative());
}

void TestSearchPages::theCostIsKnownBefore()
{
    const auto cost = [](const QString &text) { return ParsedSearch::read(text).search.cost(); };
    QCOMPARE(cost(QString(32, u'a')), SearchCost::Lookup);
    QCOMPARE(cost(u"alice ip:10.0.0.1"_s), SearchCost::IndexRange);
    QCOMPARE(cost(QString()), SearchCost::IndexRange);
    QCOMPARE(cost(u"state:active tenant:acme created:<1d"_s), SearchCost::IndexRange);
    for (const QString &text :
         {u"ip:10.0.0.1"_s, u"device:Firefox"_s, u"id:3fa9*"_s, u"seen:<1h"_s, u"state:expired"_s, u"key:1"_s,
          u"user:\"\""_s, u"-ip:10.0.0.0/8"_s, u"level:guest"_s, u"state:idle"_s, u"state:expiring"_s})
        QCOMPARE(cost(text), SearchCost::Scan);
}

QTEST_GUILESS_MAIN(TestSearchPages)
#include "tst_searchpages.moc"
