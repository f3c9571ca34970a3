// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/twin_p.h"

#include <axess/storagebackend.h>

namespace Axess {

/// A connection to the store that leads, whose follower learns of every write.
///
/// The leader is written first and decides. Then its rows are read anew and installed in the follower as they
/// stand, and what is not there is buried: whatever happens at the same time, the highest change and the
/// tombstone win, so the follower never shows what has ended or was overwritten. A write is answered when the
/// follower knows it or, in TwinMode::Lenient, when its bucket is noted as dirty; else its outcome is
/// unknown, and `settle` tells the follower what stands there. Reads ask the leader alone, and are answered
/// while it leads. Events, logs and documents are the leader's; users' generations are not noted, so raising
/// one fails without the follower.
class AXESS_TEST_EXPORT TwinConnection final : public StorageConnection
{
public:
    TwinConnection(std::unique_ptr<StorageConnection> leader, std::shared_ptr<Twin> twin);
    ~TwinConnection() override;

    void setDeadline(const Deadline &deadline) override;
    bool detachFromThread() override { return m_leader->detachFromThread(); }
    bool attachToThread() override { return m_leader->attachToThread(); }
    void interrupt() override { m_leader->interrupt(); }
    bool isBroken() const override { return m_leader->isBroken(); }
    qint64 roundTrips() const override { return m_leader->roundTrips(); }

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) override;
    Result<QList<SealedRow>> load(std::span<const SessionId> ids) override;
    Result<QList<SealedRow>> describe(std::span<const SessionId> ids) override;
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
    Result<QHash<quint32, qint64>> countByKey() override { return m_leader->countByKey(); }
    Result<qint64> countVanished(const Horizon &horizon, qint64 workBudget) override;

    Result<std::optional<StoredDocument>> document(const QString &name) override;
    Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                quint64 expectedRevision) override;
    Result<void> removeDocument(const QString &name, quint64 expectedRevision) override;
    Result<DocumentPage> documents(const QString &prefix, const QByteArray &cursor, int limit) override;

    Result<void> appendEvents(std::span<const Event> events) override;
    Result<QList<Event>> events(qint64 position, int limit) override;
    bool isHeldBack() const override { return m_leader->isHeldBack(); }
    Result<QList<Event>> eventsOf(const TenantId &tenant, const UserId &user, int limit) override;
    Result<qint64> trimEvents(qint64 before, qint64 upTo, int limit) override;
    Result<void> ring() override { return m_leader->ring(); }
    Result<bool> listen() override { return m_leader->listen(); }
    Result<qint64> append(const QString &log, std::span<const QByteArray> entries) override;
    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit) override;

    Result<quint64> userGeneration(const TenantId &tenant, const UserId &user) override;
    Result<quint64> raiseUser(const TenantId &tenant, const UserId &user) override;
    Result<void> putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast) override;

    Result<QList<InstallStatus>> install(std::span<const SealedRow> rows) override;
    Result<void> bury(std::span<const SessionId> ids, qint64 until) override;

    Result<QList<Fact>> inspect() override { return m_leader->inspect(); }
    Result<QList<Fact>> vitals() override { return m_leader->vitals(); }
    Result<AccountRights> rights() override { return m_leader->rights(); }
    Result<VerifyStep> verify(const VerifyRequest &request) override { return m_leader->verify(request); }
    Result<qint64> ping() override { return m_leader->ping(); }
    Result<void> initSchema() override { return m_leader->initSchema(); }
    Result<SchemaState> schema() override { return m_leader->schema(); }
    Result<void> upgradeSchema() override { return m_leader->upgradeSchema(); }

private:
    using Ids = QList<SessionId>;

    template<typename Decide, typename Changed>
    std::invoke_result_t<Decide> write(const BucketSet &buckets, Decide decide, Changed changed);
    template<typename Decide, typename Changed>
    std::invoke_result_t<Decide> alone(const BucketSet &buckets, Decide decide, Changed changed);
    template<typename Decide> std::invoke_result_t<Decide> held(const QString &document, Decide decide);
    template<typename Ask> std::invoke_result_t<Ask> answered(Ask ask);
    Result<Twin::Turn> begin();
    Result<void> acknowledged(const BucketSet &buckets);
    static Ids once(const Ids &ids); ///< One that is given twice is asked for once.
    Result<void> buryHere(const Ids &ended);
    Result<void> told(const Ids &written, const Ids &ended, TwinMode mode);
    Result<void> tell(const Ids &written, const Ids &ended);
    Result<void> installed(const QList<SealedRow> &rows);
    Result<void> checkEnded(const Ids &ids);
    Result<void> checkOlder(const Ids &ids);
    template<typename Tell> Result<quint64> follow(const Twin::Turn &turn, Tell tell);
    Result<quint64> meet(const TenantId &tenant, const UserId &user, quint64 ours, quint64 theirs);

    const std::unique_ptr<StorageConnection> m_leader;
    const std::shared_ptr<Twin> m_twin;
    Deadline m_deadline = Deadline::in(std::chrono::milliseconds(0));
};

/// Opens connections to a store that leads or may come to lead.
class AXESS_TEST_EXPORT TwinFactory final : public ConnectionFactory
{
public:
    TwinFactory(std::shared_ptr<ConnectionFactory> leader, std::shared_ptr<Twin> twin)
        : m_leader(std::move(leader))
        , m_twin(std::move(twin))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override;
    int concurrentWriters() const override { return m_leader->concurrentWriters(); }
    int defaultPoolSize() const override { return m_leader->defaultPoolSize(); }
    bool hasBell() const override { return m_leader->hasBell(); }

private:
    const std::shared_ptr<ConnectionFactory> m_leader;
    const std::shared_ptr<Twin> m_twin;
};

} // namespace Axess
