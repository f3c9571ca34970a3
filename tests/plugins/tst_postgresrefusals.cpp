// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "postgresfixture.h"
#include "privateserver.h"
#include "verify.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/qendian.h>

#include <arpa/inet.h>
#include <functional>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Answers what comes, as long as there is an answer.
class WrongServer
{
public:
    using Answer = std::function<QByteArray(QByteArrayView)>;

    explicit WrongServer(Answer answer)
        : m_answer(std::move(answer))
        , m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_socket, reinterpret_cast<sockaddr *>(&address), size);
        ::listen(m_socket, 8);
        ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~WrongServer()
    {
        ::shutdown(m_socket, SHUT_RDWR);
        m_thread.join();
        ::close(m_socket);
    }
    Q_DISABLE_COPY_MOVE(WrongServer)

    int port() const { return m_port; }

private:
    void serve() const
    {
        for (int client = ::accept(m_socket, nullptr, nullptr); client >= 0;
             client = ::accept(m_socket, nullptr, nullptr)) {
            char asked[1024];
            ssize_t count = 0;
            while ((count = ::recv(client, asked, sizeof asked, 0)) > 0) {
                const QByteArray answer = m_answer(QByteArrayView(asked, count));
                if (answer.isEmpty())
                    break;
                ::send(client, answer.data(), size_t(answer.size()), MSG_NOSIGNAL);
            }
            ::close(client);
        }
    }

    Answer m_answer;
    int m_socket;
    int m_port = 0;
    std::thread m_thread;
};

QByteArray message(char kind, const QByteArray &body)
{
    QByteArray size(4, '\0');
    qToBigEndian<qint32>(qint32(body.size() + 4), size.data());
    return kind + size + body;
}

// What a PostgreSQL of long ago says to somebody who signs in and asks a few things, one at a time.
QByteArray ofLongAgo(QByteArrayView asked)
{
    const QByteArray ready = message('Z', "I");
    if (asked.front() == 'X')
        return {};
    if (asked.front() != 'Q') {
        const auto setting = [](const char *name, const char *value) {
            return message('S', QByteArray(name) + '\0' + value + '\0');
        };
        return message('R', QByteArray(4, '\0')) + setting("server_version", "9.4.26")
            + setting("server_encoding", "UTF8") + setting("client_encoding", "UTF8")
            + setting("standard_conforming_strings", "on") + message('K', QByteArray(8, '\1')) + ready;
    }
    if (!asked.contains("version"))
        return message('C', "SET"_ba + '\0') + ready;
    const QByteArray column
        = "version"_ba + '\0' + QByteArray::fromHex("00000000000000000019ffffffffffff0000");
    const QByteArray text = "PostgreSQL 9.4.26";
    return message('T', QByteArray::fromHex("0001") + column)
        + message('D', QByteArray::fromHex("000100000011") + text) + message('C', "SELECT 1"_ba + '\0')
        + ready;
}

} // namespace

/// What a person reads when a server refuses: a code, a cause, and what to change.
class TestPostgresRefusals : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aWrongPassword();
    void anUnknownDatabase();
    void aClosedPort();
    void anUnknownHost();
    void aPortOfSomethingElse();
    void aServerOfLongAgo();
    void aDatabaseOfAnotherEncoding();
    void aServerThatStandsStill();
    void aCertificateForAnotherName();
    void anExpiredCertificate();
    void anAuthorityThatIsNotTrusted();
    void noRightToCreate();
    void noMoreConnections();
    void aRoleThatOnlyReads();
    void optionsThatMakeNoSense_data();
    void optionsThatMakeNoSense();

private:
    /// The store's URL with a part of its text exchanged.
    StoreUrl changed(const QString &pattern, const QString &replacement) const;
    void refuses(const StoreUrl &url, ErrorCode code, const QString &advice) const;

    std::unique_ptr<PostgresFixture> m_fixture;
};

void TestPostgresRefusals::init()
{
    AxessTest::init();
    TAKE(fixture, PostgresFixture::make());
    m_fixture = std::move(fixture);
}

void TestPostgresRefusals::cleanup()
{
    m_fixture.reset();
}

StoreUrl TestPostgresRefusals::changed(const QString &pattern, const QString &replacement) const
{
    const StoreUrl &url = m_fixture->url();
    QString text = u"postgres://%1:%2@%3:%4/%5"_s.arg(url.user(), url.password(), url.hosts()[0].name,
                                                      QString::number(url.hosts()[0].port), url.path());
    text.replace(QRegularExpression(pattern), replacement);
    return StoreUrl::parse(text).value();
}

