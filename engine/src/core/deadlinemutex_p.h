// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace Axess {

/// A mutex that is waited for no longer than until a deadline: what std::unique_lock calls TimedLockable.
///
/// Not std::timed_mutex, which GCC's library does not offer for the steady clock under ThreadSanitizer.
class DeadlineMutex
{
public:
    bool try_lock()
    {
        const std::scoped_lock lock(m_mutex);
        return take();
    }

    bool try_lock_until(std::chrono::steady_clock::time_point until)
    {
        std::unique_lock lock(m_mutex);
        return m_free.wait_until(lock, until, [this] { return !m_isTaken; }) && take();
    }

    void unlock()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_isTaken = false;
        }
        m_free.notify_one();
    }

private:
    bool take() { return !std::exchange(m_isTaken, true); }

    std::mutex m_mutex;
    std::condition_variable m_free;
    bool m_isTaken = false;
};

} // namespace Axess
