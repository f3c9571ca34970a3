// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/asyncsessionstore.h>

#include "storecore_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Half of the threads may wait at the pool's door while the other half seals and opens.
int usualThreads(SessionStore &store)
{
    return std::max(2, 2 * store.core().storage().poolStatistics().size);
}

} // namespace

AsyncSessionStore::AsyncSessionStore(std::shared_ptr<SessionStore> store, int threads)
    : m_store(std::move(store))
{
    m_threads.setMaxThreadCount(threads > 0 ? threads : usualThreads(*m_store));
}

AsyncSessionStore::~AsyncSessionStore()
{
    m_threads.waitForDone();
}

std::optional<Error> AsyncSessionStore::enter()
{
    if (m_waiting.fetch_add(1) < LongestQueue)
        return std::nullopt;
    return Error(ErrorCode::Full, u"Too many calls wait for a thread already; this one was not begun"_s);
}

void AsyncSessionStore::leave()
{
    m_waiting.fetch_sub(1);
}

Deadline AsyncSessionStore::lastMoment() const
{
    return m_store->core().deadline();
}

std::optional<Error> AsyncSessionStore::lateness(const Deadline &begins)
{
    if (!begins.hasPassed())
        return std::nullopt;
    return Error(ErrorCode::Unavailable, u"All threads were busy during the call's time; it was not begun"_s);
}

QFuture<Result<std::optional<SessionRow>>> AsyncSessionStore::load(const SessionToken &token)
{
    return run([=](SessionStore &store) { return store.load(token); });
}

QFuture<Result<SessionRow>> AsyncSessionStore::save(const SessionRow &row,
                                                    const std::optional<SignIn> &signIn)
{
    return run([=](SessionStore &store) { return store.save(row, signIn); });
}

QFuture<Result<void>> AsyncSessionStore::remove(const SessionId &id, EndReason reason)
{
    return run([=](SessionStore &store) { return store.remove(id, reason); });
}

QFuture<Result<SessionRow>> AsyncSessionStore::cycle(const SessionToken &from, const SessionToken &to,
                                                     const SessionRow &row,
                                                     const std::optional<SignIn> &signIn)
{
    return run([=](SessionStore &store) { return store.cycle(from, to, row, signIn); });
}

QFuture<Result<qint64>> AsyncSessionStore::cleanupExpired()
{
    return run([](SessionStore &store) { return store.cleanupExpired(); });
}

QFuture<Result<QList<SessionId>>> AsyncSessionStore::findSessionsForUser(const UserId &user,
                                                                         const TenantId &tenant)
{
    return run([=](SessionStore &store) { return store.findSessionsForUser(user, tenant); });
}

} // namespace Axess
