// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tokensessions.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Axess;
using namespace std::chrono_literals;

namespace {

// Most requests only read: the stored deadline may lag by so much.
constexpr std::chrono::milliseconds touchLag = 90s;
constexpr int refreshAttempts = 4; // A save may come between reading and renewing.

Error ended()
{
    return Error(ErrorCode::Gone, u"The token opens no session here"_s);
}

} // namespace

Result<SessionRow> TokenSessions::issue(const SignInTicket &ticket, const ClientInfo &client)
{
    SessionRow row;
    row.tenant = ticket.tenant;
    row.user = ticket.user;
    row.level = SessionLevel::Authenticated;
    row.idleTimeout = IdleTime;
    row.absoluteTimeout = Lifetime;
    row.client = client.fitted();
    return m_store.save(row, SignIn {ticket, SessionsPerUser, LimitPolicy::EndLeastRecentlyUsed});
}

Result<SessionRow> TokenSessions::open(const SessionToken &token, const TenantId &tenant)
{
    const auto loaded = m_store.load(token);
    if (!loaded && loaded.error().code() == ErrorCode::Superseded)
        return std::unexpected(superseded(token, tenant, loaded.error()));
    if (!loaded)
        return std::unexpected(loaded.error());
    if (!*loaded)
        return std::unexpected(ended());
    const SessionRow &row = **loaded;
    // A session without a user is none of this API's: another application on this store may have guests.
    if (row.tenant != tenant || row.user.isEmpty())
        return std::unexpected(ended());
    return touched(row);
}

// Only the session's own tenant hears that it goes on: elsewhere the token is as good as invented.
Error TokenSessions::superseded(const SessionToken &token, const TenantId &tenant, const Error &error)
{
    const auto found = m_store.find(token.id());
    if (!found && found.error().damage() != Damage::OneSession)
        return found.error();
    return found && *found && (*found)->row.tenant == tenant ? error : ended();
}

// A touch that fails is due again at the next request; a session that ended in between is gone.
Result<SessionRow> TokenSessions::touched(const SessionRow &session)
{
    const qint64 wanted
        = std::min(m_store.now() + std::chrono::milliseconds(IdleTime).count(), session.absoluteDeadline);
    if (wanted - session.idleDeadline < touchLag.count())
        return session;
    const auto fresh = m_store.touch(session);
    if (!fresh && fresh.error().code() == ErrorCode::Gone)
        return std::unexpected(ended());
    SessionRow row = session;
    if (fresh)
        row.idleDeadline = fresh->idleDeadline;
    return row;
}

Result<SessionRow> TokenSessions::refresh(const SessionRow &session)
{
    const auto to = m_store.renewed(session.token);
    if (!to)
        return std::unexpected(to.error());
    auto from = Result<SessionRow>(session);
    for (int attempt = 1;; ++attempt) {
        const auto renewed = m_store.cycle(session.token, *to, *from);
        if (renewed || renewed.error().code() != ErrorCode::Conflict || attempt == refreshAttempts)
            return renewed;
        from = open(session.token, session.tenant);
        if (!from)
            return from;
    }
}

Result<QList<ListedSession>> TokenSessions::sessionsOf(const SessionRow &session)
{
    return m_store.sessionsOf(session.user, session.tenant);
}

Result<bool> TokenSessions::end(const SessionRow &session, const SessionId &other)
{
    const auto found = m_store.find(other);
    // Whose a damaged row is cannot be told.
    if (!found && found.error().code() == ErrorCode::Corrupt && found.error().damage() == Damage::OneSession)
        return false;
    if (!found)
        return std::unexpected(found.error());
    if (!*found || (*found)->row.tenant != session.tenant || (*found)->row.user != session.user)
        return false;
    return m_store.remove(other).transform([] { return true; });
}

Result<qint64> TokenSessions::endAll(const SessionRow &session)
{
    return m_store.signOutEverywhere(session.user, session.tenant);
}

qint64 TokenSessions::timeLeft(const SessionRow &session) const
{
    return std::max<qint64>(0, std::min(session.idleDeadline, session.absoluteDeadline) - m_store.now());
}
