// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeysweep.h"

#include "valkeyerrors.h"
#include "valkeyrow.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace Axess {

namespace {

// Rows of a registry are gone by the server's own time-out this long after their deadline.
constexpr qint64 RegistrySlack = 24 * 60 * 60'000;
constexpr int UsersAtOnce = 4; // Of one bucket.
// Of one question, so that a load beside a sweep does not wait for all of it; and where each question
// waits for replicas.
constexpr std::size_t RowsAtOnce = 8;
constexpr std::size_t RowsToConfirm = 128;
constexpr std::size_t MembersAtOnce = 32;
constexpr std::size_t BucketsAtOnce = 32;

} // namespace

ValkeySweep::ValkeySweep(ValkeyNet &net, const Horizon &horizon, int limit)
    : m_net(net)
    , m_horizon(horizon)
    , m_limit(limit)
    , m_seen(ValkeyRow::encode(horizon))
{ }

Result<QList<RemovedRow>> ValkeySweep::run()
{
    Result<void> done = walk(byDue());
    if (done && m_horizon.store.value > 0)
        done = walk(byCreation(m_horizon.store.raisedAt));
    for (auto tenant = m_horizon.tenants.cbegin(); done && tenant != m_horizon.tenants.cend(); ++tenant) {
        if (tenant->value > 0)
            done = walk(tenant.key().isEmpty() ? byCreation(tenant->raisedAt)
                                               : byTenant(tenant.key(), tenant->raisedAt));
    }
    for (std::span<const ValkeyRegistry::Entry> left(m_left); done && !left.empty();
         left = left.subspan(std::min(MembersAtOnce, left.size())))
        done = ValkeyRegistry(m_net).leave(left.first(std::min(MembersAtOnce, left.size())));
    if (done && !isFull())
        done = dropTombstones().and_then([&] { return pruneRegistries(); });
    if (!done)
        return std::unexpected(m_removed.isEmpty() ? done.error()
                                                   : done.error().withOutcome(Outcome::Unknown));
    return m_removed;
}

// What a sweep shall look at now; the members of this index bear the tenant.
ValkeySweep::Index ValkeySweep::byDue() const
{
    return {[this](int bucket) {
                ValkeyCommand command("ZRANGEBYSCORE", m_net.keys().bucket(bucket).slot);
                command << m_net.keys().bucket(bucket).expiry << "-inf" << m_horizon.now;
                return command;
            },
            [](QByteArrayView member) { return member.toByteArray(); }};
}

ValkeySweep::Index ValkeySweep::byCreation(qint64 until) const
{
    return {[this, until](int bucket) {
                ValkeyCommand command("ZRANGEBYSCORE", m_net.keys().bucket(bucket).slot);
                command << m_net.keys().bucket(bucket).created << "-inf" << until;
                return command;
            },
            [](QByteArrayView member) { return member.toByteArray(); }};
}

ValkeySweep::Index ValkeySweep::byTenant(const TenantId &tenant, qint64 until) const
{
    // The null id is the first one, so all rows of `until` stand before it.
    const QByteArray end = ValkeyKeys::placeOf(tenant, until + 1, SessionId());
    return {[this, tenant, end](int bucket) {
                ValkeyCommand command("ZRANGEBYLEX", m_net.keys().bucket(bucket).slot);
                command << m_net.keys().bucket(bucket).tenantRows << '[' + ValkeyKeys::tenantBegin(tenant)
                        << '(' + end;
                return command;
            },
            [tenant](QByteArrayView place) {
                return place.last(std::min<qsizetype>(place.size(), SessionId::Size)).toByteArray()
                    + tenant.utf8();
            }};
}

Result<void> ValkeySweep::walk(const Index &index)
{
    std::vector<qint64> offsets(ValkeyKeys::Buckets, 0); // What was looked at and stays.
    std::vector<int> open(ValkeyKeys::Buckets);
    std::iota(open.begin(), open.end(), 0);
    while (!open.empty() && !isFull()) {
        std::vector<int> further;
        for (std::span<const int> rest(open); !rest.empty() && !isFull();
             rest = rest.subspan(std::min(BucketsAtOnce, rest.size()))) {
            const auto some = rest.first(std::min(BucketsAtOnce, rest.size()));
            if (const auto swept = walk(index, some, offsets, further); !swept)
                return swept;
        }
        open = std::move(further);
    }
    return {};
}

Result<void> ValkeySweep::walk(const Index &index, std::span<const int> open, std::vector<qint64> &offsets,
                               std::vector<int> &further)
{
    qsizetype room = m_limit - m_removed.size();
    const qsizetype step = std::min<qsizetype>(room, RowsAtOnce);
    ValkeyCommands commands;
    for (const int bucket : open) {
        commands.push_back(index.ask(bucket));
        commands.back() << "LIMIT" << offsets[std::size_t(bucket)] << step;
    }
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<std::vector<QByteArray>> members(ValkeyKeys::Buckets);
    for (std::size_t i = 0; i < open.size(); ++i) {
        const ValkeyView found = (*replies)[i].view();
        for (int at = 0; at < found.size() && room > 0; ++at, --room)
            members[std::size_t(open[i])].push_back(index.memberOf(found[at].bytes()));
        if (found.size() >= step || (found.size() > 0 && room == 0))
            further.push_back(open[i]);
    }
    return sweep(members, offsets);
}

