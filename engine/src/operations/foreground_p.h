// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <axess/metrics.h>

namespace Axess {

/// What applications wait for the store, from the documents of the live instances.
///
/// Between two looks the histograms of each instance are subtracted: what is judged is the time between.
/// Used by one thread.
class AXESS_TEST_EXPORT Foreground
{
public:
    /// Instances renew their documents every 5 s.
    static constexpr std::chrono::milliseconds BetweenLooks = std::chrono::seconds(5);
    /// Fewer calls say nothing.
    static constexpr quint64 FewestCalls = 20;

    explicit Foreground(StoreCore &core)
        : m_core(core)
    { }

    /// Looks again if it is time to. An outage leaves what is known as it is.
    /// False = it is not.
    bool look();
    /// The 95th percentile of loads, saves, cycles and touches lately; zero = not known, or nobody calls.
    std::chrono::nanoseconds p95() const { return m_p95; }

private:
    StoreCore &m_core;
    std::optional<std::chrono::steady_clock::time_point> m_looked;
    QHash<QString, LatencyHistogram> m_known; ///< Since each instance's start.
    std::chrono::nanoseconds m_p95 {0};
};

/// How much slower a job goes than it could: doubles while the foreground is above the limit, halves while it
/// is below.
class AXESS_TEST_EXPORT Restraint
{
public:
    static constexpr int Most = 64;

    /// After a look. A limit of zero restrains nobody.
    void judge(std::chrono::nanoseconds p95, std::chrono::milliseconds limit);
    /// How long to rest after a step that took so long.
    std::chrono::nanoseconds restAfter(std::chrono::nanoseconds step) const;
    int factor() const { return m_factor; } ///< 1 = at full speed.

private:
    int m_factor = 1;
};

} // namespace Axess
