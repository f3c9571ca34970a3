// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyrow.h"
#include "valkeyverify.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// What stands in the slots of users: registries and the catalogue.

namespace Axess {

namespace {

constexpr std::size_t UsersAtOnce = 100;

} // namespace

// Sessions that have stood for a minute and that their user's registry lacks, or has with an earlier
// deadline.
Result<void> ValkeyVerify::verifyRegistered(std::span<const ValkeyRegistry::Entry> entries)
{
    if (entries.empty())
        return {};
    ValkeyCommands commands;
    for (const ValkeyRegistry::Entry &entry : entries) {
        const ValkeyUserKeys keys = m_net.keys().user(entry.tenant, entry.user);
        commands.emplace_back("ZSCORE", keys.slot);
        commands.back() << keys.registry << entry.id.view();
    }
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<ValkeyRegistry::Entry> missing;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const ValkeyView score = (*replies)[i].view();
        if (score.isNull() || score.bytes().toDouble() < double(entries[i].absoluteDeadline))
            missing.push_back(entries[i]);
    }
    m_step.unregistered += qint64(missing.size());
    if (!repairs() || missing.empty())
        return {};
    if (const auto entered = enrol(missing); !entered)
        return entered;
    m_step.repaired += qint64(missing.size());
    // Who ended or went to another user meanwhile has left the registry before it was entered.
    const auto still = standing(missing);
    if (!still)
        return std::unexpected(still.error());
    std::vector<ValkeyRegistry::Entry> gone;
    for (const ValkeyRegistry::Entry &entry : missing) {
        if (!std::ranges::contains(*still, entry.id, &ValkeyRegistry::Entry::id))
            gone.push_back(entry);
    }
    return ValkeyRegistry(m_net).leave(gone);
}

Result<void> ValkeyVerify::enrol(std::span<const ValkeyRegistry::Entry> entries)
{
    ValkeyCommands commands;
    for (const ValkeyRegistry::Entry &entry : entries) {
        const ValkeyUserKeys keys = m_net.keys().user(entry.tenant, entry.user);
        const QByteArray names[] {keys.registry, keys.users, keys.names};
        commands.emplace_back(m_net.scripts().enrol, keys.slot, names);
        commands.back() << entry.id.view() << entry.absoluteDeadline << keys.name;
    }
    if (commands.empty())
        return {};
    return m_net.ask(commands).transform([](const ValkeyReplies &) { });
}

Result<std::vector<ValkeyRegistry::Entry>> ValkeyVerify::standing(
    std::span<const ValkeyRegistry::Entry> entries)
{
    std::vector<ValkeyRegistry::Entry> still;
    if (entries.empty())
        return still;
    ValkeyCommands commands;
    for (const ValkeyRegistry::Entry &entry : entries)
        commands.push_back(ValkeyRegistry(m_net).headOf(entry.id, ValkeyRow::HeadSize));
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const QByteArrayView head = (*replies)[i]->bytes();
        if (head.isEmpty())
            continue;
        const auto row = ValkeyRow::decodeHead(entries[i].id, head);
        // One that cannot be read may be this user's.
        if (!row || (row->tenant == entries[i].tenant && row->user == entries[i].user)) {
            still.push_back(entries[i]);
            still.back().absoluteDeadline = row ? row->absoluteDeadline : entries[i].absoluteDeadline;
        }
    }
    return still;
}

Result<std::optional<ValkeyVerify::User>> ValkeyVerify::userOfRegistry(const QByteArray &key) const
{
    const QByteArrayList parts = key.split(':');
    if (parts.size() < 3)
        return std::nullopt;
    const auto tenant = TenantId::fromUtf8(QByteArray::fromPercentEncoding(parts[parts.size() - 2]));
    const auto user = UserId::fromUtf8(QByteArray::fromPercentEncoding(parts.back()));
    if (!tenant || !user || user->isEmpty() || m_net.keys().user(*tenant, *user).registry != key)
        return std::nullopt;
    return User {*tenant, *user, {}};
}

Result<void> ValkeyVerify::verifyRegistries(const QByteArrayList &keys)
{
    std::vector<User> users;
    for (const QByteArray &key : keys) {
        const auto user = userOfRegistry(key);
        if (user && *user)
            users.push_back(**user);
    }
    for (std::span<User> rest(users); !rest.empty();
         rest = rest.subspan(std::min(UsersAtOnce, rest.size()))) {
        std::vector<User> some(rest.begin(), rest.begin() + qsizetype(std::min(UsersAtOnce, rest.size())));
        const auto done = findSuspects(some).and_then([&] { return nameVanished(some); }).and_then([&] {
            return prune(some);
        });
        if (!done)
            return done;
    }
    return {};
}

