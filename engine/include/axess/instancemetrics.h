// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metrics.h>
#include <axess/operations.h>

namespace Axess {

/// What an instance had counted when it last renewed its document; what the document does not tell, or not
/// rightly, is 0.
AXESS_EXPORT MetricsSnapshot metricsOf(const InstanceInfo &info);

/// What the instances of a store have counted since they were started, together. A value.
struct SummedMetrics
{
    MetricsSnapshot metrics;
    int counted = 0; ///< Instances whose numbers are in it.
    int known = 0; ///< These, and those that have fallen silent and are not forgotten yet.
};

/// After so long without renewal an instance's numbers are left out: it has ended, or is cut off.
inline constexpr std::chrono::milliseconds InstanceIsSilentAfter = std::chrono::seconds(30);

/// Sums the documents of the instances that renew theirs. Reads only, and needs no key.
AXESS_EXPORT Result<SummedMetrics> summedMetrics(SessionStore &store);

} // namespace Axess
