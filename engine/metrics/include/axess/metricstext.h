// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metrics.h>
#include <axess/metricsexport.h>

#include <QtCore/qbytearray.h>

namespace Axess {

class SessionStore;

/// The media type of what metricsText() returns: Prometheus's text format.
inline constexpr char MetricsMediaType[] = "text/plain; version=0.0.4; charset=utf-8";

/// A store's numbers in Prometheus's text format, for an application's own HTTP server. Never asks the store.
/// Thread-safe.
AXESS_METRICS_EXPORT QByteArray metricsText(const SessionStore &store);
/// What was counted, by one instance or several, with the name of their backend.
AXESS_METRICS_EXPORT QByteArray metricsText(const MetricsSnapshot &counted, const QString &backend);

} // namespace Axess
