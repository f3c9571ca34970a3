// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorpages.h"

#ifdef SHOP_HAS_METRICS
#include <axess/metricstext.h>
#endif

#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;
using namespace Axess;

namespace {

using Known = QHttpHeaders::WellKnownHeader;
using Status = QHttpServerResponse::StatusCode;

QHttpServerResponse uncached(QHttpServerResponse response)
{
    QHttpHeaders headers = response.headers();
    headers.append(Known::CacheControl, "no-store");
    response.setHeaders(std::move(headers));
    return response;
}

#ifdef SHOP_HAS_METRICS
// A proxy on this machine is on the loopback, too, and says for whom it asks.
bool isFromThisMachine(const QHttpServerRequest &request)
{
    const QHttpHeaders &headers = request.headers();
    return request.remoteAddress().isLoopback() && !headers.contains("X-Forwarded-For")
        && !headers.contains(Known::Forwarded) && !headers.contains(Known::Via);
}
#endif

} // namespace

OperatorPages::OperatorPages(std::shared_ptr<SessionStore> store)
    : m_store(std::move(store))
    , m_readiness(m_store)
{ }

void OperatorPages::addTo(QHttpServer &server)
{
    using Method = QHttpServerRequest::Method;
    // Alive: this process answers. Whoever restarts it because a store is away only makes things worse.
    server.route(u"/health/live"_s, Method::Get,
                 [] { return uncached(QHttpServerResponse(QJsonObject {{u"status"_s, u"alive"_s}})); });
    server.route(u"/health/ready"_s, Method::Get, [this] { return ready(); });
    server.route(u"/metrics"_s, Method::Get,
                 [this](const QHttpServerRequest &request) { return metrics(request); });
}

// Not ready: send visitors to another instance. Their sessions and cookies are as they were.
QHttpServerResponse OperatorPages::ready() const
{
    const Readiness::State state = m_readiness.state();
    QJsonObject body {{u"status"_s, state.isReady ? u"ready"_s : u"unavailable"_s}};
    if (!state.reason.isEmpty())
        body.insert(u"reason"_s, state.reason);
    QHttpServerResponse response(body, state.isReady ? Status::Ok : Status::ServiceUnavailable);
    if (!state.isReady) {
        QHttpHeaders headers = response.headers();
        headers.append(Known::RetryAfter, "5");
        response.setHeaders(std::move(headers));
    }
    return uncached(std::move(response));
}

QHttpServerResponse OperatorPages::metrics([[maybe_unused]] const QHttpServerRequest &request) const
{
#ifdef SHOP_HAS_METRICS
    if (isFromThisMachine(request))
        return uncached(QHttpServerResponse(MetricsMediaType, metricsText(*m_store)));
#endif
    return QHttpServerResponse(Status::NotFound);
}
