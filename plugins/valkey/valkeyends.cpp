// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyends.h"

#include "valkeyrow.h"
#include "valkeysessions.h"

#include <axess/clock.h>

namespace Axess {

namespace {

ValkeyCommand bucketCommand(ValkeyNet &net, const ValkeyScript &script, const SessionId &id)
{
    return ValkeyCommand(script, net.keys().bucketOf(id).slot, ValkeySessions::bucketKeys(net.keys(), id));
}

// With the tombstones behind the session.
ValkeyCommand followerCommand(ValkeyNet &net, const ValkeyScript &script, const SessionId &id)
{
    std::vector<QByteArray> keys = ValkeySessions::bucketKeys(net.keys(), id);
    keys.push_back(net.keys().bucketOf(id).tombstone);
    return ValkeyCommand(script, net.keys().bucketOf(id).slot, keys);
}

} // namespace

ValkeyCommand ValkeyEnds::removeCommand(const Removal &removal) const
{
    ValkeyCommand command = bucketCommand(m_net, m_net.scripts().remove, removal.id);
    command << removal.id.view() << int(removal.reason) << removal.at << removal.detail.toUtf8()
            << (m_net.confirms() ? "1" : "0");
    return command;
}

Result<ValkeyReplies> ValkeyEnds::end(std::span<const Removal> removals)
{
    ValkeyCommands commands;
    for (const Removal &removal : removals)
        commands.push_back(removeCommand(removal));
    auto replies = m_net.ask(commands, ValkeyNet::Durability::Confirmed);
    for (std::size_t i = 0; i < removals.size(); ++i) {
        if (replies ? (*replies)[i]->isList() : replies.error().outcome() == Outcome::Unknown)
            m_net.endings().note({removals[i].id, ValkeyEndings::Kind::Final, std::move(commands[i]), {}});
    }
    return replies;
}

Result<QList<WriteStatus>> ValkeyEnds::revoke(std::span<const Revocation> revocations, const Horizon &horizon)
{
    if (revocations.empty())
        return {};
    const QByteArray seen = ValkeyRow::encode(horizon);
    ValkeyCommands commands;
    for (const Revocation &revocation : revocations) {
        commands.push_back(bucketCommand(m_net, m_net.scripts().revoke, revocation.id));
        commands.back() << revocation.id.view() << revocation.mark.mark << revocation.mark.at
                        << revocation.mark.graceUntil << revocation.mark.reason.toUtf8() << seen
                        << (m_net.confirms() ? "1" : "0");
    }
    const auto statuses = m_net.ask(commands, ValkeyNet::Durability::Confirmed).transform(statusesOf);
    for (std::size_t i = 0; i < revocations.size(); ++i) {
        if (statuses ? (*statuses)[qsizetype(i)] == WriteStatus::Stored
                     : statuses.error().outcome() == Outcome::Unknown)
            m_net.endings().note({revocations[i].id, ValkeyEndings::Kind::Mark, std::move(commands[i]), {}});
    }
    return statuses;
}

Result<QList<WriteStatus>> ValkeyEnds::restore(std::span<const SessionId> ids, const QByteArray &mark,
                                               const Horizon &horizon)
{
    if (ids.empty())
        return {};
    const QByteArray seen = ValkeyRow::encode(horizon);
    ValkeyCommands commands;
    for (const SessionId &id : ids) {
        commands.push_back(bucketCommand(m_net, m_net.scripts().restore, id));
        commands.back() << id.view() << mark << seen;
    }
    const auto statuses = m_net.ask(commands).transform(statusesOf);
    for (std::size_t i = 0; statuses && i < ids.size(); ++i) {
        if ((*statuses)[qsizetype(i)] == WriteStatus::Stored)
            m_net.endings().forgetMark(ids[i]);
    }
    return statuses;
}

Result<QList<RemovedRow>> ValkeyEnds::remove(std::span<const Removal> removals)
{
    if (removals.empty())
        return {};
    const auto replies = end(removals);
    if (!replies)
        return std::unexpected(replies.error());
    QList<RemovedRow> removed;
    std::vector<ValkeyRegistry::Entry> left;
    for (std::size_t i = 0; i < removals.size(); ++i) {
        const ValkeyView reply = (*replies)[i].view();
        if (!reply.isList())
            continue;
        // What is to go goes, whatever its names.
        const auto tenant = TenantId::fromUtf8(reply[0].copy()).value_or(TenantId());
        const auto user = UserId::fromUtf8(reply[1].copy()).value_or(UserId());
        removed.append({removals[i].id, tenant, user, removals[i].reason});
        left.push_back({removals[i].id, tenant, user, 0});
    }
    // The rows are gone; what stays behind in a registry is no session.
    (void)ValkeyRegistry(m_net).leave(left);
    return removed;
}

Result<QList<InstallStatus>> ValkeyEnds::install(std::span<const SealedRow> rows)
{
    if (rows.empty())
        return {};
    const qint64 now = SystemClock().now();
    std::vector<ValkeyRegistry::Entry> entries;
    ValkeyCommands commands;
    for (const SealedRow &row : rows) {
        if (!row.user.isEmpty())
            entries.push_back({row.id, row.tenant, row.user, row.absoluteDeadline});
        commands.push_back(followerCommand(m_net, m_net.scripts().install, row.id));
        commands.back() << row.id.view() << ValkeyRow::encode(row, row.change) << now;
    }
    ValkeyRegistry registry(m_net);
    const auto isNew = registry.enter(entries, now);
    if (!isNew)
        return std::unexpected(isNew.error().withOutcome(Outcome::NotApplied));
    const auto replies = m_net.ask(commands, ValkeyNet::Durability::Confirmed);
    if (!replies)
        return std::unexpected(replies.error());

    QList<InstallStatus> statuses;
    std::vector<ValkeyRegistry::Entry> left;
    std::size_t registered = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ValkeyView reply = (*replies)[i].view();
        statuses.append(InstallStatus((reply.isList() ? reply[0] : reply).integer()));
        const auto former = formerUser(rows[i].id, reply);
        if (former && (former->tenant != rows[i].tenant || former->user != rows[i].user))
            left.push_back(*former);
        if (rows[i].user.isEmpty())
            continue;
        if (statuses.constLast() != InstallStatus::Installed && (*isNew)[registered])
            left.push_back(entries[registered]);
        ++registered;
    }
    (void)registry.leave(left);
    return statuses;
}

Result<void> ValkeyEnds::bury(std::span<const SessionId> ids, qint64 until)
{
    if (ids.empty())
        return {};
    ValkeyCommands commands;
    for (const SessionId &id : ids) {
        commands.push_back(followerCommand(m_net, m_net.scripts().bury, id));
        commands.back() << id.view() << until;
    }
    const auto replies = m_net.ask(commands, ValkeyNet::Durability::Confirmed);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<ValkeyRegistry::Entry> left;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const ValkeyView reply = (*replies)[i].view();
        const auto tenant = TenantId::fromUtf8(reply[0].copy());
        const auto user = UserId::fromUtf8(reply[1].copy());
        if (reply.isList() && tenant && user)
            left.push_back({ids[i], *tenant, *user, 0});
    }
    (void)ValkeyRegistry(m_net).leave(left);
    return {};
}

} // namespace Axess
