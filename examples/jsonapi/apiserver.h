// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api.h"

#include <axess/asyncsessionstore.h>

#include <QtCore/QTimer>
#include <QtHttpServer/QHttpServer>

/// The API over HTTP on loopback. Lives in its thread's event loop; the API itself works on the store's
/// threads.
class ApiServer : public QObject
{
    Q_OBJECT

public:
    ApiServer(std::shared_ptr<Axess::SessionStore> store, Tenants tenants);

    /// Listens on 127.0.0.1; 0 = any free port. The port, or nothing if it is taken.
    std::optional<quint16> listen(quint16 port);
    /// Takes no more calls; `closed` follows when everybody who asked has the answer. Whoever refreshes gets
    /// a new token: if that one were lost, so would be the session.
    void close();

Q_SIGNALS:
    void closed();

private:
    void closeWhenQuiet();
    QFuture<QHttpServerResponse> answer(const QHttpServerRequest &request);

    const Api m_api;
    Axess::AsyncSessionStore m_store;
    QHttpServer m_server;
    QTimer m_look;
    int m_answering = 0; ///< Requests whose answer is being made.
    bool m_isClosing = false;
};
