// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/watchdog_p.h"

#include <axess/storagebackend.h>

#include <list>
#include <optional>

namespace Axess {

class ConnectionPool;

/// What a connection is lent for: a store with few writers lends no more for writing.
enum class ConnectionUse : quint8 { Read, Write };

/// A connection of the pool, lent or idle.
struct PooledConnection
{
    std::unique_ptr<StorageConnection> connection;
    Watchdog::Watch watch;
    bool hasWritten = false; ///< Its caches are those of a writer: the next writer gets it again.
};

/// A connection lent to one thread until a deadline, given back when it goes out of scope.
///
/// This is how QtSql's rule "one connection, one thread" holds: the pool's door hands the connection to the
/// thread that takes it, so no code outside pool and connection has to know the rule.
class AXESS_TEST_EXPORT LentConnection
{
public:
    LentConnection(LentConnection &&other) noexcept = default;
    LentConnection &operator=(LentConnection &&other) noexcept;
    ~LentConnection();

    StorageConnection &operator*() const { return *m_pooled->connection; }
    StorageConnection *operator->() const { return m_pooled->connection.get(); }
    /// Broken by itself, and not by an interrupt: another connection may do better.
    bool wasCut() const;
    /// Back to the pool before the end of the scope; a broken one is destroyed here.
    void giveBack();

private:
    friend class ConnectionPool;
    LentConnection(ConnectionPool &pool, std::unique_ptr<PooledConnection> pooled, ConnectionUse use);

    ConnectionPool *m_pool;
    std::unique_ptr<PooledConnection> m_pooled;
    ConnectionUse m_use;
};

/// The connections of one store.
///
/// They are opened when they are wanted, by the pool's own thread, where names are resolved and a server that
/// does not answer holds nobody up. Who waits is served in order. A store that refused three times in a row
/// counts as down: calls fail at once with its last answer, while one of them at a time waits for the next
/// attempt. Thread-safe; outlives what it lends.
class AXESS_TEST_EXPORT ConnectionPool
{
public:
    struct Settings
    {
        int size = 0; ///< 0 = as the factory says.
        std::chrono::milliseconds connectTimeout {5'000};
        std::chrono::milliseconds firstPause {50}; ///< After a failed attempt; doubled with each further one.
        std::chrono::milliseconds longestPause {2'000};
    };
    struct Statistics
    {
        int size = 0;
        int open = 0; ///< Lent and idle ones.
        int lent = 0;
        int waiting = 0;
        qint64 opened = 0; ///< Since the start.
        qint64 refused = 0; ///< Attempts to open that failed.
        qint64 thrownAway = 0; ///< Broken, or their call did not end in time.
        qint64 timedOut = 0; ///< Of those, calls that the watchdog ended.
        bool isStoreDown = false; ///< It refused the last three connections.
    };

    ConnectionPool(std::shared_ptr<ConnectionFactory> factory, const Settings &settings);
    ~ConnectionPool();
    Q_DISABLE_COPY_MOVE(ConnectionPool)

    /// A connection, attached to the calling thread and under the deadline; waits for one until then.
    /// Unavailable and not applied: all are busy, or the store does not let us in. Other codes are the
    /// store's.
    Result<LentConnection> lend(ConnectionUse use, const Deadline &deadline);
    /// The same without waiting: nothing when none is free.
    std::optional<LentConnection> tryLend(ConnectionUse use, const Deadline &deadline);

    /// Whether the store lets only one connection write at a time.
    bool hasOneWriter() const { return m_maximumWriters == 1; }

    /// Ends all running calls soon, with Unavailable.
    void interruptAll() { m_watchdog.interruptAll(); }
    Statistics statistics() const;

private:
    friend class LentConnection;
    using Pooled = std::unique_ptr<PooledConnection>;

    struct Waiter
    {
        ConnectionUse use;
        std::condition_variable served;
        Pooled granted;
        std::optional<Error> refusal;
    };

    // All of these are called with the lock held.
    Pooled takeIdle(ConnectionUse use);
    bool mayWrite() const { return m_maximumWriters == 0 || m_writing < m_maximumWriters; }
    void serveWaiters();
    void refuseWaiters(const Error &error);
    bool isOpeningWanted() const;
    bool isStoreDown() const;
    void requestOpening();
    Error busyError() const;

    std::optional<LentConnection> handOver(Pooled pooled, ConnectionUse use, const Deadline &deadline);
    Result<Pooled> wait(ConnectionUse use, const Deadline &deadline);
    void takeBack(Pooled pooled, ConnectionUse use);
    void forget(ConnectionUse use);

    void runOpener();
    void openOne(std::unique_lock<std::mutex> &lock);
    void retireIdle(std::unique_lock<std::mutex> &lock);
    void noteRefusal(const Error &error);

    const std::shared_ptr<ConnectionFactory> m_factory;
    const Settings m_settings;
    const int m_size;
    const int m_maximumWriters;

    Watchdog m_watchdog;
    mutable std::mutex m_mutex;
    std::condition_variable m_openerWanted;
    std::vector<Pooled> m_idle;
    std::vector<Pooled> m_retired; ///< Idle ones that are not trusted any more; the opener destroys them.
    std::list<Waiter *> m_waiters;
    int m_open = 0;
    int m_lent = 0;
    int m_writing = 0;
    bool m_opening = false;
    bool m_stopping = false;
    int m_refusalsInARow = 0;
    std::optional<Error> m_lastRefusal;
    std::optional<Deadline> m_pause; ///< No attempt before it has passed.
    Statistics m_counted;
    std::thread m_opener;
};

} // namespace Axess
