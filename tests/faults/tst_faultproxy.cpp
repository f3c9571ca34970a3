// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "faultproxy.h"

#include "axesstest.h"

#include <QtCore/QByteArray>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using Direction = FaultProxy::Direction;

namespace {

sockaddr_in loopback(int port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(quint16(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// Sends back what it gets, and keeps it.
class EchoServer
{
public:
    EchoServer()
        : m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
        listen(m_listener, 16);
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([this] { serve(); });
    }
    ~EchoServer()
    {
        shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        close(m_listener);
    }
    EchoServer(const EchoServer &) = delete;
    EchoServer &operator=(const EchoServer &) = delete;

    int port() const { return m_port; }
    qint64 received() const { return m_received.load(); }

private:
    void serve()
    {
        std::vector<std::jthread> threads;
        while (true) {
            const int connection = ::accept(m_listener, nullptr, nullptr);
            if (connection < 0)
                return;
            threads.emplace_back([this, connection] { echo(connection); });
        }
    }
    void echo(int connection)
    {
        char bytes[4096];
        while (true) {
            const auto count = read(connection, bytes, sizeof bytes);
            if (count <= 0)
                break;
            m_received += count;
            // Who has gone has still said what there is to read.
            send(connection, bytes, std::size_t(count), MSG_NOSIGNAL);
        }
        close(connection);
    }

    int m_listener = -1;
    int m_port = 0;
    std::atomic<qint64> m_received = 0;
    std::jthread m_thread;
};

class Client
{
public:
    explicit Client(int port)
        : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const sockaddr_in address = loopback(port);
        m_isConnected
            = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~Client() { close(m_socket); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool isConnected() const { return m_isConnected; }
    void say(const QByteArray &bytes) const
    {
        send(m_socket, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL);
    }
    void finish() const { shutdown(m_socket, SHUT_WR); }
    /// As much as comes within the time, or until the end.
    QByteArray hear(qsizetype count, std::chrono::milliseconds patience = 10s)
    {
        QByteArray heard;
        while (heard.size() < count && !m_isOver) {
            pollfd wait {m_socket, POLLIN, 0};
            if (poll(&wait, 1, int(patience.count())) <= 0)
                break;
            char bytes[65536];
            const auto read
                = recv(m_socket, bytes, std::size_t(std::min<qsizetype>(count - heard.size(), 65536)), 0);
            m_isOver = read <= 0;
            if (!m_isOver)
                heard.append(bytes, qsizetype(read));
        }
        return heard;
    }
    /// Whether the other side has ended, at last.
    bool isOver()
    {
        hear(1);
        return m_isOver;
    }

private:
    int m_socket = -1;
    bool m_isConnected = false;
    bool m_isOver = false;
};

} // namespace

class TestFaultProxy : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSaidArrivesBothWays();
    void anEndIsPassedOn();
    void aCutLetsExactlySoManyBytesThrough_data();
    void aCutLetsExactlySoManyBytesThrough();
    void aCutHappensOnce();
    void cuttingAllLeavesNone();
    void whatWasStalledArrivesAfterwards();
    void delayedBytesArriveLater();
    void refusedConnectionsEnd();
    void withoutAServerConnectionsEnd();
};

void TestFaultProxy::whatIsSaidArrivesBothWays()
{
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client one(proxy.port());
    Client other(proxy.port());
    QVERIFY(one.isConnected() && other.isConnected());
    const QByteArray much(1'000'000, 'm');
    std::jthread speaker([&] { one.say(much); });
    QCOMPARE(one.hear(much.size()), much);
    other.say("little");
    QCOMPARE(other.hear(6), "little");
    QCOMPARE(proxy.connections(), 2);
    QCOMPARE(proxy.accepted(), 2);
    QCOMPARE(proxy.passed(Direction::ToServer), much.size() + 6);
    QCOMPARE(proxy.passed(Direction::ToClient), much.size() + 6);
}

void TestFaultProxy::anEndIsPassedOn()
{
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client client(proxy.port());
    client.say("last words");
    client.finish();
    QCOMPARE(client.hear(10), "last words");
    QVERIFY(client.isOver());
    QTRY_COMPARE(proxy.connections(), 0);
}

void TestFaultProxy::aCutLetsExactlySoManyBytesThrough_data()
{
    QTest::addColumn<int>("offset");
    for (const int offset : {0, 1, 4095, 4097, 65'536, 200'000})
        QTest::addRow("%d", offset) << offset;
}

void TestFaultProxy::aCutLetsExactlySoManyBytesThrough()
{
    QFETCH(int, offset);
    const QByteArray much(300'000, 'm');
    {
        const EchoServer server;
        FaultProxy proxy(server.port());
        Client client(proxy.port());
        proxy.cutAt(Direction::ToServer, offset);
        std::jthread speaker([&] { client.say(much); });
        QTRY_VERIFY(proxy.hasCut());
        QTRY_COMPARE(server.received(), offset);
        client.hear(much.size());
        QVERIFY(client.isOver());
        QCOMPARE(proxy.connections(), 0);
    }
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client client(proxy.port());
    proxy.cutAt(Direction::ToClient, offset);
    std::jthread speaker([&] { client.say(much); });
    QCOMPARE(client.hear(much.size()).size(), offset);
    QVERIFY(client.isOver() && proxy.hasCut());
}

void TestFaultProxy::aCutHappensOnce()
{
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client bystander(proxy.port());
    Client client(proxy.port());
    bystander.say("before");
    QCOMPARE(bystander.hear(6), "before");
    proxy.cutAt(Direction::ToServer, 3);
    client.say("abcdef");
    QVERIFY(client.isOver());
    bystander.say("behind");
    QCOMPARE(bystander.hear(6), "behind");
    Client next(proxy.port());
    next.say("abcdef");
    QCOMPARE(next.hear(6), "abcdef");
}

void TestFaultProxy::cuttingAllLeavesNone()
{
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client one(proxy.port());
    Client other(proxy.port());
    QTRY_COMPARE(proxy.connections(), 2);
    proxy.cutAll();
    QCOMPARE(proxy.connections(), 0);
    QVERIFY(one.isOver() && other.isOver());
    Client next(proxy.port());
    next.say("served");
    QCOMPARE(next.hear(6), "served");
}

void TestFaultProxy::whatWasStalledArrivesAfterwards()
{
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client client(proxy.port());
    client.say("one");
    QCOMPARE(client.hear(3), "one");
    proxy.stall();
    client.say("two");
    Client late(proxy.port());
    QVERIFY(late.isConnected());
    late.say("three");
    QCOMPARE(client.hear(3, 50ms), "");
    QCOMPARE(late.hear(5, 50ms), "");
    proxy.recover();
    QCOMPARE(client.hear(3), "two");
    QCOMPARE(late.hear(5), "three");
}

void TestFaultProxy::delayedBytesArriveLater()
{
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client client(proxy.port());
    client.say("soon");
    QCOMPARE(client.hear(4), "soon");
    proxy.delay(60ms);
    const auto begin = std::chrono::steady_clock::now();
    client.say("late");
    QCOMPARE(client.hear(4), "late");
    QVERIFY(std::chrono::steady_clock::now() - begin >= 120ms);
    proxy.recover();
    client.say("soon");
    QCOMPARE(client.hear(4), "soon");
}

void TestFaultProxy::refusedConnectionsEnd()
{
    const EchoServer server;
    FaultProxy proxy(server.port());
    Client before(proxy.port());
    before.say("before");
    QCOMPARE(before.hear(6), "before");
    proxy.refuse();
    Client refused(proxy.port());
    QVERIFY(refused.isOver());
    before.say("served");
    QCOMPARE(before.hear(6), "served");
    proxy.recover();
    Client after(proxy.port());
    after.say("after");
    QCOMPARE(after.hear(5), "after");
}

void TestFaultProxy::withoutAServerConnectionsEnd()
{
    int port = 0;
    {
        const EchoServer gone;
        port = gone.port();
    }
    FaultProxy proxy(port);
    Client client(proxy.port());
    QVERIFY(client.isOver());
    QTRY_COMPARE(proxy.connections(), 0);
}

QTEST_GUILESS_MAIN(TestFaultProxy)
#include "tst_faultproxy.moc"
