// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "privateserver.h"
#include "serverprocess.h"
#include "verify.h"

#include <axess/sessionmanager.h>

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtNetwork/qnetworkrequest.h>
#include <QtWebSockets/qwebsocket.h>

#include <csignal>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A window with a connection to the chat.
class Window
{
public:
    Window(const ServerProcess &chat, const QByteArray &cookie, const QString &origin = {})
        : m_socket(origin)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this](const QString &text) {
            const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
            m_welcome = message.value(u"welcome"_s).toString(m_welcome);
            m_heard.append(message.value(u"text"_s).toString());
        });
        QObject::connect(&m_socket, &QWebSocket::disconnected, &m_socket, [this] { m_isClosed = true; });
        // Refused before it was open.
        QObject::connect(&m_socket, &QWebSocket::errorOccurred, &m_socket, [this] { m_isClosed = true; });
        QNetworkRequest request(QUrl(u"ws://127.0.0.1:%1/"_s.arg(chat.port())));
        request.setRawHeader("Cookie", cookie);
        m_socket.open(request);
    }

    QString welcome() const { return m_welcome; }
    bool hasHeard(const QString &text) const { return m_heard.contains(text); }
    void say(const QString &text) { m_socket.sendTextMessage(text); }
    /// 0 while it is open.
    int goodbye() const { return m_isClosed ? int(m_socket.closeCode()) : 0; }

private:
    QWebSocket m_socket;
    QString m_welcome;
    QStringList m_heard;
    bool m_isClosed = false;
};

constexpr int tryAgainLater = 4503;
constexpr int signInFirst = 4401;
constexpr int sessionEnded = 4403;
constexpr int patience = 30'000;

} // namespace

/// The chat from outside: its connections end when their sessions do, and not when the store is away.
class TestChat : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void whoIsSignedInIsHeard();
    void guestsAndOtherSitesAreRefused();
    void aSignOutElsewhereEndsTheConnection();
    void aRevocationEndsTheConnection();
    void timeEndsTheConnection();
    void aRaisedEpochEndsAllConnections();
    void behindAGapItLooksForItself();
    void anOutageClosesNobody(); // Promise: 4

private:
    struct Visitor
    {
        Session session;
        QByteArray cookie;
    };
    Result<Visitor> signedIn(const QString &user, std::chrono::milliseconds lifetime = 30min);
    void axessctl(const QStringList &command);

    std::unique_ptr<PrivateServer> m_server;
    QString m_url;
    std::shared_ptr<SessionStore> m_store;
    ServerProcess m_chat {QStringLiteral(AXESS_CHAT)};
};

void TestChat::initTestCase()
{
    TAKE(server, PrivateServer::start(u"postgres"_s));
    m_server = std::move(server);
    TAKE(url, m_server->url());
    m_url = url;
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, m_chat.rootKeyFile()));
    TAKE(parsed, StoreUrl::parse(url));
    TAKE(store, SessionStore::initialise(parsed, RootKey::fromFile(m_chat.rootKeyFile())));
    m_store = store;
    QVERIFY2(m_chat.start(url, {u"--origin"_s, u"http://shop.example"_s}), qPrintable(m_chat.complaint()));
}

void TestChat::cleanupTestCase()
{
    QCOMPARE(m_chat.stop(), std::optional(0));
    m_store.reset();
    m_server.reset();
}

// As the shop does it, in another process than the chat's.
Result<TestChat::Visitor> TestChat::signedIn(const QString &user, std::chrono::milliseconds lifetime)
{
    SessionPolicy policy = SessionPolicy::standard();
    policy.cookie = CookiePolicy::forPlainHttp();
    policy.idleTimeout = lifetime;
    policy.absoluteTimeout = lifetime; // The chat's own load would move an idle deadline.
    SessionManager sessions(m_store, policy);
    return sessions.ticket(UserId::fromText(user).value())
        .and_then([&](const SignInTicket &ticket) { return sessions.signIn(sessions.start(), ticket); })
        .transform([](const Session &session) {
            return Visitor {session, session.setCookie()->split(';').first()};
        });
}

void TestChat::axessctl(const QStringList &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(AXESSCTL),
                  QStringList {u"--store"_s, m_url, u"--root-key-file"_s, m_chat.rootKeyFile()} + command);
    QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000));
    QVERIFY2(process.exitCode() == 0, process.readAll().constData());
}

