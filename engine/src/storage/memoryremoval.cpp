// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memoryconnection_p.h"

#include <axess/callrules.h>

#include <algorithm>
#include <mutex>

// How rows end, make room, and are followed by a migration.

namespace Axess {

bool MemoryConnection::isAdmittedAt(const std::optional<Admission> &admission, const SealedRow &row) const
{
    return !admission || admission->generation == m_store->generation(row.tenant, row.user);
}

std::optional<QList<SessionId>> MemoryConnection::makeRoom(const std::optional<Admission> &admission,
                                                           const SealedRow &row, const Horizon &horizon)
{
    const MemoryUser *user = admission ? m_store->user(row.tenant, row.user) : nullptr;
    if (!user || admission->limit == 0)
        return QList<SessionId>();
    std::vector<MemoryRow *> others;
    for (MemoryRow *other = user->rows; other; other = other->nextOfUser) {
        if (other->id != row.id && !horizon.isDead(other->outline()))
            others.push_back(other);
    }
    if (others.size() < std::size_t(admission->limit))
        return QList<SessionId>();
    if (admission->policy == LimitPolicy::DenyNew)
        return std::nullopt;

    const bool byUse = admission->policy == LimitPolicy::EndLeastRecentlyUsed;
    std::ranges::sort(others, {}, [byUse](const MemoryRow *other) {
        return std::pair(byUse ? other->lastSeen : 0, creationOf(*other));
    });
    others.resize(others.size() + 1 - std::size_t(admission->limit));
    QList<SessionId> displaced;
    for (MemoryRow *other : others)
        displaced.append(end(*other, {EndReason::Displaced, horizon.now}, {}).id);
    return displaced;
}

RemovedRow MemoryConnection::end(MemoryRow &row, const SessionEnd &end, const QString &detail)
{
    const Event event {.at = end.at,
                       .kind = EventKind::Ended,
                       .endReason = end.reason,
                       .session = row.id,
                       .tenant = row.user->tenant->id,
                       .user = row.user->id,
                       .detail = detail};
    m_store->note(event);
    m_store->erase(row);
    return {event.session, event.tenant, event.user, event.endReason};
}

void MemoryConnection::note(const MemoryRow &row, EventKind kind, qint64 at, const QString &detail)
{
    m_store->note({.at = at,
                   .kind = kind,
                   .session = row.id,
                   .tenant = row.user->tenant->id,
                   .user = row.user->id,
                   .detail = detail});
}

Result<QList<RemovedRow>> MemoryConnection::remove(std::span<const Removal> removals)
{
    return writable(CallRules::check(removals)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        QList<RemovedRow> removed;
        for (const Removal &removal : removals) {
            if (MemoryRow *row = m_store->find(removal.id))
                removed.append(end(*row, {removal.reason, removal.at}, removal.detail));
        }
        return removed;
    });
}

Result<QList<RemovedRow>> MemoryConnection::removeExpired(const Horizon &horizon, int limit)
{
    return writable(CallRules::checkLimit(limit)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        int buried = limit;
        m_store->tombstones().removeIf(
            [&](const auto &entry) { return entry.value() <= horizon.now && buried-- > 0; });

        QList<RemovedRow> removed;
        for (MemoryRow *row : ended(horizon, limit)) {
            const QString reason = row->revocation ? row->revocation->reason : QString();
            removed.append(end(*row, horizon.endOf(row->outline()).value_or(SessionEnd()), reason));
        }
        return removed;
    });
}

std::vector<MemoryRow *> MemoryConnection::ended(const Horizon &horizon, int limit) const
{
    std::vector<MemoryRow *> found;
    std::unordered_set<const MemoryRow *> seen;
    const auto consider = [&](MemoryRow &row, bool hasEnded) {
        if (hasEnded && seen.insert(&row).second)
            found.push_back(&row);
        return found.size() < std::size_t(limit);
    };
    m_store->bySweep().ascend({}, [&](MemoryRow &row) {
        return row.sweepAt <= horizon.now && consider(row, horizon.hasEnded(row.outline()));
    });
    for (MemoryRow *row : m_store->revoked()) {
        if (found.size() < std::size_t(limit))
            consider(*row, row->revocation->graceUntil <= horizon.now);
    }
    const auto outdated = [&](const OrderedRows<creationOf> &rows, const Epoch &epoch, auto epochOf) {
        if (epoch.value == 0 || found.size() >= std::size_t(limit))
            return;
        rows.ascend({}, [&](MemoryRow &row) {
            return row.created <= epoch.raisedAt && consider(row, epochOf(row) < epoch.value);
        });
    };
    outdated(m_store->byCreation(), horizon.store, [](const MemoryRow &row) { return row.storeEpoch; });
    for (const auto &[id, epoch] : horizon.tenants.asKeyValueRange()) {
        if (const MemoryTenant *tenant = m_store->tenant(id))
            outdated(tenant->rows, epoch, [](const MemoryRow &row) { return row.tenantEpoch; });
    }
    return found;
}

Result<QList<InstallStatus>> MemoryConnection::install(std::span<const SealedRow> rows)
{
    return writable(CallRules::check(rows)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return answers<InstallStatus>(rows, [&](const SealedRow &row) { return installOne(row); });
    });
}

InstallStatus MemoryConnection::installOne(const SealedRow &row)
{
    if (m_store->tombstones().contains(row.id))
        return InstallStatus::Buried;
    if (MemoryRow *standing = m_store->find(row.id)) {
        if (standing->change >= row.change)
            return InstallStatus::Older;
        m_store->erase(*standing);
    }
    m_store->insert(row, row.change);
    return InstallStatus::Installed;
}

Result<void> MemoryConnection::bury(std::span<const SessionId> ids, qint64 until)
{
    return writable(CallRules::check(ids)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        for (const SessionId &id : ids) {
            if (MemoryRow *row = m_store->find(id))
                m_store->erase(*row);
            qint64 &tombstone = m_store->tombstones()[id];
            tombstone = std::max(tombstone, until);
        }
    });
}

} // namespace Axess
