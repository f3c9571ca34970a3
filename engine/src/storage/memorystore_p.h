// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/memoryevents_p.h"
#include "storage/orderedrows_p.h"

#include <QtCore/qhash.h>

#include <map>
#include <shared_mutex>
#include <unordered_set>

namespace Axess {

struct MemoryTenant
{
    TenantId id;
    std::map<UserId, MemoryUser> users;
    OrderedRows<creationOf> rows;
};

/// The state of one memory store: rows with their indexes, and all else that a store keeps.
///
/// Knows no verbs. Whoever reads holds the mutex shared, whoever writes holds it alone.
class MemoryStore
{
public:
    using Documents = std::map<QByteArray, StoredDocument>;

    MemoryStore();
    ~MemoryStore();
    Q_DISABLE_COPY_MOVE(MemoryStore)

    std::shared_mutex &mutex() { return m_mutex; }

    // Rows
    MemoryRow *find(const SessionId &id) const;
    /// The id must be new. Everything is taken over but `change`.
    MemoryRow &insert(const SealedRow &row, quint64 change);
    /// Everything is taken over but id, created, revocation; `change` counts on.
    void update(MemoryRow &row, const SealedRow &next);
    void moveSweep(MemoryRow &row, qint64 sweepAt);
    void setRevocation(MemoryRow &row, std::unique_ptr<RevocationMark> mark);
    void erase(MemoryRow &row);
    qsizetype rowCount() const { return m_rows.size(); }

    // Indexes
    const OrderedRows<creationOf> &byCreation() const { return m_byCreation; }
    const OrderedRows<sweepPlaceOf> &bySweep() const { return m_bySweep; }
    const std::unordered_set<MemoryRow *> &revoked() const { return m_revoked; }
    const std::map<TenantId, MemoryTenant> &tenants() const { return m_tenants; }
    const MemoryTenant *tenant(const TenantId &id) const;
    const MemoryUser *user(const TenantId &tenant, const UserId &user) const;
    quint64 generation(const TenantId &tenant, const UserId &user) const;
    quint64 raise(const TenantId &tenant, const UserId &user, quint64 atLeast);
    void forEachRow(auto &&visit) const
    {
        for (const auto &row : m_rows)
            visit(*row);
    }

    // Events
    const MemoryEvents &events() const { return m_events; }
    /// The place, session, tenant and user of the event say whose it is.
    void note(const Event &event);
    qint64 trimEvents(qint64 before, qint64 upTo, int limit);

    Documents &documents() { return m_documents; }
    QHash<QString, QList<QByteArray>> &logs() { return m_logs; }
    QHash<SessionId, qint64> &tombstones() { return m_tombstones; }

private:
    MemoryUser &userFor(const TenantId &tenant, const UserId &user);
    void release(MemoryUser &user);
    void link(MemoryRow &row, MemoryUser &user);
    void unlink(MemoryRow &row);
    void setClient(MemoryRow &row, const ClientInfo &client);
    void dropAgent(MemoryRow &row);

    std::shared_mutex m_mutex;
    QHash<SessionId, MemoryRow *> m_rows;
    OrderedRows<creationOf> m_byCreation;
    OrderedRows<sweepPlaceOf> m_bySweep;
    std::unordered_set<MemoryRow *> m_revoked;
    std::map<TenantId, MemoryTenant> m_tenants;
    std::map<QByteArray, int> m_agents; ///< How many rows share one.
    MemoryEvents m_events;
    Documents m_documents;
    QHash<QString, QList<QByteArray>> m_logs;
    QHash<SessionId, qint64> m_tombstones; ///< Until when.
};

} // namespace Axess
