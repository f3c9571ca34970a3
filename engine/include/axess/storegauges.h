// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qstring.h>

#include <optional>

namespace Axess {

class SessionStore;

/// What an engine knows of its store at this moment, beside what it has counted (metrics.h). A value.
struct StoreGauges
{
    QString backend; ///< `sqlite`
    int poolSize = 0; ///< Connections that it may open.
    int poolOpen = 0; ///< Busy and idle ones.
    int poolBusy = 0;
    qint64 connectionsOpened = 0; ///< Since the start, as the three below.
    qint64 connectionsRefused = 0; ///< Attempts to open one that failed.
    qint64 connectionsDiscarded = 0; ///< Broken, or their call did not end in time.
    qint64 callsTimedOut = 0; ///< Calls that were ended at their deadline.
    qint64 callsWaiting = 0; ///< Calls that wait for a connection.
    bool isStoreDown = false; ///< It refused the last three connections.
    qint64 storeTime = 0; ///< UTC milliseconds.
    qint64 clockOffset = 0; ///< Milliseconds that the store is ahead of this machine.
    /// Keys that the server has evicted since it was started, as of the last look, at most about a minute
    /// ago. Nothing where no server evicts, or before `health()` or a Housekeeping has looked.
    std::optional<qint64> evictions;
};

/// Never asks the store. Thread-safe.
AXESS_EXPORT StoreGauges gaugesOf(const SessionStore &store);

} // namespace Axess
