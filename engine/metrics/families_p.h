// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metrics.h>
#include <axess/storegauges.h>

#include <prometheus/metric_family.h>

namespace Axess {

/// What was counted, by one instance or several.
std::vector<prometheus::MetricFamily> countedFamilies(const MetricsSnapshot &counted, const QString &backend);
/// What an engine knows of its store at this moment.
std::vector<prometheus::MetricFamily> gaugeFamilies(const StoreGauges &gauges);
/// All of a store. Never asks it.
std::vector<prometheus::MetricFamily> familiesOf(const SessionStore &store);

} // namespace Axess
