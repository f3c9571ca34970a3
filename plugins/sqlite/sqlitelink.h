// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "polling.h"
#include "sqliteoptions.h"
#include "sqllink.h"

struct sqlite3;

namespace Axess {

/// One connection to a database in a file.
class SqliteLink final : public SqlLink
{
public:
    enum class Role : quint8 { Reads, Writes };
    enum class Checkpoint : quint8 {
        Passive, ///< As far as no reader is in the way.
        Restart, ///< Waits for the readers, until the call's deadline.
    };

    /// Opens the file, which must exist. For writing: under the store's lock.
    static Result<std::unique_ptr<SqliteLink>> open(std::shared_ptr<const SqlDialect> dialect,
                                                    const SqliteOptions &options, Role role,
                                                    const Deadline &deadline);
    ~SqliteLink() override;

    /// InvalidArgument for a database of another program, TooNew for one of a later Axess; nothing is
    /// changed.
    Result<void> checkIsOurs();
    /// Pages in the log after the last commit, those of other programs too.
    int logPages() const { return m_logPages; }
    /// Brings the log's pages into the database, under the store's lock. Whether all of them are there now.
    Result<bool> checkpoint(Checkpoint kind);
    /// A pragma's answer as text.
    Result<QString> pragma(const QString &text);

    void rollback() override;

protected:
    void interruptStatement() override;
    std::expected<std::unique_ptr<SqlStatement>, SqlFailure> prepare(const QString &text) override;

private:
    explicit SqliteLink(std::shared_ptr<const SqlDialect> dialect, SqliteDriver driver);

    Result<void> takeHandle();
    void configureHandle();
    Result<void> prepareForReading();
    Result<void> prepareForWriting(SqliteSynchronous synchronous);
    Result<void> runAll(const QStringList &texts);

    static int waitWhileBusy(void *link, int attempt);
    static int isOver(void *link);
    static int noteLogPages(void *link, sqlite3 *handle, const char *database, int pages);

    sqlite3 *m_handle = nullptr;
    SqliteDriver m_driver;
    Polling m_polling;
    int m_logPages = 0;
};

} // namespace Axess
