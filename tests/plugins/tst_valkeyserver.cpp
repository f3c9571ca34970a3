// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "stranger.h"
#include "valkeyfixture.h"

#include <axess/clock.h>

#include <thread>

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How the plugin speaks with a server that refuses, forgets, hangs, or is another one.
class TestValkeyServer : public ValkeyTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(u"valkey"_s); }
    void cleanupTestCase() { stopServer(); }
    void init() { begin(); }
    void cleanup();

    void forgottenScriptsAreSentAgain();
    void aFullBatchAfterAFlushTakesFewRoundTrips();
    void aFullServerSaysSo();
    void aServerThatMayEvictEverythingHoldsNoSealedStore();
    void aValueThatIsTooLongIsRefusedAlone();
    void aReplicaTakesNoWrites();
    void aWrongPasswordIsDenied();
    void aMissingRightIsDenied();
    void aRightThatIsMissingInTheMiddleIsDeniedInFront();
    void aClosedPortIsUnavailable();
    void anUnknownHostIsUnavailable();
    void anotherProtocolIsNamed();
    void tlsToAPlainPortIsNamed();
    void anOldServerIsUnsupported();
    void aDatabaseOutOfRangeIsRefused();
    void databasesAreApart();
    void aUnixSocketLeadsThere();
    void aUserWithFewRightsWorks();
    void anotherTypeOfKeyIsCorrupt();
    void aServerThatStandsStillEndsCallsAtTheirDeadline();
    void anInterruptedCallEndsAtOnce();
    void aConnectionToAStandingServerEndsInTime();
    void factsAreNamed();
    void badOptionsAreRefused_data();
    void badOptionsAreRefused();

private:
    qint64 elapsed(const std::function<void()> &call) const;
};

void TestValkeyServer::cleanup()
{
    VERIFY_OK(client().call({"CONFIG", "SET", "maxmemory", "0"}));
    VERIFY_OK(client().call({"CONFIG", "SET", "maxmemory-policy", "noeviction"}));
    VERIFY_OK(client().call({"REPLICAOF", "NO", "ONE"}));
    end();
}

qint64 TestValkeyServer::elapsed(const std::function<void()> &call) const
{
    const SystemClock clock;
    const auto begun = clock.monotonic();
    call();
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock.monotonic() - begun).count();
}

void TestValkeyServer::forgottenScriptsAreSentAgain()
{
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 3});
    QCOMPARE(create(entry).status, WriteStatus::Stored);
    ask({"SCRIPT", "FLUSH"});
    QCOMPARE(create(aRow().user(u"ann"_s).entry(Admission {.limit = 3})).status, WriteStatus::Stored);
    ask({"SCRIPT", "FLUSH"});
    const RowUpdate save = saveOf(entry.row);
    TAKE(updated, store().update(only(save), horizon()));
    QCOMPARE(updated.constFirst().status, WriteStatus::Stored);
}

void TestValkeyServer::aFullBatchAfterAFlushTakesFewRoundTrips()
{
    QList<NewRow> batch;
    for (int i = 0; i < StorageConnection::MaximumBatch; ++i)
        batch.append(aRow().user(u"user %1"_s.arg(i)).entry());
    ask({"SCRIPT", "FLUSH"});
    const qint64 before = store().roundTrips();
    VERIFY_OK(store().create(std::span<const NewRow>(batch), horizon()));
    QVERIFY(store().roundTrips() - before <= 4);
}

void TestValkeyServer::aFullServerSaysSo()
{
    const NewRow before = aRow().entry();
    create(before);
    ask({"CONFIG", "SET", "maxmemory", "1"});
    const NewRow entry = aRow().user(u"ann"_s).entry();
    const auto refused = store().create(only(entry), horizon());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Full);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
    TAKE(rows, store().load(only(before.row.id)));
    QCOMPARE(rows.size(), 1);
    ask({"CONFIG", "SET", "maxmemory", "0"});
    QCOMPARE(create(entry).status, WriteStatus::Stored);
}

