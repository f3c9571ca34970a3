// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"

#include <axess/storecopy.h>

namespace Axess {

/// What applications do meanwhile.
enum class MigrationWay : quint8 {
    Standstill, ///< They were stopped; StoreCopy.
    Live, ///< They go on, and know both stores; LiveMigration.
};

/// What is asked of the engine, each by a call of its own.
enum class MigrationStep : quint8 {
    Run, ///< Copies, or has both stores written and brings over; or goes on.
    Verify,
    Plan, ///< The rest of a live move only.
    CutOver,
    RollBack,
    Finish,
    Cancel,
};

/// From which store sessions go to which, and how.
struct MigrationOrder
{
    StoreAddress source;
    StoreAddress target; ///< Its root key is the source's.
    QString targetPassword; ///< Where its URL has none.
    MigrationWay way = MigrationWay::Standstill;
    int rate = 0; ///< Of a copy: sessions a second, at most; 0 = as fast as it goes.
    QString reason; ///< Of a copy.
    QString by;

    /// A file that is not there is made as a target, never as a source. InvalidArgument for a URL that is
    /// none, and for a store in memory, which nobody else would see.
    Result<StoreCopyEnds> ends() const;
    QString line(MigrationStep step) const; ///< Of axessctl. Without passwords.
};

} // namespace Axess
