// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "families_p.h"

#include <axess/event.h>
#include <axess/sessionstore.h>
#include <axess/version.h>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;
using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

namespace Axess {

namespace {

using Label = ClientMetric::Label;

// Every second bound, the powers of two, from 16 µs to 17 s: enough to see by, and half the series.
constexpr std::size_t firstBound = 2 * 4;
constexpr std::size_t lastBound = 2 * 24;

// Calls of applications: there from the start, so that their first one is seen as a rise. Of other verbs what
// was never called is left out.
constexpr std::array everyday {Verb::Create, Verb::Load, Verb::Update, Verb::Touch, Verb::Remove};

constexpr std::pair<EndReason, const char *> reasons[] {
    {EndReason::SignedOut, "signed_out"},       {EndReason::SignedOutEverywhere, "signed_out_everywhere"},
    {EndReason::IdleDeadline, "idle_deadline"}, {EndReason::AbsoluteDeadline, "absolute_deadline"},
    {EndReason::EpochRaised, "epoch_raised"},   {EndReason::Revoked, "revoked"},
    {EndReason::Displaced, "displaced"},        {EndReason::Withdrawn, "withdrawn"},
    {EndReason::Mismatch, "mismatch"},
};

struct NamedCounter
{
    Counter counter;
    const char *name;
    const char *help;
};

constexpr NamedCounter counters[] {
    {Counter::SessionsCreated, "axess_sessions_created_total", "Sessions begun."},
    {Counter::SessionsSwept, "axess_sessions_swept_total", "Ended sessions that sweeps removed."},
    {Counter::SessionsVanished, "axess_sessions_vanished_total",
     "Live sessions that the store had lost, found by sweeps and repairs."},
    {Counter::SweepRuns, "axess_sweep_runs_total", "Sweeps made."},
    {Counter::LoadsMissed, "axess_loads_missed_total",
     "Loads of tokens whose session is not there, or has ended."},
    {Counter::CorruptRows, "axess_corrupt_rows_total", "Stored sessions that did not open."},
    {Counter::CookiesRefused, "axess_cookies_refused_total", "Cookies of a wrong shape or signature."},
    {Counter::WrongTenant, "axess_wrong_tenant_total", "Cookies of one tenant shown to another."},
    {Counter::FingerprintMismatches, "axess_fingerprint_mismatches_total",
     "Sessions shown by another client than the one they began with."},
    {Counter::MergeRetries, "axess_merge_retries_total",
     "Saves that were merged after a conflict and tried again."},
};

struct VerbCounter
{
    quint64 VerbMetrics::*number;
    const char *name;
    const char *help;
};

constexpr VerbCounter verbCounters[] {
    {&VerbMetrics::failures, "axess_call_failures_total", "Calls of the store that ended in an error."},
    {&VerbMetrics::conflicts, "axess_call_conflicts_total", "Rows that somebody else had written meanwhile."},
    {&VerbMetrics::retries, "axess_call_retries_total",
     "Batches that were sent again over another connection."},
};

MetricFamily family(const char *name, const char *help, MetricType type)
{
    return {.name = name, .help = help, .type = type, .metric = {}};
}

ClientMetric labelled(std::vector<Label> labels)
{
    ClientMetric metric;
    metric.label = std::move(labels);
    return metric;
}

ClientMetric counterOf(double value, std::vector<Label> labels)
{
    ClientMetric metric = labelled(std::move(labels));
    metric.counter.value = value;
    return metric;
}

ClientMetric gaugeOf(double value, std::vector<Label> labels)
{
    ClientMetric metric = labelled(std::move(labels));
    metric.gauge.value = value;
    return metric;
}

bool isShown(const MetricsSnapshot &counted, Verb verb)
{
    return counted.of(verb).calls > 0 || std::ranges::contains(everyday, verb);
}

ClientMetric latencyOf(const LatencyHistogram &latency, std::vector<Label> labels)
{
    ClientMetric metric = labelled(std::move(labels));
    quint64 calls = 0;
    for (std::size_t i = 0; i < LatencyHistogram::BucketCount; ++i) {
        calls += latency.buckets[i];
        if (i >= firstBound && i <= lastBound && i % 2 == 0)
            metric.histogram.bucket.push_back(
                {calls, std::chrono::duration<double>(LatencyHistogram::upperBound(i)).count()});
    }
    // By the buckets: a call that ends meanwhile may be in one of the numbers only.
    metric.histogram.bucket.push_back({calls, std::numeric_limits<double>::infinity()});
    metric.histogram.sample_count = calls;
    metric.histogram.sample_sum = std::chrono::duration<double>(latency.sum).count();
    return metric;
}

ClientMetric batchesOf(const VerbMetrics &verb, std::vector<Label> labels)
{
    ClientMetric metric = labelled(std::move(labels));
    quint64 batches = 0;
    for (std::size_t i = 0; i < VerbMetrics::BatchBuckets; ++i) {
        batches += verb.batchSizes[i];
        metric.histogram.bucket.push_back({batches, double(1u << i)});
    }
    metric.histogram.bucket.push_back({batches, std::numeric_limits<double>::infinity()});
    metric.histogram.sample_count = batches;
    metric.histogram.sample_sum = double(verb.rows);
    return metric;
}

MetricFamily endings(const MetricsSnapshot &counted, const std::string &backend)
{
    MetricFamily ended
        = family("axess_sessions_ended_total",
                 "Sessions that ended through this program, by reason; those of time when they were swept.",
                 MetricType::Counter);
    for (const auto &[reason, name] : reasons) {
        const double sessions = double(counted.of(*endedCounter(reason)));
        ended.metric.push_back(counterOf(sessions, {{"backend", backend}, {"reason", name}}));
    }
    return ended;
}

std::vector<MetricFamily> verbFamilies(const MetricsSnapshot &counted, const std::string &backend)
{
    std::vector<MetricFamily> families;
    MetricFamily latency = family("axess_call_duration_seconds",
                                  "How long calls of the store took, waiting for a connection included.",
                                  MetricType::Histogram);
    MetricFamily batches = family("axess_batch_rows", "Rows in the batches that were sent to the store.",
                                  MetricType::Histogram);
    for (const VerbCounter &named : verbCounters)
        families.push_back(family(named.name, named.help, MetricType::Counter));
    for (std::size_t i = 0; i < VerbCount; ++i) {
        if (!isShown(counted, Verb(i)))
            continue;
        const VerbMetrics &verb = counted.verbs[i];
        const std::vector<Label> labels {{"backend", backend}, {"verb", verbName(Verb(i)).toStdString()}};
        for (std::size_t n = 0; n < std::size(verbCounters); ++n)
            families[n].metric.push_back(counterOf(double(verb.*verbCounters[n].number), labels));
        latency.metric.push_back(latencyOf(verb.latency, labels));
        if (verb.batches > 0 || std::ranges::contains(everyday, Verb(i)))
            batches.metric.push_back(batchesOf(verb, labels));
    }
    families.push_back(std::move(latency));
    families.push_back(std::move(batches));
    return families;
}

} // namespace

std::vector<MetricFamily> countedFamilies(const MetricsSnapshot &counted, const QString &backend)
{
    const std::string name = backend.toStdString();
    std::vector<MetricFamily> families = verbFamilies(counted, name);
    for (const NamedCounter &named : counters) {
        families.push_back(family(named.name, named.help, MetricType::Counter));
        families.back().metric.push_back(counterOf(double(counted.of(named.counter)), {{"backend", name}}));
    }
    families.push_back(endings(counted, name));
    return families;
}

std::vector<MetricFamily> gaugeFamilies(const StoreGauges &gauges)
{
    const std::string backend = gauges.backend.toStdString();
    std::vector<MetricFamily> families;
    const auto gauge = [&](const char *name, const char *help, double value) {
        families.push_back(family(name, help, MetricType::Gauge));
        families.back().metric.push_back(gaugeOf(value, {{"backend", backend}}));
    };
    const auto counter = [&](const char *name, const char *help, qint64 value) {
        families.push_back(family(name, help, MetricType::Counter));
        families.back().metric.push_back(counterOf(double(value), {{"backend", backend}}));
    };
    families.push_back(family("axess_build_info", "The engine's version; always 1.", MetricType::Gauge));
    families.back().metric.push_back(
        gaugeOf(1, {{"backend", backend}, {"version", version().toStdString()}}));
    gauge("axess_store_up", "0 while the store refuses connections, else 1.", gauges.isStoreDown ? 0 : 1);
    gauge("axess_store_time_seconds", "The store's time, since 1970.", double(gauges.storeTime) / 1'000);
    gauge("axess_clock_offset_seconds", "How far the store's clock is ahead of this machine's.",
          double(gauges.clockOffset) / 1'000);
    gauge("axess_pool_limit_connections", "Connections that may be open at once.", gauges.poolSize);
    families.push_back(family("axess_pool_connections", "Open connections.", MetricType::Gauge));
    families.back().metric.push_back(gaugeOf(gauges.poolBusy, {{"backend", backend}, {"state", "busy"}}));
    families.back().metric.push_back(
        gaugeOf(std::max(0, gauges.poolOpen - gauges.poolBusy), {{"backend", backend}, {"state", "idle"}}));
    gauge("axess_calls_waiting", "Calls that wait for a connection.", double(gauges.callsWaiting));
    counter("axess_pool_opened_total", "Connections opened.", gauges.connectionsOpened);
    counter("axess_pool_refused_total", "Connections that the store refused.", gauges.connectionsRefused);
    counter("axess_pool_discarded_total", "Connections that broke, or whose call did not end in time.",
            gauges.connectionsDiscarded);
    counter("axess_calls_timed_out_total", "Calls that were ended at their deadline.", gauges.callsTimedOut);
    if (gauges.evictions)
        counter("axess_server_evictions_total",
                "Keys that the server has evicted since it was started, as of the last look.",
                *gauges.evictions);
    return families;
}

std::vector<MetricFamily> familiesOf(const SessionStore &store)
{
    const StoreGauges gauges = gaugesOf(store);
    std::vector<MetricFamily> families = gaugeFamilies(gauges);
    std::ranges::move(countedFamilies(store.metrics(), gauges.backend), std::back_inserter(families));
    return families;
}

} // namespace Axess
