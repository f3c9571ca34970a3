// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "apiclient.h"

#include <QtCore/QEventLoop>
#include <QtCore/QJsonDocument>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QTcpSocket>

using namespace Qt::StringLiterals;

namespace {

ApiReply read(QNetworkReply *reply)
{
    return {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            .body = QJsonDocument::fromJson(reply->readAll()).object(),
            .type = reply->rawHeader("Content-Type"),
            .challenge = reply->rawHeader("WWW-Authenticate"),
            .retryAfter = reply->rawHeader("Retry-After"),
            .entityTag = reply->rawHeader("ETag"),
            .allow = reply->rawHeader("Allow")};
}

} // namespace

ApiClient::ApiClient(const ServerProcess &api, const QString &tenant)
    : m_base(u"http://127.0.0.1:%1/t/%2"_s.arg(api.port()).arg(tenant))
{ }

QNetworkReply *ApiClient::request(const QByteArray &method, const QString &path, const QJsonObject &body,
                                  const QByteArray &ifMatch)
{
    QNetworkRequest request(QUrl(m_base + path));
    request.setTransferTimeout(30'000);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token.toLatin1());
    if (!ifMatch.isEmpty())
        request.setRawHeader("If-Match", ifMatch);
    if (!body.isEmpty())
        request.setRawHeader("Content-Type", "application/json");
    return m_network.sendCustomRequest(request, method,
                                       body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson());
}

void ApiClient::send(const QByteArray &method, const QString &path, const QJsonObject &body, const Then &then)
{
    QNetworkReply *reply = request(method, path, body, {});
    QObject::connect(reply, &QNetworkReply::finished, &m_network, [reply, then] {
        reply->deleteLater();
        then(read(reply));
    });
}

ApiReply ApiClient::call(const QByteArray &method, const QString &path, const QJsonObject &body,
                         const QByteArray &ifMatch)
{
    QEventLoop loop;
    const std::unique_ptr<QNetworkReply> reply(request(method, path, body, ifMatch));
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return read(reply.get());
}

ApiReply ApiClient::signIn(const QString &user)
{
    const ApiReply reply = call("POST", u"/token"_s, {{u"user"_s, user}, {u"password"_s, u"demo"_s}});
    m_token = reply.token();
    return reply;
}

QByteArray exchanged(quint16 port, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, port);
    if (!socket.waitForConnected(10'000))
        return {};
    socket.write(request);
    QByteArray answer;
    while (socket.waitForReadyRead(answer.isEmpty() ? 10'000 : 300))
        answer += socket.readAll();
    return answer;
}
