// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storefixture.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Alter = void (*)(SealedRow &);

/// The engine on the backend: what an application is promised by both of them together.
class EngineConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aSessionComesBackAsItWasSaved();
    void anotherInstanceServesTheSameSessions();
    void theOldTokenIsDeadWhenACycleReturns();
    void aSaveOverASaveIsAConflict();
    void whoIsSignedOutIsAbsent();
    void whoIsSignedOutEverywhereIsAbsent();
    void aSignInFromBeforeTheLogOutIsRefused();
    void aRevokedSessionDoesNotLoadAndARestoredOneDoes();
    void whatHasExpiredDoesNotLoadThoughNobodySwept();
    void aRaisedEpochEndsEverySession();
    void whatIsStoredHoldsNeitherTokenNorData();
    void anAlteredRowIsCorrupt_data();
    void anAlteredRowIsCorrupt();
    void aPayloadOfAnotherSessionIsCorrupt();

private:
    Result<std::shared_ptr<SessionStore>> instance()
    {
        return SessionStore::open(m_fixture->url, m_fixture->rootKey, m_fixture->options);
    }
    SessionRow signedIn(const QString &user = u"ada"_s);
    bool opens(const SessionToken &token);
    /// As somebody can who writes to the store.
    void overwrite(SealedRow row);

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_engine;
};

void EngineConformance::init()
{
    ConformanceTest::init();
    if (QTest::currentTestFailed())
        return;
    m_fixture = std::make_unique<StoreFixture>();
    m_fixture->url = backend().url();
    m_fixture->options.factory = sharedFactory();
    m_fixture->options.random = std::make_shared<SystemRandom>();
    m_fixture->options.callDeadline = 30s;
    m_fixture->clock->setNow(now());
    TAKE(engine, m_fixture->initialise());
    m_engine = engine;
}

void EngineConformance::cleanup()
{
    m_engine.reset();
    m_fixture.reset();
    ConformanceTest::cleanup();
}

SessionRow EngineConformance::signedIn(const QString &user)
{
    SessionRow row = guestRow();
    row.user = userNamed(user);
    const auto saved = m_engine->save(row);
    if (!saved)
        QTest::qFail(qPrintable(saved.error().message()), __FILE__, __LINE__);
    return saved.value_or(row);
}

bool EngineConformance::opens(const SessionToken &token)
{
    const auto loaded = m_engine->load(token);
    return loaded && *loaded;
}

void EngineConformance::overwrite(SealedRow row)
{
    row.change += 1;
    row.payloadBytes = row.payload.size();
    const auto installed = store().install(only(row));
    if (!installed || *installed != QList {InstallStatus::Installed})
        QTest::qFail("the row was not installed", __FILE__, __LINE__);
}

void EngineConformance::aSessionComesBackAsItWasSaved()
{
    SessionRow row = guestRow();
    row.data.insert(u"größe"_s, u"40½"_s);
    TAKE(saved, m_engine->save(row));
    TAKE(loaded, m_engine->load(saved.token));
    QVERIFY(loaded);
    QCOMPARE(loaded->id, saved.id);
    QCOMPARE(loaded->data, row.data);
    QCOMPARE(loaded->client.label, row.client.label);
}

void EngineConformance::anotherInstanceServesTheSameSessions()
{
    const SessionRow row = signedIn();
    TAKE(other, instance());
    TAKE(loaded, other->load(row.token));
    QVERIFY(loaded);
    loaded->data.insert(u"seen"_s, u"there"_s);
    VERIFY_OK(other->save(*loaded));
    TAKE(again, m_engine->load(row.token));
    QVERIFY(again && again->data.contains(u"seen"_s));
    TAKE(listed, m_engine->findSessionsForUser(row.user));
    QCOMPARE(listed, QList<SessionId> {row.id});
}

void EngineConformance::theOldTokenIsDeadWhenACycleReturns()
{
    const SessionRow row = signedIn();
    TAKE(token, m_engine->renewed(row.token));
    TAKE(cycled, m_engine->cycle(row.token, token, row));
    QCOMPARE(cycled.id, row.id);
    QVERIFY(!opens(row.token));
    QVERIFY(opens(token));
    TAKE(listed, m_engine->findSessionsForUser(row.user));
    QCOMPARE(listed, QList<SessionId> {row.id});
    VERIFY_FAILS(m_engine->save(row), ErrorCode::Superseded);
}

void EngineConformance::aSaveOverASaveIsAConflict()
{
    const SessionRow row = signedIn();
    SessionRow mine = row;
    SessionRow other = row;
    mine.data.insert(u"mine"_s, 1);
    other.data.insert(u"other"_s, 1);
    VERIFY_OK(m_engine->save(mine));
    VERIFY_FAILS(m_engine->save(other), ErrorCode::Conflict);
    TAKE(loaded, m_engine->load(row.token));
    QVERIFY(loaded && loaded->data.contains(u"mine"_s) && !loaded->data.contains(u"other"_s));
}

void EngineConformance::whoIsSignedOutIsAbsent()
{
    const SessionRow row = signedIn();
    VERIFY_OK(m_engine->remove(row.id));
    VERIFY_FAILS(m_engine->save(row), ErrorCode::Gone);
    VERIFY_FAILS(m_engine->touch(row), ErrorCode::Gone);
    TAKE(loaded, m_engine->load(row.token));
    QVERIFY(!loaded);
    TAKE(history, m_engine->history(row.user, {}));
    QVERIFY(!history.isEmpty());
    QCOMPARE(history.constFirst().endReason, EndReason::SignedOut);
}

