// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metricsexport.h>
#include <axess/sessionstore.h>

namespace Axess {

/// Serves a store's numbers to Prometheus at `http://address:port/metrics`, from threads of its own, until it
/// is destroyed.
class AXESS_METRICS_EXPORT MetricsServer
{
public:
    /// Listens at `address:port`, `[address]:port` or `:port`, which is the loopback's; `localhost` is that,
    /// too. Port 0 is any that is free. There is no password: what is not the loopback is for networks that
    /// only Prometheus can reach. InvalidArgument for what is no address, Denied when the port is taken or
    /// may not be used.
    static Result<std::unique_ptr<MetricsServer>> start(std::shared_ptr<const SessionStore> store,
                                                        const QString &address);
    ~MetricsServer();
    Q_DISABLE_COPY_MOVE(MetricsServer)

    QString url() const; ///< `http://127.0.0.1:9464/metrics`

private:
    class Private;
    explicit MetricsServer(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace Axess
