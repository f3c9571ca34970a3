// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operatorpages.h"
#include "shop.h"

#include <axess/asyncsessionmanager.h>

#include <QtCore/QTimer>
#include <QtHttpServer/QHttpServer>

enum class Proxy : quint8 {
    None,
    Trusted, ///< The address is the one that X-Forwarded-For names last.
};

/// The shop over HTTP on loopback. Lives in its thread's event loop; the shop itself works on the sessions'
/// threads.
class ShopServer : public QObject
{
    Q_OBJECT

public:
    ShopServer(std::shared_ptr<Axess::SessionStore> store, Proxy proxy, Insight insight);

    /// Listens on 127.0.0.1; 0 = any free port. The port, or nothing if it is taken.
    std::optional<quint16> listen(quint16 port);
    /// Takes no more visitors; `closed` follows when everybody who asked has the answer. Whoever signs in
    /// gets a new cookie: if that one were lost, so would be the visitor.
    void close();

Q_SIGNALS:
    void closed();

private:
    void closeWhenQuiet();
    QFuture<QHttpServerResponse> answer(const QHttpServerRequest &request);
    ShopRequest read(const QHttpServerRequest &request) const;

    const Proxy m_proxy;
    const Shop m_shop {};
    OperatorPages m_operatorPages;
    Axess::AsyncSessionManager m_sessions;
    QHttpServer m_server;
    QTimer m_look;
    int m_answering = 0; ///< Requests whose answer is being made.
    bool m_isClosing = false;
};
