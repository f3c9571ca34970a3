// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionrow.h>
#include <axess/storagecalls.h>

namespace Axess {

/// Which sessions `page` lists, in which order, from where.
struct SessionQuery
{
    SessionFilter filter;
    PageOrder order = PageOrder::NewestFirst;
    QByteArray
        cursor; ///< `next` of the page before; empty = from the start. InvalidArgument with another filter.
    int limit = 200; ///< 1 to 1,000.
    qint64 workBudget = 50'000;
};

/// A listed session: its clear columns (not verified, without data) and the life computed from them.
struct ListedSession
{
    SessionRow row;
    Life life = Life::Live;
};

struct SessionPage
{
    QList<ListedSession> sessions;
    QByteArray next; ///< Empty = the end.
    qint64 examined = 0; ///< Rows the store looked at.
    bool epochsKnown = true; ///< false = keyless: life goes by deadlines and marks alone.
};

/// What became of one session of a revoke or restore.
struct RevokeReport
{
    QByteArray mark; ///< Names this act for `restore`.
    qint64 graceUntil = 0; ///< UTC milliseconds.
    QList<SessionId> done;
    QList<SessionId> gone; ///< Had ended already, or the mark was not there.
    QList<SessionId> unknown; ///< The store stopped answering; ask again.
    bool complete = true; ///< false = time was up before the filter's last session; call again for the rest.
};

/// How sessions of a user stand, for lists of users.
struct StoreStatistics
{
    qint64 sessions = 0; ///< Rows counted, dead ones that were not swept yet too.
    qint64 live = 0;
    qint64 revoked = 0;
    qint64 expired = 0; ///< Ended, not swept yet.
    qint64 vanished = 0; ///< Taken away by the server before their time; not among `sessions`.
    qint64 guests = 0;
    qint64 authenticated = 0;
    bool exact = true; ///< false = the work budget ended the count early: "at least".
    QHash<quint32, qint64> byKey; ///< Rows by key id; 0 = not sealed.
};

enum class Health : quint8 { Good, Degraded, Down };

struct StoreHealth
{
    Health health = Health::Good;
    QString sentence; ///< In English, what is wrong; empty when good.
    qint64 latencyMicroseconds = 0; ///< Of one ping.
    qint64 clockOffset = 0; ///< Milliseconds the store is ahead of this machine.
    int poolSize = 0;
    int poolBusy = 0;
};

struct StoreCapabilities
{
    QString backend; ///< `sqlite`
    QString displayName; ///< `SQLite`
    bool sealed = false; ///< Payloads are encrypted.
    bool hasKey = false; ///< This program can open them.
    bool readOnly = false;
    bool persistent = false;
    bool clusterSafe = false;
    bool nativeTtl = false;
};

struct KeyInfo
{
    quint32 id = 0;
    QString purpose; ///< `envelope`, `cookie`, `audit`.
    QString state; ///< `staged`, `active`, `decrypt-only`, `retired`, `compromised`.
    qint64 created = 0;
    qint64 changed = 0;
};

/// A promise that a sign-in is still wanted: drawn before the credentials are checked, shown when the session
/// is bound. A sign-out-everywhere or an epoch raised in between makes the sign-in Gone; so does a move of
/// the sessions to another store, which counts otherwise.
struct SignInTicket
{
    UserId user;
    TenantId tenant;
    quint64 generation = 0;
    quint64 storeEpoch = 0;
    quint64 tenantEpoch = 0;
    QByteArray store {}; ///< The store that it was drawn in, and the step of its move then.
};

/// Rides on a save or cycle that binds a session to a user.
struct SignIn
{
    SignInTicket ticket;
    int limit = 0; ///< Live sessions of the user, this one included; 0 = no limit.
    LimitPolicy policy = LimitPolicy::EndOldest;
};

} // namespace Axess
