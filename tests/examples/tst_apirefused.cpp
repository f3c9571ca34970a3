// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "apiclient.h"
#include "axesstest.h"
#include "freshstore.h"
#include "privateserver.h"
#include "verify.h"

#include <axess/sessionstore.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The JSON API on a server that answers, and refuses it.
class TestApiRefused : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aStoreThatRefusesIsNoLogOut_data();
    void aStoreThatRefusesIsNoLogOut(); // Promise: 4
};

void TestApiRefused::aStoreThatRefusesIsNoLogOut_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("another password") << u"ALTER ROLE axess PASSWORD 'rotated'"_s;
    QTest::newRow("no rights") << u"ALTER ROLE axess NOLOGIN"_s;
    QTest::newRow("no database") << u"ALTER DATABASE axess RENAME TO elsewhere"_s;
}

// What the client can mend is found without the store.
void TestApiRefused::aStoreThatRefusesIsNoLogOut()
{
    QFETCH(const QString, change);
    TAKE(server, PrivateServer::start(u"postgres"_s));
    TAKE(url, server->url());
    TAKE(parsed, StoreUrl::parse(url));
    ServerProcess api(QStringLiteral(AXESS_API));
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, api.rootKeyFile()));
    VERIFY_OK(SessionStore::initialise(parsed, RootKey::fromFile(api.rootKeyFile())));
    // Somebody else's account, on a database beside.
    VERIFY_OK(executeOn(parsed, u"CREATE ROLE other SUPERUSER LOGIN PASSWORD 'axess-test'"_s));
    QString beside = url;
    beside.replace(u"//axess:"_s, u"//other:"_s).replace(u"/axess"_s, u"/postgres"_s);
    TAKE(other, StoreUrl::parse(beside));
    QVERIFY2(api.start(url, {u"--tenant"_s, u"acme"_s}), qPrintable(api.complaint()));
    ApiClient ada(api, u"acme"_s);
    QCOMPARE(ada.signIn(u"ada"_s).status, 200);

    const QString leave = u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'axess'"_s;
    VERIFY_OK(executeOn(other, u"ALTER DATABASE axess ALLOW_CONNECTIONS false"_s));
    VERIFY_OK(executeOn(other, leave));
    VERIFY_OK(executeOn(other, change));
    if (change.startsWith(u"ALTER ROLE"_s))
        VERIFY_OK(executeOn(other, u"ALTER DATABASE axess ALLOW_CONNECTIONS true"_s));

    for (const auto &[method, path] : {std::pair("GET", u"/session"_s), std::pair("PUT", u"/draft"_s),
                                       std::pair("POST", u"/token/refresh"_s)}) {
        const ApiReply reply = ada.call(method, path);
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.problem(), u"unavailable"_s);
        QCOMPARE(reply.retryAfter, "2");
        QVERIFY(reply.challenge.isEmpty());
    }
    QCOMPARE(ada.call("POST", u"/token"_s, {{u"user"_s, u"ada"_s}, {u"password"_s, u"demo"_s}}).status, 503);
    QCOMPARE(api.stop(), std::optional(0));
}

QTEST_GUILESS_MAIN(TestApiRefused)
#include "tst_apirefused.moc"