Result<void> ValkeyVerify::findSuspects(std::vector<User> &users)
{
    ValkeyCommands commands;
    for (const User &user : users) {
        const ValkeyUserKeys keys = m_net.keys().user(user.tenant, user.user);
        commands.emplace_back("ZRANGE", keys.slot);
        commands.back() << keys.registry << 0 << -1 << "WITHSCORES";
        // Behind the registry and before the rows: of who is not joining any more, the row is there.
        commands.emplace_back("ZRANGEBYSCORE", keys.slot);
        commands.back() << keys.joining << ValkeyRegistry::joiningSince(m_request.horizon.now) << "+inf";
    }
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<ValkeyRegistry::Entry> members;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < users.size(); ++i) {
        const ValkeyView found = (*replies)[2 * i].view();
        const ValkeyView joining = (*replies)[2 * i + 1].view();
        const auto isJoining = [&](const SessionId &id) {
            for (int at = 0; at < joining.size(); ++at) {
                const QByteArrayView member = joining[at].bytes();
                if (member.size() < 2 * SessionId::Size && member.startsWith(id.bytes()))
                    return true;
            }
            return false;
        };
        for (int at = 0; at + 1 < found.size(); at += 2) {
            const auto id = SessionId::fromBytes(found[at].bytes());
            if (!id || isJoining(*id))
                continue;
            members.push_back(
                {*id, users[i].tenant, users[i].user, qint64(found[at + 1].bytes().toDouble())});
            owners.push_back(i);
        }
    }
    m_step.entries += qint64(members.size());
    const auto still = standing(members);
    if (!still)
        return std::unexpected(still.error());
    // Both stand in the order of the members.
    auto next = still->cbegin();
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (next != still->cend() && next->id == members[i].id && next->user == members[i].user
            && next->tenant == members[i].tenant)
            ++next;
        else
            users[owners[i]].suspects.push_back(members[i]);
    }
    return {};
}

// Those that the index of their bucket still calls live.
Result<void> ValkeyVerify::nameVanished(std::span<const User> users)
{
    ValkeyCommands commands;
    for (const User &user : users) {
        for (const ValkeyRegistry::Entry &suspect : user.suspects) {
            const ValkeyKeys::Bucket &home = m_net.keys().bucketOf(suspect.id);
            commands.emplace_back("ZSCORE", home.slot);
            commands.back() << home.expiry << suspect.id.bytes() + user.tenant.utf8();
        }
    }
    if (repairs() || commands.empty())
        return {};
    return m_net.ask(commands).transform([&](const ValkeyReplies &dues) {
        auto due = dues.cbegin();
        for (const User &user : users) {
            int count = 0;
            for (std::size_t i = 0; i < user.suspects.size(); ++i, ++due)
                count += !(*due)->isNull() && (*due)->bytes().toDouble() > double(m_request.horizon.now);
            if (count > 0 && m_step.remarks.size() < VerifyStep::MaximumRemarks)
                m_step.remarks.append(
                    u"The server took %1 of the live sessions of “%2”%3: see its memory and policy (axessctl "
                    "doctor)."_s.arg(count)
                        .arg(user.user.text(),
                             user.tenant.isEmpty() ? QString() : u" in “%1”"_s.arg(user.tenant.text())));
        }
    });
}

// Users of the catalogue; those with a registry are verified with it, and those in both its halves once.
Result<void> ValkeyVerify::verifyNames(Phase phase, const QByteArrayList &names)
{
    std::vector<User> users;
    ValkeyCommands commands;
    for (const QByteArray &name : names) {
        const qsizetype border = name.indexOf('\0');
        const auto tenant = TenantId::fromUtf8(name.first(std::max<qsizetype>(border, 0)));
        const auto user = UserId::fromUtf8(name.sliced(border + 1));
        if (border < 0 || !tenant || !user)
            continue;
        users.push_back({*tenant, *user, {}});
        const ValkeyUserKeys keys = m_net.keys().user(*tenant, *user);
        commands.emplace_back("EXISTS", keys.slot);
        commands.back() << keys.registry;
        commands.emplace_back("ZSCORE", keys.slot);
        commands.back() << keys.names << keys.name;
    }
    m_step.entries += qint64(users.size());
    if (users.empty())
        return {};
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<User> without;
    for (std::size_t i = 0; i < users.size(); ++i) {
        const bool isSeen = phase == Phase::Users && !(*replies)[2 * i + 1]->isNull();
        if ((*replies)[2 * i]->integer() == 0 && !isSeen)
            without.push_back(users[i]);
    }
    return prune(without);
}

Result<void> ValkeyVerify::prune(std::span<const User> users)
{
    ValkeyCommands commands;
    for (const User &user : users) {
        const ValkeyUserKeys keys = m_net.keys().user(user.tenant, user.user);
        const QByteArray names[] {keys.registry, keys.joining, keys.users, keys.names};
        commands.emplace_back(m_net.scripts().prune, keys.slot, names,
                              repairs() ? ValkeyCommand::Kind::Writes : ValkeyCommand::Kind::Reads);
        commands.back() << flag() << keys.name << m_request.horizon.now;
        for (const ValkeyRegistry::Entry &suspect : user.suspects)
            commands.back() << suspect.id.view();
    }
    if (commands.empty())
        return {};
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<ValkeyRegistry::Entry> removed;
    for (std::size_t i = 0; i < users.size(); ++i) {
        const ValkeyView reply = (*replies)[i].view();
        m_step.miscatalogued += reply[0].integer();
        m_step.repaired += repairs() ? reply[0].integer() : 0;
        for (int at = 1; at < reply.size(); ++at) {
            if (const auto id = SessionId::fromBytes(reply[at].bytes()))
                removed.push_back({*id, users[i].tenant, users[i].user, 0});
        }
    }
    m_step.stale += qint64(removed.size());
    if (!repairs())
        return {};
    m_step.repaired += qint64(removed.size());
    // Signed in between the look at its row and the removal: it enters again.
    const auto back = standing(removed);
    if (!back)
        return std::unexpected(back.error());
    m_step.stale -= qint64(back->size());
    m_step.repaired -= qint64(back->size());
    return enrol(*back);
}

} // namespace Axess
