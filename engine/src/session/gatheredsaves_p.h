// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <QtCore/qpromise.h>

#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace Axess {

/// Saves of stored sessions that wait for a thread: the next free one takes many of them along.
///
/// What is written together is sealed, sent and answered by one thread, and nobody else wakes for it. Two of
/// one session never go together. Thread-safe.
class AXESS_TEST_EXPORT GatheredSaves
{
public:
    struct Save
    {
        SessionRow row;
        Deadline begins; ///< When it must have begun.
        QPromise<Result<SessionRow>> promise; ///< Started.
    };

    static constexpr std::size_t MostTogether = 32;

    /// `mostWorkers` = how many threads work at them at once; at least one.
    GatheredSaves(std::shared_ptr<SessionStore> store, int mostWorkers)
        : m_store(std::move(store))
        , m_mostWorkers(mostWorkers)
    { }

    /// True = one more thread is wanted to `work`.
    bool add(Save save);
    /// Takes what may go together, saves and answers it. Calls `wantThread` before it answers if one more is
    /// wanted: continuations run in this thread, and take their time.
    void work(const std::function<void()> &wantThread);
    /// How many wait for a thread.
    std::size_t waiting() const;

private:
    std::vector<Save> take();
    bool isDone(); ///< Else the worker is wanted again.

    const std::shared_ptr<SessionStore> m_store;
    const int m_mostWorkers;
    mutable std::mutex m_mutex;
    std::deque<Save> m_waiting;
    int m_workers = 0;
};

} // namespace Axess
