// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "harmedstore.h"

#include "axesstest.h"
#include "freshstore.h"
#include "storefixture.h"
#include "valkeyclient.h"
#include "verify.h"

#include <axess/clock.h>
#include <axess/store.h>

#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Direction = FaultProxy::Direction;

/// A primary behind a proxy and a replica that stands still: what only the primary has is never called
/// written, however often it is read there.
class TestReplicas : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void nothingIsWrittenWhileTheReplicaStandsStill();
    void noCutMakesAWriteOfThePrimaryAlone_data();
    void noCutMakesAWriteOfThePrimaryAlone();

private:
    struct Cycle
    {
        SessionRow row;
        SessionToken to;
    };
    Result<SessionRow> newRow();
    Result<Cycle> newCycle();
    /// Says it again until a replica, which may be slow, has confirmed it.
    template<typename Call> static std::invoke_result_t<Call> insist(Call call);
    template<typename Answer> static bool isUnknown(const Result<Answer> &answer);
    static bool isUnknown(const Result<RevokeReport> &answer, const SessionId &id);
    void standStill();
    void goOn();

    std::unique_ptr<HarmedStore> m_place;
    std::unique_ptr<PrivateServer> m_replica;
    std::shared_ptr<SessionStore> m_store;
};

void TestReplicas::init()
{
    AxessTest::init();
    TAKE(place, HarmedStore::start(u"valkey"_s));
    m_place = std::move(place);
    TAKE(replica, PrivateServer::start(u"valkey"_s));
    m_replica = std::move(replica);
    TAKE(text, m_replica->url());
    TAKE(url, StoreUrl::parse(text));
    TAKE(client, ValkeyClient::connect(url, url.hosts().constFirst()));
    VERIFY_OK(client->call({"REPLICAOF", "127.0.0.1", QByteArray::number(m_place->server().port())}));
    const auto isConnected = [&] {
        const auto role = client->call({"ROLE"});
        return role && role->items.value(3).text == "connected";
    };
    QVERIFY(QTest::qWaitFor(isConnected, 30'000));
    TAKE(store, m_place->initialise(u"pool=2&replicas=1&waitMs=150"_s));
    m_store = store;
    goOn();
}

void TestReplicas::cleanup()
{
    m_store.reset();
    m_replica.reset();
    m_place.reset();
}

void TestReplicas::standStill()
{
    VERIFY_OK(m_replica->freeze());
}

// Confirming again, in time.
void TestReplicas::goOn()
{
    VERIFY_OK(m_replica->thaw());
    VERIFY_OK(newRow());
}

template<typename Call> std::invoke_result_t<Call> TestReplicas::insist(Call call)
{
    auto answer = call();
    (void)QTest::qWaitFor(
        [&] {
            if (!answer)
                answer = call();
            return answer.has_value();
        },
        30'000);
    return answer;
}

Result<SessionRow> TestReplicas::newRow()
{
    return insist([&] { return m_store->save(guestRow()); });
}

Result<TestReplicas::Cycle> TestReplicas::newCycle()
{
    return newRow().and_then([&](const SessionRow &row) {
        return m_store->renewed(row.token).transform([&](const SessionToken &to) { return Cycle {row, to}; });
    });
}

template<typename Answer> bool TestReplicas::isUnknown(const Result<Answer> &answer)
{
    return !answer && answer.error().code() == ErrorCode::Unavailable
        && answer.error().outcome() == Outcome::Unknown;
}

bool TestReplicas::isUnknown(const Result<RevokeReport> &answer, const SessionId &id)
{
    return answer && answer->done.isEmpty() && answer->gone.isEmpty() && answer->unknown == QList {id};
}

void TestReplicas::nothingIsWrittenWhileTheReplicaStandsStill()
{
    const UserId ada = userNamed(u"ada"_s);
    TAKE(cycled, newCycle());
    TAKE(revoked, newRow());
    TAKE(removed, newRow());
    TAKE(guest, newCycle());
    TAKE(ticket, m_store->ticket(ada));
    SessionRow asAda = guestRow();
    asAda.user = ada;
    SessionRow signedIn = guest.row;
    signedIn.user = ada;
    signedIn.level = SessionLevel::Authenticated;
    const SignIn signIn {ticket, 3, LimitPolicy::EndOldest};

    standStill();
    // Whatever is said again is no better for it.
    for (int i = 0; i < 2; ++i) {
        QVERIFY(isUnknown(m_store->save(guestRow())));
        QVERIFY(isUnknown(m_store->save(asAda, signIn)));
        QVERIFY(isUnknown(m_store->cycle(cycled.row.token, cycled.to, cycled.row)));
        QVERIFY(isUnknown(m_store->cycle(guest.row.token, guest.to, signedIn, signIn)));
        QVERIFY(isUnknown(m_store->revoke(QList {revoked.id}, u"lost"_s, 1h), revoked.id));
        QVERIFY(isUnknown(m_store->remove(removed.id)));
        QVERIFY(isUnknown(m_store->signOutEverywhere(userNamed(u"bob"_s))));
    }

    goOn();
    VERIFY_OK(insist([&] { return m_store->cycle(cycled.row.token, cycled.to, cycled.row); }));
    VERIFY_OK(insist([&] { return m_store->cycle(guest.row.token, guest.to, signedIn, signIn); }));
    VERIFY_OK(insist([&] { return m_store->remove(removed.id); }));
    const auto isRevoked = [&] {
        const auto report = m_store->revoke(QList {revoked.id}, u"lost"_s, 1h);
        return report && report->done == QList {revoked.id};
    };
    QVERIFY(QTest::qWaitFor(isRevoked, 30'000));
    TAKE(opened, m_store->load(cycled.to));
    QVERIFY(opened);
    VERIFY_FAILS(m_store->load(cycled.row.token), ErrorCode::Superseded);
    TAKE(sessions, m_store->findSessionsForUser(ada));
    QCOMPARE(sessions, QList {guest.row.id});
}

void TestReplicas::noCutMakesAWriteOfThePrimaryAlone_data()
{
    QTest::addColumn<Direction>("direction");
    QTest::addColumn<int>("bytes");
    QTest::newRow("to the client") << Direction::ToClient << 12;
    QTest::newRow("to the server") << Direction::ToServer << 1200;
}

// The answers to a write and to its WAIT are a few bytes each: the connection is cut behind all of them.
void TestReplicas::noCutMakesAWriteOfThePrimaryAlone()
{
    QFETCH(const Direction, direction);
    QFETCH(const int, bytes);
    constexpr int Cuts = 6;
    QList<Cycle> cycles;
    QList<SessionRow> ends;
    for (int i = 0; i < Cuts; ++i) {
        TAKE(cycle, newCycle());
        cycles.append(cycle);
        TAKE(row, newRow());
        ends.append(row);
    }

    standStill();
    int happened = 0;
    for (int i = 0; i < Cuts; ++i) {
        const auto cutDuring = [&](const auto &call) {
            m_place->proxy()->cutAt(direction, bytes * (i + 1) / Cuts);
            const auto answer = call();
            happened += m_place->proxy()->hasCut();
            m_place->proxy()->recover();
            return !answer && answer.error().code() == ErrorCode::Unavailable;
        };
        QVERIFY(cutDuring([&] { return m_store->save(guestRow()); }));
        QVERIFY(cutDuring([&] { return m_store->cycle(cycles[i].row.token, cycles[i].to, cycles[i].row); }));
        QVERIFY(cutDuring([&] { return m_store->remove(ends[i].id); }));
    }
    QTextStream(stdout) << happened << " cuts " << QTest::currentDataTag() << Qt::endl;
    QVERIFY(happened > Cuts);

    goOn();
    for (int i = 0; i < Cuts; ++i) {
        VERIFY_OK(insist([&] { return m_store->cycle(cycles[i].row.token, cycles[i].to, cycles[i].row); }));
        VERIFY_FAILS(m_store->load(cycles[i].row.token), ErrorCode::Superseded);
        VERIFY_OK(insist([&] { return m_store->remove(ends[i].id); }));
        TAKE(found, m_store->load(ends[i].token));
        QVERIFY(!found);
    }
}

QTEST_GUILESS_MAIN(TestReplicas)
#include "tst_replicas.moc"
