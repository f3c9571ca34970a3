// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfixture.h"

#include <QtCore/QRegularExpression>

#include <algorithm>
#include <functional>

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What stands in the server, and what becomes of it when keys are missing, damaged or left behind.
class TestValkeyKeys : public ValkeyTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(u"valkey"_s); }
    void cleanupTestCase() { stopServer(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void onlySessionsExpire();
    void aSessionOutlivesItsDeadlineByTwoHours();
    void aDeadRowIsKeptAllTheSame(); // Promise: 5
    void payloadsAreStoredAsTheyAre();
    void namesAreEncoded();
    void nothingRemainsOfARemovedSession();
    void prefixesKeepStoresApart();
    void aRowThatTheServerTookIsVanished();
    void theSweepSaysWhatVanished();
    void theSweepClearsTheIndexesOfATakenRow();
    void anIdThatTheServerTookIsNotGivenAgain();
    void aDamagedRowHarmsNoOther();
    void aDamagedRowCanBeRemoved();
    void aRowOfALaterVersionIsLeftAlone();
    void aSchemaOfAnotherProgramIsRefused();
    void aSchemaOfALaterVersionIsRefused();
    void manyPagesTakeFewRoundTrips();
    void aLongListOfAUserIsWhole();
    void aListOfAUserTakesOneRoundTrip();
};

void TestValkeyKeys::onlySessionsExpire()
{
    create(aRow().tenant(u"acme"_s).user(u"ann"_s).entry(Admission {.limit = 3}));
    create(aRow().entry());
    VERIFY_OK(store().putDocument(u"ring"_s, "x"_ba, 0));
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    VERIFY_OK(store().bury(only(freshId()), now() + Hour));
    VERIFY_OK(store().events(0, 10));
    const QByteArrayList names = keys("*");
    QVERIFY(names.size() > 15);
    for (const QByteArray &name : names)
        QCOMPARE(ask({"TTL", name}) == "-1", !name.startsWith("axess:session:"));
}

void TestValkeyKeys::aSessionOutlivesItsDeadlineByTwoHours()
{
    const SealedRow row = aRow().row();
    create(aRow().id(row.id).idleUntil(now() + Hour).entry());
    QCOMPARE(ask({"PEXPIRETIME", keyOf(row.id)}).toLongLong(), now() + 3 * Hour);
    const Touch touch {row.id, now() + 2 * Hour, now(), now() + 2 * Hour};
    VERIFY_OK(store().touch(only(touch), horizon()));
    QCOMPARE(ask({"PEXPIRETIME", keyOf(row.id)}).toLongLong(), now() + 4 * Hour);
}

void TestValkeyKeys::aDeadRowIsKeptAllTheSame()
{
    const NewRow entry = aRow().created(now() - 40 * Hour).endsAt(now() - 20 * Hour).entry();
    QCOMPARE(create(entry).status, WriteStatus::Stored);
    TAKE(rows, store().load(only(entry.row.id)));
    QCOMPARE(rows.size(), 1);
}

void TestValkeyKeys::payloadsAreStoredAsTheyAre()
{
    QByteArray payload;
    for (int i = 0; i < 1024; ++i)
        payload.append(char(i));
    const NewRow entry = aRow().user(u"ann"_s).payload(payload).entry();
    create(entry);
    TAKE(rows, store().load(only(entry.row.id)));
    QCOMPARE(rows.constFirst().payload, payload);
    const qint64 size = ask({"STRLEN", keyOf(entry.row.id)}).toLongLong();
    QCOMPARE(size, 165 + 3 + 1024);
}

void TestValkeyKeys::namesAreEncoded()
{
    create(aRow().tenant(u"a:b{c}"_s).user(u"50 % é"_s).entry());
    QVERIFY(keys("axess:registry:*").constFirst().endsWith("}:a%3Ab%7Bc%7D:50%20%25%20%C3%A9"));
    QVERIFY(!keys("axess:tenantrows:*").isEmpty());
}

void TestValkeyKeys::nothingRemainsOfARemovedSession()
{
    const QByteArrayList before = keys("*");
    const NewRow guest = aRow().entry();
    const NewRow entry = aRow().tenant(u"acme"_s).user(u"ann"_s).entry();
    for (const NewRow &row : {guest, entry}) {
        create(row);
        const Removal removal {row.row.id, EndReason::SignedOut, {}, now()};
        VERIFY_OK(store().remove(only(removal)));
    }
    VERIFY_OK(store().events(0, 100));
    VERIFY_OK(store().trimEvents(now() + 1, std::numeric_limits<qint64>::max(), 100));
    for (const QByteArray &name : keys("*")) {
        const bool isLog = name.startsWith("axess:event") || name.startsWith("axess:joining");
        QVERIFY2(isLog || before.contains(name), name.constData());
    }
}

void TestValkeyKeys::prefixesKeepStoresApart()
{
    TAKE(other, connect(urlWith(u"prefix=axess-other:"_s)));
    const NewRow entry = aRow().user(u"ann"_s).entry();
    create(entry);
    TAKE(rows, other->load(only(entry.row.id)));
    QVERIFY(rows.isEmpty());
    TAKE(schema, other->schema());
    QVERIFY(!schema.exists);
    VERIFY_FAILS(connect(urlWith(u"prefix={x}"_s)), ErrorCode::InvalidArgument);
}

void TestValkeyKeys::aRowThatTheServerTookIsVanished()
{
    const NewRow taken = aRow().user(u"ann"_s).entry();
    const NewRow left = aRow().user(u"ann"_s).entry();
    create(taken);
    create(left);
    horizon().now += 2 * Minute;
    ask({"DEL", keyOf(taken.row.id)});
    TAKE(sessions, store().sessionsOf({}, userOf(u"ann"_s), {}, 10, horizon()));
    QCOMPARE(sessions.rows.size(), 1);
    QCOMPARE(sessions.vanished, QList<SessionId> {taken.row.id});
    horizon().now += Hour;
    TAKE(later, store().sessionsOf({}, userOf(u"ann"_s), {}, 10, horizon()));
    QVERIFY(later.vanished.isEmpty());
}

void TestValkeyKeys::theSweepSaysWhatVanished()
{
    const NewRow taken = aRow().tenant(u"acme"_s).user(u"ann"_s).entry();
    const NewRow expired = aRow().tenant(u"acme"_s).user(u"ann"_s).entry();
    create(taken);
    create(expired);
    ask({"DEL", keyOf(taken.row.id)});
    TAKE(vanished, store().countVanished(horizon(), 1000));
    QCOMPARE(vanished, 1);
    horizon().now += Hour + 2 * Minute;
    TAKE(none, store().countVanished(horizon(), 1000));
    QCOMPARE(none, 0);
    TAKE(removed, store().removeExpired(horizon(), 10));
    QCOMPARE(removed.size(), 2);
    for (const RemovedRow &row : std::as_const(removed))
        QCOMPARE(row.reason == EndReason::None, row.id == taken.row.id);
    TAKE(events, store().events(0, 100));
    const auto isNoted = [&](const Event &event) {
        return event.kind == EventKind::Vanished && event.session == taken.row.id
            && event.tenant == taken.row.tenant;
    };
    QCOMPARE(std::ranges::count_if(events, isNoted), 1);
}

void TestValkeyKeys::theSweepClearsTheIndexesOfATakenRow()
{
    for (const QString &tenant : {QString(), u"acme"_s}) {
        const NewRow entry = aRow().tenant(tenant).user(u"ann"_s).entry();
        create(entry);
        ask({"DEL", keyOf(entry.row.id)});
    }
    horizon().now += 24 * Hour;
    TAKE(removed, store().removeExpired(horizon(), 10));
    QVERIFY(removed.isEmpty());
    QVERIFY(keys("axess:created:*").isEmpty());
    QVERIFY(keys("axess:expiry:*").isEmpty());
    QVERIFY(keys("axess:tenant*").isEmpty());
    horizon().now += 48 * Hour;
    VERIFY_OK(store().removeExpired(horizon(), 10));
    QVERIFY(keys("axess:registry:*").isEmpty());
    QVERIFY(keys("axess:names:*").isEmpty());
}

void TestValkeyKeys::anIdThatTheServerTookIsNotGivenAgain()
{
    const NewRow entry = aRow().entry();
    create(entry);
    ask({"DEL", keyOf(entry.row.id)});
    QCOMPARE(create(entry).status, WriteStatus::Taken);
}

void TestValkeyKeys::aDamagedRowHarmsNoOther()
{
    const NewRow damaged = aRow().user(u"ann"_s).entry();
    const NewRow sound = aRow().user(u"ann"_s).entry();
    create(damaged);
    create(sound);
    ask({"SET", keyOf(damaged.row.id), "\1rubbish", "KEEPTTL"});
    const auto loaded = store().load(only(damaged.row.id));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code(), ErrorCode::Corrupt);
    QCOMPARE(loaded.error().damage(), Damage::OneSession);
    const RowUpdate save = saveOf(damaged.row);
    VERIFY_FAILS(store().update(only(save), horizon()), ErrorCode::Corrupt);
    for (int i = 0; i < 2; ++i)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is left out"_s));
    TAKE(page, store().page({}));
    QCOMPARE(page.rows.size(), 1);
    QCOMPARE(page.unreadable, QList<SessionId> {damaged.row.id});
    QCOMPARE(sessionsOf(u"ann"_s).size(), 1);
}