void TestValkeyServer::aServerThatMayEvictEverythingHoldsNoSealedStore()
{
    ask({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
    VERIFY_FAILS(store().putDocument(u"ring"_s, "x"_ba, 0), ErrorCode::Denied);
    VERIFY_OK(store().putDocument(u"identity"_s, "x"_ba, 0));
    VERIFY_OK(connect(url()));
    VERIFY_FAILS(connect(urlWith(u"seal=sealed"_s)), ErrorCode::Denied);
    ask({"CONFIG", "SET", "maxmemory-policy", "volatile-lru"});
    VERIFY_OK(store().putDocument(u"ring"_s, "x"_ba, 0));
    VERIFY_OK(connect(url()));
    ask({"CONFIG", "SET", "maxmemory-policy", "allkeys-lfu"});
    VERIFY_FAILS(connect(url()), ErrorCode::Denied);
}

void TestValkeyServer::aValueThatIsTooLongIsRefusedAlone()
{
    ask({"CONFIG", "SET", "proto-max-bulk-len", "1048576"});
    TAKE(connection, connect(url()));
    ask({"CONFIG", "SET", "proto-max-bulk-len", "536870912"});
    const NewRow entry = aRow().payload(QByteArray(1024 * 1024, 'x')).entry();
    const auto refused = connection->create(only(entry), horizon());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::InvalidArgument);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
    QVERIFY(!connection->isBroken());
    const NewRow fitting = aRow().payload(QByteArray(1000 * 1000, 'x')).entry();
    VERIFY_OK(connection->create(only(fitting), horizon()));
    // Of a batch nothing is written; each alone, only the guilty one fails.
    std::vector<NewRow> batch;
    for (int i = 0; i < 63; ++i)
        batch.push_back(aRow().payload("small").entry());
    batch.insert(batch.begin() + 40, entry);
    VERIFY_FAILS(connection->create(batch, horizon()), ErrorCode::InvalidArgument);
    QVERIFY(!connection->isBroken());
    for (std::size_t i = 0; i < batch.size(); ++i)
        QCOMPARE(connection->create(only(batch[i]), horizon()).has_value(), i != 40);
}

void TestValkeyServer::aReplicaTakesNoWrites()
{
    const NewRow entry = aRow().entry();
    create(entry);
    ask({"REPLICAOF", "127.0.0.1", "1"});
    const NewRow next = aRow().entry();
    const auto refused = store().create(only(next), horizon());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Unavailable);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
    QVERIFY(store().isBroken());
}

void TestValkeyServer::aWrongPasswordIsDenied()
{
    QString wrong = url();
    wrong.replace(u"axess-test@"_s, u"other-word@"_s);
    const auto connected = connect(wrong);
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Denied);
    QVERIFY(!connected.error().message().contains(u"other-word"_s));
}

void TestValkeyServer::aMissingRightIsDenied()
{
    ask({"ACL", "SETUSER", "reader", "on", ">word", "~*", "&*", "+@read", "+info", "+select"});
    QString asReader = url();
    asReader.replace(u"axess:axess-test@"_s, u"reader:word@"_s);
    TAKE(reader, connect(asReader));
    VERIFY_OK(reader->page({}));
    const NewRow entry = aRow().entry();
    const auto refused = reader->create(only(entry), horizon());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Denied);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
}

void TestValkeyServer::aRightThatIsMissingInTheMiddleIsDeniedInFront()
{
    const NewRow standing = aRow().entry();
    create(standing);
    ask({"ACL", "SETUSER", "half", "reset", "on", ">word", "~*", "&*", "+@all", "-@stream"});
    QString asHalf = url();
    asHalf.replace(u"axess:axess-test@"_s, u"half:word@"_s);
    TAKE(half, connect(asHalf));
    const NewRow entry = aRow().user(u"ann"_s).entry();
    const auto refused = half->create(only(entry), horizon());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Denied);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
    QVERIFY2(refused.error().message().contains(u"no right to call XADD, XDEL, XLEN,"_s),
             qPrintable(refused.error().message()));
    QVERIFY(keys("axess:registry:*").isEmpty());
    const Removal removal {standing.row.id, EndReason::SignedOut, {}, now()};
    VERIFY_FAILS(half->remove(only(removal)), ErrorCode::Denied);
    TAKE(page, half->page({}));
    QCOMPARE(page.rows.size(), 1);
    ask({"ACL", "SETUSER", "half", "+@all"});
    VERIFY_OK(half->create(only(entry), horizon()));
}

