// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storageconnection.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace Axess {

/// Interrupts calls whose time is up, so that no caller waits for a store that hangs.
///
/// One thread for all connections of a pool, begun with the first call. Thread-safe.
class AXESS_TEST_EXPORT Watchdog
{
public:
    /// A call under watch. Stays where it is from watch() to release().
    struct Watch
    {
        StorageConnection *connection = nullptr;
        std::chrono::steady_clock::time_point until;
        std::size_t place = 0;
        bool hasBitten = false;
        bool wasInterrupted = false;
    };
    enum class Bite : quint8 { No, Yes };

    Watchdog() = default;
    ~Watchdog();
    Q_DISABLE_COPY_MOVE(Watchdog)

    /// From now on the connection is interrupted at the deadline, again and again until release.
    void watch(Watch &watch, const Deadline &deadline);
    /// Yes = the connection was interrupted and must be thrown away. It is not interrupted after the return.
    Bite release(Watch &watch);
    /// Interrupts every call that is under watch now; their connections may be used on.
    void interruptAll();
    /// Whether the call was interrupted, at its deadline or on request: nobody wants it repeated.
    bool wasInterrupted(const Watch &watch);

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    void start();
    void run();
    TimePoint biteThoseWhoseTimeIsUp();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Watch *> m_watches;
    TimePoint m_sleepsUntil = TimePoint::max();
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace Axess
