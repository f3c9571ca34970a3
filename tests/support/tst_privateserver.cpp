// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "privateserver.h"

#include "axesstest.h"
#include "valkeyclient.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// A server of a test's own can be stopped, killed and started again where it was.
class TestPrivateServer : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void optionsReachTheServer();
    void aFrozenServerAnswersOnceItThaws();
    void aKilledServerIsGone();
    void itComesBackWithItsData();
    void itComesBackEmpty();
    void aKindThatNobodyKnowsIsAnError();

private:
    Result<QByteArray> ask(const QByteArrayList &words);

    std::unique_ptr<PrivateServer> m_server;
    StoreUrl m_url;
};

void TestPrivateServer::init()
{
    AxessTest::init();
    TAKE(server,
         PrivateServer::start(u"valkey"_s, {u"--appendonly"_s, u"yes"_s, u"--appendfsync"_s, u"always"_s}));
    m_server = std::move(server);
    TAKE(text, m_server->url());
    TAKE(url, StoreUrl::parse(text));
    m_url = url;
    QCOMPARE(m_url.hosts().constFirst().port, m_server->port());
    QCOMPARE(ask({"SET", "axess-key", "value"}).value(), "OK");
}

void TestPrivateServer::cleanup()
{
    m_server.reset();
}

Result<QByteArray> TestPrivateServer::ask(const QByteArrayList &words)
{
    return ValkeyClient::connect(m_url, m_url.hosts().constFirst())
        .and_then([&](const std::unique_ptr<ValkeyClient> &client) { return client->call(words); })
        .transform([](const ValkeyClient::Reply &reply) { return reply.text; });
}

void TestPrivateServer::optionsReachTheServer()
{
    TAKE(client, ValkeyClient::connect(m_url, m_url.hosts().constFirst()));
    TAKE(setting, client->call({"CONFIG", "GET", "appendfsync"}));
    QCOMPARE(setting.items.value(1).text, "always");
}

void TestPrivateServer::aFrozenServerAnswersOnceItThaws()
{
    TAKE(client, ValkeyClient::connect(m_url, m_url.hosts().constFirst()));
    VERIFY_OK(m_server->freeze());
    std::atomic<bool> isAnswered = false;
    std::jthread asking([&] {
        client->call({"PING"});
        isAnswered = true;
    });
    QTest::qWait(100);
    QVERIFY(!isAnswered);
    VERIFY_OK(m_server->thaw());
    QTRY_VERIFY(isAnswered);
}

void TestPrivateServer::aKilledServerIsGone()
{
    VERIFY_OK(m_server->kill());
    VERIFY_FAILS(ask({"PING"}), ErrorCode::Unavailable);
}

void TestPrivateServer::itComesBackWithItsData()
{
    VERIFY_OK(m_server->kill());
    VERIFY_OK(m_server->restart(PrivateServer::Data::Kept));
    QCOMPARE(ask({"GET", "axess-key"}).value(), "value");
    QCOMPARE(StoreUrl::parse(m_server->url().value()).value(), m_url);
}

void TestPrivateServer::itComesBackEmpty()
{
    VERIFY_OK(m_server->restart(PrivateServer::Data::Empty));
    QCOMPARE(ask({"GET", "axess-key"}).value(), "");
    QCOMPARE(StoreUrl::parse(m_server->url().value()).value(), m_url);
}

void TestPrivateServer::aKindThatNobodyKnowsIsAnError()
{
    VERIFY_FAILS(PrivateServer::start(u"oracle"_s), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestPrivateServer)
#include "tst_privateserver.moc"
