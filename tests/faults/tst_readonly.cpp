// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "freshstore.h"
#include "storefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// A server that takes no writes: it was told so under load, or it is a standby, which is then promoted.
class TestReadOnly : public Trial
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addSetUps(u"postgres,mysql,valkey"_s); }
    void init() { start(); }
    void cleanup() { stop(); }

    void theServerOnlyReads(); // Promise: 4
    void theUrlNamesAStandby();
    void theStandbyIsPromoted();

private:
    Result<void> letNobodyWrite();
    Result<void> letWrite();
    Result<void> promote();
};

Result<void> TestReadOnly::letNobodyWrite()
{
    if (isOf(u"postgres"_s))
        return place().administer(u"ALTER SYSTEM SET default_transaction_read_only = on"_s).and_then([this] {
            return place().administer(u"SELECT pg_reload_conf()"_s);
        });
    if (isOf(u"mysql"_s))
        return place().administer(u"SET GLOBAL read_only = 1"_s);
    // Nobody listens there: it keeps what it has.
    return place().administer({"REPLICAOF", "127.0.0.1", "1"}).transform([](auto) { });
}

Result<void> TestReadOnly::letWrite()
{
    if (isOf(u"postgres"_s))
        return place().administer(u"ALTER SYSTEM RESET default_transaction_read_only"_s).and_then([this] {
            return place().administer(u"SELECT pg_reload_conf()"_s);
        });
    if (isOf(u"mysql"_s))
        return place().administer(u"SET GLOBAL read_only = 0"_s);
    return place().administer({"REPLICAOF", "NO", "ONE"}).transform([](auto) { });
}

void TestReadOnly::theServerOnlyReads()
{
    const auto harm = [this] {
        VERIFY_OK(letNobodyWrite());
        awaitRefusals();
        expectReads();
        VERIFY_OK(letWrite());
    };
    // It is no right that lacks: another server may write, or this one will again.
    goThrough(harm, {ErrorCode::Unavailable});
    QVERIFY(verdict().said(ErrorCode::Unavailable,
                           isOf(u"valkey"_s) ? u"is a replica and takes no writes"_s : u"only reads"_s));
}

Result<void> TestReadOnly::promote()
{
    return place().server().url(u"postgres-reader"_s).and_then([](const QString &text) {
        return StoreUrl::parse(text).and_then(
            [](const StoreUrl &url) { return executeOn(url, u"SELECT pg_promote(true, 60)"_s); });
    });
}

void TestReadOnly::theUrlNamesAStandby()
{
    TAKE(url, place().server().url(u"postgres-reader"_s));
    TAKE(primary, place().open());
    TAKE(row, primary->save(guestRow()));
    // A commit is confirmed when the standby has it on its disk, a moment before it can be read there.
    std::shared_ptr<SessionStore> reader;
    const auto opens = [&] {
        const auto opened = SessionStore::open(url, place().rootKey());
        if (opened)
            reader = *opened;
        return opened.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(opens(), 30'000);
    const auto isThere = [&] {
        const auto loaded = reader->load(row.token);
        return loaded && loaded->has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isThere(), 30'000);
    TAKE(page, reader->page({}));
    QCOMPARE(page.sessions.size(), 1);

    const auto refused = reader->save(guestRow());
    VERIFY_FAILS(refused, ErrorCode::Unavailable);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
    QVERIFY(refused.error().message().contains(u"name the primary"_s));
    VERIFY_FAILS(reader->touch(row), ErrorCode::Unavailable);
    VERIFY_FAILS(reader->remove(row.id), ErrorCode::Unavailable);
    QVERIFY(isThere());

    primary.reset();
    VERIFY_OK(place().server().kill(u"postgres-primary"_s));
    VERIFY_OK(promote());
    QTRY_VERIFY_WITH_TIMEOUT(reader->save(guestRow()).has_value(), 30'000);
    QVERIFY(isThere());
}

void TestReadOnly::theStandbyIsPromoted()
{
    const auto harm = [this] {
        VERIFY_OK(place().server().kill(u"postgres-primary"_s));
        awaitRefusals();
        VERIFY_OK(promote());
    };
    goThrough(harm, {ErrorCode::Unavailable});
}

QTEST_GUILESS_MAIN(TestReadOnly)
#include "tst_readonly.moc"
