// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "cookiecodec_p.h"
#include "notelimit_p.h"

#include <axess/metrics.h>
#include <axess/sessionmanager.h>

namespace Axess {

/// What SessionManager's verbs are made of. Thread-safe.
class SessionManager::Private
{
public:
    Private(std::shared_ptr<SessionStore> store, const SessionPolicy &policy);

    const std::shared_ptr<SessionStore> store;
    const SessionPolicy policy;
    const CookieCodec cookies;

    Session guest(const RequestContext &request) const;
    Session adopted(const SessionRow &row, const RequestContext &request) const;

    // --- loading
    /// NotForUs is like absent, but for the cookie: it may be good elsewhere, or of a row that is inspected.
    enum class Life : quint8 { Live, Ended, Superseded, OtherClient, NotForUs };
    struct Opened
    {
        Life life = Life::Ended;
        Session session = {};
    };
    Result<Opened> open(const SessionToken &token, const RequestContext &request);
    Result<Session> touched(const Session &session);
    bool isTouchDue(const Session &session) const;
    void note(EventKind kind, const SessionRow &row, const QString &detail);
    void count(Counter counter);

    // --- saving
    Result<Session> created(const Session &session, const std::optional<SignIn> &signIn);
    /// What the save of a stored session writes, unless others wrote meanwhile; nothing of an unchanged or
    /// a new one.
    static std::optional<SessionRow> changedRow(const Session &session);
    /// The end of a save whose first answer was this: what others wrote meanwhile is merged.
    Result<Session> updated(const Session &session, Result<SessionRow> stored);
    /// The session's changes on top of what is stored now, found by the token that the request came with.
    Result<SessionRow> rebased(const Session &session);

    // --- signing in
    /// The session under a new token, with user and level of `as`.
    Result<Session> cycled(const Session &session, const SessionRow &as, const std::optional<SignIn> &signIn);
    Result<SessionRow> cycledOnce(const SessionToken &to, const SessionRow &row,
                                  const std::optional<SignIn> &signIn);
    SessionRow proven(SessionRow row, const SessionRow &as, const RequestContext &request) const;
    Result<Session> withCookie(Session session) const;

private:
    NoteLimit m_notes;
};

} // namespace Axess
