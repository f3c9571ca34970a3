// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "mysqlserverfixture.h"
#include "rowbuilder.h"
#include "verify.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <algorithm>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

template<typename T> std::span<const T> only(const T &value)
{
    return {&value, 1};
}

Horizon horizon()
{
    Horizon horizon;
    horizon.now = SystemClock().now();
    return horizon;
}

std::vector<NewRow> rows(int count)
{
    std::vector<NewRow> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(RowBuilder(SystemClock().now()).user(u"user%1"_s.arg(i)).entry());
    return rows;
}

} // namespace

/// Which servers are taken and which are refused, and what each of them says of itself.
class TestMysqlConnecting : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void theServersZoneIsOfNoAccount();
    void summerTimeIsOfNoAccount();
    void aServerThatCutsValuesIsRefused();
    void whoMayNotComeInIsDenied();
    void whoOnlyReadsWritesNothing();
    void whereNobodyListensIsUnavailable();
    void whatSpeaksOtherwiseIsUnavailable();
    void schemasAreMadeOnceByMany();
    void tablesOfAnotherProgramAreLeft();
    void factsAreNamed();
    void theServersNameIsVerified();
    void anExpiredCertificateIsDenied();
    void anOldServerIsUnsupported();
    void whoMayMakeNoTablesIsDenied();
    void aStoppedServerIsNoConnection();

private:
    using Connection = MysqlServerFixture::Connection;

    std::unique_ptr<MysqlServerFixture> m_server;
    StoreUrl m_url;
    Connection m_store;
};

void TestMysqlConnecting::initTestCase()
{
    TAKE(server, MysqlServerFixture::start());
    m_server = std::move(server);
}

void TestMysqlConnecting::init()
{
    AxessTest::init();
    TAKE(url, m_server->freshStore());
    m_url = url;
    TAKE(store, MysqlServerFixture::store(m_url));
    m_store = std::move(store);
}

void TestMysqlConnecting::cleanup()
{
    m_store.reset();
}

void TestMysqlConnecting::theServersZoneIsOfNoAccount()
{
    for (const QString &zone : {u"+05:30"_s, u"-08:00"_s}) {
        VERIFY_OK(m_server->administrate(u"SET GLOBAL time_zone = '%1'"_s.arg(zone)));
        TAKE(store, MysqlServerFixture::connect(m_url));
        TAKE(time, store->ping());
        QVERIFY2(std::abs(time - SystemClock().now()) < 5'000, qPrintable(QString::number(time)));
    }
}

void TestMysqlConnecting::summerTimeIsOfNoAccount()
{
    // Both instants are half past two in the morning in Berlin, an hour apart; 01:00 UTC is when the clocks
    // change.
    VERIFY_OK(m_server->administrate(u"SET GLOBAL time_zone = 'SYSTEM'"_s));
    for (const qint64 instant : {1'761'438'600'250, 1'761'442'200'250, 1'743'296'400'000}) {
        VERIFY_OK(m_server->administrate(
            u"SET GLOBAL init_connect = 'SET timestamp = %1'"_s.arg(double(instant) / 1000, 0, 'f', 3)));
        const auto connected = MysqlServerFixture::connect(m_url);
        VERIFY_OK(m_server->administrate(u"SET GLOBAL init_connect = ''"_s));
        VERIFY_OK(connected);
        TAKE(time, (*connected)->ping());
        QCOMPARE(time, instant);
    }
}

void TestMysqlConnecting::aServerThatCutsValuesIsRefused()
{
    VERIFY_OK(m_server->administrate(u"SET GLOBAL sql_mode = 'NO_ENGINE_SUBSTITUTION'"_s));
    const auto connected = MysqlServerFixture::connect(m_url);
    VERIFY_OK(m_server->administrate(u"SET GLOBAL sql_mode = DEFAULT"_s));
    VERIFY_FAILS(connected, ErrorCode::Unsupported);
    QVERIFY(connected.error().message().contains(u"STRICT_TRANS_TABLES"_s));
}

void TestMysqlConnecting::whoMayNotComeInIsDenied()
{
    const auto wrong = MysqlServerFixture::connect(m_url.withPassword(u"wrong"_s));
    VERIFY_FAILS(wrong, ErrorCode::Denied);
    QVERIFY(!wrong.error().message().contains(u"wrong\""_s));
    const auto at = [&](const QString &database) {
        return StoreUrl::parse(
            u"mysql://axess:axess-test@127.0.0.1:%1/%2"_s.arg(m_url.hosts().constFirst().port).arg(database));
    };
    TAKE(absent, at(u"axess_absent"_s));
    VERIFY_FAILS(MysqlServerFixture::connect(absent), ErrorCode::InvalidArgument);
    TAKE(foreign, at(u"mysql"_s));
    VERIFY_FAILS(MysqlServerFixture::connect(foreign), ErrorCode::Denied);
}

void TestMysqlConnecting::whoOnlyReadsWritesNothing()
{
    const auto made = rows(1);
    VERIFY_OK(m_store->create(made, horizon()));
    TAKE(reader, MysqlServerFixture::connect(m_url, AccessMode::ReadOnly));
    TAKE(loaded, reader->load(only(made[0].row.id)));
    QCOMPARE(loaded.size(), 1);
    TAKE(events, reader->events(0, 10));
    QCOMPARE(events.size(), 1);
    VERIFY_FAILS(reader->remove(only(Removal {made[0].row.id, EndReason::SignedOut, {}, 0})),
                 ErrorCode::Denied);

    // A primary that became a replica.
    VERIFY_OK(m_server->administrate(u"SET GLOBAL read_only = 1"_s));
    const auto refused = m_store->update(only(saveOf(made[0].row)), horizon());
    VERIFY_OK(m_server->administrate(u"SET GLOBAL read_only = 0"_s));
    VERIFY_FAILS(refused, ErrorCode::Unavailable);
    QCOMPARE(refused.error().outcome(), Outcome::NotApplied);
    QVERIFY(m_store->isBroken());
}

void TestMysqlConnecting::whereNobodyListensIsUnavailable()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const quint16 port = server.serverPort();
    server.close();
    TAKE(closed, StoreUrl::parse(u"mysql://axess@127.0.0.1:%1/axess"_s.arg(port)));
    VERIFY_FAILS(MysqlServerFixture::connect(closed), ErrorCode::Unavailable);
    TAKE(unknown, StoreUrl::parse(u"mysql://axess@host.invalid/axess"_s));
    VERIFY_FAILS(MysqlServerFixture::connect(unknown), ErrorCode::Unavailable);
    TAKE(socket, StoreUrl::parse(u"mysql://axess@/axess?socket=/nowhere/socket"_s));
    VERIFY_FAILS(MysqlServerFixture::connect(socket), ErrorCode::Unavailable);
}

