// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "faultyfactory.h"

#include <atomic>
#include <utility>

using namespace Axess;

namespace {

Error lost(Outcome outcome)
{
    return Error(ErrorCode::Unavailable, QStringLiteral("The test took the store away"), outcome);
}

class FaultyConnection final : public StorageConnection
{
public:
    FaultyConnection(std::unique_ptr<StorageConnection> inner, std::shared_ptr<FaultPlan> plan)
        : m_inner(std::move(inner))
        , m_plan(std::move(plan))
    { }

    void setDeadline(const Deadline &deadline) override
    {
        const std::scoped_lock lock(m_mutex);
        m_isInterrupted = false;
        m_deadline = deadline;
        m_inner->setDeadline(deadline);
    }
    bool detachFromThread() override { return m_inner->detachFromThread(); }
    bool attachToThread() override { return m_inner->attachToThread(); }
    void interrupt() override
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_isInterrupted = true;
        }
        m_interruption.notify_all();
        m_inner->interrupt();
    }
    bool isBroken() const override { return m_isBroken || m_inner->isBroken(); }
    qint64 roundTrips() const override { return m_inner->roundTrips(); }

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        return through([&] { return m_inner->create(rows, horizon); });
    }
    Result<QList<SealedRow>> load(std::span<const SessionId> ids) override
    {
        return through([&] { return m_inner->load(ids); });
    }
    Result<QList<SealedRow>> describe(std::span<const SessionId> ids) override
    {
        return through([&] { return m_inner->describe(ids); });
    }
    Result<QList<SealedRow>> settle(std::span<const LostWrite> writes, const Horizon &horizon) override
    {
        return through([&] { return m_inner->settle(writes, horizon); });
    }
    Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return through([&] { return m_inner->update(updates, horizon); });
    }
    Result<QList<WriteStatus>> touch(std::span<const Touch> touches, const Horizon &horizon) override
    {
        return through([&] { return m_inner->touch(touches, horizon); });
    }
    Result<QList<WriteStatus>> reseal(std::span<const Reseal> reseals) override
    {
        return through([&] { return m_inner->reseal(reseals); });
    }
    Result<QList<WriteStatus>> revoke(std::span<const Revocation> revocations,
                                      const Horizon &horizon) override
    {
        return through([&] { return m_inner->revoke(revocations, horizon); });
    }
    Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &mark,
                                       const Horizon &horizon) override
    {
        return through([&] { return m_inner->restore(ids, mark, horizon); });
    }
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals) override
    {
        return through([&] { return m_inner->remove(removals); });
    }
    Result<QList<RemovedRow>> removeExpired(const Horizon &horizon, int limit) override
    {
        return through([&] { return m_inner->removeExpired(horizon, limit); });
    }
    Result<RowPage> page(const PageRequest &request) override
    {
        return through([&] { return m_inner->page(request); });
    }
    Result<UserSessions> sessionsOf(const TenantId &tenant, const UserId &user, const QByteArray &cursor,
                                    int limit, const Horizon &horizon) override
    {
        return through([&] { return m_inner->sessionsOf(tenant, user, cursor, limit, horizon); });
    }
    Result<UserPage> users(const TenantId &tenant, const QByteArray &cursor, int limit) override
    {
        return through([&] { return m_inner->users(tenant, cursor, limit); });
    }
    Result<TenantPage> tenants(const QByteArray &cursor, int limit) override
    {
        return through([&] { return m_inner->tenants(cursor, limit); });
    }
    Result<VerifyStep> verify(const VerifyRequest &request) override
    {
        return through([&] { return m_inner->verify(request); });
    }
    Result<QHash<quint32, qint64>> countByKey() override
    {
        return through([&] { return m_inner->countByKey(); });
    }
    Result<std::optional<StoredDocument>> document(const QString &name) override
    {
        return through([&] { return m_inner->document(name); });
    }
    Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                quint64 expectedRevision) override
    {
        return through([&] { return m_inner->putDocument(name, bytes, expectedRevision); });
    }
    Result<void> removeDocument(const QString &name, quint64 expectedRevision) override
    {
        return through([&] { return m_inner->removeDocument(name, expectedRevision); });
    }
    Result<DocumentPage> documents(const QString &prefix, const QByteArray &cursor, int limit) override
    {
        return through([&] { return m_inner->documents(prefix, cursor, limit); });
    }
    Result<void> appendEvents(std::span<const Event> events) override
    {
        return through([&] { return m_inner->appendEvents(events); });
    }
    Result<QList<Event>> events(qint64 position, int limit) override
    {
        return through([&] { return m_inner->events(position, limit); });
    }
    bool isHeldBack() const override { return m_inner->isHeldBack(); }
    Result<QList<Event>> eventsOf(const TenantId &tenant, const UserId &user, int limit) override
    {
        return through([&] { return m_inner->eventsOf(tenant, user, limit); });
    }
    Result<qint64> trimEvents(qint64 before, qint64 upTo, int limit) override
    {
        return through([&] { return m_inner->trimEvents(before, upTo, limit); });
    }
    Result<qint64> append(const QString &log, std::span<const QByteArray> entries) override
    {
        return through([&] { return m_inner->append(log, entries); });
    }
    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit) override
    {
        return through([&] { return m_inner->read(log, position, limit); });
    }
    Result<quint64> userGeneration(const TenantId &tenant, const UserId &user) override
    {
        return through([&] { return m_inner->userGeneration(tenant, user); });
    }
    Result<quint64> raiseUser(const TenantId &tenant, const UserId &user) override
    {
        return through([&] { return m_inner->raiseUser(tenant, user); });
    }
    Result<void> putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast) override
    {
        return through([&] { return m_inner->putUserGeneration(tenant, user, atLeast); });
    }
    Result<QList<InstallStatus>> install(std::span<const SealedRow> rows) override
    {
        return through([&] { return m_inner->install(rows); });
    }
    Result<void> bury(std::span<const SessionId> ids, qint64 until) override
    {
        return through([&] { return m_inner->bury(ids, until); });
    }
    Result<QList<Fact>> inspect() override
    {
        return through([&] { return m_inner->inspect(); });
    }
    Result<AccountRights> rights() override
    {
        return through([&] { return m_inner->rights(); });
    }
    Result<qint64> ping() override
    {
        return through([&] { return m_inner->ping(); });
    }
    Result<void> initSchema() override
    {
        return through([&] { return m_inner->initSchema(); });
    }
    Result<SchemaState> schema() override
    {
        return through([&] { return m_inner->schema(); });
    }
    Result<void> upgradeSchema() override
    {
        return through([&] { return m_inner->upgradeSchema(); });
    }

