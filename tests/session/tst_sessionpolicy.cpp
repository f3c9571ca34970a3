// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"

#include <axess/sessionpolicy.h>

using namespace Axess;
using namespace std::chrono_literals;

class TestSessionPolicy : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void presetsAreThoseOfTheManual();
    void aTouchLagsByATwentiethOfTheIdleTimeButAtMostFiveMinutes();
    void everyPresetWorks();
    void whatCannotWorkIsSaid();
    void cookiesThatBrowsersRefuseAreSaid_data();
    void cookiesThatBrowsersRefuseAreSaid();
};

void TestSessionPolicy::presetsAreThoseOfTheManual()
{
    QCOMPARE(SessionPolicy::standard().idleTimeout, 30min);
    QCOMPARE(SessionPolicy::standard().absoluteTimeout, 12h);
    QCOMPARE(SessionPolicy::highValue().idleTimeout, 5min);
    QCOMPARE(SessionPolicy::highValue().absoluteTimeout, 4h);
    QCOMPARE(SessionPolicy::rememberMe().idleTimeout, std::chrono::days(14));
    QCOMPARE(SessionPolicy::rememberMe().absoluteTimeout, std::chrono::days(30));
    QCOMPARE(SessionPolicy::rememberMe().cookie.maxAge,
             std::optional<std::chrono::seconds>(std::chrono::days(30)));
    QCOMPARE(SessionPolicy::aal1().absoluteTimeout, std::chrono::days(30));
    QCOMPARE(SessionPolicy::aal2().idleTimeout, 30min);
    QCOMPARE(SessionPolicy::aal3().idleTimeout, 15min);
    QCOMPARE(SessionPolicy::aal3().absoluteTimeout, 12h);
}

void TestSessionPolicy::aTouchLagsByATwentiethOfTheIdleTimeButAtMostFiveMinutes()
{
    QCOMPARE(SessionPolicy::standard().touchLag(), 90s);
    QCOMPARE(SessionPolicy::rememberMe().touchLag(), 5min);
    QCOMPARE(SessionPolicy {.idleTimeout = 1s}.touchLag(), 50ms);
}

void TestSessionPolicy::everyPresetWorks()
{
    for (const auto &preset :
         {SessionPolicy::standard(), SessionPolicy::highValue(), SessionPolicy::rememberMe(),
          SessionPolicy::aal1(), SessionPolicy::aal2(), SessionPolicy::aal3()})
        VERIFY_OK(preset.check());
    VERIFY_OK(CookiePolicy::forPlainHttp().check());
}

void TestSessionPolicy::whatCannotWorkIsSaid()
{
    VERIFY_FAILS(SessionPolicy {.idleTimeout = 0ms}.check(), ErrorCode::InvalidArgument);
    VERIFY_FAILS(SessionPolicy {.absoluteTimeout = -1h}.check(), ErrorCode::InvalidArgument);
    VERIFY_FAILS(SessionPolicy {.sessionsPerUser = -1}.check(), ErrorCode::InvalidArgument);
}

void TestSessionPolicy::cookiesThatBrowsersRefuseAreSaid_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("secure");
    QTest::addColumn<SameSite>("sameSite");
    QTest::addColumn<std::optional<std::chrono::seconds>>("maxAge");

    const std::optional<std::chrono::seconds> none;
    QTest::newRow("no name") << QByteArray() << true << SameSite::Lax << none;
    QTest::newRow("a long name") << QByteArray(129, 'x') << true << SameSite::Lax << none;
    QTest::newRow("a header of its own")
        << QByteArray("sid\r\nSet-Cookie: x") << true << SameSite::Lax << none;
    QTest::newRow("an equals sign") << QByteArray("a=b") << true << SameSite::Lax << none;
    QTest::newRow("a letter beyond ASCII") << QByteArray("s\xc3\xaf"
                                                         "d")
                                           << true << SameSite::Lax << none;
    QTest::newRow("__Host- in the clear") << QByteArray("__Host-sid") << false << SameSite::Lax << none;
    QTest::newRow("__secure- in the clear") << QByteArray("__secure-sid") << false << SameSite::Lax << none;
    QTest::newRow("None in the clear") << QByteArray("sid") << false << SameSite::None << none;
    QTest::newRow("ended on arrival") << QByteArray("sid") << true << SameSite::Lax << std::optional(0s);
}

void TestSessionPolicy::cookiesThatBrowsersRefuseAreSaid()
{
    QFETCH(const QByteArray, name);
    QFETCH(const bool, secure);
    QFETCH(const SameSite, sameSite);
    QFETCH(const std::optional<std::chrono::seconds>, maxAge);

    const CookiePolicy cookie {.name = name, .secure = secure, .sameSite = sameSite, .maxAge = maxAge};

    VERIFY_FAILS(cookie.check(), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestSessionPolicy)
#include "tst_sessionpolicy.moc"
