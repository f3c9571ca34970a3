// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sessions.h"

#include <axess/storagebackend.h>

#include <atomic>

/// One connection to an LMDB store: each verb is one transaction.
class LmdbConnection final : public Axess::StorageConnection
{
public:
    LmdbConnection(std::shared_ptr<Environment> environment, Axess::AccessMode access);

    void setDeadline(const Axess::Deadline &deadline) override { m_deadline = deadline; }
    // Nothing of a connection belongs to a thread between calls.
    bool detachFromThread() override { return true; }
    bool attachToThread() override { return true; }
    void interrupt() override { m_isInterrupted = true; }
    bool isBroken() const override { return m_environment->isBroken(); }
    qint64 roundTrips() const override { return m_roundTrips; }

    Axess::Result<QList<Axess::WriteOutcome>> create(std::span<const Axess::NewRow> rows,
                                                     const Axess::Horizon &horizon) override;
    Axess::Result<QList<Axess::SealedRow>> load(std::span<const Axess::SessionId> ids) override;
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

    Axess::Result<std::optional<Axess::StoredDocument>> document(const QString &name) override;
    Axess::Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                       quint64 expectedRevision) override;
    Axess::Result<void> removeDocument(const QString &name, quint64 expectedRevision) override;
    Axess::Result<Axess::DocumentPage> documents(const QString &prefix, const QByteArray &cursor,
                                                 int limit) override;

    Axess::Result<void> appendEvents(std::span<const Axess::Event> events) override;
    Axess::Result<QList<Axess::Event>> events(qint64 position, int limit) override;
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
    Axess::Result<Axess::VerifyStep> verify(const Axess::VerifyRequest &request) override;
    Axess::Result<qint64> ping() override;
    Axess::Result<void> initSchema() override;
    Axess::Result<Axess::SchemaState> schema() override;
    Axess::Result<void> upgradeSchema() override;

private:
    bool mustStop() const;
    Axess::Result<void> makeTables();
    Axess::Result<void> mayBegin(const Axess::Result<void> &rules);

    /// Runs the work in a transaction: its answer, or the first failure. Work may answer a Result itself.
    template<typename Work>
    auto inTransaction(Transaction::Kind kind, Work work)
        -> Axess::Result<std::invoke_result_t<Work, Transaction &>>
    {
        ++m_roundTrips;
        Transaction transaction(*m_environment, kind, [this] { return mustStop(); });
        auto answer = work(transaction);
        if (const auto done = transaction.finish(); !done)
            return std::unexpected(done.error());
        return answer;
    }
    template<typename Work>
    auto reading(const Axess::Result<void> &rules, Work work)
        -> Axess::Result<std::invoke_result_t<Work, Transaction &>>
    {
        if (const auto may = mayBegin(rules); !may)
            return std::unexpected(may.error());
        return inTransaction(Transaction::Kind::Read, work);
    }
    template<typename Work>
    auto writing(const Axess::Result<void> &rules, Work work)
        -> Axess::Result<std::invoke_result_t<Work, Transaction &>>
    {
        if (m_access == Axess::AccessMode::ReadOnly)
            return std::unexpected(Axess::Error(Axess::ErrorCode::Denied,
                                                QStringLiteral("The store was opened for reading only.")));
        if (const auto may = mayBegin(rules); !may)
            return std::unexpected(may.error());
        const auto right = m_environment->writeRight([this] { return mustStop(); });
        if (!right)
            return std::unexpected(right.error());
        auto done = inTransaction(Transaction::Kind::Write, work);
        // What a process saw that was killed while it read takes up room.
        const bool isFull = !done && done.error().code() == Axess::ErrorCode::Full;
        if (isFull && m_environment->forgetDeadReaders() > 0)
            done = inTransaction(Transaction::Kind::Write, work);
        return done;
    }
    /// The same for each entry of a batch.
    template<typename Entry, typename Answer>
    Axess::Result<QList<Answer>> writingEach(const Axess::Result<void> &rules, std::span<const Entry> entries,
                                             Answer (*one)(Sessions &, const Entry &, const Axess::Horizon &),
                                             const Axess::Horizon &horizon)
    {
        return writing(rules, [&](Transaction &transaction) {
            Sessions sessions(transaction);
            QList<Answer> answers;
            for (const Entry &entry : entries)
                answers.append(one(sessions, entry, horizon));
            return answers;
        });
    }

    std::shared_ptr<Environment> m_environment;
    Axess::AccessMode m_access;
    Axess::Deadline m_deadline = Axess::Deadline::in(std::chrono::minutes(1));
    std::atomic<bool> m_isInterrupted = false;
    qint64 m_roundTrips = 0;
};
