// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/watchdog_p.h"

#include <system_error>

namespace Axess {

namespace {

// An interrupt between two statements of a call may go unnoticed (sqlite3_interrupt): it is repeated.
constexpr std::chrono::milliseconds BiteInterval(5);

} // namespace

Watchdog::~Watchdog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Watchdog::watch(Watch &watch, const Deadline &deadline)
{
    const std::lock_guard lock(m_mutex);
    watch.until = deadline.at();
    watch.hasBitten = false;
    watch.wasInterrupted = false;
    watch.place = m_watches.size();
    m_watches.push_back(&watch);
    if (!m_thread.joinable())
        return start();
    // With equal time-outs the thread sleeps for an earlier call's deadline already: no wake-up.
    if (watch.until < m_sleepsUntil)
        m_changed.notify_one();
}

void Watchdog::start()
{
    try {
        m_thread = std::thread([this] { run(); });
    } catch (const std::system_error &) {
        // No more threads now: this call has only its own deadline, the next one tries again.
    }
}

Watchdog::Bite Watchdog::release(Watch &watch)
{
    const std::lock_guard lock(m_mutex);
    Watch *last = m_watches.back();
    m_watches[watch.place] = last;
    last->place = watch.place;
    m_watches.pop_back();
    return watch.hasBitten ? Bite::Yes : Bite::No;
}

void Watchdog::interruptAll()
{
    const std::lock_guard lock(m_mutex);
    for (Watch *watch : m_watches) {
        watch->connection->interrupt();
        watch->wasInterrupted = true;
    }
}

bool Watchdog::wasInterrupted(const Watch &watch)
{
    const std::lock_guard lock(m_mutex);
    return watch.wasInterrupted;
}

void Watchdog::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_sleepsUntil = biteThoseWhoseTimeIsUp();
        if (m_sleepsUntil == TimePoint::max())
            m_changed.wait(lock);
        else
            m_changed.wait_until(lock, m_sleepsUntil);
    }
}

// When to look again. The lock is held during interrupt(), so that release() cannot let the connection die
// meanwhile.
Watchdog::TimePoint Watchdog::biteThoseWhoseTimeIsUp()
{
    const TimePoint now = SystemClock().monotonic();
    TimePoint next = TimePoint::max();
    for (Watch *watch : m_watches) {
        if (watch->until > now) {
            next = std::min(next, watch->until);
            continue;
        }
        watch->connection->interrupt();
        watch->hasBitten = true;
        watch->wasInterrupted = true;
        next = std::min(next, now + BiteInterval);
    }
    return next;
}

} // namespace Axess
