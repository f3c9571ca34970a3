// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/session.h>
#include <axess/sessionpolicy.h>
#include <axess/sessionstore.h>

namespace Axess {

class CookieCodec;

/// What a request tells about its sender.
struct RequestContext
{
    TenantId tenant; ///< Another tenant's cookie is absent, with an event.
    ClientInfo client; ///< For lists.
    QByteArray fingerprint; ///< From axess/fingerprint.h; empty = not looked at.
};

/// Sessions as an application uses them day to day: cookies, sign-in, sign-out, merging, limits, binding.
///
/// Blocking and thread-safe. Unavailable never clears a cookie and is never a log-out: answer the request
/// with 503.
class AXESS_EXPORT SessionManager
{
public:
    explicit SessionManager(std::shared_ptr<SessionStore> store,
                            const SessionPolicy &policy = SessionPolicy::standard());
    ~SessionManager();
    Q_DISABLE_COPY_MOVE(SessionManager)

    /// A guest's session that is not stored yet.
    Session start(const RequestContext &request = {}) const;
    /// The session of a request's `Cookie` header. No cookie, a forged, foreign, ended or superseded one: a
    /// guest's (a dead cookie is cleared; a superseded or foreign one is left alone). Writes a touch when one
    /// is due.
    Result<Session> load(const QByteArray &cookieHeader, const RequestContext &request = {});
    /// Stores changes by the merge policy. A guest's without data stays unstored. Gone if it ended meanwhile.
    Result<Session> save(const Session &session);
    /// What `signIn` must show; draw it before you check the password.
    Result<SignInTicket> ticket(const UserId &user, const TenantId &tenant = {});
    /// Binds the session to the user under a new token; the data stays. Denied by the limit; Gone if the
    /// ticket is older than a sign-out everywhere. Signing in as another user than the session's starts
    /// afresh, without its data.
    Result<Session> signIn(const Session &session, const SignInTicket &ticket);
    /// Raises the level under a new token, after the application asked for more proof.
    Result<Session> stepUp(const Session &session);
    /// Moves the idle deadline if it lags by the policy's touch lag.
    Result<Session> touch(const Session &session);
    /// Ends the session; a fresh guest's comes back, whose cookie clears the old one.
    Result<Session> signOut(const Session &session);

    enum class Spare : quint8 { Nothing, ThisSession };
    /// Ends all sessions of the session's user, sign-ins under way too. How many ended.
    Result<qint64> signOutEverywhere(const Session &session, Spare spare);
    /// The user's own live sessions, newest first: for an account page.
    Result<QList<ListedSession>> sessionsOf(const Session &session);
    /// Ends one of the user's own sessions (from the account page); another user's is Denied, an absent one
    /// fine.
    Result<void> end(const Session &session, const SessionId &other);

    const SessionPolicy &policy() const { return m_policy; }
    const std::shared_ptr<SessionStore> &store() const { return m_store; }

private:
    std::shared_ptr<SessionStore> m_store;
    SessionPolicy m_policy;
    std::unique_ptr<CookieCodec> m_cookies;
};

} // namespace Axess