void TestPostgresRefusals::refuses(const StoreUrl &url, ErrorCode code, const QString &advice) const
{
    const auto store = PostgresFixture::connect(url);
    QVERIFY(!store);
    const Error &error = store.error();
    QVERIFY2(error.code() == code, qPrintable(error.message()));
    QVERIFY2(error.message().contains(advice), qPrintable(error.message()));
    QVERIFY2(!error.message().contains(url.password()), qPrintable(error.message()));
}

void TestPostgresRefusals::aWrongPassword()
{
    refuses(changed(u"axess-test"_s, u"not-this-one"_s), ErrorCode::Denied, u"check user and password"_s);
}

void TestPostgresRefusals::anUnknownDatabase()
{
    refuses(changed(u"/axess$"_s, u"/nowhere"_s), ErrorCode::InvalidArgument, u"no such database"_s);
}

void TestPostgresRefusals::aClosedPort()
{
    refuses(changed(u":\\d+/"_s, u":1/"_s), ErrorCode::Unavailable, u"Nothing listens there"_s);
}

void TestPostgresRefusals::anUnknownHost()
{
    refuses(changed(u"@[^:]+:"_s, u"@no-such-host.invalid:"_s), ErrorCode::Unavailable,
            u"name is not known"_s);
}

void TestPostgresRefusals::aPortOfSomethingElse()
{
    const WrongServer server([](QByteArrayView) { return "HTTP/1.1 400 Bad Request\r\n\r\n"_ba; });
    refuses(changed(u":\\d+/"_s, u":%1/"_s.arg(server.port())), ErrorCode::InvalidArgument,
            u"not PostgreSQL; check the port"_s);
}

void TestPostgresRefusals::aServerOfLongAgo()
{
    const WrongServer server(&ofLongAgo);
    refuses(changed(u":\\d+/"_s, u":%1/"_s.arg(server.port())).withOption(u"sslmode"_s, u"disable"_s),
            ErrorCode::Unsupported, u"PostgreSQL 9; the store needs"_s);
}

void TestPostgresRefusals::aDatabaseOfAnotherEncoding()
{
    PostgresShell shell(m_fixture->url());
    shell.ask(u"DROP DATABASE IF EXISTS axess_latin"_s);
    QCOMPARE(shell.ask(u"CREATE DATABASE axess_latin ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
                       " TEMPLATE template0"_s),
             QString());
    refuses(changed(u"/axess$"_s, u"/axess_latin"_s), ErrorCode::Unsupported, u"ENCODING 'UTF8'"_s);
    QTRY_COMPARE(shell.ask(u"DROP DATABASE IF EXISTS axess_latin"_s), QString());
}

void TestPostgresRefusals::aServerThatStandsStill()
{
    TAKE(server, PrivateServer::start(u"postgres"_s));
    TAKE(text, server->url());
    TAKE(url, StoreUrl::parse(text));
    TAKE(store, PostgresFixture::connect(url));
    VERIFY_OK(server->freeze());
    std::thread watchdog([&] {
        std::this_thread::sleep_for(300ms);
        store->interrupt();
    });
    const auto begun = SystemClock().monotonic();
    const auto pinged = store->ping();
    const auto taken = SystemClock().monotonic() - begun;
    watchdog.join();
    VERIFY_OK(server->thaw());
    VERIFY_FAILS(pinged, ErrorCode::Unavailable);
    QVERIFY(taken < 2s);
    QVERIFY(store->isBroken());
}

void TestPostgresRefusals::aCertificateForAnotherName()
{
    TAKE(server, PrivateServer::start(u"postgres"_s, {u"-c"_s, u"listen_addresses=127.0.0.1,127.0.0.2"_s}));
    TAKE(text, server->url(u"postgres-tls"_s));
    TAKE(right, StoreUrl::parse(text));
    VERIFY_OK(PostgresFixture::connect(right));
    TAKE(wrong, StoreUrl::parse(QString(text).replace(u"@localhost:"_s, u"@127.0.0.2:"_s)));
    refuses(wrong, ErrorCode::Denied, u"for another name"_s);
}

