// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/storebell_p.h"

#include <system_error>

namespace Axess {

namespace {

constexpr std::chrono::milliseconds patience {500};

} // namespace

StoreBell::~StoreBell()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

bool StoreBell::isRungFor(Verb verb)
{
    switch (verb) {
    case Verb::Create:
    case Verb::Revoke:
    case Verb::Restore:
    case Verb::Remove:
    case Verb::RemoveExpired:
    case Verb::AppendEvents:
        return true;
    default:
        return false;
    }
}

void StoreBell::wanted()
{
    if (m_isOff.load(std::memory_order_relaxed) || m_isWanted.exchange(true))
        return;
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_thread.joinable() && !m_isStopping)
            start();
    }
    m_changed.notify_all();
}

void StoreBell::start()
{
    try {
        m_thread = std::thread([this] { run(); });
    } catch (const std::system_error &) {
        m_isOff = true;
    }
}

void StoreBell::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_isStopping || m_isWanted; });
        // Who writes and ends at once is heard, too.
        if (!m_isWanted)
            return;
        const bool isLast = m_isStopping;
        lock.unlock();
        // What is written from here on wants another ring.
        m_isWanted = false;
        const Ringing ringing = ring();
        m_isOff = m_isOff || ringing == Ringing::Never;
        if (ringing == Ringing::Again)
            m_isWanted = true;
        lock.lock();
        if (isLast)
            return;
        m_changed.wait_for(lock, ringing == Ringing::Again ? patience : Pause,
                           [this] { return m_isStopping; });
    }
}

StoreBell::Ringing StoreBell::ring()
{
    const Deadline deadline = Deadline::in(patience);
    auto lent = m_pool.lend(ConnectionUse::Read, deadline);
    if (!lent)
        return Ringing::Again;
    const auto rung = (*lent)->ring();
    if (rung)
        return Ringing::Done;
    return rung.error().code() == ErrorCode::Unavailable ? Ringing::Again : Ringing::Never;
}

} // namespace Axess
