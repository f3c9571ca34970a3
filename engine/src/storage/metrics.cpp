// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/metrics.h>

#include <axess/event.h>

#include <algorithm>
#include <bit>

namespace Axess {

namespace {

enum class Effect : quint8 { Reads, Writes };

struct VerbFacts
{
    const char *name;
    Effect effect;
};

// In the order of the enum.
constexpr std::array<VerbFacts, VerbCount> Verbs {{
    {"create", Effect::Writes},
    {"load", Effect::Reads},
    {"update", Effect::Writes},
    {"touch", Effect::Writes},
    {"reseal", Effect::Writes},
    {"revoke", Effect::Writes},
    {"restore", Effect::Writes},
    {"remove", Effect::Writes},
    {"remove_expired", Effect::Writes},
    {"page", Effect::Reads},
    {"sessions_of", Effect::Reads},
    {"users", Effect::Reads},
    {"tenants", Effect::Reads},
    {"count_by_key", Effect::Reads},
    {"document", Effect::Reads},
    {"put_document", Effect::Writes},
    {"remove_document", Effect::Writes},
    {"documents", Effect::Reads},
    {"append_events", Effect::Writes},
    {"events", Effect::Reads},
    {"trim_events", Effect::Writes},
    {"append_log", Effect::Writes},
    {"read_log", Effect::Reads},
    {"user_generation", Effect::Reads},
    {"raise_user", Effect::Writes},
    {"install", Effect::Writes},
    {"bury", Effect::Writes},
    {"inspect", Effect::Reads},
    {"ping", Effect::Reads},
    {"schema", Effect::Reads},
    {"change_schema", Effect::Writes},
    {"verify", Effect::Reads},
    {"repair", Effect::Writes},
    {"load_batch", Effect::Reads},
}};

// In the order of the enum.
constexpr std::array<const char *, CounterCount> Counters {
    "sessions_vanished",      "sessions_swept",          "sweep_runs",
    "corrupt_rows",           "cookies_refused",         "wrong_tenant",
    "fingerprint_mismatches", "merge_retries",           "loads_missed",
    "sessions_created",       "ended_signed_out",        "ended_signed_out_everywhere",
    "ended_idle_deadline",    "ended_absolute_deadline", "ended_epoch_raised",
    "ended_revoked",          "ended_displaced",         "ended_withdrawn",
    "ended_mismatch",
};

// In the order of EndReason, which begins with None.
constexpr std::array Endings {
    Counter::EndedSignedOut, Counter::EndedSignedOutEverywhere,
    Counter::EndedIdle,      Counter::EndedAbsolute,
    Counter::EndedEpoch,     Counter::EndedRevoked,
    Counter::EndedDisplaced, Counter::EndedWithdrawn,
    Counter::EndedMismatch,
};

void add(std::atomic<quint64> &number, quint64 count)
{
    number.fetch_add(count, std::memory_order_relaxed);
}

quint64 valueOf(const std::atomic<quint64> &number)
{
    return number.load(std::memory_order_relaxed);
}

template<std::size_t N> std::array<quint64, N> valuesOf(const std::array<std::atomic<quint64>, N> &numbers)
{
    std::array<quint64, N> values;
    std::ranges::transform(numbers, values.begin(), valueOf);
    return values;
}

template<std::size_t N> void addAll(std::array<quint64, N> &sums, const std::array<quint64, N> &values)
{
    std::ranges::transform(sums, values, sums.begin(), std::plus());
}

} // namespace

QString verbName(Verb verb)
{
    return QString::fromLatin1(Verbs[std::size_t(verb)].name);
}

bool isWrite(Verb verb)
{
    return Verbs[std::size_t(verb)].effect == Effect::Writes;
}

QString counterName(Counter counter)
{
    return QString::fromLatin1(Counters[std::size_t(counter)]);
}

std::optional<Counter> endedCounter(EndReason reason)
{
    const auto place = std::size_t(reason);
    if (place == 0 || place > Endings.size())
        return std::nullopt;
    return Endings[place - 1];
}

std::chrono::nanoseconds LatencyHistogram::upperBound(std::size_t bucket)
{
    // 1, 1.5, 2, 3, 4, 6, 8, 12 … µs
    const std::chrono::nanoseconds power(1'000ull << (bucket / 2));
    return bucket % 2 == 0 ? power : power + power / 2;
}

std::size_t LatencyHistogram::bucketOf(std::chrono::nanoseconds latency)
{
    const auto microseconds = quint64(std::max<qint64>(latency.count(), 0)) / 1'000;
    if (microseconds == 0)
        return 0;
    // The power of two at or below the time gives the pair of buckets to begin with.
    std::size_t bucket = 2 * std::size_t(std::bit_width(microseconds) - 1);
    while (bucket < BucketCount - 1 && upperBound(bucket) < latency)
        ++bucket;
    return std::min(bucket, BucketCount - 1);
}

std::chrono::nanoseconds LatencyHistogram::quantile(double share) const
{
    const double wanted = share * double(count);
    quint64 seen = 0;
    for (std::size_t i = 0; i < BucketCount; ++i) {
        seen += buckets[i];
        if (seen > 0 && double(seen) >= wanted)
            return upperBound(i);
    }
    return {};
}

LatencyHistogram &LatencyHistogram::operator+=(const LatencyHistogram &other)
{
    addAll(buckets, other.buckets);
    count += other.count;
    sum += other.sum;
    return *this;
}

VerbMetrics &VerbMetrics::operator+=(const VerbMetrics &other)
{
    calls += other.calls;
    failures += other.failures;
    conflicts += other.conflicts;
    retries += other.retries;
    batches += other.batches;
    rows += other.rows;
    addAll(batchSizes, other.batchSizes);
    latency += other.latency;
    return *this;
}

MetricsSnapshot &MetricsSnapshot::operator+=(const MetricsSnapshot &other)
{
    for (std::size_t i = 0; i < VerbCount; ++i)
        verbs[i] += other.verbs[i];
    addAll(counters, other.counters);
    return *this;
}

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

void Metrics::addCall(Verb verb, std::chrono::nanoseconds latency, Ending ending)
{
    Numbers &numbers = of(verb);
    Axess::add(numbers.calls, 1);
    Axess::add(numbers.nanoseconds, quint64(std::max<qint64>(latency.count(), 0)));
    Axess::add(numbers.latency[LatencyHistogram::bucketOf(latency)], 1);
    if (ending == Ending::Failed)
        Axess::add(numbers.failures, 1);
}

void Metrics::addBatch(Verb verb, qsizetype rows)
{
    if (rows <= 0)
        return;
    Numbers &numbers = of(verb);
    Axess::add(numbers.batches, 1);
    Axess::add(numbers.rows, quint64(rows));
    const auto bucket = std::size_t(std::bit_width(quint64(rows) - 1));
    Axess::add(numbers.batchSizes[std::min(bucket, VerbMetrics::BatchBuckets - 1)], 1);
}

void Metrics::addConflict(Verb verb)
{
    Axess::add(of(verb).conflicts, 1);
}

void Metrics::addRetry(Verb verb)
{
    Axess::add(of(verb).retries, 1);
}

void Metrics::add(Counter counter, quint64 count)
{
    Axess::add(m_counters[std::size_t(counter)], count);
}

MetricsSnapshot Metrics::snapshot() const
{
    MetricsSnapshot result;
    for (std::size_t i = 0; i < VerbCount; ++i) {
        const Numbers &numbers = m_verbs[i];
        VerbMetrics &verb = result.verbs[i];
        verb.calls = valueOf(numbers.calls);
        verb.failures = valueOf(numbers.failures);
        verb.conflicts = valueOf(numbers.conflicts);
        verb.retries = valueOf(numbers.retries);
        verb.batches = valueOf(numbers.batches);
        verb.rows = valueOf(numbers.rows);
        verb.batchSizes = valuesOf(numbers.batchSizes);
        verb.latency.buckets = valuesOf(numbers.latency);
        verb.latency.count = verb.calls;
        verb.latency.sum = std::chrono::nanoseconds(qint64(valueOf(numbers.nanoseconds)));
    }
    result.counters = valuesOf(m_counters);
    return result;
}

} // namespace Axess
