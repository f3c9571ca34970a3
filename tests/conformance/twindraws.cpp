// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinstores.h"

// What the calls are made of: rows, names and filters drawn at random.

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Minute = 60'000;

} // namespace

int TwinStores::random(int below)
{
    return int(m_random() % quint64(below));
}

RowBuilder TwinStores::aRow()
{
    RowBuilder builder(m_horizon.now);
    builder.id(anId()).tenant(aTenant().text()).key(quint32(random(3))).payload(freshBytes(random(32)));
    if (oneIn(2))
        builder.user(aUser().text());
    builder.epochs(m_horizon.store.value, m_horizon.tenants.value(builder.row().tenant).value);
    builder.idleUntil(m_horizon.now + random(30) * Minute);
    if (oneIn(4))
        builder.endsAt(m_horizon.now + random(40) * Minute);
    if (oneIn(3))
        builder.client({u"192.0.2.%1"_s.arg(random(4)), u"Mozilla %1"_s.arg(random(3)), u"Browser"_s});
    return builder;
}

SessionId TwinStores::anId()
{
    return m_ids[random(int(m_ids.size()))];
}

UserId TwinStores::aUser()
{
    static const QStringList names {u"ann"_s, u"Ann"_s, u"bob"_s, u"\u00e9l\u00e8ve"_s};
    return userOf(names[random(4)]);
}

TenantId TwinStores::aTenant()
{
    static const QStringList names {{}, u"acme"_s, u"o'neill %"_s};
    return tenantOf(names[random(3)]);
}

std::optional<SealedRow> TwinStores::aKnownRow()
{
    const SessionId id = anId();
    const auto standing = m_first.load(std::span(&id, 1));
    const auto remembered = m_remembered.constFind(id);
    if (remembered != m_remembered.cend() && oneIn(4))
        return *remembered;
    if (!standing || standing->isEmpty())
        return std::nullopt;
    m_remembered.insert(id, standing->constFirst());
    return standing->constFirst();
}

Admission TwinStores::anAdmission(const TenantId &tenant, const UserId &user)
{
    const quint64 generation = m_first.userGeneration(tenant, user).value_or(0);
    return {.generation = oneIn(8) ? generation + 1 : generation,
            .limit = random(4),
            .policy = LimitPolicy(random(3))};
}

SessionFilter TwinStores::aFilter()
{
    SessionFilter filter;
    if (oneIn(3))
        filter.tenant = aTenant();
    if (oneIn(3))
        filter.user = oneIn(4) ? UserId() : aUser();
    if (oneIn(4))
        filter.level = SessionLevel(random(3));
    if (oneIn(3))
        filter.life = Life(random(3));
    if (oneIn(6))
        filter.keyId = quint32(random(3));
    if (oneIn(6))
        filter.created = {m_horizon.now - random(60) * Minute, m_horizon.now};
    if (oneIn(6))
        filter.lastSeen = {m_horizon.now - random(60) * Minute, {}};
    if (oneIn(6))
        filter.expires = {{}, m_horizon.now + random(30) * Minute};
    if (oneIn(5))
        filter.client = u"MOZILLA 1"_s;
    return filter;
}
