// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/asyncsessionmanager.h>

#include "sessionmanager_p.h"

namespace Axess {

AsyncSessionManager::AsyncSessionManager(std::shared_ptr<SessionStore> store, const SessionPolicy &policy)
    : m_manager(std::make_shared<SessionManager>(store, policy))
    , m_async(std::move(store))
{ }

AsyncSessionManager::~AsyncSessionManager() = default;

QFuture<Result<Session>> AsyncSessionManager::load(const QByteArray &cookieHeader,
                                                   const RequestContext &request)
{
    return run([=](SessionManager &manager) { return manager.load(cookieHeader, request); });
}

QFuture<Result<Session>> AsyncSessionManager::save(const Session &session)
{
    const auto row = SessionManager::Private::changedRow(session);
    if (!row)
        return run([=](SessionManager &manager) { return manager.save(session); });
    auto promise = std::make_shared<QPromise<Result<Session>>>();
    promise->start();
    QFuture<Result<Session>> future = promise->future();
    // By the store's own verb: there it goes together with others. The pool is there as long as this call or
    // one of its threads is.
    m_async.save(*row).then([=, manager = m_manager,
                             threads = m_async.m_threads.get()](const QFuture<Result<SessionRow>> &saved) {
        const auto finish = [=] {
            try {
                promise->addResult(manager->d->updated(session, saved.result()));
            } catch (...) {
                promise->setException(std::current_exception());
            }
            promise->finish();
        };
        // Merging asks the store again: not here, where others of the batch wait, or the caller.
        if (saved.isResultReadyAt(0) && !saved.result()
            && saved.result().error().code() == ErrorCode::Conflict)
            threads->start(finish);
        else
            finish();
    });
    return future;
}

QFuture<Result<SignInTicket>> AsyncSessionManager::ticket(const UserId &user, const TenantId &tenant)
{
    return run([=](SessionManager &manager) { return manager.ticket(user, tenant); });
}

QFuture<Result<Session>> AsyncSessionManager::signIn(const Session &session, const SignInTicket &ticket)
{
    return run([=](SessionManager &manager) { return manager.signIn(session, ticket); });
}

QFuture<Result<Session>> AsyncSessionManager::stepUp(const Session &session)
{
    return run([=](SessionManager &manager) { return manager.stepUp(session); });
}

QFuture<Result<Session>> AsyncSessionManager::touch(const Session &session)
{
    return run([=](SessionManager &manager) { return manager.touch(session); });
}

QFuture<Result<Session>> AsyncSessionManager::signOut(const Session &session)
{
    return run([=](SessionManager &manager) { return manager.signOut(session); });
}

QFuture<Result<qint64>> AsyncSessionManager::signOutEverywhere(const Session &session,
                                                               SessionManager::Spare spare)
{
    return run([=](SessionManager &manager) { return manager.signOutEverywhere(session, spare); });
}

QFuture<Result<QList<ListedSession>>> AsyncSessionManager::sessionsOf(const Session &session)
{
    return run([=](SessionManager &manager) { return manager.sessionsOf(session); });
}

QFuture<Result<void>> AsyncSessionManager::end(const Session &session, const SessionId &other)
{
    return run([=](SessionManager &manager) { return manager.end(session, other); });
}

} // namespace Axess
