// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clientinfo.h>
#include <axess/principal.h>
#include <axess/sessionid.h>

#include <optional>

namespace Axess {

// Stored since 0.1: do not change the values, append only.
enum class SessionLevel : quint8 { Guest = 0, Authenticated = 1, SteppedUp = 2 };

/// An operator's end of a session, beside the sealed payload. It can only shorten a life.
struct RevocationMark
{
    static constexpr int MarkSize = 8;

    QByteArray mark; ///< 8 random bytes: what `restore` has to name.
    qint64 at = 0; ///< UTC milliseconds.
    qint64 graceUntil = 0; ///< Until when exactly this mark can be undone; `at` or earlier = never.
    QString reason; ///< At most 256 bytes of UTF-8.

    bool operator==(const RevocationMark &) const = default;
};

/// A session as a backend sees it: clear index columns and an opaque payload. All times are UTC milliseconds.
struct SealedRow
{
    static constexpr int WriteIdSize = 8;

    SessionId id;
    TenantId tenant;
    UserId user; ///< Empty for a guest.
    SessionLevel level = SessionLevel::Guest;
    qint64 created = 0;
    qint64 authenticatedAt = 0; ///< 0 = never.
    qint64 absoluteDeadline = 0;
    qint64 idleDeadline = 0; ///< Never beyond the absolute deadline.
    qint64 lastSeen = 0; ///< "At least": touches are written coarsely.
    qint64 sweepAt = 0; ///< Coarse, indexed upper bound of the idle deadline; only sweeping reads it.
    quint64 storeEpoch = 0;
    quint64 tenantEpoch = 0;
    quint64 revision = 0; ///< Counts the saves and cycles of this session, from 1.
    QByteArray writeId; ///< 8 random bytes of each write: whose write this revision is.
    QByteArray tokenHash; ///< SHA-256, 32 bytes.
    quint32 keyId = 0; ///< The data key that sealed the payload; 0 = not sealed.
    quint64 change = 0; ///< Counts every write of the row, by the backend; the caller's value is ignored but
                        ///< in `install`.
    qint64 payloadBytes = 0; ///< The payload's size, also where a list leaves the payload out.
    ClientInfo client;
    std::optional<RevocationMark> revocation;
    QByteArray payload; ///< Empty in lists.

    bool operator==(const SealedRow &) const = default;
};

} // namespace Axess
