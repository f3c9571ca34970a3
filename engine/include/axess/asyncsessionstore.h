// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <QtCore/qfuture.h>
#include <QtCore/qthreadpool.h>

#include <atomic>

namespace Axess {

/// SessionStore's verbs as futures, for servers and windows that live in an event loop.
///
/// Thread-safe. Work runs on a thread pool of its own; the futures are finished there: continue with
/// `.then(context, …)` to come back. A call waits for a thread as long as the call deadline at most, then it
/// is Unavailable, not applied; when very many wait, a further one is Full at once. What a verb of the
/// application's own throws is thrown by its future. Destroying it waits for what is under way (bounded by
/// the call deadline).
class AXESS_EXPORT AsyncSessionStore
{
public:
    static constexpr int LongestQueue = 10'000; ///< Calls that wait for a thread.

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
            leave();
            answer(*promise, verb, refused);
            return future;
        }
        m_threads.start([this, promise, verb = std::move(verb), begins = lastMoment()]() mutable {
            leave();
            answer(*promise, verb, lateness(begins));
        });
        return future;
    }

    const std::shared_ptr<SessionStore> &store() const { return m_store; }

private:
    template<typename Answer>
    static constexpr bool IsResult = std::is_constructible_v<Answer, std::unexpected<Error>>;

    // What has no way to tell an error is never refused.
    template<typename Answer, typename Verb>
    void answer(QPromise<Answer> &promise, Verb &verb, const std::optional<Error> &refused)
    {
        try {
            if constexpr (IsResult<Answer>)
                promise.addResult(refused ? Answer(std::unexpected(*refused)) : verb(*m_store));
            else
                promise.addResult(verb(*m_store));
        } catch (...) {
            promise.setException(std::current_exception());
        }
        promise.finish();
    }

    std::optional<Error> enter(); ///< Full when too many wait; counted all the same, until `leave`.
    void leave();
    Deadline lastMoment() const; ///< When a call that is made now must have begun.
    static std::optional<Error> lateness(const Deadline &begins);

    std::shared_ptr<SessionStore> m_store;
    std::atomic<int> m_waiting = 0;
    QThreadPool m_threads;
};

} // namespace Axess