void TestValkeyServer::aClosedPortIsUnavailable()
{
    QString closed;
    {
        const Stranger stranger("gone");
        closed = stranger.url(u"valkey"_s);
    }
    VERIFY_FAILS(connect(closed), ErrorCode::Unavailable);
}

void TestValkeyServer::anUnknownHostIsUnavailable()
{
    const auto connected = connect(u"valkey://nobody.invalid"_s);
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Unavailable);
    QVERIFY(connected.error().message().contains(u"nobody.invalid"_s));
}

void TestValkeyServer::anotherProtocolIsNamed()
{
    for (const char *text : {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_10.0\r\n"}) {
        const Stranger stranger(text);
        const auto connected = connect(stranger.url(u"valkey"_s));
        QVERIFY(!connected);
        QCOMPARE(connected.error().code(), ErrorCode::Unavailable);
        QVERIFY(connected.error().message().contains(u"not a Valkey server"_s));
    }
}

void TestValkeyServer::tlsToAPlainPortIsNamed()
{
    QString encrypted = url();
    encrypted.replace(u"valkey://"_s, u"valkeys://"_s);
    const auto connected = connect(encrypted);
    QVERIFY(!connected);
    QVERIFY(connected.error().message().contains(u"TLS"_s));
    const Stranger stranger("-ERR unencrypted connection\r\n");
    VERIFY_FAILS(connect(stranger.url(u"valkeys"_s)), ErrorCode::Unavailable);
}

void TestValkeyServer::anOldServerIsUnsupported()
{
    // No replication to speak of, then its version.
    const Stranger stranger("$0\r\n\r\n$20\r\nredis_version:6.2.14\r\n*0\r\n*0\r\n");
    const auto connected = connect(stranger.url(u"valkey"_s));
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Unsupported);
    QVERIFY(connected.error().message().contains(u"6.2.14"_s));
}

void TestValkeyServer::aDatabaseOutOfRangeIsRefused()
{
    QString far = url();
    far.replace(u"/0"_s, u"/999"_s);
    VERIFY_FAILS(connect(far), ErrorCode::InvalidArgument);
}

void TestValkeyServer::databasesAreApart()
{
    QString second = url();
    second.replace(u"/0"_s, u"/3"_s);
    TAKE(other, connect(second));
    const NewRow entry = aRow().entry();
    create(entry);
    TAKE(rows, other->load(only(entry.row.id)));
    QVERIFY(rows.isEmpty());
}

void TestValkeyServer::aUnixSocketLeadsThere()
{
    const QByteArray path = client().call({"CONFIG", "GET", "unixsocket"}).value().items.value(1).text;
    QVERIFY(!path.isEmpty());
    TAKE(local, connect(u"valkey://axess:axess-test@/?socket="_s + QString::fromUtf8(path)));
    const NewRow entry = aRow().entry();
    create(entry);
    TAKE(rows, local->load(only(entry.row.id)));
    QCOMPARE(rows.size(), 1);
    VERIFY_FAILS(connect(u"valkey:///?socket=/nowhere/socket"_s), ErrorCode::Unavailable);
}

void TestValkeyServer::aUserWithFewRightsWorks()
{
    // As docs/valkey.md names them.
    ask({"ACL",      "SETUSER",     "narrow", "on",      ">word",    "resetchannels", "~axess:*",
         "+@string", "+@sortedset", "+@hash", "+@list",  "+@stream", "+@scripting",   "+@connection",
         "+info",    "+time",       "+wait",  "+exists", "+del",     "+pexpireat"});
    QString asNarrow = url();
    asNarrow.replace(u"axess:axess-test@"_s, u"narrow:word@"_s);
    TAKE(narrow, connect(asNarrow));
    VERIFY_OK(narrow->initSchema());
    const NewRow entry = aRow().tenant(u"acme"_s).user(u"ann"_s).entry(Admission {.limit = 2});
    VERIFY_OK(narrow->create(only(entry), horizon()));
    const Touch touch {entry.row.id, now() + 2 * Hour, now() + 1, now() + 2 * Hour};
    VERIFY_OK(narrow->touch(only(touch), horizon()));
    VERIFY_OK(narrow->tenants({}, 10));
    VERIFY_OK(narrow->events(0, 10));
    VERIFY_OK(narrow->trimEvents(now() + 1, std::numeric_limits<qint64>::max(), 10));
    VERIFY_OK(narrow->removeExpired(horizon(), 10));
    VERIFY_OK(narrow->inspect());
    VERIFY_OK(narrow->ping());
}

