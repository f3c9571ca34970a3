// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyregistry.h"

#include "valkeyrow.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qendian.h>

namespace Axess {

namespace {

// A member without a session counts so long.
constexpr qint64 JoiningTime = 60'000;

} // namespace

ValkeyCommand registration(ValkeyNet &net, const ValkeyUserKeys &keys, const ValkeyRegistry::Entry &entry,
                           qint64 now, std::optional<quint64> generation, const QByteArray &digest,
                           std::span<const SessionId> displaced, std::span<const QByteArray> overtaken)
{
    const QByteArray names[] {keys.registry, keys.joining, keys.users, keys.names, keys.generation};
    ValkeyCommand command(net.scripts().registering, keys.slot, names);
    command << entry.id.view() << entry.absoluteDeadline << now << keys.name
            << (generation ? QByteArray::number(*generation) : QByteArray())
            << (generation ? ValkeyRow::number(*generation) : QByteArray()) << digest;
    for (const SessionId &id : displaced)
        command << ValkeyRegistry::leavingName(id, entry.id);
    for (const QByteArray &name : overtaken)
        command << name;
    return command;
}

Result<std::vector<bool>> ValkeyRegistry::enter(std::span<const Entry> entries, qint64 now)
{
    if (entries.empty())
        return {};
    ValkeyCommands commands;
    for (const Entry &entry : entries)
        commands.push_back(
            registration(m_net, m_net.keys().user(entry.tenant, entry.user), entry, now, std::nullopt, {}));
    return m_net.ask(commands).transform([](const ValkeyReplies &replies) {
        std::vector<bool> isNew;
        for (const ValkeyReply &reply : replies)
            isNew.push_back(reply->integer() == 1);
        return isNew;
    });
}

Result<void> ValkeyRegistry::leave(std::span<const Entry> entries)
{
    struct Leaving
    {
        ValkeyUserKeys keys;
        std::vector<SessionId> ids;
    };
    QHash<QByteArray, Leaving> users;
    for (const Entry &entry : entries) {
        if (entry.user.isEmpty())
            continue;
        Leaving &leaving = users[ValkeyKeys::userName(entry.tenant, entry.user)];
        if (leaving.ids.empty())
            leaving.keys = m_net.keys().user(entry.tenant, entry.user);
        leaving.ids.push_back(entry.id);
    }
    if (users.isEmpty())
        return {};
    ValkeyCommands commands;
    for (const Leaving &leaving : std::as_const(users)) {
        const QByteArray names[] {leaving.keys.registry, leaving.keys.joining, leaving.keys.users,
                                  leaving.keys.names};
        ValkeyCommand command(m_net.scripts().unregister, leaving.keys.slot, names);
        command << leaving.keys.name << QByteArrayView();
        for (const SessionId &id : leaving.ids)
            command << id.view();
        commands.push_back(std::move(command));
    }
    return m_net.ask(commands).transform([](const ValkeyReplies &) { });
}

void ValkeyRegistry::ask(ValkeyCommands &commands, const ValkeyUserKeys &keys, qint64 now)
{
    ValkeyCommand generation("GET", keys.slot);
    generation << keys.generation;
    ValkeyCommand members("ZRANGE", keys.slot);
    members << keys.registry << 0 << -1 << "WITHSCORES";
    ValkeyCommand joining("ZRANGEBYSCORE", keys.slot);
    joining << keys.joining << joiningSince(now) << "+inf";
    commands.insert(commands.end(), {generation, members, joining});
}

QByteArray ValkeyRegistry::joiningSince(qint64 now)
{
    return '(' + QByteArray::number(now - JoiningTime);
}

ValkeyRegistry::Members ValkeyRegistry::read(std::span<const ValkeyReply> replies)
{
    const ValkeyView views[] {replies[0].view(), replies[1].view(), replies[2].view()};
    return read(std::span<const ValkeyView, Questions>(views));
}

ValkeyRegistry::Members ValkeyRegistry::read(std::span<const ValkeyView, Questions> replies)
{
    Members members;
    members.generation = replies[0].bytes().toULongLong();
    QByteArray text;
    for (int i = 0; i + 1 < replies[1].size(); i += 2) {
        if (const auto id = SessionId::fromBytes(replies[1][i].bytes()))
            members.ids.push_back(*id);
        text.append(i == 0 ? QByteArrayView() : QByteArrayView(","));
        text.append(replies[1][i].bytes()).append(',').append(replies[1][i + 1].bytes());
    }
    members.digest = QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex();
    for (int i = 0; i < replies[2].size(); ++i) {
        const QByteArrayView member = replies[2][i].bytes();
        const auto id
            = SessionId::fromBytes(member.first(std::min<qsizetype>(member.size(), SessionId::Size)));
        if (!id)
            continue;
        if (member.size() == 2 * SessionId::Size) {
            members.leaving.insert(*id);
            continue;
        }
        std::optional<quint64> generation;
        if (member.size() == SessionId::Size + 8)
            generation = qFromBigEndian<quint64>(member.data() + SessionId::Size);
        members.joining.insert(*id, generation);
    }
    return members;
}

QByteArray ValkeyRegistry::joiningName(const SessionId &id, std::optional<quint64> generation)
{
    return id.bytes() + (generation ? ValkeyRow::number(*generation) : QByteArray());
}

QByteArray ValkeyRegistry::leavingName(const SessionId &id, const SessionId &displacing)
{
    return id.bytes() + displacing.bytes();
}

Result<ValkeyRegistry::Members> ValkeyRegistry::members(const TenantId &tenant, const UserId &user,
                                                        qint64 now)
{
    ValkeyCommands commands;
    ask(commands, m_net.keys().user(tenant, user), now);
    return m_net.ask(commands).transform([](const ValkeyReplies &replies) { return read(replies); });
}

ValkeyCommand ValkeyRegistry::headOf(const SessionId &id, qsizetype bytes) const
{
    ValkeyCommand command("GETRANGE", m_net.keys().bucketOf(id).slot);
    command << m_net.keys().session(id) << 0 << bytes - 1;
    return command;
}

} // namespace Axess
