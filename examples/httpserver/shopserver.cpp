// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shopserver.h"

#include "clientlabel.h"

#include <axess/fingerprint.h>

#include <QtCore/QFile>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace Axess;
using namespace std::chrono_literals;

namespace {

using Known = QHttpHeaders::WellKnownHeader;

constexpr qsizetype longestForm = 16 * 1024;
constexpr auto longestClosing = 5s; // For visitors who do not take their answer.

SessionPolicy shopPolicy()
{
    SessionPolicy policy = SessionPolicy::standard();
    policy.sessionsPerUser = 20;
    policy.limit = LimitPolicy::EndLeastRecentlyUsed;
    // The sample has no certificate and listens on loopback only; a real shop keeps the default, which needs
    // HTTPS.
    policy.cookie = CookiePolicy::forPlainHttp();
    return policy;
}

QByteArray all(const QHttpServerRequest &request, Known header, const char *separator)
{
    return request.headers().values(header).join(separator);
}

QUrlQuery formOf(const QHttpServerRequest &request)
{
    QByteArray body = request.body();
    if (body.size() > longestForm)
        return {};
    return QUrlQuery(QString::fromUtf8(body.replace('+', ' ')));
}

QHttpServerResponse toHttp(const ShopAnswer &answer)
{
    QHttpServerResponse response(answer.type, answer.body, QHttpServerResponse::StatusCode(answer.status));
    QHttpHeaders headers = response.headers();
    headers.append(Known::CacheControl, "no-store");
    headers.append(
        Known::ContentSecurityPolicy,
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    headers.append(Known::XContentTypeOptions, "nosniff");
    headers.append("Referrer-Policy", "same-origin");
    if (!answer.location.isEmpty())
        headers.append(Known::Location, answer.location);
    if (answer.setCookie)
        headers.append(Known::SetCookie, *answer.setCookie);
    if (answer.retryAfter > 0)
        headers.append(Known::RetryAfter, QByteArray::number(answer.retryAfter));
    response.setHeaders(std::move(headers));
    return response;
}

QHttpServerResponse styleSheet()
{
    QFile file(u":/shop/style.css"_s);
    QHttpServerResponse response("text/css; charset=utf-8",
                                 file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    QHttpHeaders headers = response.headers();
    headers.append(Known::CacheControl, "max-age=3600");
    response.setHeaders(std::move(headers));
    return response;
}

} // namespace

ShopServer::ShopServer(std::shared_ptr<SessionStore> store, Proxy proxy, Insight insight)
    : m_proxy(proxy)
    , m_operatorPages(store, insight)
    , m_sessions(std::move(store), shopPolicy())
{
    m_server.route(u"/style.css"_s, QHttpServerRequest::Method::Get, &styleSheet);
    m_operatorPages.addTo(m_server);
    m_server.route(u"/"_s, [this](const QHttpServerRequest &request) { return answer(request); });
    m_server.route(u"/<arg>"_s,
                   [this](const QUrl &, const QHttpServerRequest &request) { return answer(request); });
    connect(&m_look, &QTimer::timeout, this, &ShopServer::closeWhenQuiet);
}

std::optional<quint16> ShopServer::listen(quint16 port)
{
    auto tcp = std::make_unique<QTcpServer>();
    if (!tcp->listen(QHostAddress::LocalHost, port))
        return std::nullopt;
    const quint16 chosen = tcp->serverPort();
    if (!m_server.bind(tcp.get()))
        return std::nullopt;
    // The server is its owner from here on.
    tcp.release(); // NOLINT(bugprone-unused-return-value)
    return chosen;
}

void ShopServer::close()
{
    if (std::exchange(m_isClosing, true))
        return;
    for (QTcpServer *tcp : m_server.servers())
        tcp->close();
    m_look.start(20ms);
    QTimer::singleShot(longestClosing, this, &ShopServer::closed);
}

void ShopServer::closeWhenQuiet()
{
    const auto sockets = m_server.findChildren<QTcpSocket *>();
    const auto isSending = [](const QTcpSocket *socket) { return socket->bytesToWrite() > 0; };
    if (m_answering == 0 && std::ranges::none_of(sockets, isSending))
        Q_EMIT closed();
}

QFuture<QHttpServerResponse> ShopServer::answer(const QHttpServerRequest &request)
{
    if (m_isClosing)
        return QtFuture::makeReadyValueFuture(toHttp(Shop::closed()));
    ++m_answering;
    return m_sessions
        .run([this, read = read(request)](SessionManager &sessions) { return m_shop.answer(read, sessions); })
        .then(this, [this](const ShopAnswer &answer) {
            --m_answering;
            return toHttp(answer);
        });
}

ShopRequest ShopServer::read(const QHttpServerRequest &request) const
{
    QString address = request.remoteAddress().toString();
    if (m_proxy == Proxy::Trusted && request.headers().contains("X-Forwarded-For"))
        address = QString::fromUtf8(request.value("X-Forwarded-For")).section(u',', -1).trimmed();
    const QString userAgent = QString::fromUtf8(request.value("User-Agent"));
    const QString language = QString::fromUtf8(request.value("Accept-Language"));
    return {.isPost = request.method() == QHttpServerRequest::Method::Post,
            .path = request.url().path(),
            .cookies = all(request, Known::Cookie, "; "),
            .origin = request.value("Origin"),
            .host = request.value("Host"),
            .form = formOf(request),
            .context
            = {.client = {.address = address, .userAgent = userAgent, .label = clientLabel(userAgent)},
               .fingerprint = clientFingerprint(userAgent, language, address)}};
}
