// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// An administrator changes the application's password, or takes a right from it, while sixteen callers work,
/// and puts it right again.
class TestRefusals : public Trial
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addSetUps(u"postgres,mysql,valkey"_s); }
    void init();
    void cleanup() { stop(); }

    void thePasswordIsChanged(); // Promise: 4
    void aRightIsRevoked(); // Promise: 4

private:
    Result<void> revokeWriting();
    Result<void> grantWriting();
};

void TestRefusals::init()
{
    start();
    if (!QTest::currentTestFailed())
        VERIFY_OK(place().useApplication());
}

void TestRefusals::thePasswordIsChanged()
{
    const auto harm = [this] {
        VERIFY_OK(place().setPassword(u"another"_s));
        // Who is in stays in.
        expectReads();
        VERIFY_OK(place().cutAll());
        awaitRefusals();
        VERIFY_OK(place().setPassword(HarmedStore::ApplicationPassword));
    };
    goThrough(harm, {ErrorCode::Denied});
    QVERIFY(verdict().said(ErrorCode::Denied, u"password"_s));
}

Result<void> TestRefusals::revokeWriting()
{
    if (isOf(u"postgres"_s))
        return place().administer(u"REVOKE UPDATE, INSERT ON ALL TABLES IN SCHEMA public FROM shop"_s);
    if (isOf(u"mysql"_s))
        return place().administer(u"REVOKE UPDATE, INSERT ON axess.* FROM shop@'127.0.0.1'"_s);
    return place().administer({"ACL", "SETUSER", "shop", "-@write"}).transform([](auto) { });
}

Result<void> TestRefusals::grantWriting()
{
    if (isOf(u"postgres"_s))
        return place().administer(u"GRANT UPDATE, INSERT ON ALL TABLES IN SCHEMA public TO shop"_s);
    if (isOf(u"mysql"_s))
        return place().administer(u"GRANT UPDATE, INSERT ON axess.* TO shop@'127.0.0.1'"_s);
    return place().administer({"ACL", "SETUSER", "shop", "+@write"}).transform([](auto) { });
}

void TestRefusals::aRightIsRevoked()
{
    const auto harm = [this] {
        VERIFY_OK(revokeWriting());
        // MariaDB asks for the rights on a database when a connection begins.
        VERIFY_OK(place().cutAll());
        awaitRefusals();
        expectReads();
        VERIFY_OK(grantWriting());
        VERIFY_OK(place().cutAll());
    };
    goThrough(harm, {ErrorCode::Denied});
    QVERIFY(verdict().said(ErrorCode::Denied, u"right"_s));
}

QTEST_GUILESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
