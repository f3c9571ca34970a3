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

} // namespace

OperatorPages::OperatorPages(std::shared_ptr<SessionStore> store, Insight insight)
    : m_store(std::move(store))
    , m_insight(insight)
    , m_readiness(m_store)
{ }

void OperatorPages::addTo(QHttpServer &server)
{
    using Method = QHttpServerRequest::Method;
    // Alive: this process answers. Whoever restarts it because a store is away only makes things worse.
    server.route(u"/health/live"_s, Method::Get,
                 [] { return uncached(QHttpServerResponse(QJsonObject {{u"status"_s, u"alive"_s}})); });
    server.route(u"/health/ready"_s, Method::Get,
                 [this](const QHttpServerRequest &request) { return ready(request); });
    server.route(u"/metrics"_s, Method::Get,
                 [this](const QHttpServerRequest &request) { return metrics(request); });
}

// Plain proxies on this machine are on the loopback and say nothing, so that it takes being asked for, too.
bool OperatorPages::isForOperators(const QHttpServerRequest &request) const
{
    const QHttpHeaders &headers = request.headers();
    return m_insight == Insight::ThisMachine && request.remoteAddress().isLoopback()
        && !headers.contains("X-Forwarded-For") && !headers.contains(Known::Forwarded)
        && !headers.contains(Known::Via);
}

// Not ready: send visitors to another instance. Their sessions and cookies are as they were.
QHttpServerResponse OperatorPages::ready(const QHttpServerRequest &request) const
{
    const Readiness::State state = m_readiness.state();
    QJsonObject body {{u"status"_s, state.isReady ? u"ready"_s : u"unavailable"_s}};
    if (!state.reason.isEmpty() && isForOperators(request))
        body.insert(u"reason"_s, state.reason);
    QHttpServerResponse response(body, state.isReady ? Status::Ok : Status::ServiceUnavailable);
    if (!state.isReady) {
        QHttpHeaders headers = response.headers();
        headers.append(Known::RetryAfter, "5");
        response.setHeaders(std::move(headers));
    }
    return uncached(std::move(response));
}

QHttpServerResponse OperatorPages::metrics(const QHttpServerRequest &request) const
{
    if (!isForOperators(request))
        return QHttpServerResponse(Status::NotFound);
#ifdef SHOP_HAS_METRICS
    return uncached(QHttpServerResponse(MetricsMediaType, metricsText(*m_store)));
#else
    return QHttpServerResponse(Status::NotImplemented);
#endif
}
