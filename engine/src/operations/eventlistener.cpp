// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "eventlistener_p.h"

#include <axess/logging.h>

#include <algorithm>

namespace Axess {

namespace {

constexpr std::chrono::milliseconds longestSlice {1'000}; // A stop may come just before the connection waits.
constexpr std::chrono::milliseconds together {20}; // What comes in a burst is read at once.
constexpr std::chrono::milliseconds firstPause {5'000};
constexpr std::chrono::milliseconds longestPause {60'000};

} // namespace

EventListener::EventListener(StoreCore &core)
    : m_core(core)
    , m_storage(&core.storage())
    , m_mayListen(m_storage->hasBell())
    , m_nextPause(firstPause)
{ }

void EventListener::begin()
{
    const std::scoped_lock lock(m_mutex);
    m_isStopped = false;
}

void EventListener::stop()
{
    const std::scoped_lock lock(m_mutex);
    m_isStopped = true;
    m_stopped.notify_all();
    if (m_ear)
        m_ear->interrupt();
}

bool EventListener::isStopped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_isStopped;
}

void EventListener::sleep(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    m_stopped.wait_for(lock, time, [this] { return m_isStopped; });
}

void EventListener::await(std::chrono::milliseconds time)
{
    const Deadline deadline = Deadline::in(time);
    while (!isStopped() && !deadline.hasPassed()) {
        follow();
        if (m_mayListen && !m_ear && (!m_pause || m_pause->hasPassed()))
            connect(deadline);
        if (!m_ear)
            return sleep(deadline.remaining());
        if (hears(deadline))
            return sleep(together);
    }
}

void EventListener::end()
{
    const std::scoped_lock lock(m_mutex);
    m_ear.reset();
    m_isListening = false;
}

void EventListener::follow()
{
    StorageAccess &leading = m_core.storage();
    if (m_storage == &leading)
        return;
    end();
    m_storage = &leading;
    m_mayListen = leading.hasBell();
    m_pause.reset();
    m_nextPause = firstPause;
}

void EventListener::connect(const Deadline &deadline)
{
    auto ear = m_storage->connectApart(soonest(deadline));
    if (!ear)
        return giveUp(ear.error());
    const std::scoped_lock lock(m_mutex);
    m_ear = std::move(*ear);
}

// The first time at once: what happened before it listened is to be read, too.
bool EventListener::hears(const Deadline &deadline)
{
    m_ear->setDeadline(m_isListening ? Deadline::in(std::min(deadline.remaining(), longestSlice))
                                     : soonest(deadline));
    const auto heard = m_ear->listen();
    if (!heard)
        giveUp(heard.error());
    else
        m_nextPause = firstPause;
    m_isListening = heard.has_value();
    return heard.value_or(false);
}

// The log is looked at in time also while the bell cannot be reached.
Deadline EventListener::soonest(const Deadline &deadline) const
{
    return Deadline::in(std::min(deadline.remaining(), m_core.deadline().remaining()));
}

void EventListener::giveUp(const Error &error)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ear.reset();
    }
    m_isListening = false;
    m_pause = Deadline::in(m_nextPause);
    m_nextPause = std::min(2 * m_nextPause, longestPause);
    if (error.code() == ErrorCode::Unavailable)
        return;
    m_mayListen = false;
    qCInfo(storeLog, "The store's bell cannot be heard, events are looked for: %ls",
           qUtf16Printable(error.message()));
}

} // namespace Axess
