// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metricsexport.h>
#include <axess/sessionstore.h>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

namespace Axess {

/// A store's numbers as prometheus-cpp collects them, for an Exposer or a gateway of the application's own.
///
/// Names and meanings stand in docs/metrics.md; no label ever holds a user, a tenant or an id. Collecting
/// never asks the store. Thread-safe.
class AXESS_METRICS_EXPORT StoreCollector final : public prometheus::Collectable
{
public:
    explicit StoreCollector(std::shared_ptr<const SessionStore> store);
    ~StoreCollector() override;
    Q_DISABLE_COPY_MOVE(StoreCollector)

    std::vector<prometheus::MetricFamily> Collect() const override;

private:
    const std::shared_ptr<const SessionStore> m_store;
};

} // namespace Axess
