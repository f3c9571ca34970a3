// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/sessionender_p.h"
#include "session/timedvalue_p.h"
#include "sweeplease_p.h"

#include <axess/metrics.h>
#include <axess/operations.h>

namespace Axess {

Result<std::optional<qint64>> sweepOnce(SessionStore &store, std::chrono::milliseconds budget,
                                        const std::function<bool(qint64)> &goOn)
{
    StoreCore &core = store.core();
    const Deadline end = Deadline::in(budget);
    SweepLease lease(core);
    qint64 total = 0;
    do {
        const auto held = lease.hold();
        if (!held)
            return std::unexpected(held.error());
        if (!*held)
            return total > 0 ? std::optional(total) : std::nullopt;
        const auto swept = SessionEnder(core).sweepBatch(core.deadline());
        if (!swept)
            return std::unexpected(swept.error());
        total += *swept;
        if (*swept < SessionEnder::SweepBatch || (goOn && !goOn(total)))
            break;
    } while (!end.hasPassed());
    if (const auto values = removeEndedValues(core); !values)
        return std::unexpected(values.error());
    core.metrics().add(Counter::SweepRuns);
    return total;
}

} // namespace Axess
