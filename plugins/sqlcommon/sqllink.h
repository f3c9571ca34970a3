// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqltexts.h"

#include <axess/clock.h>
#include <axess/horizon.h>
#include <axess/sealedrow.h>

#include <QtSql/qsqldatabase.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

namespace Axess {

/// One connection to a database by QtSql, with its prepared statements.
///
/// Used by the thread it is attached to. Its statements live as long as it does, so that each is prepared
/// once.
class SqlLink
{
public:
    using Bind = std::function<void(size_t index, SqlValues &values)>;
    using ReadRow = std::function<Result<void>(const SqlStatement &statement)>;
    /// What becomes of the transaction behind a batch.
    enum class Then : quint8 {
        GoOn,
        /// It is committed if each statement changed a row, where the database can do that in the same trip.
        CommitIfAll,
    };

    explicit SqlLink(std::shared_ptr<const SqlDialect> dialect);
    virtual ~SqlLink();
    Q_DISABLE_COPY_MOVE(SqlLink)

    const SqlDialect &dialect() const { return *m_dialect; }
    /// The statements for this horizon.
    const SqlTexts &texts(const Horizon &horizon) const;
    const SqlTexts &texts() const { return m_plainTexts; }

    /// A new call begins: what was interrupted before does not concern it.
    void beginCall(const Deadline &deadline);
    const Deadline &deadline() const { return m_deadline; }
    /// Ends the running statement soon, and lets no other begin within this call. From any thread.
    void interrupt();
    bool isInterrupted() const { return m_interrupted.load(std::memory_order_relaxed); }

    bool attach();
    bool detach();
    bool isBroken() const { return m_broken.load(std::memory_order_relaxed); }
    qint64 roundTrips() const { return m_roundTrips; }

    /// Runs the statement `count` times as one batch; how many rows each changed.
    Result<QList<qint64>> each(const QString &text, size_t count, const Bind &bind, Then then = Then::GoOn);
    /// The same for statements about one row each, in the order of their ids: two batches that lock the same
    /// rows in one order do not wait for each other. Answers stand in the order of the questions.
    Result<QList<qint64>> eachOf(const QString &text, std::span<const SessionId> ids, const Bind &bind,
                                 Then then = Then::GoOn);
    /// The same as each where nobody asks for the answer: at the latest with what is asked or committed next,
    /// which then fails in its place. Nothing for an empty text.
    virtual Result<void> later(const QString &text, size_t count, const Bind &bind);
    Result<void> later(const QString &text);
    /// Runs it once; how many rows it changed.
    Result<qint64> change(const QString &text, std::span<const SqlValue> values);
    /// Runs a query and reads each row. Reading ends at the first failure, which is the answer.
    Result<void> query(const QString &text, std::span<const SqlValue> values, const ReadRow &read);
    /// The query's first column of its first row; nothing if there is none.
    Result<std::optional<qint64>> number(const QString &text, std::span<const SqlValue> values = {});
    /// Runs a query for these ids, of which there are one to 64.
    Result<void> queryIds(const SqlTexts::BySize &texts, std::span<const SessionId> ids, const ReadRow &read);

    /// Removes the rows of these ids, of which there are one to 64, and reads what there was: id, tenant,
    /// user.
    Result<void> removeRows(std::span<const SessionId> ids, const ReadRow &read);

    /// The values of a statement's "has not ended": now, now, store epoch, and the tenants' if they go along.
    void appendHorizon(SqlValues &values, const Horizon &horizon);
    /// The value of the column that is written beside the payload, behind which it stands, if there is one.
    void appendJson(SqlValues &values, const SealedRow &row) const;
    /// Lets statements see which tenants' epochs were raised; outside a transaction.
    Result<void> setTenantEpochs(const Horizon &horizon);

    Result<void> begin();
    /// Does nothing where a batch has committed.
    Result<void> commit();
    /// Whether since the call's begin a statement met another transaction and may be repeated; asked once.
    bool takeCollision() { return std::exchange(m_hasCollided, false); }
    /// A link that cannot roll back is broken.
    virtual void rollback();
    /// Runs once what is not worth preparing.
    virtual Result<void> run(const QString &text);

protected:
    /// Opens the database under a name of its own, as `describe` says.
    Result<void> openDatabase(const QString &driver, const std::function<void(QSqlDatabase &)> &describe);
    /// Closes it. Of each class that adds to a database, before its own parts go.
    void closeDatabase();
    const QSqlDatabase &database() const { return m_database; }
    /// From any thread.
    void markBroken() { m_broken = true; }
    void countRoundTrip() { ++m_roundTrips; }

    /// The failure as an error, after what it means for the link and the call.
    std::unexpected<Error> failed(const QString &text, const SqlFailure &failure, SqlStage stage);

    struct Batch
    {
        QList<qint64> changed; ///< How many rows each statement changed.
        bool isCommitted = false;
    };
    struct BatchFailure
    {
        SqlFailure failure;
        SqlStage stage;
    };

    virtual void interruptStatement() = 0;
    /// Runs the prepared statement `count` times as one batch; how many rows each changed.
    virtual std::expected<QList<qint64>, SqlFailure> runEach(SqlStatement &statement, size_t count,
                                                             const Bind &bind);
    std::expected<Batch, BatchFailure> runEachAndGoOn(SqlStatement &statement, size_t count,
                                                      const Bind &bind);
    /// For Then::CommitIfAll; by default the commit is left to `commit`.
    virtual std::expected<Batch, BatchFailure> runEachAndCommit(SqlStatement &statement, size_t count,
                                                                const Bind &bind);
    virtual std::expected<std::unique_ptr<SqlStatement>, SqlFailure> prepare(const QString &text);

private:
    struct TextHash
    {
        size_t operator()(const QString &text) const noexcept { return qHash(text); }
    };

    Result<SqlStatement *> statement(const QString &text);
    Result<void> changeIds(const SqlTexts::BySize &texts, std::span<const SessionId> ids);

    std::shared_ptr<const SqlDialect> m_dialect;
    SqlTexts m_plainTexts;
    SqlTexts m_tenantTexts;
    QSqlDatabase m_database;
    QString m_name;
    std::unordered_map<QString, std::unique_ptr<SqlStatement>, TextHash> m_statements;
    std::optional<QHash<TenantId, Epoch>> m_tenantEpochs; ///< What statements see.
    QString m_tenantEpochsText; ///< The same as a value.
    Deadline m_deadline = Deadline::in(std::chrono::seconds(2));
    qint64 m_roundTrips = 0;
    std::atomic<bool> m_interrupted = false;
    std::atomic<bool> m_broken = false;
    bool m_hasCollided = false;
    bool m_isCommitted = false; ///< By a batch.
};

} // namespace Axess
