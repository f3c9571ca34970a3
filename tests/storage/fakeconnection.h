// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "fakestore.h"

namespace Axess {

/// A connection to FakeStore; verbs that no test of the storage layer needs are Unsupported.
class FakeConnection final : public StorageConnection
{
public:
    FakeConnection(FakeStore &store, int number);
    ~FakeConnection() override;

    void setDeadline(const Deadline &) override { }
    bool detachFromThread() override;
    bool attachToThread() override;
    void interrupt() override;
    bool isBroken() const override { return m_isBroken; }
    qint64 roundTrips() const override { return m_roundTrips; }

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) override;
    Result<QList<SealedRow>> load(std::span<const SessionId> ids) override;
    Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates, const Horizon &horizon) override;
    Result<QList<WriteStatus>> touch(std::span<const Touch> touches, const Horizon &horizon) override;
    Result<QList<WriteStatus>> reseal(std::span<const Reseal> reseals) override;
    Result<QList<WriteStatus>> revoke(std::span<const Revocation> revocations,
                                      const Horizon &horizon) override;
    Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &mark,
                                       const Horizon &horizon) override;
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals) override;
    Result<qint64> ping() override;

    Result<QList<RemovedRow>> removeExpired(const Horizon &, int) override { return unsupported(); }
    Result<RowPage> page(const PageRequest &) override { return unsupported(); }
    Result<UserSessions> sessionsOf(const TenantId &, const UserId &, const QByteArray &, int,
                                    const Horizon &) override
    {
        return unsupported();
    }
    Result<UserPage> users(const TenantId &, const QByteArray &, int) override { return unsupported(); }
    Result<TenantPage> tenants(const QByteArray &, int) override { return unsupported(); }
    Result<QHash<quint32, qint64>> countByKey() override { return unsupported(); }
    Result<std::optional<StoredDocument>> document(const QString &) override { return unsupported(); }
    Result<quint64> putDocument(const QString &, const QByteArray &, quint64) override
    {
        return unsupported();
    }
    Result<void> removeDocument(const QString &, quint64) override { return unsupported(); }
    Result<DocumentPage> documents(const QString &, const QByteArray &, int) override
    {
        return unsupported();
    }
    Result<void> appendEvents(std::span<const Event>) override { return unsupported(); }
    Result<QList<Event>> events(qint64, int) override { return unsupported(); }
    Result<QList<Event>> eventsOf(const TenantId &, const UserId &, int) override { return unsupported(); }
    Result<qint64> trimEvents(qint64, qint64, int) override { return unsupported(); }
    Result<qint64> append(const QString &, std::span<const QByteArray>) override { return unsupported(); }
    Result<QList<LogEntry>> read(const QString &, qint64, int) override { return unsupported(); }
    Result<quint64> userGeneration(const TenantId &, const UserId &) override { return unsupported(); }
    Result<quint64> raiseUser(const TenantId &, const UserId &) override { return unsupported(); }
    Result<void> putUserGeneration(const TenantId &, const UserId &, quint64) override
    {
        return unsupported();
    }
    Result<QList<InstallStatus>> install(std::span<const SealedRow>) override { return unsupported(); }
    Result<void> bury(std::span<const SessionId>, qint64) override { return unsupported(); }
    Result<QList<Fact>> inspect() override { return unsupported(); }
    Result<void> initSchema() override { return unsupported(); }
    Result<SchemaState> schema() override { return unsupported(); }
    Result<void> upgradeSchema() override { return unsupported(); }

private:
    static std::unexpected<Error> unsupported();
    // Notes the batch, waits at the gate, and says what the test wants to go wrong.
    std::optional<Error> begin(Verb verb, const QList<SessionId> &ids, const Horizon &horizon = {});

    FakeStore &m_store;
    const int m_number;
    std::thread::id m_thread = std::this_thread::get_id();
    bool m_isBroken = false;
    bool m_isInterrupted = false; ///< Guarded by the store's lock.
    qint64 m_roundTrips = 0;
};

} // namespace Axess
