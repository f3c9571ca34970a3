// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "postgresoptions.h"
#include "postgrespipeline.h"
#include "postgresscript.h"
#include "sqllink.h"

namespace Axess {

/// One connection to a PostgreSQL server.
class PostgresLink final : public SqlLink
{
public:
    /// Opens it; a server that is too old or keeps texts in another encoding than UTF-8 is Unsupported.
    static Result<std::unique_ptr<PostgresLink>> open(std::shared_ptr<const SqlDialect> dialect,
                                                      const PostgresOptions &options,
                                                      const Deadline &deadline);
    ~PostgresLink() override;

    PGconn *handle() const { return m_handle; }
    using SqlLink::later;
    Result<void> later(const QString &text, size_t count, const Bind &bind) override;
    void rollback() override;
    Result<void> run(const QString &text) override;
    /// Waits for a notification until the call's deadline; false = there was none.
    Result<bool> awaitNotice();

protected:
    void interruptStatement() override;
    std::expected<std::unique_ptr<SqlStatement>, SqlFailure> prepare(const QString &text) override;
    std::expected<QList<qint64>, SqlFailure> runEach(SqlStatement &statement, size_t count,
                                                     const Bind &bind) override;
    std::expected<Batch, BatchFailure> runEachAndCommit(SqlStatement &statement, size_t count,
                                                        const Bind &bind) override;

private:
    explicit PostgresLink(std::shared_ptr<const SqlDialect> dialect);

    Result<void> takeHandle(const PostgresOptions &options);
    Result<void> checkServer() const;
    void addEach(const QString &text, size_t count, const Bind &bind);
    std::expected<void, SqlFailure> sendEach(const QString &text, size_t count, const Bind &bind,
                                             PostgresPipeline::Answer answer, QList<qint64> &changed);

    PGconn *m_handle = nullptr;
    int m_socket = -1; ///< The handle's, under a name that stays this link's.
    std::unique_ptr<PostgresPipeline> m_pipeline; ///< Of the native driver.
    std::unique_ptr<PostgresScript> m_script; ///< Of the plain one.
};

} // namespace Axess
