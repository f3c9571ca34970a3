// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionmanager_p.h"

#include "datamerge_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int mostMerges = 8;
constexpr int mostCreations = 3;

Error gone()
{
    return Error(ErrorCode::Gone, u"The session has ended, or goes on under a newer token"_s);
}

} // namespace

Result<Session> SessionManager::save(const Session &session)
{
    if (!session.hasChanges())
        return session;
    if (session.m_unsaved)
        return std::unexpected(*session.m_unsaved);
    if (const auto row = Private::changedRow(session))
        return d->updated(session, d->store->save(*row));
    return d->created(session, {});
}

Result<Session> SessionManager::Private::created(const Session &session, const std::optional<SignIn> &signIn)
{
    if (const auto usable = policy.check(); !usable)
        return std::unexpected(usable.error());
    for (int attempt = 1;; ++attempt) {
        const auto stored = store->save(session.m_row, signIn);
        if (stored)
            return withCookie(adopted(*stored, session.m_request));
        // Each attempt has an id of its own: what an earlier one may still store is a row whose secret nobody
        // holds.
        if (stored.error().outcome() != Outcome::Unknown || attempt == mostCreations)
            return std::unexpected(stored.error());
    }
}

std::optional<SessionRow> SessionManager::Private::changedRow(const Session &session)
{
    if (!session.hasChanges() || !session.isStored())
        return std::nullopt;
    SessionRow row = session.m_row;
    if (session.m_request.client != ClientInfo())
        row.client = session.m_request.client.fitted();
    return row;
}

Result<Session> SessionManager::Private::updated(const Session &session, Result<SessionRow> stored)
{
    for (int attempt = 0;; ++attempt) {
        if (stored) {
            Session saved = adopted(*stored, session.m_request);
            saved.m_setCookie = session.m_setCookie;
            return saved;
        }
        const ErrorCode code = stored.error().code();
        if (code == ErrorCode::Superseded)
            return std::unexpected(gone());
        if (code != ErrorCode::Conflict || policy.merge == MergePolicy::Reject || attempt == mostMerges)
            return std::unexpected(stored.error());
        count(Counter::MergeRetries);
        auto fresh = rebased(session);
        if (!fresh)
            return std::unexpected(fresh.error().code() == ErrorCode::Superseded ? gone() : fresh.error());
        stored = store->save(*fresh);
    }
}

// By token, never by id: a request from before a sign-in must not write into the session after it.
Result<SessionRow> SessionManager::Private::rebased(const Session &session)
{
    auto loaded = store->load(session.m_row.token);
    if (!loaded)
        return std::unexpected(loaded.error());
    if (!*loaded)
        return std::unexpected(gone());
    SessionRow row = adopted(**loaded, session.m_request).m_row;
    const bool isMineAlone = policy.merge == MergePolicy::LastWrite && session.hasChanges();
    row.data = isMineAlone ? session.m_row.data : merged(session.m_base, session.m_row.data, row.data);
    return row;
}

Result<Session> SessionManager::Private::withCookie(Session session) const
{
    return cookies.set(session.m_row.token).transform([&](const QByteArray &cookie) {
        session.m_setCookie = cookie;
        return session;
    });
}

} // namespace Axess
