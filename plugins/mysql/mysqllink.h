// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "mysqlwire.h"

#include "mysqloptions.h"
#include "mysqltext.h"
#include "sqllink.h"

namespace Axess {

/// One connection to MySQL or MariaDB.
///
/// What a transaction changes goes as text: the statements whose answers nobody waits for travel with the
/// next one that somebody waits for, and a batch becomes one statement of many rows. Queries that stand alone
/// are prepared.
class MysqlLink final : public SqlLink
{
public:
    static Result<std::unique_ptr<MysqlLink>> open(std::shared_ptr<const SqlDialect> dialect,
                                                   const MysqlOptions &options, const Deadline &deadline);
    ~MysqlLink() override;

    /// Whether the server has closed the connection, or speaks out of turn, while it was idle.
    bool wasClosed() const;
    const QString &version() const { return m_version; }
    /// Of the connection; empty = not encrypted.
    QString cipher() const;

    Result<void> later(const QString &text, size_t count, const Bind &bind) override;
    using SqlLink::later;
    void rollback() override;
    Result<void> run(const QString &text) override;

    /// It must not be used again.
    void discard() { markBroken(); }

    // For its statements.

    /// Whether statements wait to be sent.
    bool isWaiting() const { return !m_waiting.isEmpty(); }
    /// Sends what waits and these statements behind it; how many rows each of these changed.
    std::expected<QList<qint64>, SqlFailure> send(const QByteArray &texts, qsizetype count = 1);
    std::expected<std::unique_ptr<SqlStatement>, SqlFailure> prepareQuery(const QByteArray &text);
    MysqlWire &wire() { return *m_wire; }

protected:
    void interruptStatement() override;
    std::expected<std::unique_ptr<SqlStatement>, SqlFailure> prepare(const QString &text) override;
    std::expected<QList<qint64>, SqlFailure> runEach(SqlStatement &statement, size_t count,
                                                     const Bind &bind) override;
    std::expected<Batch, BatchFailure> runEachAndCommit(SqlStatement &statement, size_t count,
                                                        const Bind &bind) override;

private:
    enum class Transaction : quint8 {
        None,
        Waiting, ///< Begun here; the server does not know yet.
        Open,
    };

    MysqlLink(std::shared_ptr<const SqlDialect> dialect, MysqlOptions options);

    Result<void> connect(const Deadline &deadline);
    Result<void> setUp();
    Result<void> checkSchema();

    void wait(const QByteArray &texts, qsizetype count = 1);
    std::expected<QList<qint64>, SqlFailure> sendWaiting();
    /// One statement for several rows.
    struct RowsText
    {
        QByteArray text;
        size_t rows;
    };
    /// TooLarge for a row that no packet holds.
    std::expected<std::vector<RowsText>, SqlFailure> batchesOf(const MysqlText &text, size_t count,
                                                               const Bind &bind) const;
    /// Statements that change these rows, or one that does it for several.
    std::expected<std::vector<RowsText>, SqlFailure> textsOf(const MysqlText &text, size_t count,
                                                             const Bind &bind) const;
    static qsizetype sizeOf(const std::vector<RowsText> &texts);
    /// A transaction that is committed only if each of these changed all its rows, as one text; what it is
    /// then, and otherwise.
    std::expected<bool, SqlFailure> commitIfAllChange(const std::vector<RowsText> &texts);
    std::expected<QList<qint64>, SqlFailure> runOneByOne(const MysqlText &text, size_t count,
                                                         const Bind &bind);
    /// Nothing if it cannot be told which of the rows were changed; then none was.
    std::expected<std::optional<QList<qint64>>, SqlFailure> runAsBatch(const MysqlText &text, size_t count,
                                                                       const Bind &bind);
    Result<void> judge(const QByteArray &text, const std::expected<QList<qint64>, SqlFailure> &done);

    MysqlOptions m_options;
    MYSQL *m_handle = nullptr;
    int m_socket = -1;
    std::unique_ptr<MysqlWire> m_wire;
    QString m_version;
    qsizetype m_packet = 1024 * 1024; ///< What the server takes at once.
    QByteArray m_waiting; ///< Statements that go along with the next one.
    qsizetype m_waitingCount = 0;
    Transaction m_transaction = Transaction::None;
};

} // namespace Axess
