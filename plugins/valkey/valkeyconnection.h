// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <axess/storageconnection.h>

namespace Axess {

/// A connection to a store on Valkey: checks calls and hands them to the room that knows them.
class ValkeyConnection final : public StorageConnection
{
public:
    /// Connects, and checks that the server can hold the store.
    static Result<std::unique_ptr<StorageConnection>> open(std::shared_ptr<const ValkeySetup> setup,
                                                           const Deadline &deadline);

    void setDeadline(const Deadline &deadline) override { m_net->setDeadline(deadline); }
    bool detachFromThread() override { return true; }
    bool attachToThread() override { return true; }
    void interrupt() override { m_net->interrupt(); }
    bool isBroken() const override { return m_net->isBroken(); }
    qint64 roundTrips() const override { return m_net->roundTrips(); }

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) override;
    Result<QList<SealedRow>> load(std::span<const SessionId> ids) override;
    Result<QList<SealedRow>> settle(std::span<const LostWrite> writes, const Horizon &horizon) override;
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
    Result<qint64> countVanished(const Horizon &horizon, qint64 workBudget) override;

    Result<std::optional<StoredDocument>> document(const QString &name) override;
    Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                quint64 expectedRevision) override;
    Result<void> removeDocument(const QString &name, quint64 expectedRevision) override;
    Result<DocumentPage> documents(const QString &prefix, const QByteArray &cursor, int limit) override;

    Result<void> appendEvents(std::span<const Event> events) override;
    Result<QList<Event>> events(qint64 position, int limit) override;
    Result<QList<Event>> eventsOf(const TenantId &tenant, const UserId &user, int limit) override;
    Result<qint64> trimEvents(qint64 before, qint64 upTo, int limit) override;
    Result<void> ring() override;
    Result<bool> listen() override;
    Result<qint64> append(const QString &log, std::span<const QByteArray> entries) override;
    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit) override;

    Result<quint64> userGeneration(const TenantId &tenant, const UserId &user) override;
    Result<quint64> raiseUser(const TenantId &tenant, const UserId &user) override;
    Result<void> putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast) override;

    Result<QList<InstallStatus>> install(std::span<const SealedRow> rows) override;
    Result<void> bury(std::span<const SessionId> ids, qint64 until) override;

    Result<QList<Fact>> inspect() override;
    Result<QList<Fact>> vitals() override;
    Result<AccountRights> rights() override;
    Result<VerifyStep> verify(const VerifyRequest &request) override;
    Result<qint64> ping() override;
    Result<void> initSchema() override;
    Result<SchemaState> schema() override;
    Result<void> upgradeSchema() override;

private:
    explicit ValkeyConnection(std::unique_ptr<ValkeyNet> net)
        : m_net(std::move(net))
    { }

    /// The rules are kept and the deadline has not passed.
    Result<void> readable(const Result<void> &rules = {}) const;
    /// The same, and the connection may write.
    Result<void> writable(const Result<void> &rules = {}) const;

    std::unique_ptr<ValkeyNet> m_net;
};

} // namespace Axess
