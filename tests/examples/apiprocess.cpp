// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "apiprocess.h"

#include <QtCore/QEventLoop>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QTcpSocket>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

ApiProcess::ApiProcess()
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
}

bool ApiProcess::start(const QString &storeUrl, const QStringList &options)
{
    m_process.start(
        QStringLiteral(AXESS_API),
        QStringList {u"--store"_s, storeUrl, u"--root-key-file"_s, rootKeyFile(), u"--port"_s, u"0"_s}
            + options);
    static const QRegularExpression pattern(u"http://127.0.0.1:(\\d+)/"_s);
    QString said;
    const auto isOpen = [&] {
        said += QString::fromUtf8(m_process.readAll());
        return pattern.match(said).hasMatch();
    };
    const bool hasSpoken
        = QTest::qWaitFor([&] { return isOpen() || m_process.state() == QProcess::NotRunning; }, 60'000);
    m_complaint = said + m_process.errorString();
    if (!hasSpoken || !isOpen())
        return false;
    m_port = pattern.match(said).captured(1).toUShort();
    return true;
}

std::optional<int> ApiProcess::stop()
{
    m_process.terminate();
    const bool hasEnded
        = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 20'000);
    if (!hasEnded || m_process.exitStatus() != QProcess::NormalExit)
        return std::nullopt;
    return m_process.exitCode();
}

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

ApiClient::ApiClient(const ApiProcess &api, const QString &tenant)
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
