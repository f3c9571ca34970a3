// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "tellingserver.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What `health` says of a server's settings, and what that costs.
class TestHealth : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsSevereIsSaidBriefly();
    void theServerIsAskedOnceAMinute();
    void aServerThatDoesNotTellIsNotWrong();

private:
    void says(const Result<QList<Fact>> &vitals);

    std::unique_ptr<TellingServer> m_server;
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestHealth::init()
{
    AxessTest::init();
    m_store.reset();
    m_server = std::make_unique<TellingServer>();
    m_fixture = std::make_unique<StoreFixture>();
    m_fixture->options.factory = std::make_shared<TellingFactory>(m_fixture->options.factory, *m_server);
    TAKE(store, m_fixture->open());
    m_store = store;
}

void TestHealth::says(const Result<QList<Fact>> &vitals)
{
    m_server->say(vitals);
}

void TestHealth::whatIsSevereIsSaidBriefly()
{
    says(QList<Fact> {{u"backend"_s, u"postgres"_s},
                      {u"fsync"_s, u"off"_s},
                      {u"role"_s, u"standby"_s},
                      {u"autovacuum"_s, u"off"_s}});
    const StoreHealth health = m_store->health();
    QCOMPARE(health.health, Health::Degraded);
    QVERIFY(health.sentence.startsWith(u"The server is a standby"_s));
    QVERIFY(health.sentence.endsWith(u"And 1 more; axessctl doctor says what to do."_s));

    // A warning is the doctor's alone.
    says(QList<Fact> {{u"backend"_s, u"postgres"_s}, {u"autovacuum"_s, u"off"_s}});
    m_fixture->clock->advance(1min);
    QCOMPARE(m_store->health().health, Health::Good);
    QVERIFY(m_store->health().sentence.isEmpty());
}

void TestHealth::theServerIsAskedOnceAMinute()
{
    says(QList<Fact>());
    for (int i = 0; i < 10; ++i)
        QCOMPARE(m_store->health().health, Health::Good);
    QCOMPARE(m_server->asked, 1);
    m_fixture->clock->advance(59'999ms);
    m_store->health();
    QCOMPARE(m_server->asked, 1);
    m_fixture->clock->advance(1ms);
    m_store->health();
    QCOMPARE(m_server->asked, 2);
    QCOMPARE(m_server->inspected, 0);
}

void TestHealth::aServerThatDoesNotTellIsNotWrong()
{
    says(std::unexpected(Error(ErrorCode::Denied, u"You may not ask"_s)));
    QCOMPARE(m_store->health().health, Health::Good);

    // What was known goes on.
    says(QList<Fact> {{u"backend"_s, u"postgres"_s}, {u"fsync"_s, u"off"_s}});
    m_fixture->clock->advance(1min);
    QCOMPARE(m_store->health().health, Health::Degraded);
    says(std::unexpected(Error(ErrorCode::Unavailable, u"Not now"_s)));
    m_fixture->clock->advance(1min);
    QCOMPARE(m_store->health().health, Health::Degraded);
}

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"
