// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "prometheusoutput.h"

#include <axess/metricsserver.h>
#include <axess/metricstext.h>

using namespace Axess;

Result<MetricsService> serveMetrics(const std::shared_ptr<SessionStore> &store, const QString &address)
{
    return MetricsServer::start(store, address).transform([](std::unique_ptr<MetricsServer> server) {
        const QString url = server->url();
        return MetricsService {url, std::shared_ptr<MetricsServer>(std::move(server))};
    });
}

Result<QByteArray> prometheusText(const MetricsSnapshot &counted, const QString &backend)
{
    return metricsText(counted, backend);
}
