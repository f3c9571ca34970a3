// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/asyncsessionstore.h>
#include <axess/sessionmanager.h>

namespace Axess {

/// SessionManager's verbs as futures, for event-loop servers. Thread-safe; threads as AsyncSessionStore.
class AXESS_EXPORT AsyncSessionManager
{
public:
    explicit AsyncSessionManager(std::shared_ptr<SessionStore> store,
                                 const SessionPolicy &policy = SessionPolicy::standard());
    ~AsyncSessionManager();
    Q_DISABLE_COPY_MOVE(AsyncSessionManager)

    Session start(const RequestContext &request = {}) const { return m_manager->start(request); }
    QFuture<Result<Session>> load(const QByteArray &cookieHeader, const RequestContext &request = {});
    QFuture<Result<Session>> save(const Session &session);
    QFuture<Result<SignInTicket>> ticket(const UserId &user, const TenantId &tenant = {});
    QFuture<Result<Session>> signIn(const Session &session, const SignInTicket &ticket);
    QFuture<Result<Session>> stepUp(const Session &session);
    QFuture<Result<Session>> touch(const Session &session);
    QFuture<Result<Session>> signOut(const Session &session);
    QFuture<Result<qint64>> signOutEverywhere(const Session &session, SessionManager::Spare spare);
    QFuture<Result<QList<ListedSession>>> sessionsOf(const Session &session);
    QFuture<Result<void>> end(const Session &session, const SessionId &other);

    /// Several steps of one request in one go: `run([=](SessionManager &manager) { … return result; })`.
    template<typename Steps> auto run(Steps steps) -> QFuture<std::invoke_result_t<Steps, SessionManager &>>
    {
        return m_async.run([manager = m_manager, steps = std::move(steps)](SessionStore &) mutable {
            return steps(*manager);
        });
    }

    SessionManager &manager() const { return *m_manager; }

private:
    std::shared_ptr<SessionManager> m_manager;
    AsyncSessionStore m_async;
};

} // namespace Axess
