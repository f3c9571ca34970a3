// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlinterruptor.h"
#include "sqlwritegate.h"

#include <axess/storagebackend.h>

namespace Axess {

/// The storage contract on a SQL database.
///
/// Reads on a link of its own, writes through a gate. Checks the calls, begins and ends the transactions; the
/// verbs themselves stand in the classes that it calls.
class SqlConnection : public StorageConnection
{
public:
    SqlConnection(std::unique_ptr<SqlLink> link, std::shared_ptr<SqlWriteGate> gate);
    /// Of a server, which lets every connection write.
    SqlConnection(std::unique_ptr<SqlLink> link, AccessMode access);
    ~SqlConnection() override;

    void setDeadline(const Deadline &deadline) override { m_deadline = deadline; }
    bool detachFromThread() override { return m_link->detach(); }
    bool attachToThread() override { return m_link->attach(); }
    void interrupt() override { m_interruptor.interrupt(); }
    bool isBroken() const override { return m_link->isBroken(); }
    qint64 roundTrips() const override
    {
        return m_link->roundTrips() + (m_writesElsewhere ? m_writeTrips : 0);
    }

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) override;
    Result<QList<SealedRow>> load(std::span<const SessionId> ids) override;
    Result<QList<SealedRow>> describe(std::span<const SessionId> ids) override;
    Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates, const Horizon &horizon) override;
    Result<QList<WriteStatus>> touch(std::span<const Touch> touches, const Horizon &horizon) override;
    Result<QList<WriteStatus>> reseal(std::span<const Reseal> reseals) override;
    Result<QList<WriteStatus>> revoke(std::span<const Revocation> revocations,
                                      const Horizon &horizon) override;
    Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &mark,
                                       const Horizon &horizon) override;
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals) override;
    Result<QList<RemovedRow>> removeExpired(const Horizon &horizon, int limit) override;

    Result<RowPage> page(const PageRequest &request) override;
    Result<UserSessions> sessionsOf(const TenantId &tenant, const UserId &user, const QByteArray &cursor,
                                    int limit, const Horizon &horizon) override;
    Result<UserPage> users(const TenantId &tenant, const QByteArray &cursor, int limit) override;
    Result<TenantPage> tenants(const QByteArray &cursor, int limit) override;
    Result<QHash<quint32, qint64>> countByKey() override;

    Result<std::optional<StoredDocument>> document(const QString &name) override;
    Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                quint64 expectedRevision) override;
    Result<void> removeDocument(const QString &name, quint64 expectedRevision) override;
    Result<DocumentPage> documents(const QString &prefix, const QByteArray &cursor, int limit) override;

    Result<void> appendEvents(std::span<const Event> events) override;
    Result<QList<Event>> events(qint64 position, int limit) override;
    bool isHeldBack() const override { return m_isHeldBack; }
    Result<QList<Event>> eventsOf(const TenantId &tenant, const UserId &user, int limit) override;
    Result<qint64> trimEvents(qint64 before, qint64 upTo, int limit) override;
    Result<qint64> append(const QString &log, std::span<const QByteArray> entries) override;
    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit) override;

    Result<quint64> userGeneration(const TenantId &tenant, const UserId &user) override;
    Result<quint64> raiseUser(const TenantId &tenant, const UserId &user) override;
    Result<void> putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast) override;

    Result<QList<InstallStatus>> install(std::span<const SealedRow> rows) override;
    Result<void> bury(std::span<const SessionId> ids, qint64 until) override;

    Result<VerifyStep> verify(const VerifyRequest &request) override;
    Result<qint64> ping() override;
    Result<void> initSchema() override;
    Result<SchemaState> schema() override;
    Result<void> upgradeSchema() override;

protected:
    SqlLink &link() { return *m_link; }
    /// Runs `work` on the connection's own link, if the rules are kept.
    template<typename Work>
    std::invoke_result_t<Work, SqlLink &> reading(const Result<void> &rules, Work work);

private:
    /// Runs `work` in a transaction on the link that writes, if the rules are kept.
    template<typename Work>
    std::invoke_result_t<Work, SqlLink &> writing(const Result<void> &rules, Work work,
                                                  const Horizon &horizon = {});
    /// The same for a batch, which may be empty.
    template<typename Entry, typename Work>
    std::invoke_result_t<Work, SqlLink &> writingBatch(std::span<const Entry> entries, Work work,
                                                       const Horizon &horizon = {});

    std::unique_ptr<SqlLink> m_link;
    std::shared_ptr<SqlWriteGate> m_gate;
    SqlInterruptor m_interruptor;
    Deadline m_deadline = Deadline::in(std::chrono::seconds(2));
    qint64 m_writeTrips = 0;
    bool m_writesElsewhere = true;
    bool m_isHeldBack = false;
};

} // namespace Axess