private:
    template<typename Call> std::invoke_result_t<Call> through(Call call)
    {
        if (m_isBroken)
            return std::unexpected(lost(Outcome::NotApplied));
        const Fault fault = m_plan->next();
        if (fault == Fault::None)
            return call();
        if (fault == Fault::Refused)
            return std::unexpected(lost(Outcome::NotApplied));
        if (fault == Fault::NoRoom)
            return std::unexpected(Error(ErrorCode::Full, QStringLiteral("The store has no room.")));
        if (fault == Fault::CutAfter || fault == Fault::HangsAfter)
            (void)call();
        if (fault == Fault::HangsBefore || fault == Fault::HangsAfter)
            waitForInterruption();
        m_isBroken = true;
        return std::unexpected(lost(Outcome::Unknown));
    }

    // Also ends at the deadline, so that a watchdog that does not bark fails a test instead of hanging it.
    void waitForInterruption()
    {
        std::unique_lock lock(m_mutex);
        m_interruption.wait_until(lock, m_deadline.at() + std::chrono::seconds(1),
                                  [this] { return m_isInterrupted; });
    }

    std::unique_ptr<StorageConnection> m_inner;
    std::shared_ptr<FaultPlan> m_plan;
    std::mutex m_mutex;
    std::condition_variable m_interruption;
    bool m_isInterrupted = false;
    Deadline m_deadline = Deadline::in(std::chrono::seconds(10));
    std::atomic<bool> m_isBroken = false;
};

} // namespace

void FaultPlan::arm(Fault fault, int first, int count)
{
    const std::scoped_lock lock(m_mutex);
    m_fault = fault;
    m_afterwards = Fault::None;
    m_first = first;
    m_count = count;
    m_calls = 0;
    m_faults = 0;
}

void FaultPlan::afterwards(Fault fault)
{
    const std::scoped_lock lock(m_mutex);
    m_afterwards = fault;
}

int FaultPlan::disarm()
{
    const std::scoped_lock lock(m_mutex);
    m_fault = m_afterwards = Fault::None;
    return m_faults;
}

int FaultPlan::calls() const
{
    const std::scoped_lock lock(m_mutex);
    return m_calls;
}

Fault FaultPlan::next()
{
    const std::scoped_lock lock(m_mutex);
    const int call = ++m_calls;
    if (m_fault == Fault::None || call < m_first)
        return Fault::None;
    const Fault fault = call - m_first < m_count ? m_fault : m_afterwards;
    m_faults += fault == Fault::None ? 0 : 1;
    return fault;
}

Result<std::unique_ptr<StorageConnection>> FaultyFactory::connect(const Deadline &deadline)
{
    return m_inner->connect(deadline).transform([&](std::unique_ptr<StorageConnection> connection) {
        return std::unique_ptr<StorageConnection>(
            std::make_unique<FaultyConnection>(std::move(connection), m_plan));
    });
}