void TestChat::whoIsSignedInIsHeard()
{
    TAKE(ada, signedIn(u"ada"_s));
    TAKE(joan, signedIn(u"joan"_s));
    Window first(m_chat, ada.cookie, u"http://shop.example"_s);
    Window second(m_chat, ada.cookie);
    Window other(m_chat, joan.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(first.welcome(), u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.welcome(), u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(other.welcome(), u"joan"_s, patience);
    first.say(u"hello"_s);
    QTRY_VERIFY_WITH_TIMEOUT(other.hasHeard(u"hello"_s) && second.hasHeard(u"hello"_s), patience);
    first.say(QString(5000, u'x'));
    QTRY_VERIFY_WITH_TIMEOUT(first.goodbye() != 0, patience);
    QCOMPARE(second.goodbye(), 0);
}

void TestChat::guestsAndOtherSitesAreRefused()
{
    TAKE(ada, signedIn(u"ada"_s));
    Window guest(m_chat, "axess-sid=invented");
    QTRY_COMPARE_WITH_TIMEOUT(guest.goodbye(), signInFirst, patience);
    QCOMPARE(guest.welcome(), QString());
    Window hostile(m_chat, QByteArray(10'000, 'x'));
    QTRY_VERIFY_WITH_TIMEOUT(hostile.goodbye() != 0, patience);
    QCOMPARE(hostile.welcome(), QString());
    Window elsewhere(m_chat, ada.cookie, u"http://evil.example"_s);
    QTRY_VERIFY_WITH_TIMEOUT(elsewhere.goodbye() != 0, patience);
    QCOMPARE(elsewhere.welcome(), QString());
}

void TestChat::aSignOutElsewhereEndsTheConnection()
{
    TAKE(ada, signedIn(u"ada"_s));
    TAKE(joan, signedIn(u"joan"_s));
    Window first(m_chat, ada.cookie);
    Window second(m_chat, ada.cookie);
    Window other(m_chat, joan.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(second.welcome(), u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(other.welcome(), u"joan"_s, patience);
    VERIFY_OK(m_store->remove(ada.session.id()));
    QTRY_COMPARE_WITH_TIMEOUT(first.goodbye(), sessionEnded, patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.goodbye(), sessionEnded, patience);
    QCOMPARE(other.goodbye(), 0);
    Window again(m_chat, ada.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(again.goodbye(), signInFirst, patience);
}

void TestChat::aRevocationEndsTheConnection()
{
    TAKE(ada, signedIn(u"ada"_s));
    Window window(m_chat, ada.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(window.welcome(), u"ada"_s, patience);
    axessctl({u"revoke"_s, ada.session.id().text(), u"--reason"_s, u"stolen"_s, u"--yes"_s});
    QTRY_COMPARE_WITH_TIMEOUT(window.goodbye(), sessionEnded, patience);
}

// Nobody sweeps meanwhile, so no event says it.
void TestChat::timeEndsTheConnection()
{
    TAKE(ada, signedIn(u"ada"_s, 2s));
    Window window(m_chat, ada.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(window.goodbye(), sessionEnded, patience);
    TAKE(found, m_store->find(ada.session.id()));
    QVERIFY(found && found->life == Life::Expired);
}

void TestChat::aRaisedEpochEndsAllConnections()
{
    TAKE(ada, signedIn(u"ada"_s));
    TAKE(joan, signedIn(u"joan"_s));
    Window first(m_chat, ada.cookie);
    Window second(m_chat, joan.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(first.welcome(), u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.welcome(), u"joan"_s, patience);
    VERIFY_OK(m_store->raiseStoreEpoch(u"trial"_s));
    QTRY_COMPARE_WITH_TIMEOUT(first.goodbye(), sessionEnded, patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.goodbye(), sessionEnded, patience);
}

// The event of the end is forgotten before the chat reads it.
void TestChat::behindAGapItLooksForItself()
{
    TAKE(ada, signedIn(u"ada"_s));
    TAKE(joan, signedIn(u"joan"_s));
    Window window(m_chat, ada.cookie);
    Window other(m_chat, joan.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(window.welcome(), u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(other.welcome(), u"joan"_s, patience);
    ::kill(pid_t(m_chat.processId()), SIGSTOP);
    const auto removed = m_store->remove(ada.session.id());
    const auto forgotten = executeOn(StoreUrl::parse(m_url).value(), u"DELETE FROM axess_event"_s);
    const auto next = signedIn(u"grace"_s);
    ::kill(pid_t(m_chat.processId()), SIGCONT);
    VERIFY_OK(removed);
    VERIFY_OK(forgotten);
    VERIFY_OK(next);
    QTRY_COMPARE_WITH_TIMEOUT(window.goodbye(), sessionEnded, patience);
    QCOMPARE(other.goodbye(), 0);
}

void TestChat::anOutageClosesNobody()
{
    TAKE(ada, signedIn(u"ada"_s));
    TAKE(joan, signedIn(u"joan"_s, 3s));
    Window window(m_chat, ada.cookie);
    Window brief(m_chat, joan.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(window.welcome(), u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(brief.welcome(), u"joan"_s, patience);
    VERIFY_OK(m_server->kill());
    // Whoever comes now is told to come again; a deadline passes that nobody can look at.
    Window late(m_chat, ada.cookie);
    QTRY_COMPARE_WITH_TIMEOUT(late.goodbye(), tryAgainLater, patience);
    QTest::qWait(5000);
    window.say(u"still here"_s);
    QTRY_VERIFY_WITH_TIMEOUT(brief.hasHeard(u"still here"_s), patience);
    QCOMPARE(window.goodbye(), 0);

    VERIFY_OK(m_server->restart(PrivateServer::Data::Kept));
    QTRY_COMPARE_WITH_TIMEOUT(brief.goodbye(), sessionEnded, 60'000);
    QCOMPARE(window.goodbye(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->remove(ada.session.id()).has_value(), 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(window.goodbye(), sessionEnded, patience);
}

QTEST_GUILESS_MAIN(TestChat)
#include "tst_chat.moc"
