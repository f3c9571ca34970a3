// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sealedrow.h>
#include <axess/sessiondata.h>
#include <axess/sessiontoken.h>

#include <chrono>

namespace Axess {

/// What a row's clear columns are worth.
enum class Verification : quint8 {
    NotVerified, ///< Listed without opening the payload, or without a key.
    Verified, ///< The payload opened and its sealed header equals the clear columns.
    NotSealed, ///< The store does not seal: there is nothing to verify against.
};

/// What a row's authenticated columns were when it was read or written: SessionStore fills it in.
///
/// `save` refuses a row that differs from it: who signs in, steps up or moves a deadline has to cycle, so
/// that no token from before keeps what came after (OWASP session fixation).
struct StoredColumns
{
    TenantId tenant;
    UserId user;
    SessionLevel level = SessionLevel::Guest;
    qint64 created = 0;
    qint64 authenticatedAt = 0;
    qint64 absoluteDeadline = 0;
    quint64 storeEpoch = 0;
    quint64 tenantEpoch = 0;
    quint64 revision = 0;

    bool operator==(const StoredColumns &) const = default;
};

/// A session as applications and operators see it. All times are UTC milliseconds.
///
/// A new one is `SessionRow{.idleTimeout = 30min, .absoluteTimeout = 12h, …}`; SessionStore::save fills in
/// the rest.
struct SessionRow
{
    SessionId id; ///< Null until saved.
    SessionToken token; ///< Only in what load, save and cycle return; null in lists. Never stored.
    TenantId tenant;
    UserId user; ///< Empty for a guest. Set once, by a sign-in.
    SessionLevel level = SessionLevel::Guest;
    std::chrono::milliseconds idleTimeout {std::chrono::minutes(30)};
    std::chrono::milliseconds absoluteTimeout {
        std::chrono::hours(12)}; ///< Counted from `created`, or from the sign-in.
    qint64 created = 0; ///< 0 in a new row = now. An earlier time is kept by the first save (imports); later:
                        ///< InvalidArgument.
    qint64 authenticatedAt = 0; ///< 0 = never.
    qint64 absoluteDeadline = 0;
    qint64 idleDeadline = 0;
    qint64 lastSeen
        = 0; ///< "At least". In a new row 0 = now; an earlier time is kept, and idleness counts from it.
    quint64 storeEpoch = 0;
    quint64 tenantEpoch = 0;
    quint64 revision = 0; ///< 0 until saved; every save and cycle names the one it is based on.
    QByteArray writeId;
    quint64 change = 0;
    quint32 keyId = 0;
    qint64 payloadBytes = 0;
    ClientInfo client;
    QByteArray fingerprint; ///< Sealed; empty = not bound.
    std::optional<RevocationMark> revocation;
    SessionData data;
    quint32 dataSchema = 0; ///< The application's version of the data's shape.
    Verification verification = Verification::NotVerified;
    StoredColumns stored; ///< The engine's own; leave it as it is.
};

} // namespace Axess
