// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/event.h>

#include <QtCore/qhash.h>

namespace Axess {

/// A counter that was raised, and when: rows created later cannot be older than it.
struct Epoch
{
    quint64 value = 0;
    qint64 raisedAt
        = 0; ///< UTC milliseconds; rows that are older than the epoch were created at this time or before.

    bool operator==(const Epoch &) const = default;
};

/// Why and when a session ended.
struct SessionEnd
{
    EndReason reason = EndReason::None;
    qint64 at = 0; ///< UTC milliseconds.

    bool operator==(const SessionEnd &) const = default;
};

/// What is dead: the time, and the epochs below which sessions have ended.
struct AXESS_EXPORT Horizon
{
    qint64 now = 0; ///< UTC milliseconds of the store's time.
    Epoch store;
    QHash<TenantId, Epoch> tenants; ///< A tenant that is not named stands at epoch 0.

    /// Past one of its deadlines at exactly `now`, or of an older epoch. Revocation is not looked at.
    bool hasEnded(const SealedRow &row) const;
    /// Ended, or revoked (also within the grace): no application may use it.
    bool isDead(const SealedRow &row) const;
    /// The earliest cause of a dead row's end; nothing for a live one. Of causes at the same moment the first
    /// of revoked, absolute deadline, idle deadline, epoch.
    std::optional<SessionEnd> endOf(const SealedRow &row) const;
};

} // namespace Axess