void TestValkeyKeys::aDamagedRowCanBeRemoved()
{
    const NewRow removed = aRow().tenant(u"acme"_s).entry();
    const NewRow swept = aRow().tenant(u"acme"_s).entry();
    for (const NewRow &entry : {removed, swept}) {
        create(entry);
        ask({"SET", keyOf(entry.row.id), "\1rubbish", "KEEPTTL"});
    }
    const Removal removal {removed.row.id, EndReason::SignedOut, {}, now()};
    TAKE(rows, store().remove(only(removal)));
    QCOMPARE(rows.size(), 1);
    horizon().now += 24 * Hour;
    VERIFY_OK(store().removeExpired(horizon(), 10));
    QVERIFY(keys("axess:session:*").isEmpty());
    QVERIFY(keys("axess:expiry:*").isEmpty());
    QVERIFY(keys("axess:tenant*").isEmpty());
}

void TestValkeyKeys::aRowOfALaterVersionIsLeftAlone()
{
    const NewRow entry = aRow().entry();
    create(entry);
    ask({"SETRANGE", keyOf(entry.row.id), "0", "\2"});
    VERIFY_FAILS(store().load(only(entry.row.id)), ErrorCode::TooNew);
    const RowUpdate save = saveOf(entry.row);
    VERIFY_FAILS(store().update(only(save), horizon()), ErrorCode::TooNew);
    horizon().now += 24 * Hour;
    TAKE(swept, store().removeExpired(horizon(), 10));
    QVERIFY(swept.isEmpty());
    QCOMPARE(keys("axess:session:*").size(), 1);
}

