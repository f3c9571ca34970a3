// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionstore.h>

/// Sessions whose token a program keeps, instead of a browser's cookie.
///
/// One token, opaque: the store knows only its hash, and a session ends when the server says so, not when a
/// signature runs out. Refreshing renews the token and leaves the session as it is. Blocking; thread-safe as
/// the store is. Every call ends within the store's call deadline, or a few of them.
class TokenSessions
{
public:
    static constexpr std::chrono::minutes IdleTime {30};
    static constexpr std::chrono::hours Lifetime {12}; ///< From the sign-in; refreshing does not prolong it.
    static constexpr int SessionsPerUser = 20; ///< A further one ends the one that was longest unused.

    explicit TokenSessions(Axess::SessionStore &store)
        : m_store(store)
    { }

    /// A new session, with the token to hand out. Gone if everybody was signed out since the ticket.
    Axess::Result<Axess::SessionRow> issue(const Axess::SignInTicket &ticket,
                                           const Axess::ClientInfo &client);
    /// The live session of a token of this tenant; Gone if there is none, Superseded if it was refreshed.
    Axess::Result<Axess::SessionRow> open(const Axess::SessionToken &token, const Axess::TenantId &tenant);
    /// The same session under a new token; the old one is dead when this returns. One of several wins, the
    /// others are Superseded.
    Axess::Result<Axess::SessionRow> refresh(const Axess::SessionRow &session);
    /// The user's live sessions, newest first.
    Axess::Result<QList<Axess::ListedSession>> sessionsOf(const Axess::SessionRow &session);
    /// Ends one of the user's own sessions. false = the user has no such session.
    Axess::Result<bool> end(const Axess::SessionRow &session, const Axess::SessionId &other);
    /// Ends all sessions of the user, sign-ins under way too. How many.
    Axess::Result<qint64> endAll(const Axess::SessionRow &session);

    /// Milliseconds until the token opens nothing any more, if it is not used meanwhile.
    qint64 timeLeft(const Axess::SessionRow &session) const;

private:
    Axess::Result<Axess::SessionRow> touched(const Axess::SessionRow &session);
    Axess::Error superseded(const Axess::SessionToken &token, const Axess::TenantId &tenant,
                            const Axess::Error &error);

    Axess::SessionStore &m_store;
};
