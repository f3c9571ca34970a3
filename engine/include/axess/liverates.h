// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/livesample.h>

#include <QtCore/qhash.h>

namespace Axess {

/// What is known of a store over time. Each second means: of the last interval between two looks.
enum class LiveValue : quint8 {
    // Sessions, as they were last counted.
    Live,
    SignedIn, ///< These two: also those that have ended and were not swept.
    Guests,
    SweepBacklog, ///< Ended, not swept.
    // Sessions each second.
    Created,
    EndedByUser,
    EndedByTime,
    EndedByOperator, ///< Revoked, or by an epoch.
    EndedDisplaced,
    EndedOtherwise, ///< Withdrawn, or shown by another client.
    Vanished, ///< Live ones that sweeps and repairs found lost.
    Evicted, ///< Keys that the server took away; known at once, but not whose.
    // Calls each second.
    LoadsHit, ///< Look-ups of single rows, but those that failed or found no live session by token.
    LoadsMissed,
    Saves, ///< New sessions and changed ones.
    Touches,
    Removals,
    // Seconds, of the applications' calls.
    LatencyP50,
    LatencyP95,
    LatencyP99,
    // Connections and calls at the moment, of all instances.
    PoolSize,
    PoolBusy,
    CallsWaiting,
    // Bytes.
    MemoryUsed,
    MemoryLimit,
    // Each second.
    Failures, ///< Calls that ended in an error.
    Conflicts,
    Retries,
    CorruptRows,
    Mismatches, ///< Sessions shown by another client.
    CookiesRefused,
    WrongTenant,
};
inline constexpr std::size_t LiveValueCount = std::size_t(LiveValue::WrongTenant) + 1;

/// The value's name in lower case with underscores: `loads_missed`.
AXESS_EXPORT QString liveValueName(LiveValue value);

/// All that is known of one moment. A value.
struct AXESS_EXPORT LivePoint
{
    LivePoint(); ///< Nothing is known.

    qint64 at = 0; ///< UTC milliseconds of the store's time.
    int counted = 0; ///< Instances whose rates are in it.
    int known = 0; ///< These, those that fell silent, and those that were only met.
    std::array<double, LiveValueCount> values; ///< NaN = not known.

    double of(LiveValue value) const { return values[std::size_t(value)]; }
    double &of(LiveValue value) { return values[std::size_t(value)]; }
    bool knows(LiveValue value) const; ///< Not NaN.
};

/// Makes rates of one look after another.
///
/// A rate is a difference of an instance's counters by the difference of its own times, so that it does not
/// matter when its document is read. A counter that went back (a restart, a backup put back) begins anew: a
/// rate is never negative. Who fell silent is left out until it has spoken twice. Not thread-safe.
class AXESS_EXPORT LiveRates
{
public:
    LivePoint take(const LiveSample &sample);
    /// After a look that failed: differences over the gap would be drawn as if they had been there all along.
    void forget();

private:
    struct Rate
    {
        MetricsSnapshot counted;
        double seconds = 0;
    };
    struct Instance
    {
        qint64 started = 0;
        qint64 renewed = 0;
        MetricsSnapshot metrics;
        std::optional<Rate> rate; ///< Nothing before it has spoken twice.
    };

    void meet(const InstanceSample &sample);
    void addSessions(LivePoint &point, const LiveSample &sample);
    void addInstances(LivePoint &point, const LiveSample &sample);
    void addServer(LivePoint &point, const LiveSample &sample);

    QHash<QString, Instance> m_instances;
    std::optional<StoreStatistics> m_statistics; ///< Of the last count.
    std::optional<ServerSample> m_server;
    qint64 m_at = 0; ///< Of the last look; 0 = there was none.
};

} // namespace Axess
