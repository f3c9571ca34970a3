// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeydrift.h"

#include "valkeyregistry.h"
#include "valkeyrow.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Of each of the 256 buckets.
constexpr int SessionsPerBucket = 4;
constexpr int UsersPerBucket = 1;
// Of each user in the sample.
constexpr std::size_t MembersPerUser = 16;

} // namespace

Result<QList<Fact>> ValkeyDrift::sample(qint64 now)
{
    const auto sessions = someSessions();
    const auto members = sessions ? someMembers(now) : std::unexpected(sessions.error());
    const auto lonely = members ? withoutMember(*sessions) : std::unexpected(members.error());
    // What was signed out meanwhile has neither.
    const auto unlisted = lonely ? withSession(*lonely) : std::unexpected(lonely.error());
    const auto orphans = unlisted ? withoutSession(*members) : std::unexpected(unlisted.error());
    const auto left = orphans ? withoutMember(*orphans) : std::unexpected(orphans.error());
    if (!left)
        return std::unexpected(left.error());
    return QList<Fact> {{u"sampledSessions"_s, QString::number(sessions->size())},
                        {u"sessionsWithoutMember"_s, QString::number(*unlisted)},
                        {u"sampledMembers"_s, QString::number(members->size())},
                        {u"membersWithoutSession"_s, QString::number(orphans->size() - left->size())}};
}

// Of named users; guests are in no registry.
Result<std::vector<ValkeyDrift::Place>> ValkeyDrift::someSessions()
{
    ValkeyCommands commands;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        commands.emplace_back("ZRANDMEMBER", m_net.keys().bucket(number).slot);
        commands.back() << m_net.keys().bucket(number).created << SessionsPerBucket;
    }
    const auto picked = m_net.ask(commands);
    if (!picked)
        return std::unexpected(picked.error());
    std::vector<SessionId> ids;
    for (const ValkeyReply &reply : *picked) {
        for (int i = 0; i < reply->size(); ++i) {
            if (const auto id = SessionId::fromBytes(reply[i].bytes()))
                ids.push_back(*id);
        }
    }
    if (ids.empty())
        return std::vector<Place>();
    commands.clear();
    for (const SessionId &id : ids)
        commands.push_back(ValkeyRegistry(m_net).headOf(id, ValkeyRow::HeadSize));
    return m_net.ask(commands).transform([&](const ValkeyReplies &heads) {
        std::vector<Place> places;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto row = ValkeyRow::decodeHead(ids[i], heads[i]->bytes());
            if (row && !row->user.isEmpty())
                places.push_back({ids[i], m_net.keys().user(row->tenant, row->user)});
        }
        return places;
    });
}

// Those whose deadline lies ahead and who are not being written now.
Result<std::vector<ValkeyDrift::Place>> ValkeyDrift::someMembers(qint64 now)
{
    ValkeyCommands commands;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        commands.emplace_back("ZRANDMEMBER", m_net.keys().bucket(number).slot);
        commands.back() << m_net.keys().bucket(number).users << UsersPerBucket;
    }
    const auto picked = m_net.ask(commands);
    if (!picked)
        return std::unexpected(picked.error());
    std::vector<ValkeyUserKeys> users;
    commands.clear();
    for (const ValkeyReply &reply : *picked) {
        for (int i = 0; i < reply->size(); ++i) {
            const QByteArray name = reply[i].bytes().toByteArray();
            const auto tenant = TenantId::fromUtf8(name.first(std::max<qsizetype>(0, name.indexOf('\0'))));
            const auto user = UserId::fromUtf8(name.sliced(name.indexOf('\0') + 1));
            if (!tenant || !user)
                continue;
            users.push_back(m_net.keys().user(*tenant, *user));
            ValkeyRegistry::ask(commands, users.back(), now);
        }
    }
    if (users.empty())
        return std::vector<Place>();
    return m_net.ask(commands).transform([&](const ValkeyReplies &replies) {
        std::vector<Place> places;
        for (std::size_t i = 0; i < users.size(); ++i) {
            const std::span own(&replies[i * ValkeyRegistry::Questions], ValkeyRegistry::Questions);
            const auto members = ValkeyRegistry::read(own);
            for (std::size_t at = 0; at < std::min(members.ids.size(), MembersPerUser); ++at) {
                const bool isPast = own[1][int(2 * at + 1)].bytes().toDouble() <= double(now);
                if (!isPast && !members.joining.contains(members.ids[at]))
                    places.push_back({members.ids[at], users[i]});
            }
        }
        return places;
    });
}

Result<std::vector<ValkeyDrift::Place>> ValkeyDrift::withoutSession(std::span<const Place> places)
{
    if (places.empty())
        return std::vector<Place>();
    ValkeyCommands commands;
    for (const Place &place : places) {
        commands.emplace_back("EXISTS", m_net.keys().bucketOf(place.id).slot);
        commands.back() << m_net.keys().session(place.id);
    }
    return m_net.ask(commands).transform([&](const ValkeyReplies &replies) {
        std::vector<Place> absent;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (replies[i]->integer() == 0)
                absent.push_back(places[i]);
        }
        return absent;
    });
}

Result<qint64> ValkeyDrift::withSession(std::span<const Place> places)
{
    return withoutSession(places).transform(
        [&](const std::vector<Place> &absent) { return qint64(places.size() - absent.size()); });
}

Result<std::vector<ValkeyDrift::Place>> ValkeyDrift::withoutMember(std::span<const Place> places)
{
    if (places.empty())
        return std::vector<Place>();
    ValkeyCommands commands;
    for (const Place &place : places) {
        commands.emplace_back("ZSCORE", place.keys.slot);
        commands.back() << place.keys.registry << place.id.view();
    }
    return m_net.ask(commands).transform([&](const ValkeyReplies &replies) {
        std::vector<Place> absent;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (replies[i]->isNull())
                absent.push_back(places[i]);
        }
        return absent;
    });
}

} // namespace Axess
