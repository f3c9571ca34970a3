// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeylists.h"
#include "valkeyrow.h"

// Lists of users and tenants.

namespace Axess {

Result<UserPage> ValkeyLists::users(const TenantId &tenant, const std::optional<QByteArray> &from, int limit)
{
    std::vector<ValkeyKey> keys;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number)
        keys.push_back({m_net.keys().bucket(number).names, m_net.keys().bucket(number).slot});
    const QByteArray begin = tenant.utf8() + '\0';
    const auto wanted = std::size_t(limit) + 1;
    ValkeyMerge walk(
        m_net,
        ValkeyByName(std::move(keys), '(' + begin + from.value_or(QByteArray()), '(' + tenant.utf8() + '\1'),
        ValkeyKeys::Buckets, std::optional<QByteArray>(), wanted);
    UserPage page;
    for (;;) {
        const auto names = walk.next(wanted);
        if (!names)
            return std::unexpected(names.error());
        const auto known = summaries(tenant, *names);
        if (!known)
            return std::unexpected(known.error());
        for (const UserSummary &user : *known) {
            if (page.users.size() == limit) {
                page.next = Cursor::ofUsers(tenant).at(page.users.constLast().user.utf8());
                return page;
            }
            page.users.append(user);
        }
        if (names->size() < wanted)
            return page;
    }
}

// Counted by the rows, not by the registry; users without rows are left out.
Result<std::vector<UserSummary>> ValkeyLists::summaries(const TenantId &tenant,
                                                        std::span<const QByteArray> names)
{
    std::vector<UserSummary> users;
    ValkeyCommands commands;
    for (const QByteArray &name : names) {
        const auto user = UserId::fromUtf8(name.sliced(tenant.utf8().size() + 1));
        if (!user)
            continue;
        users.push_back({*user, tenant});
        const ValkeyUserKeys keys = m_net.keys().user(tenant, *user);
        commands.emplace_back("ZRANGE", keys.slot);
        commands.back() << keys.registry << 0 << -1;
    }
    if (users.empty())
        return users;
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<SessionId> ids;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < users.size(); ++i) {
        for (int at = 0; at < (*replies)[i]->size(); ++at) {
            ids.push_back(SessionId::fromBytes((*replies)[i][at].bytes()).value_or(SessionId()));
            owners.push_back(i);
        }
    }
    const auto known = rows(ids);
    if (!known)
        return std::unexpected(known.error());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        UserSummary &user = users[owners[i]];
        const auto row = known->constFind(ids[i]);
        if (row == known->cend() || row->tenant != tenant || row->user != user.user)
            continue;
        user.newestCreated = user.sessions == 0 ? row->created : std::max(user.newestCreated, row->created);
        ++user.sessions;
    }
    std::erase_if(users, [](const UserSummary &user) { return user.sessions == 0; });
    return users;
}

Result<TenantPage> ValkeyLists::tenants(const std::optional<QByteArray> &from, int limit)
{
    std::vector<ValkeyKey> keys;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number)
        keys.push_back({m_net.keys().bucket(number).tenants, m_net.keys().bucket(number).slot});
    ValkeyMerge walk(m_net, ValkeyByName(std::move(keys), from ? '(' + *from : QByteArray("-"), "+"),
                     ValkeyKeys::Buckets, std::optional<QByteArray>(), std::size_t(limit));
    const auto untenanted = from ? false : hasUntenanted();
    const auto names = walk.next(std::size_t(limit) + 1);
    if (!names || !untenanted)
        return std::unexpected(names ? untenanted.error() : names.error());
    TenantPage page;
    if (*untenanted)
        page.tenants.append(TenantId());
    for (const QByteArray &name : *names) {
        if (page.tenants.size() == limit) {
            page.next = Cursor::ofTenants().at(page.tenants.constLast().utf8());
            break;
        }
        if (const auto tenant = TenantId::fromUtf8(name))
            page.tenants.append(*tenant);
    }
    return page;
}

Result<bool> ValkeyLists::hasUntenanted()
{
    ValkeyCommands commands;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        commands.emplace_back("EXISTS", m_net.keys().bucket(number).slot);
        commands.back() << m_net.keys().bucket(number).untenanted;
    }
    return m_net.ask(commands).transform([](const ValkeyReplies &replies) {
        return std::ranges::any_of(replies, [](const ValkeyReply &reply) { return reply->integer() == 1; });
    });
}

} // namespace Axess
