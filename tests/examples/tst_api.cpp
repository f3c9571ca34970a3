// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "apiclient.h"
#include "axesstest.h"
#include "privateserver.h"
#include "verify.h"

#include <axess/sessionstore.h>

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The JSON API from outside: two tenants, their tokens, and what goes wrong.
class TestApi : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aTokenOpensItsSession();
    void withoutATokenTheAnswerAsksForOne();
    void aRefreshedTokenIsDead(); // Promise: 3
    void ofManyRefreshesOneWins(); // Promise: 3
    void aTokenOpensNothingAtAnotherTenant();
    void nobodySeesOrEndsAnotherOnesSessions();
    void aTokenIsRevoked(); // Promise: 1
    void onlyWhatWasReadIsReplaced(); // Promise: 2
    void afterSigningOutEverywhereNothingInFlightComesBack(); // Promise: 1
    void tenantsAreTakenFromTheHost();
    void hostileHeadersAreRefused_data();
    void hostileHeadersAreRefused();
    void whatIsTooLongIsRefused();
    void aDraftThatCannotBeKeptIsRefused();
    void anOutageIsNoLogOut(); // Promise: 4

private:
    static QString ended() { return u"token-invalid"_s; }

    ServerProcess m_api {QStringLiteral(AXESS_API)};
    std::unique_ptr<PrivateServer> m_server;
};

void TestApi::initTestCase()
{
    TAKE(server, PrivateServer::start(u"postgres"_s));
    m_server = std::move(server);
    TAKE(url, m_server->url());
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, m_api.rootKeyFile()));
    TAKE(parsed, StoreUrl::parse(url));
    VERIFY_OK(SessionStore::initialise(parsed, RootKey::fromFile(m_api.rootKeyFile())));
    QVERIFY2(m_api.start(url, {u"--tenant"_s, u"acme"_s, u"--tenant"_s, u"globex"_s}),
             qPrintable(m_api.complaint()));
}

void TestApi::cleanupTestCase()
{
    QCOMPARE(m_api.stop(), std::optional(0));
    m_server.reset();
}

void TestApi::aTokenOpensItsSession()
{
    ApiClient ada(m_api, u"acme"_s);
    const ApiReply signedIn = ada.signIn(u"ada"_s);
    QCOMPARE(signedIn.status, 200);
    QCOMPARE(signedIn.body.value(u"token_type"_s).toString(), u"Bearer"_s);
    QCOMPARE_GT(signedIn.body.value(u"expires_in"_s).toInt(), 1700);
    const ApiReply session = ada.call("GET", u"/session"_s);
    QCOMPARE(session.status, 200);
    QCOMPARE(session.body.value(u"user"_s).toString(), u"ada"_s);
    QCOMPARE(session.body.value(u"tenant"_s).toString(), u"acme"_s);
    QCOMPARE(session.body.value(u"session"_s), signedIn.body.value(u"session"_s));
}

void TestApi::withoutATokenTheAnswerAsksForOne()
{
    ApiClient nobody(m_api, u"acme"_s);
    const ApiReply none = nobody.call("GET", u"/session"_s);
    QCOMPARE(none.status, 401);
    QCOMPARE(none.challenge, "Bearer realm=\"acme\"");
    QCOMPARE(none.type, "application/problem+json");
    QCOMPARE(none.problem(), u"token-missing"_s);
    QCOMPARE(none.body.value(u"status"_s).toInt(), 401);

    nobody.setToken(QString(64, u'A'));
    const ApiReply invented = nobody.call("GET", u"/session"_s);
    QCOMPARE(invented.status, 401);
    QCOMPARE(invented.challenge, "Bearer realm=\"acme\", error=\"invalid_token\"");
    QCOMPARE(invented.problem(), ended());

    nobody.setToken({});
    const ApiReply wrong
        = nobody.call("POST", u"/token"_s, {{u"user"_s, u"ada"_s}, {u"password"_s, u"guess"_s}});
    QCOMPARE(wrong.status, 401);
    QCOMPARE(wrong.problem(), u"credentials-wrong"_s);
    QCOMPARE(nobody.call("PATCH", u"/draft"_s).status, 405);
    QCOMPARE(nobody.call("DELETE", u"/draft"_s).allow, "GET, PUT");
    QCOMPARE(nobody.call("GET", u"/elsewhere"_s).status, 404);
    ApiClient unknown(m_api, u"initech"_s);
    QCOMPARE(unknown.signIn(u"ada"_s).status, 404);
}

