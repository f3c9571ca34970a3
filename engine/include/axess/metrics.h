// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qstring.h>

#include <array>
#include <atomic>
#include <chrono>
#include <optional>

namespace Axess {

enum class EndReason : quint8;

/// What the engine asks of a store: the verbs of StorageConnection, some of them grouped.
enum class Verb : quint8 {
    Create,
    Load,
    Update,
    Touch,
    Reseal,
    Revoke,
    Restore,
    Remove,
    RemoveExpired,
    Page,
    SessionsOf,
    Users,
    Tenants,
    CountByKey,
    Document,
    PutDocument,
    RemoveDocument,
    Documents,
    AppendEvents,
    Events,
    TrimEvents,
    AppendLog,
    ReadLog,
    UserGeneration,
    RaiseUser,
    Install,
    Bury,
    Inspect,
    Ping,
    Schema,
    ChangeSchema,
    Verify,
    Repair, ///< Verify that puts right what it finds.
    LoadBatch, ///< Loads of many rows at once, as jobs ask for them; nobody waits for one.
};
inline constexpr std::size_t VerbCount = std::size_t(Verb::LoadBatch) + 1;

/// The verb's name in lower case with underscores, as metrics and logs show it: `remove_expired`.
AXESS_EXPORT QString verbName(Verb verb);
/// Whether the verb changes the store.
AXESS_EXPORT bool isWrite(Verb verb);

/// What is counted beside the verbs.
enum class Counter : quint8 {
    SessionsVanished, ///< The index said live, the store had lost the row; found by a sweep or a repair.
    SessionsSwept, ///< Rows that a sweep removed.
    SweepRuns,
    CorruptRows, ///< Rows that did not open.
    CookiesRefused, ///< Cookies of a wrong shape or signature.
    WrongTenant, ///< Cookies of one tenant shown to another.
    FingerprintMismatches,
    MergeRetries, ///< Saves that were merged after a conflict and tried again.
    LoadsMissed, ///< Loads of tokens whose session is not there, or has ended.
    SessionsCreated,
    // Sessions that ended through this engine, by reason; those of time, and of epochs, when they were swept.
    EndedSignedOut,
    EndedSignedOutEverywhere,
    EndedIdle,
    EndedAbsolute,
    EndedEpoch,
    EndedRevoked, ///< Also those that were restored within their grace.
    EndedDisplaced,
    EndedWithdrawn,
    EndedMismatch,
};
inline constexpr std::size_t CounterCount = std::size_t(Counter::EndedMismatch) + 1;

/// The counter's name in lower case with underscores: `sessions_vanished`.
AXESS_EXPORT QString counterName(Counter counter);
/// The counter of sessions that ended for this reason; nothing for EndReason::None.
AXESS_EXPORT std::optional<Counter> endedCounter(EndReason reason);

/// How long calls took: two buckets to each power of two, from 1 µs to two minutes. A value.
struct AXESS_EXPORT LatencyHistogram
{
    static constexpr std::size_t BucketCount = 56;

    std::array<quint64, BucketCount> buckets {};
    quint64 count = 0;
    std::chrono::nanoseconds sum {};

    /// The longest time that falls into the bucket; the last one takes everything longer, too.
    static std::chrono::nanoseconds upperBound(std::size_t bucket);
    static std::size_t bucketOf(std::chrono::nanoseconds latency);
    /// The upper bound of the bucket that holds this share (0 to 1) of the calls; 0 without calls.
    std::chrono::nanoseconds quantile(double share) const;

    LatencyHistogram &operator+=(const LatencyHistogram &other);
    bool operator==(const LatencyHistogram &) const = default;
};

/// What is known of one verb since the start. A value.
struct AXESS_EXPORT VerbMetrics
{
    /// Batches of 1, 2, 3–4, 5–8, 9–16, 17–32 and 33–64 rows.
    static constexpr std::size_t BatchBuckets = 7;

    quint64 calls = 0; ///< Calls that ended, each row of a batch being one.
    quint64 failures = 0; ///< Of them, those that ended in an error.
    quint64 conflicts = 0; ///< Rows that somebody else had written meanwhile.
    quint64 retries = 0; ///< Batches that were sent again over another connection.
    quint64 batches = 0; ///< Batches sent to the store.
    quint64 rows = 0; ///< Rows in them.
    std::array<quint64, BatchBuckets> batchSizes {};
    LatencyHistogram latency;

    VerbMetrics &operator+=(const VerbMetrics &other);
    bool operator==(const VerbMetrics &) const = default;
};

/// Everything that was counted since the start. A value; those of several instances add up.
struct AXESS_EXPORT MetricsSnapshot
{
    std::array<VerbMetrics, VerbCount> verbs {};
    std::array<quint64, CounterCount> counters {};

    const VerbMetrics &of(Verb verb) const { return verbs[std::size_t(verb)]; }
    quint64 of(Counter counter) const { return counters[std::size_t(counter)]; }

    MetricsSnapshot &operator+=(const MetricsSnapshot &other);
    bool operator==(const MetricsSnapshot &) const = default;
};

/// The counters of one engine.
///
/// Thread-safe and without locks. Never holds a user, a tenant or an id.
class AXESS_EXPORT Metrics
{
public:
    enum class Ending : quint8 { Answered, Failed };

    Metrics();
    ~Metrics();
    Q_DISABLE_COPY_MOVE(Metrics)

    void addCall(Verb verb, std::chrono::nanoseconds latency, Ending ending);
    void addBatch(Verb verb, qsizetype rows);
    void addConflict(Verb verb);
    void addRetry(Verb verb);
    void add(Counter counter, quint64 count = 1);

    /// Each number is exact; numbers that belong together may be one call apart while calls run.
    MetricsSnapshot snapshot() const;

private:
    using Number = std::atomic<quint64>;

    // A cache line of its own for each verb's first counters: loads do not slow saves down.
    struct alignas(64) Numbers
    {
        Number calls {0};
        Number failures {0};
        Number conflicts {0};
        Number retries {0};
        Number batches {0};
        Number rows {0};
        Number nanoseconds {0};
        std::array<Number, VerbMetrics::BatchBuckets> batchSizes {};
        std::array<Number, LatencyHistogram::BucketCount> latency {};
    };

    Numbers &of(Verb verb) { return m_verbs[std::size_t(verb)]; }

    std::array<Numbers, VerbCount> m_verbs;
    std::array<Number, CounterCount> m_counters {};
};

} // namespace Axess
