// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metrics.h>
#include <axess/sessionstore.h>

// What needs the library AxessMetrics; an axessctl that was built without it answers Unsupported.

/// Serves a store's numbers while it lives.
struct MetricsService
{
    QString url;
    std::shared_ptr<void> server;
};

Axess::Result<MetricsService> serveMetrics(const std::shared_ptr<Axess::SessionStore> &store,
                                           const QString &address);
/// In Prometheus's text format.
Axess::Result<QByteArray> prometheusText(const Axess::MetricsSnapshot &counted, const QString &backend);