void EngineConformance::whoIsSignedOutEverywhereIsAbsent()
{
    const SessionRow one = signedIn();
    const SessionRow two = signedIn();
    const SessionRow other = signedIn(u"ben"_s);
    TAKE(ended, m_engine->signOutEverywhere(one.user));
    QCOMPARE(ended, 2);
    QVERIFY(!opens(one.token) && !opens(two.token));
    QVERIFY(opens(other.token));
}

void EngineConformance::aSignInFromBeforeTheLogOutIsRefused()
{
    TAKE(ticket, m_engine->ticket(userNamed(u"ada"_s)));
    VERIFY_OK(m_engine->signOutEverywhere(ticket.user));
    SessionRow row = guestRow();
    row.user = ticket.user;
    VERIFY_FAILS(m_engine->save(row, SignIn {ticket, 0, LimitPolicy::EndOldest}), ErrorCode::Gone);
    TAKE(listed, m_engine->findSessionsForUser(ticket.user));
    QVERIFY(listed.isEmpty());
}

void EngineConformance::aRevokedSessionDoesNotLoadAndARestoredOneDoes()
{
    const SessionRow row = signedIn();
    TAKE(revoked, m_engine->revoke(std::span(&row.id, 1), u"reported lost"_s, 1h));
    QCOMPARE(revoked.done, QList<SessionId> {row.id});
    QVERIFY(!opens(row.token));
    TAKE(restored, m_engine->restore(std::span(&row.id, 1), revoked.mark));
    QCOMPARE(restored.done, QList<SessionId> {row.id});
    QVERIFY(opens(row.token));
}

void EngineConformance::whatHasExpiredDoesNotLoadThoughNobodySwept()
{
    const SessionRow row = signedIn();
    m_fixture->clock->advance(row.idleTimeout - 1ms);
    QVERIFY(opens(row.token));
    m_fixture->clock->advance(1ms);
    TAKE(loaded, m_engine->load(row.token));
    QVERIFY(!loaded);
}

void EngineConformance::aRaisedEpochEndsEverySession()
{
    const SessionRow row = signedIn();
    const SessionRow guest = m_engine->save(guestRow()).value_or(SessionRow());
    VERIFY_OK(m_engine->raiseStoreEpoch(u"leak"_s));
    QVERIFY(!opens(row.token) && !opens(guest.token));
    QVERIFY(opens(signedIn().token));
}

// The token and what was saved, in any column of the row and in any document.
void EngineConformance::whatIsStoredHoldsNeitherTokenNorData()
{
    SessionRow row = guestRow();
    row.user = userNamed(u"ada"_s);
    row.data.insert(u"card"_s, u"4711 0815 4711"_s);
    TAKE(saved, m_engine->save(row));
    const SealedRow stored = standing(saved.id);
    const QByteArray secret
        = QByteArray::fromBase64(saved.token.text(), QByteArray::Base64UrlEncoding).sliced(16);
    QCOMPARE(secret.size(), 32);
    QVERIFY(!stored.payload.isEmpty() && stored.keyId != 0);
    QByteArrayList everything {stored.payload, stored.tokenHash, stored.writeId,
                               stored.client.label.toUtf8()};
    TAKE(documents, store().documents({}, {}, 1000));
    QVERIFY(!documents.documents.isEmpty());
    for (const StoredDocument &document : std::as_const(documents.documents))
        everything.append(document.bytes);
    for (const QByteArray &bytes : std::as_const(everything)) {
        for (const QByteArray &word : {"4711 0815"_ba, "card"_ba, secret, saved.token.text()})
            QVERIFY(!bytes.contains(word));
    }
}

void EngineConformance::anAlteredRowIsCorrupt_data()
{
    QTest::addColumn<Alter>("alter");
    const auto add = [](const char *name, Alter alter) { QTest::newRow(name) << alter; };
    add("a bit of the payload", [](SealedRow &row) { row.payload[row.payload.size() - 20] ^= 1; });
    add("user", [](SealedRow &row) { row.user = userNamed(u"root"_s); });
    add("level", [](SealedRow &row) { row.level = SessionLevel::SteppedUp; });
    add("absolute deadline", [](SealedRow &row) { row.absoluteDeadline += 1; });
    add("token", [](SealedRow &row) { row.tokenHash = QByteArray(32, 'h'); });
}

void EngineConformance::anAlteredRowIsCorrupt()
{
    QFETCH(const Alter, alter);
    const SessionRow row = signedIn();
    SealedRow altered = standing(row.id);
    alter(altered);
    overwrite(altered);
    VERIFY_FAILS(m_engine->load(row.token), ErrorCode::Corrupt);
}

void EngineConformance::aPayloadOfAnotherSessionIsCorrupt()
{
    const SessionRow one = signedIn();
    const SessionRow other = signedIn();
    SealedRow moved = standing(one.id);
    moved.payload = standing(other.id).payload;
    overwrite(moved);
    VERIFY_FAILS(m_engine->load(one.token), ErrorCode::Corrupt);
    QVERIFY(opens(other.token));
}

CONFORMANCE_TOPIC(engine, EngineConformance)
#include "tst_engine.moc"
