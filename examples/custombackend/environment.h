// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/result.h>

#include <QtCore/qstring.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include <lmdb.h>

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

/// A failure of LMDB in Axess's words. Nothing of a transaction that failed has happened.
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

    static Axess::Result<std::unique_ptr<Environment>> open(const Settings &settings,
                                                            const Axess::Deadline &deadline);
    ~Environment();
    Environment(const Environment &) = delete;
    Environment &operator=(const Environment &) = delete;

    MDB_env *handle() const { return m_handle; }
    MDB_dbi table(Table table) const { return m_tables[std::size_t(table)]; }

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
    Environment() = default;
    Axess::Result<void> openTables();

    MDB_env *m_handle = nullptr;
    std::array<MDB_dbi, TableCount> m_tables {};
    int m_lockFile = -1;
    std::timed_mutex m_writing; ///< Of this process; the lock file is of all of them.
};

/// The environments that this process has open, by file. Thread-safe.
///
/// LMDB must not open a file twice in one process, nor close it while it is opened again: its locks would be
/// gone. So both happen here, one after the other.
class Environments : public std::enable_shared_from_this<Environments>
{
public:
    /// Open until the last of those who asked lets go. InvalidArgument for a file that is not there and may
    /// not be made; else as Environment::open.
    Axess::Result<std::shared_ptr<Environment>> open(const Environment::Settings &settings, bool mayCreate,
                                                     const Axess::Deadline &deadline);

private:
    struct Entry
    {
        std::unique_ptr<Environment> environment;
        int users = 0;
    };

    void release(const QString &key);

    std::mutex m_mutex;
    std::map<QString, Entry> m_open;
};
