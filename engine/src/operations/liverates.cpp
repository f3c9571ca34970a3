// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/liverates.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// In the order of the enum.
constexpr std::array<const char *, LiveValueCount> Names {
    "live",
    "signed_in",
    "guests",
    "sweep_backlog",
    "created",
    "ended_by_user",
    "ended_by_time",
    "ended_by_operator",
    "ended_displaced",
    "ended_otherwise",
    "vanished",
    "evicted",
    "loads_hit",
    "loads_missed",
    "saves",
    "touches",
    "removals",
    "latency_p50",
    "latency_p95",
    "latency_p99",
    "pool_size",
    "pool_busy",
    "calls_waiting",
    "memory_used",
    "memory_limit",
    "failures",
    "conflicts",
    "retries",
    "corrupt_rows",
    "mismatches",
    "cookies_refused",
    "wrong_tenant",
};

// What applications wait for.
constexpr std::array Everyday {Verb::Create, Verb::Load, Verb::Update, Verb::Touch, Verb::Remove};

struct Difference
{
    bool wentBack = false;

    quint64 operator()(quint64 now, quint64 before)
    {
        wentBack = wentBack || now < before;
        return now - before;
    }
};

VerbMetrics difference(const VerbMetrics &now, const VerbMetrics &before, Difference &of)
{
    VerbMetrics verb;
    verb.calls = of(now.calls, before.calls);
    verb.failures = of(now.failures, before.failures);
    verb.conflicts = of(now.conflicts, before.conflicts);
    verb.retries = of(now.retries, before.retries);
    for (std::size_t i = 0; i < LatencyHistogram::BucketCount; ++i) {
        verb.latency.buckets[i] = of(now.latency.buckets[i], before.latency.buckets[i]);
        verb.latency.count += verb.latency.buckets[i];
    }
    return verb;
}

// Nothing if anything went back.
std::optional<MetricsSnapshot> difference(const MetricsSnapshot &now, const MetricsSnapshot &before)
{
    Difference of;
    MetricsSnapshot metrics;
    for (std::size_t i = 0; i < VerbCount; ++i)
        metrics.verbs[i] = difference(now.verbs[i], before.verbs[i], of);
    for (std::size_t i = 0; i < CounterCount; ++i)
        metrics.counters[i] = of(now.counters[i], before.counters[i]);
    return of.wentBack ? std::nullopt : std::optional(metrics);
}

// What was counted in each second, by the values' names.
class PerSecond
{
public:
    PerSecond(const MetricsSnapshot &counted, double seconds)
        : m_counted(counted)
        , m_seconds(seconds)
    { }

    double counters(std::initializer_list<Counter> counters) const
    {
        quint64 sum = 0;
        for (const Counter counter : counters)
            sum += m_counted.of(counter);
        return double(sum) / m_seconds;
    }
    double calls(std::initializer_list<Verb> verbs) const
    {
        quint64 sum = 0;
        for (const Verb verb : verbs)
            sum += m_counted.of(verb).calls;
        return double(sum) / m_seconds;
    }
    double all(quint64 VerbMetrics::*number) const
    {
        quint64 sum = 0;
        for (const VerbMetrics &verb : m_counted.verbs)
            sum += verb.*number;
        return double(sum) / m_seconds;
    }
    // Numbers of one moment may be a call apart.
    double loadsHit() const
    {
        const VerbMetrics &loads = m_counted.of(Verb::Load);
        const double others = double(loads.failures + m_counted.of(Counter::LoadsMissed));
        return std::max(0.0, double(loads.calls) - others) / m_seconds;
    }

private:
    const MetricsSnapshot &m_counted;
    double m_seconds;
};

void addRates(LivePoint &point, const PerSecond &each)
{
    const auto add = [&](LiveValue value, double rate) { point.of(value) += rate; };
    add(LiveValue::Created, each.counters({Counter::SessionsCreated}));
    add(LiveValue::EndedByUser, each.counters({Counter::EndedSignedOut, Counter::EndedSignedOutEverywhere}));
    add(LiveValue::EndedByTime, each.counters({Counter::EndedIdle, Counter::EndedAbsolute}));
    add(LiveValue::EndedByOperator, each.counters({Counter::EndedRevoked, Counter::EndedEpoch}));
    add(LiveValue::EndedDisplaced, each.counters({Counter::EndedDisplaced}));
    add(LiveValue::EndedOtherwise, each.counters({Counter::EndedWithdrawn, Counter::EndedMismatch}));
    add(LiveValue::Vanished, each.counters({Counter::SessionsVanished}));
    add(LiveValue::LoadsHit, each.loadsHit());
    add(LiveValue::LoadsMissed, each.counters({Counter::LoadsMissed}));
    add(LiveValue::Saves, each.calls({Verb::Create, Verb::Update}));
    add(LiveValue::Touches, each.calls({Verb::Touch}));
    add(LiveValue::Removals, each.calls({Verb::Remove}));
    add(LiveValue::Failures, each.all(&VerbMetrics::failures));
    add(LiveValue::Conflicts, each.all(&VerbMetrics::conflicts));
    add(LiveValue::Retries, each.all(&VerbMetrics::retries));
    add(LiveValue::CorruptRows, each.counters({Counter::CorruptRows}));
    add(LiveValue::Mismatches, each.counters({Counter::FingerprintMismatches}));
    add(LiveValue::CookiesRefused, each.counters({Counter::CookiesRefused}));
    add(LiveValue::WrongTenant, each.counters({Counter::WrongTenant}));
}

