// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionmanager_p.h"

#include "storecore_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

std::shared_ptr<CookieKeys> keysOf(const std::shared_ptr<SessionStore> &store)
{
    const auto reread = [store] { return store->core().ring().readNow(store->core().deadline()); };
    return std::make_shared<CookieKeys>(
        CookieKeys::Source {.current = [store] { return store->core().ring().current(); }, .reread = reread},
        store->core().options().clock);
}

std::unexpected<Error> onlyForUsers()
{
    return std::unexpected(
        Error(ErrorCode::InvalidArgument, u"The session is a guest's: nobody is signed in"_s));
}

} // namespace

SessionManager::Private::Private(std::shared_ptr<SessionStore> sessions, const SessionPolicy &asked)
    : store(std::move(sessions))
    , policy(asked)
    , cookies(asked.cookie, keysOf(store))
{ }

void SessionManager::Private::count(Counter counter)
{
    store->core().metrics().add(counter);
}

SessionManager::SessionManager(std::shared_ptr<SessionStore> store, const SessionPolicy &policy)
    : d(std::make_unique<Private>(std::move(store), policy))
{ }

SessionManager::~SessionManager() = default;

const SessionPolicy &SessionManager::policy() const
{
    return d->policy;
}

const std::shared_ptr<SessionStore> &SessionManager::store() const
{
    return d->store;
}

Session SessionManager::start(const RequestContext &request) const
{
    return d->guest(request);
}

Result<Session> SessionManager::touch(const Session &session)
{
    return session.isStored() && d->isTouchDue(session) ? d->touched(session) : session;
}

Result<SignInTicket> SessionManager::ticket(const UserId &user, const TenantId &tenant)
{
    return d->store->ticket(user, tenant);
}

Result<Session> SessionManager::signOut(const Session &session)
{
    if (session.isStored()) {
        if (const auto removed = d->store->remove(session.id()); !removed)
            return std::unexpected(removed.error());
    }
    Session fresh = d->guest(session.m_request);
    fresh.m_setCookie = d->cookies.clear();
    return fresh;
}

Result<qint64> SessionManager::signOutEverywhere(const Session &session, Spare spare)
{
    if (!session.isSignedIn())
        return onlyForUsers();
    const auto spared = spare == Spare::ThisSession ? std::optional(session.id()) : std::nullopt;
    return d->store->signOutEverywhere(session.user(), session.tenant(), spared);
}

Result<QList<ListedSession>> SessionManager::sessionsOf(const Session &session)
{
    if (!session.isSignedIn())
        return onlyForUsers();
    return d->store->sessionsOf(session.user(), session.tenant());
}

Result<void> SessionManager::end(const Session &session, const SessionId &other)
{
    if (!session.isSignedIn())
        return onlyForUsers();
    const auto found = d->store->find(other);
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return {};
    const SessionRow &row = (*found)->row;
    if (row.user != session.user() || row.tenant != session.tenant())
        return std::unexpected(Error(ErrorCode::Denied, u"The session is not one of the user's own"_s));
    return d->store->remove(other, EndReason::SignedOut, u"by another session of the user"_s);
}

} // namespace Axess