// A few at a time: the server answers others in between.
Result<void> ValkeySweep::sweep(const std::vector<std::vector<QByteArray>> &members,
                                std::vector<qint64> &offsets)
{
    const std::size_t most = m_net.confirms() ? RowsToConfirm : RowsAtOnce;
    ValkeyCommands commands;
    std::vector<std::size_t> buckets;
    std::size_t rows = 0;
    for (std::size_t number = 0; number < members.size(); ++number) {
        if (members[number].empty())
            continue;
        if (rows > 0 && rows + members[number].size() > most) {
            if (const auto swept = sweep(commands, buckets, offsets); !swept)
                return swept;
            commands.clear();
            buckets.clear();
            rows = 0;
        }
        rows += members[number].size();
        const ValkeyKeys::Bucket &bucket = m_net.keys().bucket(int(number));
        std::vector<QByteArray> keys {bucket.expiry,  bucket.created,    bucket.event,
                                      bucket.tenants, bucket.tenantRows, bucket.untenanted};
        for (const QByteArray &member : members[number])
            keys.push_back(bucket.sessions
                           + member.first(std::min<qsizetype>(member.size(), SessionId::Size)).toHex());
        commands.emplace_back(m_net.scripts().sweep, bucket.slot, keys);
        commands.back() << m_seen;
        for (const QByteArray &member : members[number])
            commands.back() << member;
        buckets.push_back(number);
    }
    return commands.empty() ? Result<void>() : sweep(commands, buckets, offsets);
}

Result<void> ValkeySweep::sweep(const ValkeyCommands &commands, const std::vector<std::size_t> &buckets,
                                std::vector<qint64> &offsets)
{
    const auto replies = m_net.ask(commands, ValkeyNet::Durability::Confirmed);
    if (!replies)
        return std::unexpected(replies.error());
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        offsets[buckets[i]] += (*replies)[i][0].integer();
        if (const auto read = this->read((*replies)[i].view()); !read)
            return read;
    }
    return {};
}

Result<void> ValkeySweep::read(ValkeyView reply)
{
    for (int i = 1; i + 3 < reply.size(); i += 4) {
        const auto id = SessionId::fromBytes(reply[i].bytes());
        const auto tenant = TenantId::fromUtf8(reply[i + 1].copy()).value_or(TenantId());
        const auto user = UserId::fromUtf8(reply[i + 2].copy()).value_or(UserId());
        if (!id)
            return std::unexpected(ValkeyErrors::damaged());
        m_removed.append({*id, tenant, user, EndReason(reply[i + 3].integer())});
        m_left.push_back({*id, tenant, user, 0});
    }
    return {};
}

Result<void> ValkeySweep::dropTombstones()
{
    ValkeyCommands commands;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        const ValkeyKeys::Bucket &bucket = m_net.keys().bucket(number);
        commands.emplace_back("ZREMRANGEBYSCORE", bucket.slot, ValkeyCommand::Kind::Writes);
        commands.back() << bucket.tombstone << "-inf" << m_horizon.now;
    }
    return m_net.ask(commands).transform([](const ValkeyReplies &) { });
}

// Members whose session was never written, or went while its user's registry could not be reached.
Result<void> ValkeySweep::pruneRegistries()
{
    const qint64 until = m_horizon.now - RegistrySlack;
    ValkeyCommands questions;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        questions.emplace_back("ZRANGEBYSCORE", m_net.keys().bucket(number).slot);
        questions.back() << m_net.keys().bucket(number).users << "-inf" << until << "LIMIT" << 0
                         << UsersAtOnce;
    }
    const auto replies = m_net.ask(questions);
    if (!replies)
        return std::unexpected(replies.error());
    ValkeyCommands commands;
    for (const ValkeyReply &reply : *replies) {
        for (int i = 0; i < reply->size(); ++i) {
            const QByteArray name = reply[i].copy();
            const qsizetype border = name.indexOf('\0');
            const auto tenant = TenantId::fromUtf8(name.first(std::max<qsizetype>(border, 0)));
            const auto user = UserId::fromUtf8(name.sliced(border + 1));
            if (!tenant || !user)
                continue;
            const ValkeyUserKeys keys = m_net.keys().user(*tenant, *user);
            const QByteArray names[] {keys.registry, keys.joining, keys.users, keys.names};
            commands.emplace_back(m_net.scripts().unregister, keys.slot, names);
            commands.back() << keys.name << until;
        }
    }
    if (commands.empty())
        return {};
    return m_net.ask(commands).transform([](const ValkeyReplies &) { });
}

} // namespace Axess
