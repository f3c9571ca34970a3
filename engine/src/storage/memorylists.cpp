// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memoryconnection_p.h"

#include <axess/callrules.h>

#include <algorithm>
#include <mutex>

// Lists of sessions, users and tenants.

namespace Axess {

namespace {

std::vector<MemoryRow *> rowsOf(const MemoryUser *user)
{
    std::vector<MemoryRow *> rows;
    for (MemoryRow *row = user ? user->rows : nullptr; row; row = row->nextOfUser)
        rows.push_back(row);
    std::ranges::sort(rows, {}, [](const MemoryRow *row) { return creationOf(*row); });
    return rows;
}

/// Visits the rows that a request is about in its order, by the narrowest index there is.
void walk(const MemoryStore &store, const PageRequest &request, const std::optional<Cursor::Place> &from,
          auto &&visit)
{
    const bool upwards = request.order == PageOrder::OldestFirst;
    const auto walkIndex = [&](const OrderedRows<creationOf> &rows) {
        if (upwards)
            rows.ascend(from, visit);
        else
            rows.descend(from, visit);
    };
    const SessionFilter &filter = request.filter;
    if (!filter.tenant)
        return walkIndex(store.byCreation());
    const MemoryTenant *tenant = store.tenant(*filter.tenant);
    if (!tenant)
        return;
    if (!filter.user || filter.user->isEmpty())
        return walkIndex(tenant->rows);

    OrderedRows<creationOf> rows;
    for (MemoryRow *row : rowsOf(store.user(*filter.tenant, *filter.user)))
        rows.insert(row);
    walkIndex(rows);
}

} // namespace

Result<RowPage> MemoryConnection::page(const PageRequest &request)
{
    const Cursor list = Cursor::ofPage(request);
    const auto from = list.place(request.cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::check(request)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        RowPage page;
        Cursor::Place last;
        walk(*m_store, request, *from, [&](const MemoryRow &row) {
            if (page.examined == request.workBudget) {
                page.next = list.at(last);
                return false;
            }
            ++page.examined;
            SealedRow listed = row.listed();
            const bool isWanted = CallRules::matches(request.filter, listed, request.horizon);
            // One wanted row beyond the page shows that there is another page.
            if (isWanted && page.rows.size() == request.limit) {
                page.next = list.at(last);
                return false;
            }
            last = creationOf(row);
            if (isWanted)
                page.rows.append(std::move(listed));
            return true;
        });
        return page;
    });
}

Result<UserSessions> MemoryConnection::sessionsOf(const TenantId &tenant, const UserId &user,
                                                  const QByteArray &cursor, int limit, const Horizon &horizon)
{
    const Cursor list = Cursor::ofUserSessions(tenant, user);
    const auto from = list.place(cursor);
    if (!from)
        return std::unexpected(from.error());
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return readable(rules).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        UserSessions sessions;
        std::vector<MemoryRow *> rows = rowsOf(m_store->user(tenant, user));
        for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
            const bool isListed = *from && creationOf(**row) >= **from;
            if (isListed || horizon.isDead((*row)->outline()))
                continue;
            if (sessions.rows.size() == limit) {
                sessions.next = list.at({sessions.rows.constLast().created, sessions.rows.constLast().id});
                break;
            }
            sessions.rows.append((*row)->listed());
        }
        return sessions;
    });
}

Result<UserPage> MemoryConnection::users(const TenantId &tenantId, const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofUsers(tenantId);
    const auto from = list.name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::checkLimit(limit)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        UserPage page;
        const MemoryTenant *tenant = m_store->tenant(tenantId);
        if (!tenant)
            return page;
        // Behind the empty user, who are the guests, or behind the last one that was listed.
        auto at
            = tenant->users.upper_bound(UserId::fromUtf8(from->value_or(QByteArray())).value_or(UserId()));
        for (; at != tenant->users.end(); ++at) {
            const MemoryUser &user = at->second;
            if (user.rowCount == 0)
                continue;
            if (page.users.size() == limit) {
                page.next = list.at(page.users.constLast().user.utf8());
                break;
            }
            qint64 newest = user.rows->created;
            for (const MemoryRow *row = user.rows; row; row = row->nextOfUser)
                newest = std::max(newest, row->created);
            page.users.append({user.id, tenantId, user.rowCount, newest});
        }
        return page;
    });
}

Result<TenantPage> MemoryConnection::tenants(const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofTenants();
    const auto from = list.name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::checkLimit(limit)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        TenantPage page;
        for (const auto &[id, tenant] : m_store->tenants()) {
            if (tenant.rows.isEmpty() || (*from && id.utf8() <= **from))
                continue;
            if (page.tenants.size() == limit) {
                page.next = list.at(page.tenants.constLast().utf8());
                break;
            }
            page.tenants.append(id);
        }
        return page;
    });
}

Result<QHash<quint32, qint64>> MemoryConnection::countByKey()
{
    return readable().transform([&] {
        const std::shared_lock lock(m_store->mutex());
        QHash<quint32, qint64> counts;
        m_store->forEachRow([&](const MemoryRow &row) { ++counts[row.keyId]; });
        return counts;
    });
}

} // namespace Axess
