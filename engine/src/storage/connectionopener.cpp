// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// The part of ConnectionPool that runs in its own thread: opening connections, and closing those that are
// retired.

#include "storage/connectionpool_p.h"

#include <axess/logging.h>

#include <algorithm>
#include <system_error>
#include <utility>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// One or two refusals are what a restart looks like: calls wait for the next attempt. After three they fail
// at once.
constexpr int RefusalsOfADownStore = 3;

// What will not be different next time; waiting for another attempt would only hide the sentence.
bool isFinal(const Error &error)
{
    return error.code() != ErrorCode::Unavailable;
}

Error asNotApplied(const Error &error)
{
    return error.withOutcome(Outcome::NotApplied);
}

} // namespace

bool ConnectionPool::isStoreDown() const
{
    return m_open == 0 && m_refusalsInARow >= RefusalsOfADownStore;
}

bool ConnectionPool::isOpeningWanted() const
{
    if (m_opening || m_open >= m_size)
        return false;
    return std::ranges::any_of(
        m_waiters, [this](const Waiter *waiter) { return waiter->use == ConnectionUse::Read || mayWrite(); });
}

void ConnectionPool::requestOpening()
{
    if (m_stopping || (!isOpeningWanted() && m_retired.empty()))
        return;
    if (m_opener.joinable()) {
        m_openerWanted.notify_one();
        return;
    }
    try {
        m_opener = std::thread([this] { runOpener(); });
    } catch (const std::system_error &) {
        refuseWaiters(Error(ErrorCode::Full, u"The system starts no more threads"_s));
    }
}

void ConnectionPool::runOpener()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        retireIdle(lock);
        if (m_stopping)
            return;
        if (!isOpeningWanted())
            m_openerWanted.wait(lock);
        else if (m_pause && !m_pause->hasPassed())
            m_openerWanted.wait_until(lock, m_pause->at());
        else
            openOne(lock);
    }
}

void ConnectionPool::openOne(std::unique_lock<std::mutex> &lock)
{
    m_opening = true;
    lock.unlock();
    auto connection = m_factory->connect(Deadline::in(m_settings.connectTimeout));
    auto pooled = std::make_unique<PooledConnection>();
    if (connection && (*connection)->detachFromThread()) {
        pooled->connection = std::move(*connection);
        pooled->watch.connection = pooled->connection.get();
    } else if (connection) {
        connection = std::unexpected(Error(
            ErrorCode::Unsupported, u"The store's driver cannot hand a connection from thread to thread"_s));
    }
    lock.lock();
    m_opening = false;
    if (!connection) {
        noteRefusal(connection.error());
        return;
    }
    m_refusalsInARow = 0;
    m_lastRefusal.reset();
    m_pause.reset();
    ++m_open;
    ++m_counted.opened;
    m_idle.push_back(std::move(pooled));
    serveWaiters();
}

void ConnectionPool::noteRefusal(const Error &error)
{
    if (++m_refusalsInARow == RefusalsOfADownStore)
        qCWarning(storeLog).noquote() << "The store does not accept connections:" << error.message();
    ++m_counted.refused;
    m_lastRefusal = asNotApplied(error);
    const int doublings = std::min(m_refusalsInARow - 1, 16);
    m_pause = Deadline::in(std::min(m_settings.firstPause * (1 << doublings), m_settings.longestPause));
    // While connections live, those who wait get one of them sooner or later.
    if (m_open == 0 && (isFinal(error) || isStoreDown()))
        refuseWaiters(*m_lastRefusal);
}

void ConnectionPool::retireIdle(std::unique_lock<std::mutex> &lock)
{
    if (m_retired.empty())
        return;
    std::vector<Pooled> retired = std::exchange(m_retired, {});
    m_open -= int(retired.size());
    m_counted.thrownAway += qint64(retired.size());
    lock.unlock();
    for (const Pooled &pooled : retired)
        pooled->connection->attachToThread();
    retired.clear();
    lock.lock();
}

} // namespace Axess
