// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metrics.h>
#include <axess/operations.h>

namespace Axess {

/// What one instance said of itself when it last renewed its document. A value.
struct InstanceSample
{
    QString id;
    QString name; ///< `shop@web1`, for people.
    qint64 started = 0;
    qint64 renewed = 0; ///< UTC milliseconds of the store's time, as the two others.
    bool isSilent = false; ///< It has not renewed its document for InstanceIsSilentAfter.
    MetricsSnapshot metrics; ///< Since its start.
    int poolSize = 0;
    int poolBusy = 0;
    qint64 callsWaiting = 0;
};

/// What the server that keeps the sessions says of itself: counts since it was started, or was told to count
/// anew.
struct ServerSample
{
    qint64 evictedKeys = 0;
    qint64 usedMemory = 0; ///< Bytes, of all nodes.
    qint64 memoryLimit = 0; ///< 0 = one of them has none.
};

/// A look at a store while it works: raw numbers, from which LiveRates makes rates. A value.
struct LiveSample
{
    qint64 at = 0; ///< UTC milliseconds of the store's time.
    QList<InstanceSample> instances;
    /// Nothing where no server evicts, or it does not tell: then `serverRefusal` says why.
    std::optional<ServerSample> server;
    std::optional<Error> serverRefusal;
    /// Nothing where it was not asked for.
    std::optional<StoreStatistics> statistics;
};

enum class CountSessions : quint8 { Yes, No };

/// Reads the instances' documents and what the server says of itself; with `CountSessions::Yes` also
/// counts sessions, `workBudget` of them at most. Reads only, and needs no key; each part within a call
/// deadline.
AXESS_EXPORT Result<LiveSample> sampleLive(SessionStore &store, CountSessions count,
                                           qint64 workBudget = 50'000);

} // namespace Axess