constexpr std::array Rates {
    LiveValue::Created,        LiveValue::EndedByUser,    LiveValue::EndedByTime, LiveValue::EndedByOperator,
    LiveValue::EndedDisplaced, LiveValue::EndedOtherwise, LiveValue::Vanished,    LiveValue::LoadsHit,
    LiveValue::LoadsMissed,    LiveValue::Saves,          LiveValue::Touches,     LiveValue::Removals,
    LiveValue::Failures,       LiveValue::Conflicts,      LiveValue::Retries,     LiveValue::CorruptRows,
    LiveValue::Mismatches,     LiveValue::CookiesRefused, LiveValue::WrongTenant};

constexpr std::array Gauges {LiveValue::PoolSize, LiveValue::PoolBusy, LiveValue::CallsWaiting};

double secondsOf(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

QString liveValueName(LiveValue value)
{
    return QString::fromLatin1(Names[std::size_t(value)]);
}

LivePoint::LivePoint()
{
    values.fill(unknown);
}

bool LivePoint::knows(LiveValue value) const
{
    return !std::isnan(of(value));
}

LivePoint LiveRates::take(const LiveSample &sample)
{
    for (const InstanceSample &instance : sample.instances)
        meet(instance);
    m_instances.removeIf([&](const auto &seen) {
        return !std::ranges::contains(sample.instances, seen.key(), &InstanceSample::id);
    });
    LivePoint point;
    point.at = sample.at;
    point.known = int(sample.instances.size());
    addSessions(point, sample);
    addInstances(point, sample);
    addServer(point, sample);
    m_at = sample.at;
    return point;
}

void LiveRates::forget()
{
    m_instances.clear();
    m_statistics.reset();
    m_server.reset();
    m_at = 0;
}

void LiveRates::addSessions(LivePoint &point, const LiveSample &sample)
{
    if (sample.statistics)
        m_statistics = sample.statistics;
    // "At least so many" would be drawn as if it were so many.
    if (!m_statistics || !m_statistics->exact)
        return;
    point.of(LiveValue::Live) = double(m_statistics->live);
    point.of(LiveValue::SignedIn) = double(m_statistics->authenticated);
    point.of(LiveValue::Guests) = double(m_statistics->guests);
    point.of(LiveValue::SweepBacklog) = double(m_statistics->expired);
}

void LiveRates::meet(const InstanceSample &sample)
{
    if (sample.isSilent) {
        m_instances.remove(sample.id);
        return;
    }
    auto seen = m_instances.find(sample.id);
    if (seen == m_instances.end()) {
        Instance met {sample.started, sample.renewed, sample.metrics, {}};
        // It began between two looks: all that it counted is of this interval.
        const bool isNew = m_at > 0 && sample.started >= m_at;
        const double seconds = isNew ? double(sample.renewed - sample.started) / 1000 : 0;
        if (seconds > 0)
            met.rate = Rate {sample.metrics, seconds};
        m_instances.insert(sample.id, met);
        return;
    }
    if (seen->started == sample.started && seen->renewed == sample.renewed)
        return;
    const double seconds = double(sample.renewed - seen->renewed) / 1000;
    const auto counted = difference(sample.metrics, seen->metrics);
    const bool goesOn = seen->started == sample.started && seconds > 0 && counted;
    *seen = {sample.started, sample.renewed, sample.metrics, {}};
    if (goesOn)
        seen->rate = Rate {*counted, seconds};
}

void LiveRates::addInstances(LivePoint &point, const LiveSample &sample)
{
    LatencyHistogram latency;
    for (const InstanceSample &instance : sample.instances) {
        const auto seen = m_instances.constFind(instance.id);
        if (seen == m_instances.cend())
            continue;
        if (std::isnan(point.of(LiveValue::PoolSize))) {
            for (const LiveValue value : Gauges)
                point.of(value) = 0;
        }
        point.of(LiveValue::PoolSize) += instance.poolSize;
        point.of(LiveValue::PoolBusy) += instance.poolBusy;
        point.of(LiveValue::CallsWaiting) += double(instance.callsWaiting);
        if (!seen->rate)
            continue;
        if (point.counted++ == 0) {
            for (const LiveValue value : Rates)
                point.of(value) = 0;
        }
        addRates(point, PerSecond(seen->rate->counted, seen->rate->seconds));
        for (const Verb verb : Everyday)
            latency += seen->rate->counted.of(verb).latency;
    }
    // Without calls nothing is fast or slow.
    if (latency.count == 0)
        return;
    point.of(LiveValue::LatencyP50) = secondsOf(latency.quantile(0.5));
    point.of(LiveValue::LatencyP95) = secondsOf(latency.quantile(0.95));
    point.of(LiveValue::LatencyP99) = secondsOf(latency.quantile(0.99));
}

void LiveRates::addServer(LivePoint &point, const LiveSample &sample)
{
    if (sample.server) {
        point.of(LiveValue::MemoryUsed) = double(sample.server->usedMemory);
        if (sample.server->memoryLimit > 0)
            point.of(LiveValue::MemoryLimit) = double(sample.server->memoryLimit);
        const double seconds = double(sample.at - m_at) / 1000;
        if (m_server && m_at > 0 && seconds > 0 && sample.server->evictedKeys >= m_server->evictedKeys)
            point.of(LiveValue::Evicted)
                = double(sample.server->evictedKeys - m_server->evictedKeys) / seconds;
    }
    m_server = sample.server;
}

} // namespace Axess
