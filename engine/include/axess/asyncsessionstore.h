// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <QtCore/qfuture.h>
#include <QtCore/qthreadpool.h>

namespace Axess {

/// SessionStore's verbs as futures, for servers and windows that live in an event loop.
///
/// Thread-safe. Work runs on a thread pool of its own; the futures are finished there: continue with
/// `.then(context, …)` to come back. Destroying it waits for what is under way (bounded by the call
/// deadline).
class AXESS_EXPORT AsyncSessionStore
{
public:
    explicit AsyncSessionStore(std::shared_ptr<SessionStore> store,
                               int threads = 0); ///< 0 = twice the pool's size.
    ~AsyncSessionStore();
    Q_DISABLE_COPY_MOVE(AsyncSessionStore)

    QFuture<Result<std::optional<SessionRow>>> load(const SessionToken &token);
    QFuture<Result<SessionRow>> save(const SessionRow &row, const std::optional<SignIn> &signIn = {});
    QFuture<Result<void>> remove(const SessionId &id, EndReason reason = EndReason::SignedOut);
    QFuture<Result<SessionRow>> cycle(const SessionToken &from, const SessionToken &to, const SessionRow &row,
                                      const std::optional<SignIn> &signIn = {});
    QFuture<Result<qint64>> cleanupExpired();
    QFuture<Result<QList<SessionId>>> findSessionsForUser(const UserId &user, const TenantId &tenant = {});

    /// Any other verb: `run([](SessionStore &store) { return store.page(query); })`.
    template<typename Verb> auto run(Verb verb) -> QFuture<std::invoke_result_t<Verb, SessionStore &>>
    {
        using Answer = std::invoke_result_t<Verb, SessionStore &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        QFuture<Answer> future = promise->future();
        m_threads.start([promise, store = m_store, verb = std::move(verb)]() mutable {
            promise->addResult(verb(*store));
            promise->finish();
        });
        return future;
    }

    const std::shared_ptr<SessionStore> &store() const { return m_store; }

private:
    std::shared_ptr<SessionStore> m_store;
    QThreadPool m_threads;
};

} // namespace Axess
