// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "readiness.h"

using namespace Axess;
using namespace std::chrono_literals;

Readiness::Readiness(std::shared_ptr<SessionStore> store)
    : m_store(std::move(store))
    , m_thread([this] { run(); })
{ }

Readiness::~Readiness()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_stopped.notify_all();
    m_thread.join();
}

Readiness::State Readiness::state() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

void Readiness::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        lock.unlock();
        const StoreHealth health = m_store->health();
        lock.lock();
        // A store that is slow, or set up badly, still serves.
        m_state = {.isReady = health.health != Health::Down, .reason = health.sentence};
        m_stopped.wait_for(lock, 1s, [this] { return m_stopping; });
    }
}
