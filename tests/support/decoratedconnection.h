// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storageconnection.h>

#include <memory>

/// Passes every call on to another connection, with a word before and after it.
class DecoratedConnection : public Axess::StorageConnection
{
public:
    explicit DecoratedConnection(std::unique_ptr<Axess::StorageConnection> inner);
    ~DecoratedConnection() override;

    void setDeadline(const Axess::Deadline &deadline) override;
    bool detachFromThread() override;
    bool attachToThread() override;
    void interrupt() override;
    bool isBroken() const override;
    qint64 roundTrips() const override;

    Axess::Result<QList<Axess::WriteOutcome>> create(std::span<const Axess::NewRow> rows,
                                                     const Axess::Horizon &horizon) override;
    Axess::Result<QList<Axess::SealedRow>> load(std::span<const Axess::SessionId> ids) override;
    Axess::Result<QList<Axess::SealedRow>> describe(std::span<const Axess::SessionId> ids) override;
    Axess::Result<QList<Axess::SealedRow>> settle(std::span<const Axess::LostWrite> writes,
                                                  const Axess::Horizon &horizon) override;
    Axess::Result<QList<Axess::WriteOutcome>> update(std::span<const Axess::RowUpdate> updates,
                                                     const Axess::Horizon &horizon) override;
    Axess::Result<QList<Axess::WriteStatus>> touch(std::span<const Axess::Touch> touches,
                                                   const Axess::Horizon &horizon) override;
    Axess::Result<QList<Axess::WriteStatus>> reseal(std::span<const Axess::Reseal> reseals) override;
    Axess::Result<QList<Axess::WriteStatus>> revoke(std::span<const Axess::Revocation> revocations,
                                                    const Axess::Horizon &horizon) override;
    Axess::Result<QList<Axess::WriteStatus>> restore(std::span<const Axess::SessionId> ids,
                                                     const QByteArray &mark,
                                                     const Axess::Horizon &horizon) override;
    Axess::Result<QList<Axess::RemovedRow>> remove(std::span<const Axess::Removal> removals) override;
    Axess::Result<QList<Axess::RemovedRow>> removeExpired(const Axess::Horizon &horizon, int limit) override;
    Axess::Result<Axess::RowPage> page(const Axess::PageRequest &request) override;
    Axess::Result<Axess::UserSessions> sessionsOf(const Axess::TenantId &tenant, const Axess::UserId &user,
                                                  const QByteArray &cursor, int limit,
                                                  const Axess::Horizon &horizon) override;
    Axess::Result<Axess::UserPage> users(const Axess::TenantId &tenant, const QByteArray &cursor,
                                         int limit) override;
    Axess::Result<Axess::TenantPage> tenants(const QByteArray &cursor, int limit) override;
    Axess::Result<QHash<quint32, qint64>> countByKey() override;
    Axess::Result<qint64> countVanished(const Axess::Horizon &horizon, qint64 workBudget) override;
    Axess::Result<std::optional<Axess::StoredDocument>> document(const QString &name) override;
    Axess::Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                       quint64 expectedRevision) override;
    Axess::Result<void> removeDocument(const QString &name, quint64 expectedRevision) override;
    Axess::Result<Axess::DocumentPage> documents(const QString &prefix, const QByteArray &cursor,
                                                 int limit) override;
    Axess::Result<void> appendEvents(std::span<const Axess::Event> events) override;
    Axess::Result<QList<Axess::Event>> events(qint64 position, int limit) override;
    bool isHeldBack() const override { return m_inner->isHeldBack(); }
    Axess::Result<QList<Axess::Event>> eventsOf(const Axess::TenantId &tenant, const Axess::UserId &user,
                                                int limit) override;
    Axess::Result<qint64> trimEvents(qint64 before, qint64 upTo, int limit) override;
    Axess::Result<qint64> append(const QString &log, std::span<const QByteArray> entries) override;
    Axess::Result<QList<Axess::LogEntry>> read(const QString &log, qint64 position, int limit) override;
    Axess::Result<quint64> userGeneration(const Axess::TenantId &tenant, const Axess::UserId &user) override;
    Axess::Result<quint64> raiseUser(const Axess::TenantId &tenant, const Axess::UserId &user) override;
    Axess::Result<void> putUserGeneration(const Axess::TenantId &tenant, const Axess::UserId &user,
                                          quint64 atLeast) override;
    Axess::Result<QList<Axess::InstallStatus>> install(std::span<const Axess::SealedRow> rows) override;
    Axess::Result<void> bury(std::span<const Axess::SessionId> ids, qint64 until) override;
    Axess::Result<QList<Axess::Fact>> inspect() override;
    Axess::Result<QList<Axess::Fact>> vitals() override;
    Axess::Result<Axess::AccountRights> rights() override;
    Axess::Result<Axess::VerifyStep> verify(const Axess::VerifyRequest &request) override;
    Axess::Result<qint64> ping() override;
    Axess::Result<void> initSchema() override;
    Axess::Result<Axess::SchemaState> schema() override;
    Axess::Result<void> upgradeSchema() override;

protected:
    enum class Effect { Read, Write };

    Axess::StorageConnection &inner() { return *m_inner; }
    /// An error here is the call's answer; the call does not happen.
    virtual Axess::Result<void> before(QStringView verb, Effect effect);
    /// An error here replaces the call's answer.
    virtual Axess::Result<void> after(QStringView verb, Effect effect);

private:
    template<typename Call> std::invoke_result_t<Call> around(QStringView verb, Effect effect, Call call);

    std::unique_ptr<Axess::StorageConnection> m_inner;
};
