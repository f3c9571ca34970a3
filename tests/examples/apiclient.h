// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "serverprocess.h"

#include <QtCore/QJsonObject>
#include <QtNetwork/QNetworkAccessManager>

#include <functional>

/// What the API answered.
struct ApiReply
{
    int status = 0; ///< 0 = no answer.
    QJsonObject body;
    QByteArray type;
    QByteArray challenge;
    QByteArray retryAfter;
    QByteArray entityTag;
    QByteArray allow;

    QString token() const { return body.value(QStringLiteral("access_token")).toString(); }
    /// The last part of the problem's type.
    QString problem() const { return body.value(QStringLiteral("type")).toString().section(u'/', -1); }
};

/// A program that talks to the API of one tenant.
class ApiClient
{
public:
    using Then = std::function<void(const ApiReply &)>;

    ApiClient(const ServerProcess &api, const QString &tenant);

    void setToken(const QString &token) { m_token = token; }
    const QString &token() const { return m_token; }

    /// Waits for the answer; the event loop runs meanwhile.
    ApiReply call(const QByteArray &method, const QString &path, const QJsonObject &body = {},
                  const QByteArray &ifMatch = {});
    /// Does not wait.
    void send(const QByteArray &method, const QString &path, const QJsonObject &body, const Then &then);
    /// Signs in and keeps the token.
    ApiReply signIn(const QString &user);

private:
    QNetworkReply *request(const QByteArray &method, const QString &path, const QJsonObject &body,
                           const QByteArray &ifMatch);

    QNetworkAccessManager m_network;
    const QString m_base;
    QString m_token;
};

/// Bytes sent as they are to the API's port; all that it answers until it closes or falls silent.
QByteArray exchanged(quint16 port, const QByteArray &request);
