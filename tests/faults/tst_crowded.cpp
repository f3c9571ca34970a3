// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "valkeyclient.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sixteen callers want more connections than there are: one for all of them and a slow server, or a server
/// that takes no more.
class TestCrowded : public Trial
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addSetUps(u"postgres,mysql,valkey"_s); }
    void init();
    void cleanup() { stop(); }

    void thePoolIsExhausted(); // Promise: 9
    void theServerTakesNoMoreConnections(); // Promise: 9

private:
    Result<void> refuseConnections();
    Result<void> acceptConnections();

    // Stays in while nobody else is let in.
    std::unique_ptr<ValkeyClient> m_administrator;
};

void TestCrowded::init()
{
    start();
    if (!QTest::currentTestFailed())
        VERIFY_OK(place().useApplication());
}

void TestCrowded::thePoolIsExhausted()
{
    const auto harm = [this] {
        place().proxy()->delay(250ms);
        awaitRefusals();
        place().proxy()->recover();
    };
    goThrough(harm, {ErrorCode::Unavailable}, u"pool=1"_s);
    QVERIFY(verdict().said(ErrorCode::Unavailable, u"time"_s));
}

Result<void> TestCrowded::refuseConnections()
{
    if (isOf(u"postgres"_s))
        return place().administer(u"ALTER ROLE shop CONNECTION LIMIT 0"_s);
    if (isOf(u"mysql"_s))
        return place().administer(u"ALTER USER shop@'127.0.0.1' WITH MAX_CONNECTIONS_PER_HOUR 1"_s);
    auto url = StoreUrl::parse(QString(place().directUrl()).remove(u"axess:axess-test@"_s));
    auto client = url.and_then(
        [](const StoreUrl &there) { return ValkeyClient::connect(there, there.hosts().constFirst()); });
    if (!client)
        return std::unexpected(client.error());
    m_administrator = std::move(*client);
    return m_administrator->call({"CONFIG", "SET", "maxclients", "1"}).transform([](const auto &) { });
}

Result<void> TestCrowded::acceptConnections()
{
    if (isOf(u"postgres"_s))
        return place().administer(u"ALTER ROLE shop CONNECTION LIMIT -1"_s);
    if (isOf(u"mysql"_s))
        return place().administer(u"ALTER USER shop@'127.0.0.1' WITH MAX_CONNECTIONS_PER_HOUR 0"_s);
    auto done
        = m_administrator->call({"CONFIG", "SET", "maxclients", "1000"}).transform([](const auto &) { });
    m_administrator.reset();
    return done;
}

void TestCrowded::theServerTakesNoMoreConnections()
{
    const auto harm = [this] {
        VERIFY_OK(refuseConnections());
        // Who is in stays in, and the calls share what there is.
        expectReads();
        VERIFY_OK(place().cutAll());
        awaitRefusals();
        VERIFY_OK(acceptConnections());
    };
    goThrough(harm, {ErrorCode::Unavailable});
    const auto said = [this](const QString &words) { return verdict().said(ErrorCode::Unavailable, words); };
    if (isOf(u"postgres"_s))
        QVERIFY(said(u"max_connections"_s));
    else if (isOf(u"mysql"_s))
        QVERIFY(said(u"used up what the server allows"_s));
    else // It closes at once, which may overtake what it says.
        QVERIFY(said(u"as many clients as maxclients allows"_s) || said(u"closed the connection"_s));
}

QTEST_GUILESS_MAIN(TestCrowded)
#include "tst_crowded.moc"