void TestPostgresRefusals::anExpiredCertificate()
{
    TAKE(server, PrivateServer::start(u"postgres"_s));
    TAKE(text, server->url(u"postgres-tls"_s));
    TAKE(url, StoreUrl::parse(text));
    const QString folder = QFileInfo(url.option(u"sslrootcert"_s).value()).path();
    QProcess openssl;
    openssl.setWorkingDirectory(folder);
    openssl.start(
        u"sh"_s,
        {u"-c"_s,
         u"printf subjectAltName=DNS:localhost >names && openssl x509 -req -in server.csr -CA ca.pem"
         " -CAkey ca.key -CAcreateserial -not_before 20200101000000Z -not_after 20200102000000Z"
         " -extfile names -out server.pem"_s});
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
    TAKE(plain, server->url());
    TAKE(plainUrl, StoreUrl::parse(plain));
    PostgresShell(plainUrl).ask(u"SELECT pg_reload_conf()"_s);
    // The server looks at its files in its own time.
    QTRY_VERIFY(!PostgresFixture::connect(url));
    refuses(url, ErrorCode::Denied, u"has expired"_s);
}

void TestPostgresRefusals::anAuthorityThatIsNotTrusted()
{
    const StoreUrl url = changed(u"@[^:]+:"_s, u"@localhost:"_s);
    refuses(url.withOption(u"sslmode"_s, u"verify-full"_s), ErrorCode::Denied, u"name its authority"_s);
}

void TestPostgresRefusals::noRightToCreate()
{
    PostgresShell shell(m_fixture->url());
    shell.ask(u"DROP ROLE IF EXISTS axess_weak"_s);
    shell.ask(u"CREATE ROLE axess_weak LOGIN PASSWORD 'weak-secret'"_s);
    TAKE(store, PostgresFixture::connect(changed(u"axess:axess-test"_s, u"axess_weak:weak-secret"_s)));
    const auto made = store->initSchema();
    store.reset();
    shell.ask(u"DROP ROLE axess_weak"_s);
    VERIFY_FAILS(made, ErrorCode::Denied);
    QVERIFY(made.error().message().contains(u"GRANT"_s));
}

void TestPostgresRefusals::noMoreConnections()
{
    PostgresShell shell(m_fixture->url());
    shell.ask(u"DROP ROLE IF EXISTS axess_few"_s);
    shell.ask(u"CREATE ROLE axess_few LOGIN PASSWORD 'few-secret' CONNECTION LIMIT 1"_s);
    const StoreUrl url = changed(u"axess:axess-test"_s, u"axess_few:few-secret"_s);
    TAKE(first, PostgresFixture::connect(url));
    refuses(url, ErrorCode::Unavailable, u"max_connections"_s);
    first.reset();
    QTRY_COMPARE(shell.ask(u"DROP ROLE IF EXISTS axess_few"_s), QString());
}

void TestPostgresRefusals::aRoleThatOnlyReads()
{
    PostgresShell shell(m_fixture->url());
    shell.ask(u"CREATE ROLE axess_reader LOGIN SUPERUSER PASSWORD 'reader-secret'"_s);
    shell.ask(u"ALTER ROLE axess_reader SET default_transaction_read_only = on"_s);
    TAKE(store, PostgresFixture::connect(changed(u"axess:axess-test"_s, u"axess_reader:reader-secret"_s)));
    const auto put = store->initSchema();
    store.reset();
    shell.ask(u"DROP ROLE axess_reader"_s);
    VERIFY_FAILS(put, ErrorCode::Unavailable);
    QCOMPARE(put.error().outcome(), Outcome::NotApplied);
    QVERIFY(put.error().message().contains(u"only reads"_s));
}

void TestPostgresRefusals::optionsThatMakeNoSense_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("advice");
    QTest::newRow("schema") << u"postgres://db/shop?schema=Shop%20x"_s << u"option schema"_s;
    QTest::newRow("schema behind a pooler")
        << u"postgres://db/shop?schema=shop&pooling=transaction"_s << u"ALTER ROLE"_s;
    QTest::newRow("plain behind a pooler")
        << u"postgres://db/shop?driver=plain&pooling=transaction"_s << u"must be native"_s;
    QTest::newRow("semicolon") << u"postgres://db/shop?application_name=a;b"_s << u"semicolon"_s;
}

void TestPostgresRefusals::optionsThatMakeNoSense()
{
    QFETCH(QString, url);
    QFETCH(QString, advice);
    TAKE(parsed, StoreUrl::parse(url));
    const auto store = PostgresFixture::connect(parsed);
    VERIFY_FAILS(store, ErrorCode::InvalidArgument);
    QVERIFY2(store.error().message().contains(advice), qPrintable(store.error().message()));
}

QTEST_GUILESS_MAIN(TestPostgresRefusals)
#include "tst_postgresrefusals.moc"
