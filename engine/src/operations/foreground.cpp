// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "foreground_p.h"

#include "instancedocument_p.h"

#include <axess/instancemetrics.h>

#include <algorithm>

namespace Axess {

namespace {

// What visitors of an application wait for.
constexpr std::array foreground {Verb::Load, Verb::Create, Verb::Update, Verb::Touch};

LatencyHistogram histogramOf(const InstanceInfo &info)
{
    const MetricsSnapshot metrics = metricsOf(info);
    LatencyHistogram sum;
    for (const Verb verb : foreground)
        sum += metrics.of(verb).latency;
    return sum;
}

// Nothing if it does not go on from there: another process under the same name, or a document put back.
std::optional<LatencyHistogram> difference(const LatencyHistogram &now, const LatencyHistogram &before)
{
    LatencyHistogram between;
    for (std::size_t i = 0; i < LatencyHistogram::BucketCount; ++i) {
        if (now.buckets[i] < before.buckets[i])
            return std::nullopt;
        between.buckets[i] = now.buckets[i] - before.buckets[i];
        between.count += between.buckets[i];
    }
    return between;
}

} // namespace

bool Foreground::look()
{
    const auto now = m_core.time().clock().monotonic();
    if (m_looked && now - *m_looked < BetweenLooks)
        return false;
    m_looked = now;
    const auto live = instancesOf(m_core);
    if (!live)
        return false;
    LatencyHistogram lately;
    QHash<QString, LatencyHistogram> known;
    for (const InstanceInfo &info : *live) {
        const LatencyHistogram histogram = histogramOf(info);
        known.insert(info.id, histogram);
        // Of one that is seen for the first time it is not known when its calls were.
        if (const auto before = m_known.constFind(info.id); before != m_known.cend()) {
            if (const auto between = difference(histogram, *before))
                lately += *between;
        }
    }
    m_known = std::move(known);
    m_p95 = lately.count >= FewestCalls ? lately.quantile(0.95) : std::chrono::nanoseconds(0);
    return true;
}

void Restraint::judge(std::chrono::nanoseconds p95, std::chrono::milliseconds limit)
{
    const bool isTooSlow = limit.count() > 0 && p95 > limit;
    m_factor = isTooSlow ? std::min(Most, m_factor * 2) : std::max(1, m_factor / 2);
}

std::chrono::nanoseconds Restraint::restAfter(std::chrono::nanoseconds step) const
{
    constexpr std::chrono::nanoseconds longest = std::chrono::seconds(10);
    return std::min(longest, step * (m_factor - 1));
}

} // namespace Axess
