// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "manualclock.h"
#include "storefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int Users = 20;
constexpr int SessionsOfEach = 10;
constexpr qint64 PayloadBytes = 20'000;

UserId userNumber(int number)
{
    return userNamed(u"user %1"_s.arg(number));
}

} // namespace

/// A Valkey that reaches its maxmemory: it refuses writes, or it takes sessions away.
class TestMemory : public Trial
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addSetUps(u"valkey"_s); }
    void init() { start(); }
    void cleanup() { stop(); }

    void aFullServerIsSweptAndGoesOn();
    void evictedSessionsAreVanished();

private:
    qint64 fact(const QByteArray &name);
    void limitMemory(qint64 bytes);
    /// The same store two minutes from now: what ended just now can be swept then, and what began just now is
    /// not on its way into the store any more.
    Result<std::shared_ptr<SessionStore>> openLater();
    Result<SessionRow> signedIn(SessionStore &store, const UserId &user, const TenantId &tenant = {});
};

qint64 TestMemory::fact(const QByteArray &name)
{
    const auto facts = place().administer(QByteArrayList {"INFO"});
    const QByteArray start = "\n" + name + ":";
    const qsizetype at = facts ? facts->indexOf(start) : -1;
    return at < 0 ? -1 : facts->sliced(at + start.size()).split('\r').constFirst().toLongLong();
}

void TestMemory::limitMemory(qint64 bytes)
{
    VERIFY_OK(place().administer({"CONFIG", "SET", "maxmemory", QByteArray::number(bytes)}));
}

Result<SessionRow> TestMemory::signedIn(SessionStore &store, const UserId &user, const TenantId &tenant)
{
    SessionRow row = guestRow();
    row.user = user;
    row.tenant = tenant;
    row.level = SessionLevel::Authenticated;
    row.data.insert(u"much"_s, QString(PayloadBytes, u'm'));
    return store.save(row);
}

Result<std::shared_ptr<SessionStore>> TestMemory::openLater()
{
    const auto now = place().options().clock;
    place().options().clock = std::make_shared<ManualClock>(SystemClock().now() + 120'000);
    auto store = place().open();
    place().options().clock = now;
    return store;
}

void TestMemory::aFullServerIsSweptAndGoesOn()
{
    // A tenant whose sessions a sweep may take at once.
    const TenantId old = tenantNamed(u"old"_s);
    SessionRow spared;
    {
        TAKE(store, place().open());
        for (int i = 0; i < Users * SessionsOfEach; ++i)
            VERIFY_OK(signedIn(*store, userNumber(i % Users), old));
        TAKE(row, signedIn(*store, userNumber(0)));
        spared = row;
        VERIFY_OK(store->raiseTenantEpoch(old, u"to be swept"_s));
    }
    const auto harm = [&] {
        const qint64 used = fact("used_memory");
        limitMemory(used - 1'000'000);
        awaitRefusals();
        expectReads();
        VERIFY_OK(store().page({}));
        TAKE(found, store().findSessionsForUser(userNumber(0)));
        QCOMPARE(found, QList<SessionId> {spared.id});
        VERIFY_OK(store().history(userNumber(0), {}));
        VERIFY_OK(store().statistics());
        // What frees memory is no write that is refused.
        VERIFY_OK(store().remove(spared.id));
        TAKE(later, openLater());
        TAKE(swept, later->cleanupExpired());
        QCOMPARE(swept, Users * SessionsOfEach);
    };
    goThrough(harm, {ErrorCode::Full});
    QVERIFY(verdict().said(ErrorCode::Full, u"maxmemory"_s));
}

void TestMemory::evictedSessionsAreVanished()
{
    VERIFY_OK(place().administer({"CONFIG", "SET", "maxmemory-policy", "volatile-lru"}));
    TAKE(store, place().open());
    QList<SessionRow> rows;
    for (int i = 0; i < Users * SessionsOfEach; ++i) {
        TAKE(row, signedIn(*store, userNumber(i % Users)));
        rows.append(row);
    }
    // Ended is not vanished.
    for (int i = 0; i < Users; ++i)
        VERIFY_OK(store->remove(rows.takeFirst().id));

    limitMemory(fact("used_memory") - 2'000'000);
    QTRY_VERIFY_WITH_TIMEOUT(store->save(guestRow()).has_value() && fact("evicted_keys") > 0, 30'000);
    limitMemory(0);

    QSet<SessionId> gone;
    for (const SessionRow &row : std::as_const(rows)) {
        TAKE(loaded, store->load(row.token));
        if (!loaded)
            gone.insert(row.id);
    }
    QVERIFY(!gone.isEmpty());
    TAKE(later, openLater());
    QSet<SessionId> vanished;
    for (int i = 0; i < Users; ++i) {
        TAKE(live, store->findSessionsForUser(userNumber(i)));
        TAKE(missing, later->vanishedSessionsOf(userNumber(i)));
        QCOMPARE(live.size() + missing.size(), SessionsOfEach - 1);
        for (const SessionId &id : std::as_const(missing))
            vanished.insert(id);
    }
    QCOMPARE(vanished, gone);
    // A session that was saved as the limit was reached may be among what the server took.
    QVERIFY(fact("evicted_keys") >= gone.size());
    TAKE(statistics, store->statistics());
    QCOMPARE(statistics.expired, 0);
    QCOMPARE(statistics.vanished, fact("evicted_keys"));

    // The ring, and what all depends on, cannot be evicted.
    store.reset();
    TAKE(again, place().open());
    for (const SessionRow &row : std::as_const(rows)) {
        TAKE(loaded, again->load(row.token));
        QCOMPARE(loaded.has_value(), !gone.contains(row.id));
    }
}

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