void TestValkeyKeys::aSchemaOfAnotherProgramIsRefused()
{
    ask({"SET", "axess:schema:{00}", "something else entirely"});
    VERIFY_FAILS(store().schema(), ErrorCode::Corrupt);
    VERIFY_FAILS(store().initSchema(), ErrorCode::Corrupt);
}

void TestValkeyKeys::aSchemaOfALaterVersionIsRefused()
{
    ask({"SET", "axess:schema:{00}", "9 9"});
    VERIFY_FAILS(store().initSchema(), ErrorCode::TooNew);
    VERIFY_FAILS(store().upgradeSchema(), ErrorCode::TooNew);
    ask({"SET", "axess:schema:{00}", "9 1"});
    VERIFY_OK(store().initSchema());
    TAKE(schema, store().schema());
    QCOMPARE(schema.written, 9);
}

void TestValkeyKeys::manyPagesTakeFewRoundTrips()
{
    for (int i = 0; i < 10; ++i) {
        QList<NewRow> batch;
        for (int at = 0; at < 64; ++at)
            batch.append(aRow().created(now() - i * 64 - at).entry());
        VERIFY_OK(store().create(std::span<const NewRow>(batch), horizon()));
    }
    PageRequest request;
    request.limit = 50;
    request.horizon = horizon();
    const qint64 before = store().roundTrips();
    TAKE(page, store().page(request));
    QCOMPARE(page.rows.size(), 50);
    QVERIFY(store().roundTrips() - before <= 4);
}

void TestValkeyKeys::aLongListOfAUserIsWhole()
{
    for (int i = 0; i < 4; ++i) {
        QList<NewRow> batch;
        for (int at = 0; at < 64; ++at)
            batch.append(aRow().user(u"ann"_s).created(now() - i * 64 - at).entry());
        VERIFY_OK(store().create(std::span<const NewRow>(batch), horizon()));
    }
    TAKE(sessions, store().sessionsOf({}, userOf(u"ann"_s), {}, 1000, horizon()));
    QCOMPARE(sessions.rows.size(), 256);
    QVERIFY(sessions.vanished.isEmpty());
    QVERIFY(std::ranges::is_sorted(sessions.rows, std::ranges::greater(), &SealedRow::created));
}

void TestValkeyKeys::aListOfAUserTakesOneRoundTrip()
{
    for (int i = 0; i < 10; ++i)
        create(aRow().user(u"ann"_s).entry());
    // The first brings the script.
    sessionsOf(u"ann"_s);
    const qint64 before = store().roundTrips();
    QCOMPARE(sessionsOf(u"ann"_s).size(), 10);
    QCOMPARE(store().roundTrips() - before, 1);
}

QTEST_GUILESS_MAIN(TestValkeyKeys)
#include "tst_valkeykeys.moc"
