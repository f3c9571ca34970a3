// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migration/migrationorder.h"

#include <axess/livemigration.h>

namespace Axess {

/// What the engine says of two stores, as of one moment; nothing was written.
struct MigrationSight
{
    std::optional<StoreCopyPlan> plan; ///< Nothing while, or after, a live move is under way.
    std::optional<JobInfo> copy; ///< The last one, if a copy was begun.
    std::optional<LiveMigrationState> live; ///< Of a live move.
    bool isStandbyHere = false; ///< The configuration of this console names the target as standby.
    std::optional<Error> problem; ///< It cannot be begun.
};

/// Blocking.
MigrationSight lookAtMigration(const MigrationOrder &order);

/// Looks at a move again and again without opening both stores each time. One thread at a time.
class MoveLooker
{
public:
    explicit MoveLooker(const StoreCopyEnds &ends)
        : m_ends(ends)
    { }

    Result<LiveMigrationState> look(); ///< Blocking.

private:
    const StoreCopyEnds m_ends;
    std::shared_ptr<LiveMigration> m_move;
};

} // namespace Axess