void TestValkeyServer::anotherTypeOfKeyIsCorrupt()
{
    const NewRow entry = aRow().entry();
    ask({"RPUSH", keyOf(entry.row.id), "x"});
    VERIFY_FAILS(store().load(only(entry.row.id)), ErrorCode::Corrupt);
}

void TestValkeyServer::aServerThatStandsStillEndsCallsAtTheirDeadline()
{
    VERIFY_OK(server().freeze());
    store().setDeadline(Deadline::in(300ms));
    Result<QList<WriteOutcome>> created;
    const NewRow entry = aRow().entry();
    const qint64 took = elapsed([&] { created = store().create(only(entry), horizon()); });
    VERIFY_OK(server().thaw());
    QVERIFY(!created);
    QCOMPARE(created.error().code(), ErrorCode::Unavailable);
    QCOMPARE(created.error().outcome(), Outcome::Unknown);
    QVERIFY(store().isBroken());
    QVERIFY2(took >= 290 && took < 400, qPrintable(QString::number(took)));
}

void TestValkeyServer::anInterruptedCallEndsAtOnce()
{
    VERIFY_OK(server().freeze());
    std::jthread other([this] {
        std::this_thread::sleep_for(100ms);
        store().interrupt();
    });
    const NewRow entry = aRow().entry();
    Result<QList<SealedRow>> loaded;
    const qint64 took = elapsed([&] { loaded = store().load(only(entry.row.id)); });
    VERIFY_OK(server().thaw());
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code(), ErrorCode::Unavailable);
    QVERIFY(store().isBroken());
    QVERIFY2(took < 1000, qPrintable(QString::number(took)));
}

void TestValkeyServer::aConnectionToAStandingServerEndsInTime()
{
    VERIFY_OK(server().freeze());
    Result<std::unique_ptr<StorageConnection>> connected;
    const qint64 took = elapsed([&] { connected = connect(url(), 300ms); });
    VERIFY_OK(server().thaw());
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Unavailable);
    QCOMPARE(connected.error().outcome(), Outcome::NotApplied);
    QVERIFY2(took < 1000, qPrintable(QString::number(took)));
}

void TestValkeyServer::factsAreNamed()
{
    create(aRow().entry());
    TAKE(facts, store().inspect());
    QMap<QString, QString> known;
    for (const Fact &fact : std::as_const(facts))
        known.insert(fact.name, fact.value);
    QCOMPARE(known.value(u"backend"_s), u"valkey"_s);
    QCOMPARE(known.value(u"sessions"_s), u"1"_s);
    QCOMPARE(known.value(u"evictionPolicy"_s), u"noeviction"_s);
    QCOMPARE(known.value(u"role"_s), u"master"_s);
    for (const QString &name : {u"redisVersion"_s, u"usedMemory"_s, u"maxMemory"_s, u"fragmentation"_s,
                                u"evictedKeys"_s, u"expiredKeys"_s, u"appendOnly"_s, u"replicas"_s})
        QVERIFY2(!known.value(name).isEmpty(), qPrintable(name));
}

void TestValkeyServer::badOptionsAreRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("database of a cluster") << u"valkey+cluster://h1?db=2"_s;
    QTest::newRow("socket of a cluster") << u"valkey+cluster://h1?socket=/s"_s;
    QTest::newRow("TLS by a socket") << u"valkeys:///?socket=/s"_s;
    QTest::newRow("certificates without TLS") << u"valkey://h1?sslrootcert=/ca.pem"_s;
    QTest::newRow("certificate without key") << u"valkeys://h1?sslcert=/c.pem"_s;
    QTest::newRow("no such file") << u"valkeys://h1?sslrootcert=/nowhere/ca.pem"_s;
    QTest::newRow("braces in the prefix") << u"valkey://h1?prefix=a%7Bb%7D"_s;
}

void TestValkeyServer::badOptionsAreRefused()
{
    QFETCH(QString, url);
    VERIFY_FAILS(connect(url), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestValkeyServer)
#include "tst_valkeyserver.moc"
