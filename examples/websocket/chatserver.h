// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sessionwatch.h"

#include <axess/asyncsessionmanager.h>

#include <QtCore/QMultiHash>
#include <QtCore/QStringList>
#include <QtWebSockets/QWebSocketServer>

/// What the server says when it closes a connection; 4000 to 4999 are an application's own (RFC 6455, 7.4.2).
enum class Goodbye : quint16 {
    GoingAway = 1001,
    Refused = 1008, ///< Another site's page, or a Cookie header that cannot be right.
    TooBig = 1009,
    SignInFirst = 4401,
    SessionEnded = 4403,
    /// The store, or too many connections: the cookie is as good as before. Not 1013: Qt's clients refuse it.
    TryAgainLater = 4503,
};

/// A chat room over WebSockets on loopback: who is signed in with the shop's cookie hears what the others
/// say, until the session ends. Lives in its thread's event loop.
class ChatServer : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MostConnections = 1000;
    static constexpr quint64 LongestMessage = 4096;
    static constexpr qint64 LongestBacklog = 256 * 1024; ///< Bytes that a slow reader has not taken yet.

    /// Only pages of these origins may connect: browsers send cookies along from any page.
    ChatServer(std::shared_ptr<Axess::SessionStore> store, QStringList origins);

    /// Listens on 127.0.0.1; 0 = any free port. InvalidArgument if it is taken, or what the store says.
    Axess::Result<quint16> listen(quint16 port);
    void close();

private:
    void greet();
    void admit(QWebSocket *socket, const Axess::Result<Axess::Session> &session);
    void say(const QString &user, const QString &text);
    void end(const Axess::SessionId &session);
    void leave(const Axess::SessionId &session, QWebSocket *socket);
    static void dismiss(QWebSocket *socket, Goodbye goodbye, const QString &why);

    const QStringList m_origins;
    const std::shared_ptr<Axess::SessionStore> m_store;
    Axess::AsyncSessionManager m_sessions;
    QWebSocketServer m_server;
    qsizetype m_connections = 0; ///< Those whose session is not known yet among them.
    QMultiHash<Axess::SessionId, QWebSocket *> m_sockets; ///< A session may have several: one a window.
    SessionWatch m_watch;
};
