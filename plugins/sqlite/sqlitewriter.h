// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlitefile.h"
#include "sqlitelink.h"
#include "sqlitelock.h"
#include "sqlwritegate.h"

namespace Axess {

/// The one connection of a store that writes, shared by all others of this process.
///
/// Who enters holds the lock that all programs take before they write; who leaves makes the checkpoint that
/// is due.
class SqliteWriter final : public SqlWriteGate
{
public:
    /// The options' path is the file's own.
    SqliteWriter(std::shared_ptr<const SqlDialect> dialect, SqliteOptions options);
    ~SqliteWriter() override;

    Result<SqlLink *> enter(const Deadline &deadline, const SqlInterruptor::Call &call) override;
    void leave() override;

private:
    Result<void> waitForTurn(const Deadline &deadline, const SqlInterruptor::Call &call);
    Result<void> ensureLink(const Deadline &deadline);
    void checkpointIfDue();

    std::shared_ptr<const SqlDialect> m_dialect;
    SqliteOptions m_options;
    std::timed_mutex m_turn; ///< Guards what follows.
    SqliteLock m_lock;
    std::unique_ptr<SqliteLink> m_link;
    std::optional<SqliteFile::Id> m_file; ///< That the link has open.
    int m_checkpointAt; ///< Pages in the log.
    std::chrono::steady_clock::time_point m_lastCheckpoint;
};

} // namespace Axess
