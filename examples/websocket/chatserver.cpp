// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "chatserver.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QPointer>
#include <QtNetwork/QNetworkRequest>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketCorsAuthenticator>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Axess;
using namespace std::chrono_literals;

namespace {

constexpr auto longestGoodbye = 2s;

SessionPolicy chatPolicy()
{
    SessionPolicy policy = SessionPolicy::standard();
    // The cookie is the shop's. The sample has no certificate; with HTTPS both keep the default.
    policy.cookie = CookiePolicy::forPlainHttp();
    policy.fingerprint = FingerprintPolicy::Off;
    return policy;
}

QString written(const QJsonObject &message)
{
    return QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact));
}

} // namespace

ChatServer::ChatServer(std::shared_ptr<SessionStore> store, QStringList origins)
    : m_origins(std::move(origins))
    , m_store(std::move(store))
    , m_sessions(m_store, chatPolicy())
    , m_server(u"axess-chat"_s, QWebSocketServer::NonSecureMode)
    , m_watch(m_store)
{
    connect(&m_server, &QWebSocketServer::originAuthenticationRequired, this,
            [this](QWebSocketCorsAuthenticator *page) {
                // Programs send no origin, and no cookie that they do not have.
                page->setAllowed(page->origin().isEmpty() || m_origins.contains(page->origin()));
            });
    connect(&m_server, &QWebSocketServer::newConnection, this, &ChatServer::greet);
    connect(&m_watch, &SessionWatch::ended, this, &ChatServer::end);
}

Result<quint16> ChatServer::listen(quint16 port)
{
    if (const auto started = m_watch.start(); !started)
        return std::unexpected(started.error());
    if (!m_server.listen(QHostAddress::LocalHost, port))
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"Port %1 of 127.0.0.1 is taken"_s.arg(port)));
    return m_server.serverPort();
}

void ChatServer::close()
{
    m_server.close();
    const QList<QWebSocket *> sockets = m_sockets.values();
    for (QWebSocket *socket : sockets)
        dismiss(socket, Goodbye::GoingAway, u"This server ends; come back"_s);
}

void ChatServer::greet()
{
    while (QWebSocket *socket = m_server.nextPendingConnection()) {
        socket->setParent(this);
        socket->setMaxAllowedIncomingFrameSize(LongestMessage);
        socket->setMaxAllowedIncomingMessageSize(LongestMessage);
        ++m_connections;
        connect(socket, &QWebSocket::disconnected, this, [this, socket] {
            --m_connections;
            socket->deleteLater();
        });
        if (m_connections > MostConnections) {
            dismiss(socket, Goodbye::TryAgainLater, u"Too many connections"_s);
            continue;
        }
        const RequestContext context {
            .client = {.address = socket->peerAddress().toString(), .userAgent = {}, .label = {}}};
        m_sessions.load(socket->request().rawHeader("Cookie"), context)
            .then(this, [this, guarded = QPointer(socket)](const Result<Session> &session) {
                if (guarded && guarded->state() == QAbstractSocket::ConnectedState)
                    admit(guarded, session);
            });
    }
}

// An outage is not a log-out: the browser comes back with the same cookie.
void ChatServer::admit(QWebSocket *socket, const Result<Session> &session)
{
    if (!session && session.error().code() == ErrorCode::InvalidArgument)
        return dismiss(socket, Goodbye::Refused, u"The Cookie header cannot be right"_s);
    if (!session)
        return dismiss(socket, Goodbye::TryAgainLater, u"Nobody is logged out; try again soon"_s);
    if (!session->isSignedIn())
        return dismiss(socket, Goodbye::SignInFirst, u"Sign in first"_s);
    const SessionId id = session->id();
    const QString user = session->user().text();
    m_sockets.insert(id, socket);
    connect(socket, &QWebSocket::disconnected, this, [this, id, socket] { leave(id, socket); });
    connect(socket, &QWebSocket::textMessageReceived, this,
            [this, user](const QString &text) { say(user, text); });
    socket->sendTextMessage(written({{u"welcome"_s, user}}));
    m_watch.watch(id, std::min(session->row().idleDeadline, session->row().absoluteDeadline));
}

void ChatServer::say(const QString &user, const QString &text)
{
    const QString message = written({{u"from"_s, user}, {u"text"_s, text}});
    const QList<QWebSocket *> sockets = m_sockets.values();
    for (QWebSocket *socket : sockets) {
        if (socket->bytesToWrite() > LongestBacklog)
            socket->abort(); // It would not take a goodbye either.
        else
            socket->sendTextMessage(message);
    }
}

void ChatServer::end(const SessionId &session)
{
    const QList<QWebSocket *> sockets = m_sockets.values(session);
    m_sockets.remove(session); // Nothing more is said to them.
    for (QWebSocket *socket : sockets) {
        disconnect(socket, &QWebSocket::textMessageReceived, this, nullptr); // Nor heard of them.
        dismiss(socket, Goodbye::SessionEnded, u"The session has ended"_s);
    }
}

void ChatServer::leave(const SessionId &session, QWebSocket *socket)
{
    m_sockets.remove(session, socket);
    if (!m_sockets.contains(session))
        m_watch.forget(session);
}

void ChatServer::dismiss(QWebSocket *socket, Goodbye goodbye, const QString &why)
{
    socket->close(QWebSocketProtocol::CloseCode(goodbye), why);
    // Who takes no goodbye has no longer a connection either.
    QTimer::singleShot(longestGoodbye, socket, &QWebSocket::abort);
}
