// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storegauges.h>

#include "storecore_p.h"

namespace Axess {

StoreGauges gaugesOf(const SessionStore &store)
{
    StoreCore &core = store.core();
    const auto pool = core.storage().poolStatistics();
    StoreGauges gauges;
    gauges.backend = core.capabilities().backend;
    gauges.poolSize = pool.size;
    gauges.poolOpen = pool.open;
    gauges.poolBusy = pool.lent;
    gauges.connectionsOpened = pool.opened;
    gauges.connectionsRefused = pool.refused;
    gauges.connectionsDiscarded = pool.thrownAway;
    gauges.callsTimedOut = pool.timedOut;
    // Callers of single rows wait at the combiner, and one of them at the pool, too; all others at the pool.
    gauges.callsWaiting = std::max(qint64(core.storage().waitingCalls()), qint64(pool.waiting));
    gauges.isStoreDown = pool.isStoreDown;
    gauges.storeTime = core.time().now();
    gauges.clockOffset = core.time().offset();
    gauges.evictions = core.concern().evictions();
    return gauges;
}

} // namespace Axess
