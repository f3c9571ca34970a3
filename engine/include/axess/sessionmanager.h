// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/session.h>
#include <axess/sessionpolicy.h>
#include <axess/sessionstore.h>

namespace Axess {

/// Sessions as an application uses them day to day: cookies, sign-in, sign-out, merging, limits, binding.
///
/// Blocking and thread-safe. An error never comes with a cookie: Unavailable, KeyMissing and TooNew are never
/// a log-out, so answer the request with 503 and leave the cookie alone. Every verb may fail with
/// Unavailable, and says by the error's outcome whether a write may have happened. A policy that cannot work
/// is InvalidArgument.
class AXESS_EXPORT SessionManager
{
public:
    explicit SessionManager(std::shared_ptr<SessionStore> store,
                            const SessionPolicy &policy = SessionPolicy::standard());
    ~SessionManager();
    Q_DISABLE_COPY_MOVE(SessionManager)

    /// A guest's session that is not stored yet.
    Session start(const RequestContext &request = {}) const;

    /// The session of a request's `Cookie` header; writes a touch when one is due.
    ///
    /// No cookie, or one that opens nothing here, is a guest's session. A cookie that was invented, or whose
    /// session has ended, is cleared; one that is superseded, another tenant's, refused by its fingerprint or
    /// whose row is Corrupt is left alone. Of several cookies of our name the first that opens counts.
    /// InvalidArgument for a header of more than 8 KiB or with a NUL. A touch that fails is logged and due
    /// again at the next request.
    Result<Session> load(const QByteArray &cookieHeader, const RequestContext &request = {});

    /// Stores the changes by the policy's MergePolicy; without changes nothing is written, not even a guest.
    ///
    /// Superseded for the guest's session of a request whose cookie was superseded: its own cookie would take
    /// the place of the newer one. Denied, for the same reason, where a required fingerprint did not match.
    /// Gone if the session ended meanwhile, or a sign-in renewed its token: a request from before the sign-in
    /// never writes into the session after it. Conflict by MergePolicy::Reject, or after eight merges that
    /// were overtaken. A new guest whose creation has an unknown outcome begins anew under a fresh id.
    Result<Session> save(const Session &session);

    /// What `signIn` must show; draw it before you check the password.
    Result<SignInTicket> ticket(const UserId &user, const TenantId &tenant = {});

    /// Binds the session to the ticket's user under a new token; data and unsaved changes stay, deadlines
    /// start anew.
    ///
    /// Denied by the limit of sessions. Gone if the session ended, or everybody was signed out since the
    /// ticket was drawn. Superseded if another request renewed the token first. Signing in as another user
    /// than the session's ends that session and starts afresh, without its data. InvalidArgument for a ticket
    /// without user or of another tenant. If the reply is lost for good (outcome unknown), the old cookie may
    /// open nothing any more: the one documented exception to "an outage is never a log-out".
    Result<Session> signIn(const Session &session, const SignInTicket &ticket);

    /// Raises the level under a new token, after the application asked for more proof. Errors as signIn.
    Result<Session> stepUp(const Session &session);

    /// Moves the idle deadline if it lags by the policy's touch lag. A guest that is not stored stays so.
    Result<Session> touch(const Session &session);

    /// Ends the session; a fresh guest's comes back, whose cookie clears the old one. Ended already is fine.
    Result<Session> signOut(const Session &session);

    enum class Spare : quint8 { Nothing, ThisSession };
    /// Ends all sessions of the session's user, sign-ins under way too. How many ended. InvalidArgument for a
    /// guest.
    Result<qint64> signOutEverywhere(const Session &session, Spare spare);

    /// The user's own live sessions, newest first: for an account page. InvalidArgument for a guest.
    Result<QList<ListedSession>> sessionsOf(const Session &session);

    /// Ends one of the user's own sessions (from the account page); another user's is Denied, an absent one
    /// fine.
    Result<void> end(const Session &session, const SessionId &other);

    const SessionPolicy &policy() const;
    const std::shared_ptr<SessionStore> &store() const;

private:
    friend class AsyncSessionManager;
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Axess
