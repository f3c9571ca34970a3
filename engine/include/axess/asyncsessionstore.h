// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <QtCore/qfuture.h>
#include <QtCore/qthreadpool.h>

#include <atomic>
#include <memory>

namespace Axess {

class GatheredSaves;

/// SessionStore's verbs as futures, for servers and windows that live in an event loop.
///
/// Thread-safe. Work runs on a thread pool of its own; the futures are finished there: continue with
/// `.then(context, …)` to come back. A call waits for a thread as long as the call deadline at most, then it
/// is Unavailable, not applied; when very many wait, a further one is Full at once. What a verb of the
/// application's own throws is thrown by its future. Destroying it waits for what is under way (bounded by
/// the call deadline); in one of its own threads, such as in a continuation that held the last owner, it does
/// not wait, and what is under way ends by itself.
///
/// Saves of stored sessions that wait for a thread are written many at a time, each answered by itself: many
/// callers that do not block cost far less than as many threads that do. A continuation without a context
/// runs in that thread, between the answers of others: it must not wait for anything.
class AXESS_EXPORT AsyncSessionStore
{
public:
    static constexpr int LongestQueue = 10'000; ///< Saves that wait for a thread, and other calls that do.

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
        if (const auto refused = enter(); refused && IsResult<Answer>) {
            m_shared->waiting.fetch_sub(1);
            answer(*m_shared->store, *promise, verb, refused);
            return future;
        }
        // Not `this`, which goes before the last calls end when one of them lets go of it.
        m_threads->start(
            [shared = m_shared, promise, verb = std::move(verb), begins = lastMoment()]() mutable {
                shared->waiting.fetch_sub(1);
                answer(*shared->store, *promise, verb, lateness(begins));
            });
        return future;
    }

    const std::shared_ptr<SessionStore> &store() const { return m_shared->store; }

private:
    friend class AsyncSessionManager;

    template<typename Answer>
    static constexpr bool IsResult = std::is_constructible_v<Answer, std::unexpected<Error>>;

    // What has no way to tell an error is never refused.
    template<typename Answer, typename Verb>
    static void answer(SessionStore &store, QPromise<Answer> &promise, Verb &verb,
                       const std::optional<Error> &refused)
    {
        try {
            if constexpr (IsResult<Answer>)
                promise.addResult(refused ? Answer(std::unexpected(*refused)) : verb(store));
            else
                promise.addResult(verb(store));
        } catch (...) {
            promise.setException(std::current_exception());
        }
        promise.finish();
    }

    static void saveNext(const std::shared_ptr<GatheredSaves> &saves, QThreadPool *threads);
    std::optional<Error> enter(); ///< Full when too many wait; counted all the same.
    Deadline lastMoment() const; ///< When a call that is made now must have begun.
    static std::optional<Error> lateness(const Deadline &begins);

    struct Shared
    {
        std::shared_ptr<SessionStore> store;
        std::atomic<int> waiting = 0; ///< Calls that wait for a thread.
    };

    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<GatheredSaves> m_saves;
    std::unique_ptr<QThreadPool> m_threads;
};

} // namespace Axess