// Whoever stole the old token has nothing, and learns nothing of the new one.
void TestApi::aRefreshedTokenIsDead()
{
    ApiClient ada(m_api, u"acme"_s);
    const ApiReply first = ada.signIn(u"ada"_s);
    ApiClient thief(m_api, u"acme"_s);
    thief.setToken(first.token());
    const ApiReply second = ada.call("POST", u"/token/refresh"_s);
    QCOMPARE(second.status, 200);
    QCOMPARE(second.body.value(u"session"_s), first.body.value(u"session"_s));
    QVERIFY(second.token() != first.token());

    for (const char *method : {"GET", "POST"}) {
        const ApiReply stolen = thief.call(method, *method == 'G' ? u"/session"_s : u"/token/refresh"_s);
        QCOMPARE(stolen.status, 401);
        QCOMPARE(stolen.problem(), u"token-superseded"_s);
        QVERIFY(stolen.challenge.contains("error=\"invalid_token\""));
        QVERIFY(stolen.token().isEmpty());
    }
    ada.setToken(second.token());
    QCOMPARE(ada.call("GET", u"/session"_s).status, 200);
}

void TestApi::ofManyRefreshesOneWins()
{
    ApiClient ada(m_api, u"acme"_s);
    QCOMPARE(ada.signIn(u"ada"_s).status, 200);
    QStringList fresh;
    int refused = 0;
    for (int i = 0; i < 6; ++i) {
        ada.send("POST", u"/token/refresh"_s, {}, [&](const ApiReply &reply) {
            if (reply.status == 200)
                fresh.append(reply.token());
            else if (reply.status == 401 && reply.problem() == u"token-superseded"_s)
                ++refused;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(int(fresh.size()) + refused, 6, 30'000);
    QCOMPARE(fresh.size(), 1);
    ada.setToken(fresh.first());
    QCOMPARE(ada.call("GET", u"/session"_s).status, 200);
}

void TestApi::aTokenOpensNothingAtAnotherTenant()
{
    ApiClient ada(m_api, u"acme"_s);
    QCOMPARE(ada.signIn(u"ada"_s).status, 200);
    ApiClient abroad(m_api, u"globex"_s);
    abroad.setToken(ada.token());
    for (const auto &path : {u"/session"_s, u"/sessions"_s, u"/draft"_s}) {
        const ApiReply reply = abroad.call("GET", path);
        QCOMPARE(reply.status, 401);
        QCOMPARE(reply.problem(), ended());
        QCOMPARE(reply.challenge, "Bearer realm=\"globex\", error=\"invalid_token\"");
    }
    QCOMPARE(abroad.call("DELETE", u"/token"_s).status, 401);
    QCOMPARE(abroad.call("POST", u"/token/refresh"_s).status, 401);
    QCOMPARE(ada.call("GET", u"/session"_s).status, 200);
    // Nor does it hear there that the session goes on.
    QCOMPARE(ada.call("POST", u"/token/refresh"_s).status, 200);
    QCOMPARE(abroad.call("GET", u"/session"_s).problem(), ended());
    QCOMPARE(ada.call("GET", u"/session"_s).problem(), u"token-superseded"_s);
}

// The same name at two tenants is two users.
void TestApi::nobodySeesOrEndsAnotherOnesSessions()
{
    ApiClient here(m_api, u"acme"_s);
    ApiClient there(m_api, u"globex"_s);
    ApiClient joan(m_api, u"acme"_s);
    QCOMPARE(here.signIn(u"grace"_s).status, 200);
    const QString other = there.signIn(u"grace"_s).body.value(u"session"_s).toString();
    const QString joans = joan.signIn(u"joan"_s).body.value(u"session"_s).toString();

    const QJsonArray own = here.call("GET", u"/sessions"_s).body.value(u"sessions"_s).toArray();
    QCOMPARE(own.size(), 1);
    QVERIFY(own.first().toObject().value(u"isThis"_s).toBool());
    for (const QString &id : {other, joans, QString(22, u'A'), u"x"_s})
        QCOMPARE(here.call("DELETE", u"/sessions/"_s + id).status, 404);
    const ApiReply all = here.call("DELETE", u"/sessions"_s);
    QCOMPARE(all.status, 200);
    QCOMPARE(all.body.value(u"ended"_s).toInt(), 1);
    QCOMPARE(here.call("GET", u"/session"_s).status, 401);
    QCOMPARE(there.call("GET", u"/session"_s).status, 200);
    QCOMPARE(joan.call("GET", u"/session"_s).status, 200);
}

void TestApi::aTokenIsRevoked()
{
    ApiClient laptop(m_api, u"acme"_s);
    ApiClient phone(m_api, u"acme"_s);
    laptop.signIn(u"linus"_s);
    const QString id = phone.signIn(u"linus"_s).body.value(u"session"_s).toString();
    QCOMPARE(laptop.call("DELETE", u"/sessions/"_s + id).status, 204);
    const ApiReply ofPhone = phone.call("GET", u"/session"_s);
    QCOMPARE(ofPhone.status, 401);
    QCOMPARE(ofPhone.problem(), ended());
    QCOMPARE(laptop.call("DELETE", u"/token"_s).status, 204);
    QCOMPARE(laptop.call("GET", u"/session"_s).problem(), ended());
    QCOMPARE(laptop.call("POST", u"/token/refresh"_s).status, 401);
}

void TestApi::onlyWhatWasReadIsReplaced()
{
    ApiClient ada(m_api, u"acme"_s);
    ada.signIn(u"ada"_s);
    const QByteArray read = ada.call("GET", u"/draft"_s).entityTag;
    const ApiReply written = ada.call("PUT", u"/draft"_s, {{u"text"_s, u"one"_s}}, read);
    QCOMPARE(written.status, 200);
    QVERIFY(written.entityTag != read);
    QCOMPARE(ada.call("PUT", u"/draft"_s, {{u"text"_s, u"two"_s}}, read).status, 412);
    QCOMPARE(ada.call("GET", u"/draft"_s).body.value(u"text"_s).toString(), u"one"_s);
    QCOMPARE(ada.call("PUT", u"/draft"_s, {{u"text"_s, u"three"_s}}).status, 200);
}

void TestApi::afterSigningOutEverywhereNothingInFlightComesBack()
{
    // Each device at something else when everybody is signed out.
    QStringList tokens;
    int answered = 0;
    std::vector<std::unique_ptr<ApiClient>> devices;
    for (int i = 0; i < 12; ++i) {
        auto device = std::make_unique<ApiClient>(m_api, u"acme"_s);
        QCOMPARE(device->signIn(u"edsger"_s).status, 200);
        tokens.append(device->token());
        devices.push_back(std::move(device));
    }
    const auto keep = [&](const ApiReply &reply) {
        ++answered;
        if (!reply.token().isEmpty())
            tokens.append(reply.token());
    };
    int asked = 0;
    for (int round = 0; round < 3; ++round) {
        for (size_t i = 0; i < devices.size(); ++i, ++asked) {
            if (i % 2 == 0)
                devices[i]->send("PUT", u"/draft"_s, {{u"round"_s, round}}, keep);
            else
                devices[i]->send("POST", u"/token/refresh"_s, {}, keep);
        }
    }
    ApiClient user(m_api, u"acme"_s);
    user.signIn(u"edsger"_s);
    const ApiReply all = user.call("DELETE", u"/sessions"_s);
    QCOMPARE(all.status, 200);
    QCOMPARE_GE(all.body.value(u"ended"_s).toInt(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(answered, asked, 60'000);

    QCOMPARE_GT(tokens.size(), 12); // Some were refreshed meanwhile.
    for (const QString &token : std::as_const(tokens)) {
        ApiClient later(m_api, u"acme"_s);
        later.setToken(token);
        QCOMPARE(later.call("GET", u"/session"_s).status, 401);
    }
    QCOMPARE(user.signIn(u"edsger"_s).status, 200);
    QCOMPARE(user.call("GET", u"/sessions"_s).body.value(u"sessions"_s).toArray().size(), 1);
}

void TestApi::tenantsAreTakenFromTheHost()
{
    ServerProcess byHost(QStringLiteral(AXESS_API));
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, byHost.rootKeyFile()));
    const QString url = u"sqlite:"_s + byHost.file(u"api.db"_s);
    QVERIFY2(byHost.start(url, {u"--tenant"_s, u"acme"_s, u"--domain"_s, u"API.example"_s}),
             qPrintable(byHost.complaint()));
    const auto asked = [&](const QByteArray &host) {
        return exchanged(byHost.port(), "GET /session HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    };
    QVERIFY(asked("acme.api.example").contains("Bearer realm=\"acme\""));
    QVERIFY(asked("ACME.api.example:8080").contains("Bearer realm=\"acme\""));
    for (const char *host :
         {"globex.api.example", "api.example", "acmeapi.example", "acme.api.example.evil",
          "a.acme.api.example", ".api.example", "acme.api.example\r\nHost: acme.api.example"})
        QVERIFY2(asked(host).startsWith("HTTP/1.1 404"), host);
    QCOMPARE(byHost.stop(), std::optional(0));
}

void TestApi::hostileHeadersAreRefused_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("status");
    const QByteArray token(64, 'A');
    QTest::newRow("no scheme") << QByteArray("Authorization: \r\n") << QByteArray("401");
    QTest::newRow("another scheme") << QByteArray("Authorization: Basic YWRhOmRlbW8=\r\n")
                                    << QByteArray("401");
    QTest::newRow("no token") << QByteArray("Authorization: Bearer \r\n") << QByteArray("400");
    QTest::newRow("two words") << "Authorization: Bearer " + token + " x\r\n" << QByteArray("400");
    QTest::newRow("quotes") << QByteArray("Authorization: Bearer \"a\"\r\n") << QByteArray("400");
    QTest::newRow("not ASCII") << QByteArray("Authorization: Bearer \xc3\xa9\xff\r\n") << QByteArray("400");
    QTest::newRow("twice") << "Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + token + "\r\n"
                           << QByteArray("400");
    QTest::newRow("short") << QByteArray("Authorization: bearer abc\r\n") << QByteArray("401");
    QTest::newRow("long") << "Authorization: BEARER " + QByteArray(4000, 'A') + "\r\n" << QByteArray("401");
    QTest::newRow("in the query") << QByteArray("X-Token: " + token + "\r\n") << QByteArray("401");
}

void TestApi::hostileHeadersAreRefused()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const QByteArray, status);
    const QByteArray answer = exchanged(m_api.port(),
                                        "GET /t/acme/session?access_token=" + QByteArray(64, 'A')
                                            + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer);
    QVERIFY2(answer.contains("application/problem+json"), answer);
    QVERIFY2(answer.contains("WWW-Authenticate: Bearer realm=\"acme\"")
                 || answer.contains("www-authenticate: Bearer realm=\"acme\""),
             answer);
    // Nothing of what was sent comes back.
    QVERIFY(!answer.contains("AAAA"));
}

// Whatever becomes of such a request, the next one is answered.
void TestApi::whatIsTooLongIsRefused()
{
    const QByteArray start = "GET /t/acme/session HTTP/1.1\r\nHost: x\r\n";
    const QByteArray endless = exchanged(
        m_api.port(), start + "Authorization: Bearer " + QByteArray(512 * 1024, 'A') + "\r\n\r\n");
    QVERIFY2(!endless.startsWith("HTTP/1.1 2"), endless.left(200));
    QByteArray many = start;
    for (int i = 0; i < 20'000; ++i)
        many += "X-" + QByteArray::number(i) + ": y\r\n";
    const QByteArray answer = exchanged(m_api.port(), many + "\r\n");
    QVERIFY2(!answer.startsWith("HTTP/1.1 2"), answer.left(200));
    ApiClient ada(m_api, u"acme"_s);
    QCOMPARE(ada.signIn(u"ada"_s).status, 200);
    QCOMPARE(ada.call("PUT", u"/draft"_s, {{u"text"_s, QString(20'000, u'x')}}).status, 413);
    QCOMPARE(ada.call("PUT", u"/draft"_s, {{u"text"_s, QString(10'000, u'x')}}).status, 200);
    QCOMPARE(ada.signIn(QString(256, u'u')).status, 400);
}

void TestApi::aDraftThatCannotBeKeptIsRefused()
{
    ApiClient ada(m_api, u"acme"_s);
    QCOMPARE(ada.signIn(u"ada"_s).status, 200);
    QJsonObject deep;
    for (int level = 0; level < 40; ++level)
        deep = {{u"in"_s, deep}};
    const ApiReply refused = ada.call("PUT", u"/draft"_s, deep);
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.problem(), u"bad-request"_s);
    QCOMPARE(ada.call("GET", u"/draft"_s).body, QJsonObject());
}

void TestApi::anOutageIsNoLogOut()
{
    ApiClient ada(m_api, u"acme"_s);
    QCOMPARE(ada.signIn(u"ada"_s).status, 200);
    VERIFY_OK(m_server->kill());
    const std::pair<const char *, QString> calls[] {
        {"GET", u"/session"_s},     {"GET", u"/sessions"_s}, {"POST", u"/token/refresh"_s},
        {"DELETE", u"/sessions"_s}, {"GET", u"/draft"_s},    {"DELETE", u"/token"_s},
    };
    for (const auto &[method, path] : calls) {
        const ApiReply reply = ada.call(method, path);
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.problem(), u"unavailable"_s);
        QCOMPARE(reply.retryAfter, "2");
        QVERIFY(reply.challenge.isEmpty());
    }
    const ApiReply signIn
        = ada.call("POST", u"/token"_s, {{u"user"_s, u"ada"_s}, {u"password"_s, u"demo"_s}});
    QCOMPARE(signIn.status, 503);
    // What nobody gave is refused without the store.
    ApiClient nobody(m_api, u"acme"_s);
    nobody.setToken(u"x"_s);
    QCOMPARE(nobody.call("GET", u"/session"_s).status, 401);

    VERIFY_OK(m_server->restart(PrivateServer::Data::Kept));
    QTRY_COMPARE_WITH_TIMEOUT(ada.call("GET", u"/session"_s).status, 200, 60'000);
}

QTEST_GUILESS_MAIN(TestApi)
#include "tst_api.moc"
