// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sealedrow.h>

namespace Axess {

// Stored since 0.1: do not change the values, append only.
enum class EventKind : quint8 {
    Created = 1,
    SignedIn = 2,
    SteppedUp = 3,
    Cycled = 4,
    Revoked = 5,
    Restored = 6,
    Ended = 7, ///< The row is gone; the reason says why.
    FingerprintMismatch = 8,
    WrongTenant = 9, ///< A cookie of one tenant was shown to another.
    Vanished = 10, ///< The store lost a row that its index says is live.
    EpochRaised = 11,
};

// Stored since 0.1: do not change the values, append only.
enum class EndReason : quint8 {
    None = 0,
    SignedOut = 1,
    SignedOutEverywhere = 2,
    IdleDeadline = 3,
    AbsoluteDeadline = 4,
    EpochRaised = 5,
    Revoked = 6,
    Displaced = 7, ///< The user's limit of sessions made room for a newer one.
    Withdrawn = 8, ///< A create or sign-in of unknown outcome was taken back.
    Mismatch = 9, ///< The policy ends sessions whose fingerprint does not fit.
};

/// One line of the store's event log. A hint: who acts on it re-reads the session.
struct Event
{
    qint64 position = 0; ///< Given by the store, rising; 0 in one that was not read from it.
    qint64 at = 0; ///< UTC milliseconds.
    EventKind kind = EventKind::Created;
    EndReason endReason = EndReason::None;
    SessionId session;
    TenantId tenant;
    UserId user;
    QString detail; ///< A reason or a note in words; at most 256 bytes of UTF-8.

    bool operator==(const Event &) const = default;
};

} // namespace Axess
