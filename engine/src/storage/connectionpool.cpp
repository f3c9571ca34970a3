// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/connectionpool_p.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Axess {

LentConnection::LentConnection(ConnectionPool &pool, std::unique_ptr<PooledConnection> pooled,
                               ConnectionUse use)
    : m_pool(&pool)
    , m_pooled(std::move(pooled))
    , m_use(use)
{ }

LentConnection &LentConnection::operator=(LentConnection &&other) noexcept
{
    giveBack();
    m_pool = other.m_pool;
    m_pooled = std::move(other.m_pooled);
    m_use = other.m_use;
    return *this;
}

LentConnection::~LentConnection()
{
    giveBack();
}

bool LentConnection::wasCut() const
{
    return m_pooled->connection->isBroken() && !m_pool->m_watchdog.wasInterrupted(m_pooled->watch);
}

void LentConnection::giveBack()
{
    if (m_pooled)
        m_pool->takeBack(std::move(m_pooled), m_use);
}

ConnectionPool::ConnectionPool(std::shared_ptr<ConnectionFactory> factory, const Settings &settings)
    : m_factory(std::move(factory))
    , m_settings(settings)
    , m_size(std::max(1, settings.size > 0 ? settings.size : m_factory->defaultPoolSize()))
    , m_maximumWriters(m_factory->concurrentWriters())
{ }

ConnectionPool::~ConnectionPool()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_openerWanted.notify_all();
    if (m_opener.joinable())
        m_opener.join();
    std::ranges::move(m_retired, std::back_inserter(m_idle));
    for (const Pooled &pooled : m_idle)
        pooled->connection->attachToThread();
}

Result<LentConnection> ConnectionPool::lend(ConnectionUse use, const Deadline &deadline)
{
    // A connection that does not want to come to this thread is no answer: the next one, please.
    while (!deadline.hasPassed()) {
        if (auto lent = tryLend(use, deadline))
            return std::move(*lent);
        Result<Pooled> pooled = wait(use, deadline);
        if (!pooled)
            return std::unexpected(pooled.error());
        if (auto lent = handOver(std::move(*pooled), use, deadline))
            return std::move(*lent);
    }
    return std::unexpected(
        Error(ErrorCode::Unavailable, u"The call's time was over before it reached the store"_s));
}

std::optional<LentConnection> ConnectionPool::tryLend(ConnectionUse use, const Deadline &deadline)
{
    Pooled pooled;
    {
        const std::lock_guard lock(m_mutex);
        pooled = takeIdle(use);
    }
    return pooled ? handOver(std::move(pooled), use, deadline) : std::nullopt;
}

std::optional<LentConnection> ConnectionPool::handOver(Pooled pooled, ConnectionUse use,
                                                       const Deadline &deadline)
{
    if (!pooled->connection->attachToThread()) {
        forget(use);
        return std::nullopt;
    }
    pooled->connection->setDeadline(deadline);
    m_watchdog.watch(pooled->watch, deadline);
    return LentConnection(*this, std::move(pooled), use);
}

// A connection counts as lent from the moment it is taken, so that no writer too many slips in.
ConnectionPool::Pooled ConnectionPool::takeIdle(ConnectionUse use)
{
    if (m_idle.empty() || (use == ConnectionUse::Write && !mayWrite()))
        return nullptr;
    const bool wantsWriter = use == ConnectionUse::Write;
    auto chosen = std::ranges::find_if(m_idle.rbegin(), m_idle.rend(), [&](const Pooled &pooled) {
        return pooled->hasWritten == wantsWriter;
    });
    if (chosen == m_idle.rend())
        chosen = m_idle.rbegin();
    Pooled pooled = std::move(*chosen);
    m_idle.erase(std::next(chosen).base());
    ++m_lent;
    if (wantsWriter) {
        ++m_writing;
        pooled->hasWritten = true;
    }
    return pooled;
}

Result<ConnectionPool::Pooled> ConnectionPool::wait(ConnectionUse use, const Deadline &deadline)
{
    std::unique_lock lock(m_mutex);
    if (Pooled pooled = takeIdle(use))
        return pooled;
    const bool attemptIsDue = !m_opening && (!m_pause || m_pause->hasPassed());
    if (isStoreDown() && !attemptIsDue)
        return std::unexpected(*m_lastRefusal);

    Waiter waiter {.use = use, .served = {}, .granted = nullptr, .refusal = std::nullopt};
    m_waiters.push_back(&waiter);
    requestOpening();
    waiter.served.wait_until(lock, deadline.at(), [&] { return waiter.granted || waiter.refusal; });
    if (waiter.granted)
        return std::move(waiter.granted);
    if (waiter.refusal)
        return std::unexpected(*waiter.refusal);
    m_waiters.remove(&waiter);
    return std::unexpected(busyError());
}

void ConnectionPool::takeBack(Pooled pooled, ConnectionUse use)
{
    const bool timedOut = m_watchdog.release(pooled->watch) == Watchdog::Bite::Yes;
    const bool broken = pooled->connection->isBroken();
    const bool wasCut = broken && !pooled->watch.wasInterrupted;
    const bool usable = !timedOut && !broken && pooled->connection->detachFromThread();
    {
        const std::lock_guard lock(m_mutex);
        --m_lent;
        m_writing -= use == ConnectionUse::Write ? 1 : 0;
        if (usable) {
            m_idle.push_back(std::move(pooled));
        } else {
            --m_open;
            ++m_counted.thrownAway;
            m_counted.timedOut += timedOut ? 1 : 0;
        }
        // A server that cut one connection has most likely cut all: the idle ones are not offered to a second
        // try.
        if (wasCut)
            std::ranges::move(std::exchange(m_idle, {}), std::back_inserter(m_retired));
        serveWaiters();
        requestOpening();
    }
    // A connection that is thrown away dies here, in the thread that holds it, outside the lock.
}

// After a connection was destroyed because it could not be handed over.
void ConnectionPool::forget(ConnectionUse use)
{
    const std::lock_guard lock(m_mutex);
    --m_lent;
    --m_open;
    m_writing -= use == ConnectionUse::Write ? 1 : 0;
    ++m_counted.thrownAway;
    requestOpening();
}

void ConnectionPool::serveWaiters()
{
    for (auto waiter = m_waiters.begin(); waiter != m_waiters.end() && !m_idle.empty();) {
        Pooled pooled = takeIdle((*waiter)->use);
        if (!pooled) {
            ++waiter;
            continue;
        }
        (*waiter)->granted = std::move(pooled);
        // Under the lock: the waiter lives on its thread's stack and may be gone right after.
        (*waiter)->served.notify_one();
        waiter = m_waiters.erase(waiter);
    }
}

void ConnectionPool::refuseWaiters(const Error &error)
{
    for (Waiter *waiter : std::exchange(m_waiters, {})) {
        waiter->refusal = error;
        waiter->served.notify_one();
    }
}

Error ConnectionPool::busyError() const
{
    if (m_open == 0 && m_lastRefusal)
        return *m_lastRefusal;
    if (m_open == 0)
        return Error(ErrorCode::Unavailable, u"The store accepted no connection within the call's time"_s);
    return Error(ErrorCode::Unavailable,
                 u"All %1 connections to the store were busy during the call's time"_s.arg(m_open));
}

ConnectionPool::Statistics ConnectionPool::statistics() const
{
    const std::lock_guard lock(m_mutex);
    Statistics result = m_counted;
    result.size = m_size;
    result.open = m_open;
    result.lent = m_lent;
    result.waiting = int(m_waiters.size());
    result.isStoreDown = isStoreDown();
    return result;
}

} // namespace Axess
