// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/connectionpool_p.h"

#include <axess/metrics.h>

#include <thread>

namespace Axess {

/// Rings a store's bell after events were written, so that readers of the log need not wait for their next
/// look.
///
/// A thread of its own does it, from the first event on, at most every `Pause`: a write waits for nobody and
/// pays nothing. What is not rung costs the readers time. Thread-safe.
class AXESS_TEST_EXPORT StoreBell
{
public:
    static constexpr std::chrono::milliseconds Pause {50};

    /// The pool must outlive it. Without a bell nothing happens.
    StoreBell(ConnectionPool &pool, bool hasBell)
        : m_pool(pool)
        , m_isOff(!hasBell)
    { }
    ~StoreBell();
    Q_DISABLE_COPY_MOVE(StoreBell)

    /// Whether a successful call of this verb writes events; of updates some do.
    static bool isRungFor(Verb verb);
    /// An event was written. Returns at once.
    void wanted();

private:
    enum class Ringing : quint8 {
        Done,
        Again, ///< The store is busy or away.
        Never, ///< There is no bell for us.
    };

    void start();
    void run();
    Ringing ring();

    ConnectionPool &m_pool;
    std::atomic<bool> m_isOff;
    std::atomic<bool> m_isWanted = false;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace Axess
