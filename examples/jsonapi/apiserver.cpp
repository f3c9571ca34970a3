// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "apiserver.h"

#include "problem.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace Axess;
using namespace std::chrono_literals;

namespace {

using Known = QHttpHeaders::WellKnownHeader;
using Method = QHttpServerRequest::Method;

constexpr auto longestClosing = 5s; // For clients who do not take their answer.

QByteArray nameOf(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Put:
        return "PUT";
    case Method::Post:
        return "POST";
    case Method::Delete:
        return "DELETE";
    default:
        return {};
    }
}

ApiRequest read(const QHttpServerRequest &request)
{
    const QHttpHeaders &headers = request.headers();
    return {.method = nameOf(request.method()),
            .host = headers.combinedValue(Known::Host),
            .path = request.url().path(),
            .authorization = headers.values(Known::Authorization),
            .contentType = headers.combinedValue(Known::ContentType),
            .ifMatch = headers.combinedValue(Known::IfMatch),
            .body = request.body(),
            .client = {.address = request.remoteAddress().toString(),
                       .userAgent = QString::fromUtf8(headers.combinedValue(Known::UserAgent)),
                       .label = {}}};
}

QHttpServerResponse toHttp(const ApiAnswer &answer)
{
    QHttpServerResponse response(answer.type, answer.body, QHttpServerResponse::StatusCode(answer.status));
    QHttpHeaders headers = response.headers();
    headers.append(Known::CacheControl, "no-store");
    headers.append(Known::XContentTypeOptions, "nosniff");
    if (!answer.challenge.isEmpty())
        headers.append(Known::WWWAuthenticate, answer.challenge);
    if (!answer.entityTag.isEmpty())
        headers.append(Known::ETag, answer.entityTag);
    if (!answer.allow.isEmpty())
        headers.append(Known::Allow, answer.allow);
    if (answer.retryAfter > 0)
        headers.append(Known::RetryAfter, QByteArray::number(answer.retryAfter));
    response.setHeaders(std::move(headers));
    return response;
}

// Qt would send the body to HEAD, too, and the client would read it as the next answer.
ApiAnswer without(ApiAnswer answer, Method bodyless)
{
    if (bodyless == Method::Head)
        answer.body.clear();
    return answer;
}

} // namespace

ApiServer::ApiServer(std::shared_ptr<SessionStore> store, Tenants tenants)
    : m_api(std::move(tenants))
    , m_store(std::move(store))
{
    // Alive: this process answers. Whoever restarts it because a store is away only makes things worse.
    m_server.route(u"/health/live"_s, Method::Get, [] { return toHttp({.body = R"({"status":"alive"})"}); });
    m_server.route(u"/health/ready"_s, Method::Get, [this] {
        return m_store.run([](SessionStore &asked) { return asked.health(); })
            .then([](const StoreHealth &health) {
                return toHttp(health.health == Health::Down ? Problem::unavailable()
                                                            : ApiAnswer {.body = R"({"status":"ready"})"});
            });
    });
    m_server.route(u"/"_s, [this](const QHttpServerRequest &request) { return answer(request); });
    m_server.route(u"/<arg>"_s,
                   [this](const QUrl &, const QHttpServerRequest &request) { return answer(request); });
    m_server.setMissingHandler(this, [](const QHttpServerRequest &request, QHttpServerResponder &responder) {
        responder.sendResponse(toHttp(without(Problem::notFound(), request.method())));
    });
    connect(&m_look, &QTimer::timeout, this, &ApiServer::closeWhenQuiet);
}

std::optional<quint16> ApiServer::listen(quint16 port)
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

void ApiServer::close()
{
    if (std::exchange(m_isClosing, true))
        return;
    for (QTcpServer *tcp : m_server.servers())
        tcp->close();
    m_look.start(20ms);
    QTimer::singleShot(longestClosing, this, &ApiServer::closed);
}

void ApiServer::closeWhenQuiet()
{
    const auto sockets = m_server.findChildren<QTcpSocket *>();
    const auto isSending = [](const QTcpSocket *socket) { return socket->bytesToWrite() > 0; };
    if (m_answering == 0 && std::ranges::none_of(sockets, isSending))
        Q_EMIT closed();
}

QFuture<QHttpServerResponse> ApiServer::answer(const QHttpServerRequest &request)
{
    const Method method = request.method();
    if (m_isClosing)
        return QtFuture::makeReadyValueFuture(toHttp(without(Problem::unavailable(), method)));
    ++m_answering;
    return m_store
        .run([this, read = read(request)](SessionStore &store) -> Result<ApiAnswer> {
            return m_api.answer(read, store);
        })
        .then(this, [this, method](const Result<ApiAnswer> &answer) {
            --m_answering;
            // Too many wait, or this one waited too long.
            return toHttp(without(answer.value_or(Problem::unavailable()), method));
        });
}
