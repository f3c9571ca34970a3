// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionmanager_p.h"

#include "storecore_p.h"

#include <axess/logging.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int mostMerges = 8;

std::unexpected<Error> wrong(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

// Failures that were found out by looking at the stored row, or at its absence.
bool tellsWhatStands(ErrorCode code)
{
    return code == ErrorCode::Conflict || code == ErrorCode::Superseded || code == ErrorCode::Gone
        || code == ErrorCode::Denied;
}

} // namespace

Result<Session> SessionManager::signIn(const Session &session, const SignInTicket &ticket)
{
    if (ticket.user.isEmpty())
        return wrong(u"A sign-in needs a ticket that was drawn for a user"_s);
    if (ticket.tenant != session.tenant())
        return wrong(u"The ticket was drawn for another tenant than the session's"_s);

    const SignIn signIn {.ticket = ticket, .limit = d->policy.sessionsPerUser, .policy = d->policy.limit};
    const bool isAnother = session.isSignedIn() && session.user() != ticket.user;
    Session bound = isAnother ? d->guest(session.m_request) : session;
    bound.m_row.user = ticket.user;
    bound.m_row.level = SessionLevel::Authenticated;
    if (bound.isStored())
        return d->cycled(session, bound.m_row, signIn);

    auto created = d->created(bound, signIn);
    if (created && isAnother) {
        // The new session is there and its cookie replaces the old one's: a failure here costs no more than a
        // row.
        if (const auto ended = d->store->remove(session.id()); !ended)
            qCWarning(sessionLog).noquote() << "Session" << session.id().text()
                                            << "was left behind by a sign-in:" << ended.error().message();
    }
    return created;
}

Result<Session> SessionManager::stepUp(const Session &session)
{
    if (!session.isSignedIn() || !session.isStored())
        return wrong(u"Only a session whose user is signed in can be stepped up"_s);
    SessionRow row = session.m_row;
    row.level = SessionLevel::SteppedUp;
    return d->cycled(session, row, {});
}

Result<Session> SessionManager::Private::cycled(const Session &session, const SessionRow &as,
                                                const std::optional<SignIn> &signIn)
{
    const auto to = store->renewed(session.m_row.token);
    if (!to)
        return std::unexpected(to.error());
    const bool mayMerge = policy.merge != MergePolicy::Reject || !session.hasChanges();
    SessionRow row = as;
    for (int attempt = 0;; ++attempt) {
        const auto stored = cycledOnce(*to, proven(row, as, session.m_request), signIn);
        if (stored)
            return withCookie(adopted(*stored, session.m_request));
        if (stored.error().code() != ErrorCode::Conflict || !mayMerge || attempt == mostMerges)
            return std::unexpected(stored.error());
        count(Counter::MergeRetries);
        auto fresh = rebased(session);
        if (!fresh)
            return std::unexpected(fresh.error());
        row = std::move(*fresh);
    }
}

// An answer that was lost is asked for once more: the store tells by the stored hash whether it has happened.
Result<SessionRow> SessionManager::Private::cycledOnce(const SessionToken &to, const SessionRow &row,
                                                       const std::optional<SignIn> &signIn)
{
    const auto stored = store->cycle(row.token, to, row, signIn);
    if (stored || stored.error().outcome() != Outcome::Unknown)
        return stored;
    const auto again = store->cycle(row.token, to, row, signIn);
    return again || tellsWhatStands(again.error().code()) ? again : again.transform_error(asUnknown);
}

SessionRow SessionManager::Private::proven(SessionRow row, const SessionRow &as,
                                           const RequestContext &request) const
{
    row.user = as.user;
    row.level = as.level;
    row.authenticatedAt = store->now();
    if (request.client != ClientInfo())
        row.client = request.client.fitted();
    if (policy.fingerprint != FingerprintPolicy::Off && !request.fingerprint.isEmpty())
        row.fingerprint = request.fingerprint;
    return row;
}

} // namespace Axess
