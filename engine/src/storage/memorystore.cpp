// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memorystore_p.h"

namespace Axess {

MemoryStore::MemoryStore() = default;

MemoryStore::~MemoryStore()
{
    qDeleteAll(m_rows);
}

MemoryRow *MemoryStore::find(const SessionId &id) const
{
    return m_rows.value(id);
}

MemoryRow &MemoryStore::insert(const SealedRow &from, quint64 change)
{
    auto owner = std::make_unique<MemoryRow>();
    MemoryRow &row = *owner;
    row.id = from.id;
    row.created = from.created;
    row.change = change;
    row.assign(from);
    setClient(row, from.client);
    m_rows.insert(row.id, owner.release());
    m_byCreation.insert(&row);
    m_bySweep.insert(&row);
    link(row, userFor(from.tenant, from.user));
    if (from.revocation)
        setRevocation(row, std::make_unique<RevocationMark>(*from.revocation));
    return row;
}

void MemoryStore::update(MemoryRow &row, const SealedRow &next)
{
    MemoryUser &user = userFor(next.tenant, next.user);
    if (row.user != &user) {
        unlink(row);
        link(row, user);
    }
    m_bySweep.erase(&row);
    row.assign(next);
    m_bySweep.insert(&row);
    setClient(row, next.client);
    ++row.change;
}

void MemoryStore::moveSweep(MemoryRow &row, qint64 sweepAt)
{
    m_bySweep.erase(&row);
    row.sweepAt = sweepAt;
    m_bySweep.insert(&row);
}

void MemoryStore::setRevocation(MemoryRow &row, std::unique_ptr<RevocationMark> mark)
{
    row.revocation = std::move(mark);
    if (row.revocation)
        m_revoked.insert(&row);
    else
        m_revoked.erase(&row);
}

void MemoryStore::erase(MemoryRow &row)
{
    const std::unique_ptr<MemoryRow> owner(m_rows.take(row.id));
    m_byCreation.erase(&row);
    m_bySweep.erase(&row);
    m_revoked.erase(&row);
    dropAgent(row);
    unlink(row);
}

const MemoryTenant *MemoryStore::tenant(const TenantId &id) const
{
    const auto found = m_tenants.find(id);
    return found == m_tenants.end() ? nullptr : &found->second;
}

const MemoryUser *MemoryStore::user(const TenantId &tenantId, const UserId &id) const
{
    const MemoryTenant *home = tenant(tenantId);
    if (!home)
        return nullptr;
    const auto found = home->users.find(id);
    return found == home->users.end() ? nullptr : &found->second;
}

quint64 MemoryStore::generation(const TenantId &tenantId, const UserId &id) const
{
    const MemoryUser *known = user(tenantId, id);
    return known ? known->generation : 0;
}

quint64 MemoryStore::raise(const TenantId &tenantId, const UserId &id, quint64 atLeast)
{
    MemoryUser &user = userFor(tenantId, id);
    user.generation = std::max(user.generation, atLeast);
    const quint64 generation = user.generation;
    release(user);
    return generation;
}

void MemoryStore::note(const Event &event)
{
    m_events.append(event, userFor(event.tenant, event.user));
}

qint64 MemoryStore::trimEvents(qint64 before, qint64 upTo, int limit)
{
    return m_events.trim(before, upTo, limit, [this](MemoryUser &user) { release(user); });
}

MemoryUser &MemoryStore::userFor(const TenantId &tenantId, const UserId &id)
{
    MemoryTenant &home = m_tenants[tenantId];
    home.id = tenantId;
    const auto known = home.users.find(id);
    if (known != home.users.end())
        return known->second;
    // The name is kept once, in as few bytes as it has.
    const auto name = UserId::fromUtf8(QByteArray(id.utf8().constData(), id.utf8().size()));
    const auto added = home.users.try_emplace(name.value_or(id)).first;
    added->second.tenant = &home;
    added->second.id = added->first;
    return added->second;
}

void MemoryStore::release(MemoryUser &user)
{
    if (!user.isUnused())
        return;
    MemoryTenant &home = *user.tenant;
    home.users.erase(UserId(user.id));
    if (home.users.empty())
        m_tenants.erase(TenantId(home.id));
}

void MemoryStore::link(MemoryRow &row, MemoryUser &user)
{
    row.user = &user;
    row.previousOfUser = nullptr;
    row.nextOfUser = user.rows;
    if (user.rows)
        user.rows->previousOfUser = &row;
    user.rows = &row;
    ++user.rowCount;
    user.tenant->rows.insert(&row);
}

void MemoryStore::unlink(MemoryRow &row)
{
    MemoryUser &user = *row.user;
    (row.previousOfUser ? row.previousOfUser->nextOfUser : user.rows) = row.nextOfUser;
    if (row.nextOfUser)
        row.nextOfUser->previousOfUser = row.previousOfUser;
    --user.rowCount;
    user.tenant->rows.erase(&row);
    release(user);
}

void MemoryStore::setClient(MemoryRow &row, const ClientInfo &client)
{
    row.address = client.address.toStdString();
    const QByteArray agent = packedAgent(client);
    if (row.agent && agent == *row.agent)
        return;
    dropAgent(row);
    const auto shared = m_agents.try_emplace(agent, 0).first;
    ++shared->second;
    row.agent = &shared->first;
}

void MemoryStore::dropAgent(MemoryRow &row)
{
    if (!row.agent)
        return;
    const auto shared = m_agents.find(*row.agent);
    row.agent = nullptr;
    if (--shared->second == 0)
        m_agents.erase(shared);
}

} // namespace Axess