void TestMysqlConnecting::whatSpeaksOtherwiseIsUnavailable()
{
    for (const QByteArray &greeting : {QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n"), QByteArray()}) {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        TAKE(url, StoreUrl::parse(u"mysql://axess@127.0.0.1:%1/axess"_s.arg(server.serverPort())));
        Result<Connection> connected;
        std::thread caller([&] { connected = MysqlServerFixture::connect(url, AccessMode::ReadWrite, 1s); });
        const bool came = server.waitForNewConnection(5000);
        std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
        if (came && !greeting.isEmpty()) {
            socket->write(greeting);
            socket->waitForBytesWritten(1000);
        }
        caller.join();
        QVERIFY(came);
        VERIFY_FAILS(connected, ErrorCode::Unavailable);
    }
}

void TestMysqlConnecting::schemasAreMadeOnceByMany()
{
    TAKE(url, m_server->freshStore());
    std::vector<Result<void>> made(4);
    std::vector<std::thread> makers;
    for (Result<void> &result : made) {
        makers.emplace_back(
            [&] { result = MysqlServerFixture::store(url).transform([](const Connection &) { }); });
    }
    for (std::thread &maker : makers)
        maker.join();
    for (const Result<void> &result : made)
        VERIFY_OK(result);
    // Killed half-way: what is missing is made.
    VERIFY_OK(m_server->administrate(u"DROP TABLE %1.axess_event"_s.arg(url.path())));
    VERIFY_OK(m_server->administrate(u"DELETE FROM %1.axess_schema"_s.arg(url.path())));
    TAKE(store, MysqlServerFixture::store(url));
    VERIFY_OK(store->create(rows(1), horizon()));
    TAKE(state, store->schema());
    QVERIFY(state.exists && state.written == state.mine);

    VERIFY_OK(m_server->administrate(
        u"UPDATE %1.axess_schema SET written = 99, readable_from = 98"_s.arg(url.path())));
    VERIFY_FAILS(MysqlServerFixture::connect(url), ErrorCode::TooNew);
}

void TestMysqlConnecting::tablesOfAnotherProgramAreLeft()
{
    TAKE(url, m_server->freshStore());
    VERIFY_OK(m_server->administrate(u"CREATE TABLE %1.axess_schema (something INT)"_s.arg(url.path())));
    VERIFY_FAILS(MysqlServerFixture::connect(url), ErrorCode::InvalidArgument);
}

void TestMysqlConnecting::factsAreNamed()
{
    VERIFY_OK(m_store->create(rows(2), horizon()));
    VERIFY_OK(
        m_server->administrate(u"DROP INDEX axess_session_sweep ON %1.axess_session"_s.arg(m_url.path())));
    TAKE(facts, m_store->inspect());
    QHash<QString, QString> named;
    for (const Fact &fact : std::as_const(facts))
        named.insert(fact.name, fact.value);
    QCOMPARE(named.value(u"flavour"_s), u"mariadb"_s);
    QCOMPARE(named.value(u"isolation"_s), u"READ-COMMITTED"_s);
    QCOMPARE(named.value(u"strict"_s), u"yes"_s);
    QCOMPARE(named.value(u"sessions"_s), u"2"_s);
    QCOMPARE(named.value(u"flushAtCommit"_s), u"0"_s);
    QCOMPARE(named.value(u"missingIndexes"_s), u"axess_session_sweep"_s);
    for (const QString &name : {u"version"_s, u"tls"_s, u"waitTimeoutSeconds"_s, u"maxAllowedPacket"_s,
                                u"maxConnections"_s, u"syncBinlog"_s, u"replicas"_s, u"databaseBytes"_s})
        QVERIFY2(named.contains(name), qPrintable(name));
}

void TestMysqlConnecting::theServersNameIsVerified()
{
    VERIFY_OK(m_server->useCertificateFor(u"DNS:localhost,IP:127.0.0.1"_s));
    TAKE(encrypted, MysqlServerFixture::connect(m_server->withTls(m_url, u"verify-full"_s)));
    TAKE(facts, encrypted->inspect());
    QVERIFY(std::ranges::any_of(
        facts, [](const Fact &fact) { return fact.name == u"tls"_s && fact.value != u"off"_s; }));

    VERIFY_OK(m_server->useCertificateFor(u"DNS:other.example"_s));
    VERIFY_FAILS(MysqlServerFixture::connect(m_server->withTls(m_url, u"verify-full"_s)), ErrorCode::Denied);
    // An address that the library does not take for its own machine's.
    TAKE(remote,
         StoreUrl::parse(u"mysql://axess:axess-test@localhost:%1/%2"_s.arg(m_url.hosts().constFirst().port)
                             .arg(m_url.path())));
    VERIFY_FAILS(MysqlServerFixture::connect(m_server->withTls(remote, u"verify-full"_s)), ErrorCode::Denied);
    VERIFY_OK(MysqlServerFixture::connect(m_url.withOption(u"sslmode"_s, u"require"_s)));
    const auto others = m_url.withOption(u"sslmode"_s, u"verify-full"_s)
                            .withOption(u"sslrootcert"_s, u"/etc/ssl/certs/ca-certificates.crt"_s);
    VERIFY_FAILS(MysqlServerFixture::connect(others), ErrorCode::Denied);
}

void TestMysqlConnecting::anExpiredCertificateIsDenied()
{
    const StoreUrl url = m_server->withTls(m_url, u"verify-full"_s);
    VERIFY_OK(m_server->useCertificateFor(u"DNS:localhost,IP:127.0.0.1"_s,
                                          u"-not_before 20200101000000Z -not_after 20200102000000Z"_s));
    const auto refused = MysqlServerFixture::connect(url);
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY2(refused.error().message().contains(u"expired"_s), qPrintable(refused.error().message()));
    VERIFY_OK(m_server->useCertificateFor(u"DNS:localhost,IP:127.0.0.1"_s));
    VERIFY_OK(MysqlServerFixture::connect(url));
}

void TestMysqlConnecting::anOldServerIsUnsupported()
{
    // It may say of itself what it likes.
    TAKE(old, MysqlServerFixture::start({u"--version=10.4.34-MariaDB"_s}));
    TAKE(url, old->freshStore());
    const auto refused = MysqlServerFixture::connect(url);
    VERIFY_FAILS(refused, ErrorCode::Unsupported);
    QVERIFY2(refused.error().message().contains(u"10.4.34"_s), qPrintable(refused.error().message()));
}

void TestMysqlConnecting::whoMayMakeNoTablesIsDenied()
{
    TAKE(empty, m_server->freshStore());
    VERIFY_OK(m_server->administrate(u"CREATE USER weak@'127.0.0.1' IDENTIFIED BY 'weak-secret'"_s));
    VERIFY_OK(
        m_server->administrate(u"GRANT SELECT, INSERT ON %1.* TO weak@'127.0.0.1'"_s.arg(empty.path())));
    TAKE(weak,
         StoreUrl::parse(u"mysql://weak:weak-secret@127.0.0.1:%1/%2"_s.arg(empty.hosts().constFirst().port)
                             .arg(empty.path())));
    const auto refused = MysqlServerFixture::store(weak);
    VERIFY_OK(m_server->administrate(u"DROP USER weak@'127.0.0.1'"_s));
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY2(refused.error().message().contains(u"GRANT"_s), qPrintable(refused.error().message()));
}

void TestMysqlConnecting::aStoppedServerIsNoConnection()
{
    VERIFY_OK(m_server->server().freeze());
    const auto connected = MysqlServerFixture::connect(m_url, AccessMode::ReadWrite, 1s);
    VERIFY_OK(m_server->server().thaw());
    VERIFY_FAILS(connected, ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestMysqlConnecting)
#include "tst_mysqlconnecting.moc"
