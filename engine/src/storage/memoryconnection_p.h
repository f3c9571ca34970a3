// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/memorystore_p.h"

#include <axess/clock.h>
#include <axess/storagebackend.h>

#include <vector>

namespace Axess {

/// A connection to a MemoryStore. Each verb is one step under the store's mutex.
class MemoryConnection final : public StorageConnection
{
public:
    MemoryConnection(std::shared_ptr<MemoryStore> store, std::shared_ptr<const Clock> clock,
                     AccessMode access);

    void setDeadline(const Deadline &deadline) override { m_deadline = deadline; }
    bool detachFromThread() override { return true; }
    bool attachToThread() override { return true; }
    void interrupt() override { } // Nothing runs long enough to be ended.
    bool isBroken() const override { return false; }
    qint64 roundTrips() const override { return 0; }

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
    Result<QList<Event>> eventsOf(const TenantId &tenant, const UserId &user, int limit) override;
    Result<qint64> trimEvents(qint64 before, qint64 upTo, int limit) override;
    Result<qint64> append(const QString &log, std::span<const QByteArray> entries) override;
    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit) override;

    Result<quint64> userGeneration(const TenantId &tenant, const UserId &user) override;
    Result<quint64> raiseUser(const TenantId &tenant, const UserId &user) override;
    Result<void> putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast) override;

    Result<QList<InstallStatus>> install(std::span<const SealedRow> rows) override;
    Result<void> bury(std::span<const SessionId> ids, qint64 until) override;

    Result<QList<Fact>> inspect() override;
    Result<AccountRights> rights() override;
    Result<VerifyStep> verify(const VerifyRequest &request) override;
    Result<qint64> ping() override;
    Result<void> initSchema() override;
    Result<SchemaState> schema() override;
    Result<void> upgradeSchema() override;

private:
    /// What `view` makes of each row that exists.
    Result<QList<SealedRow>> viewsOf(std::span<const SessionId> ids,
                                     SealedRow (MemoryRow::*view)() const) const;
    /// The rules are kept and the deadline has not passed.
    Result<void> readable(const Result<void> &rules = {}) const;
    /// The same, and the connection may write.
    Result<void> writable(const Result<void> &rules = {}) const;

    WriteOutcome createOne(const NewRow &entry, const Horizon &horizon);
    WriteOutcome updateOne(const RowUpdate &entry, const Horizon &horizon);
    WriteStatus touchOne(const Touch &touch, const Horizon &horizon);
    WriteStatus resealOne(const Reseal &reseal);
    WriteStatus revokeOne(const Revocation &revocation, const Horizon &horizon);
    WriteStatus restoreOne(const SessionId &id, const QByteArray &mark, const Horizon &horizon);
    InstallStatus installOne(const SealedRow &row);

    bool isAdmittedAt(const std::optional<Admission> &admission, const SealedRow &row) const;
    /// Ends what is over the limit; nothing if the policy denies.
    std::optional<QList<SessionId>> makeRoom(const std::optional<Admission> &admission, const SealedRow &row,
                                             const Horizon &horizon);
    RemovedRow end(MemoryRow &row, const SessionEnd &end, const QString &detail);
    void note(const MemoryRow &row, EventKind kind, qint64 at, const QString &detail = {});
    std::vector<MemoryRow *> ended(const Horizon &horizon, int limit) const;

    std::shared_ptr<MemoryStore> m_store;
    std::shared_ptr<const Clock> m_clock;
    AccessMode m_access;
    std::optional<Deadline> m_deadline;
};

/// Asks each entry of a batch in turn.
template<typename Answer, typename Entry> QList<Answer> answers(std::span<const Entry> entries, auto &&answer)
{
    QList<Answer> all;
    all.reserve(qsizetype(entries.size()));
    for (const Entry &entry : entries)
        all.append(answer(entry));
    return all;
}

} // namespace Axess
