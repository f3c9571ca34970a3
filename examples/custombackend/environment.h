// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/result.h>

#include <QtCore/qstring.h>

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include <lmdb.h>
#include <sys/types.h>

/// The tables of a store. Keys stand in keys.h.
enum class Table {
    Sessions,
    ByCreation,
    ByTenant,
    ByUser,
    BySweep,
    Revoked,
    Documents,
    Events,
    Histories,
    Logs,
    Generations,
    Tombstones,
    Facts,
};
inline constexpr std::size_t TableCount = std::size_t(Table::Facts) + 1;

/// A failure of LMDB in Axess's words. Nothing of a transaction has happened that failed before its commit.
Axess::Error errorOf(int code);

/// One LMDB file, open once in a process, whoever uses it. Thread-safe.
class Environment
{
public:
    struct Settings
    {
        QString path;
        int mapMiB = 1024;
        bool isSynchronous = true;
    };

    /// Makes the file if there is none, and no tables.
    static Axess::Result<std::unique_ptr<Environment>> open(const Settings &settings);
    ~Environment();
    Environment(const Environment &) = delete;
    Environment &operator=(const Environment &) = delete;

    MDB_env *handle() const { return m_handle; }
    const Settings &settings() const { return m_settings; }
    /// Only with tables.
    MDB_dbi table(Table table) const { return m_tables[std::size_t(table)]; }
    /// Whether the tables are there; looks if another process has made them.
    Axess::Result<bool> hasTables();
    /// Only with the right to write.
    Axess::Result<void> makeTables();

    /// A commit failed halfway, or another process has made the file larger than this one can see: it has to
    /// be closed and opened again, by whoever closes the last connection.
    bool isBroken() const { return m_isBroken; }
    void setBroken() { m_isBroken = true; }
    /// Frees what processes hold that were killed while they read: else no page that they saw is used again.
    int forgetDeadReaders();

    /// The right to write, which one thread of one process has at a time. LMDB would wait for it without an
    /// end, so it is asked for here, until the deadline or until somebody says stop.
    class WriteRight
    {
    public:
        WriteRight() = default;
        explicit WriteRight(Environment *environment)
            : m_environment(environment)
        { }
        ~WriteRight();
        WriteRight(WriteRight &&other) noexcept
            : m_environment(std::exchange(other.m_environment, nullptr))
        { }
        WriteRight &operator=(WriteRight &&) = delete;

    private:
        Environment *m_environment = nullptr;
    };
    Axess::Result<WriteRight> writeRight(const std::function<bool()> &mustStop);

private:
    explicit Environment(Settings settings)
        : m_settings(std::move(settings))
    { }
    int openTables(unsigned transactionFlags, unsigned tableFlags);

    const Settings m_settings;
    MDB_env *m_handle = nullptr;
    std::mutex m_openingTables;
    std::atomic<bool> m_hasTables = false;
    std::atomic<bool> m_isBroken = false;
    std::array<MDB_dbi, TableCount> m_tables {};
    int m_lockFile = -1; ///< Made by the first write.
    std::timed_mutex m_writing; ///< Of this process; the lock file is of all of them.
};

/// The environments that this process has open, by file. Thread-safe.
///
/// LMDB must not open a file twice in one process, whatever its name, nor close it while it is opened again:
/// its locks would be gone. So both happen here, one after the other.
class Environments : public std::enable_shared_from_this<Environments>
{
public:
    /// Open until the last of those who asked lets go. InvalidArgument for a file that is not there and may
    /// not be made, or is open with other settings; else as Environment::open.
    Axess::Result<std::shared_ptr<Environment>> open(const Environment::Settings &settings, bool mayCreate);

private:
    using Key = std::pair<dev_t, ino_t>; ///< Several names may lead to one file.

    struct Entry
    {
        std::unique_ptr<Environment> environment;
        int users = 0;
    };

    static std::optional<Key> keyOf(const QString &path);
    void release(const Key &key);

    std::mutex m_mutex;
    std::map<Key, Entry> m_open;
};
