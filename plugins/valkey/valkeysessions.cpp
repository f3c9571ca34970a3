// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeysessions.h"

#include "valkeyadmission.h"
#include "valkeyerrors.h"
#include "valkeyrow.h"

#include <axess/clock.h>

#include <algorithm>

namespace Axess {

namespace {

constexpr int Unregistered = 9;

Event eventOf(const SealedRow &row, EventKind kind, qint64 at)
{
    return {0, at, kind, EndReason::None, row.id, row.tenant, row.user, {}};
}

ValkeyRegistry::Entry registryEntry(const SealedRow &row)
{
    return {row.id, row.tenant, row.user, row.absoluteDeadline};
}

Result<QList<SealedRow>> rowsOf(std::span<const SessionId> ids, const ValkeyReplies &replies)
{
    QList<SealedRow> rows;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (replies[i]->isNull())
            continue;
        auto row = ValkeyRow::decode(ids[i], replies[i]->bytes());
        if (!row)
            return std::unexpected(row.error());
        rows.append(std::move(*row));
    }
    return rows;
}

/// Runs the entries with an admission one by one and the others in one go, and answers in the entries' order.
template<typename Entry>
Result<QList<WriteOutcome>> inOrder(std::span<const Entry> entries, const auto &plainly, const auto &admitted)
{
    std::vector<const Entry *> plain;
    for (const Entry &entry : entries) {
        if (!entry.admission)
            plain.push_back(&entry);
    }
    auto outcomes = plainly(std::span<const Entry *const>(plain));
    if (!outcomes || plain.size() == entries.size())
        return outcomes;
    QList<WriteOutcome> all;
    for (const Entry &entry : entries) {
        if (!entry.admission) {
            all.append(outcomes->takeFirst());
            continue;
        }
        const auto outcome = admitted(entry);
        if (!outcome)
            return std::unexpected(entries.size() == 1 ? outcome.error()
                                                       : outcome.error().withOutcome(Outcome::Unknown));
        all.append(*outcome);
    }
    return all;
}

} // namespace

WriteStatus statusOf(ValkeyView reply)
{
    return WriteStatus((reply.isList() ? reply[0] : reply).integer());
}

QList<WriteStatus> statusesOf(const ValkeyReplies &replies)
{
    QList<WriteStatus> statuses;
    for (const ValkeyReply &reply : replies)
        statuses.append(statusOf(reply.view()));
    return statuses;
}

ValkeySessions::ValkeySessions(ValkeyNet &net, const Horizon &horizon)
    : m_net(net)
    , m_horizon(horizon)
    , m_seen(ValkeyRow::encode(horizon))
    , m_floor(std::max(horizon.now, SystemClock().now()))
{ }

std::vector<QByteArray> ValkeySessions::bucketKeys(const ValkeyKeys &keys, const SessionId &id)
{
    const ValkeyKeys::Bucket &bucket = keys.bucketOf(id);
    return {bucket.expiry,     bucket.created,    bucket.event,    bucket.tenants,
            bucket.tenantRows, bucket.untenanted, keys.session(id)};
}

ValkeyCommand ValkeySessions::createCommand(const NewRow &entry) const
{
    const SealedRow &row = entry.row;
    ValkeyCommand command(m_net.scripts().create, m_net.keys().bucketOf(row.id).slot,
                          bucketKeys(m_net.keys(), row.id));
    command << row.id.view() << ValkeyRow::encode(row, 1) << m_floor
            << ValkeyRow::encode(eventOf(row, entry.event, m_horizon.now));
    return command;
}

Result<QList<WriteOutcome>> ValkeySessions::create(std::span<const NewRow> rows)
{
    return inOrder(
        rows, [this](auto plain) { return createPlain(plain); },
        [this](const NewRow &row) { return ValkeyAdmission(m_net, m_horizon, *this).create(row); });
}

Result<QList<WriteOutcome>> ValkeySessions::createPlain(std::span<const NewRow *const> rows)
{
    if (rows.empty())
        return {};
    std::vector<ValkeyRegistry::Entry> entries;
    ValkeyCommands commands;
    for (const NewRow *entry : rows) {
        if (!entry->row.user.isEmpty())
            entries.push_back(registryEntry(entry->row));
        commands.push_back(createCommand(*entry));
    }
    ValkeyRegistry registry(m_net);
    const auto isNew = registry.enter(entries, m_horizon.now);
    if (!isNew)
        return std::unexpected(isNew.error().withOutcome(Outcome::NotApplied));
    const auto replies = m_net.ask(commands, ValkeyNet::Durability::Confirmed);
    if (!replies)
        return std::unexpected(replies.error());

    QList<WriteOutcome> outcomes;
    std::vector<ValkeyRegistry::Entry> idle;
    std::size_t registered = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        outcomes.append({statusOf((*replies)[i].view()), {}});
        if (rows[i]->row.user.isEmpty())
            continue;
        if (outcomes.constLast().status != WriteStatus::Stored && (*isNew)[registered])
            idle.push_back(entries[registered]);
        ++registered;
    }
    // A member too much is met by every reader; it must not turn a stored row into a failure.
    (void)registry.leave(idle);
    return outcomes;
}

Result<QList<SealedRow>> ValkeySessions::load(ValkeyNet &net, std::span<const SessionId> ids)
{
    if (ids.empty())
        return {};
    ValkeyCommands commands;
    for (const SessionId &id : ids) {
        commands.emplace_back("GET", net.keys().bucketOf(id).slot);
        commands.back() << net.keys().session(id);
    }
    return net.ask(commands).and_then([&](const ValkeyReplies &replies) { return rowsOf(ids, replies); });
}

// As they stand behind a write in their slots that replicas have confirmed.
Result<QList<SealedRow>> ValkeySessions::confirmed(std::span<const SessionId> ids)
{
    ValkeyCommands commands;
    for (const SessionId &id : ids)
        commands.emplace_back(m_net.scripts().settle, m_net.keys().bucketOf(id).slot,
                              bucketKeys(m_net.keys(), id));
    return m_net.ask(commands, ValkeyNet::Durability::Confirmed).and_then([&](const ValkeyReplies &replies) {
        return rowsOf(ids, replies);
    });
}

Result<QList<SealedRow>> ValkeySessions::settle(std::span<const LostWrite> writes)
{
    std::vector<SessionId> ids;
    for (const LostWrite &write : writes)
        ids.push_back(write.id);
    auto rows = m_net.confirms() ? confirmed(ids) : load(m_net, ids);
    if (!rows)
        return rows;
    for (const LostWrite &write : writes) {
        const auto row = std::ranges::find(*rows, write.id, &SealedRow::id);
        if (row == rows->end() || row->writeId != write.writeId)
            continue;
        if (row->revision > 1)
            noteCycle(*row, {});
        if (!write.admission)
            continue;
        const auto settled = ValkeyAdmission(m_net, m_horizon, *this).settle(*row, *write.admission);
        if (!settled)
            return std::unexpected(settled.error());
        if (settled->status != WriteStatus::Stored)
            rows->erase(row);
    }
    return rows;
}

ValkeyCommand ValkeySessions::updateCommand(const RowUpdate &entry, Registered registered) const
{
    const SealedRow &row = entry.row;
    SealedRow written = row;
    written.revocation.reset();
    ValkeyCommand command(m_net.scripts().update, m_net.keys().bucketOf(row.id).slot,
                          bucketKeys(m_net.keys(), row.id));
    command << row.id.view() << ValkeyRow::encode(written, 0) << ValkeyRow::number(entry.expectedRevision)
            << (entry.idleRule == IdleRule::KeepLater ? "1" : "0") << m_seen << m_floor
            << (entry.event ? ValkeyRow::encode(eventOf(row, *entry.event, m_horizon.now)) : QByteArray())
            << (registered == Registered::Yes ? "1" : "0");
    return command;
}

void ValkeySessions::noteCycle(const SealedRow &row, ValkeyView reply) const
{
    SealedRow written = row;
    written.revocation.reset();
    ValkeyCommand again(m_net.scripts().recycle, m_net.keys().bucketOf(row.id).slot,
                        bucketKeys(m_net.keys(), row.id));
    again << row.id.view() << ValkeyRow::encode(written, 0) << reply[3].bytes() << m_floor;
    std::optional<ValkeyCommand> registered;
    if (!row.user.isEmpty())
        registered = registration(m_net, m_net.keys().user(row.tenant, row.user), registryEntry(row),
                                  m_horizon.now, std::nullopt, {});
    m_net.endings().note({row.id, ValkeyEndings::Kind::Final, std::move(again), std::move(registered)});
}

Result<QList<WriteOutcome>> ValkeySessions::update(std::span<const RowUpdate> updates)
{
    return inOrder(
        updates, [this](auto plain) { return updatePlain(plain); },
        [this](const RowUpdate &row) { return ValkeyAdmission(m_net, m_horizon, *this).update(row); });
}

Result<QList<WriteOutcome>> ValkeySessions::updatePlain(std::span<const RowUpdate *const> updates)
{
    if (updates.empty())
        return {};
    bool mustHold = false;
    ValkeyCommands commands;
    for (const RowUpdate *entry : updates) {
        commands.push_back(updateCommand(*entry, Registered::No));
        mustHold |= entry->event.has_value();
    }
    const auto durability = mustHold ? ValkeyNet::Durability::Confirmed : ValkeyNet::Durability::Plain;
    auto replies = m_net.ask(commands, durability);
    if (!replies)
        return std::unexpected(replies.error());

    ValkeyRegistry registry(m_net);
    std::vector<ValkeyRegistry::Entry> entries;
    std::vector<std::size_t> waiting;
    ValkeyCommands again;
    for (std::size_t i = 0; i < updates.size(); ++i) {
        if ((*replies)[i]->integer() != Unregistered || (*replies)[i]->isList())
            continue;
        entries.push_back(registryEntry(updates[i]->row));
        waiting.push_back(i);
        again.push_back(updateCommand(*updates[i], Registered::Yes));
    }
    if (!waiting.empty()) {
        const auto unknown = [&](const Error &error) {
            return waiting.size() == updates.size() ? error : error.withOutcome(Outcome::Unknown);
        };
        if (const auto entered = registry.enter(entries, m_horizon.now); !entered)
            return std::unexpected(unknown(entered.error().withOutcome(Outcome::NotApplied)));
        auto second = m_net.ask(again, durability);
        if (!second)
            return std::unexpected(unknown(second.error()));
        for (std::size_t i = 0; i < waiting.size(); ++i)
            (*replies)[waiting[i]] = std::move((*second)[i]);
    }
    QList<WriteOutcome> outcomes;
    std::vector<ValkeyRegistry::Entry> left;
    for (std::size_t i = 0; i < updates.size(); ++i) {
        outcomes.append({statusOf((*replies)[i].view()), {}});
        if (updates[i]->event && outcomes.constLast().status == WriteStatus::Stored)
            noteCycle(updates[i]->row, (*replies)[i].view());
        if (const auto former = formerUser(updates[i]->row.id, (*replies)[i].view()))
            left.push_back(*former);
    }
    (void)registry.leave(left);
    return outcomes;
}

Result<QList<WriteStatus>> ValkeySessions::touch(std::span<const Touch> touches)
{
    if (touches.empty())
        return {};
    ValkeyCommands commands;
    for (const Touch &touch : touches) {
        commands.emplace_back(m_net.scripts().touch, m_net.keys().bucketOf(touch.id).slot,
                              bucketKeys(m_net.keys(), touch.id));
        commands.back() << touch.id.view() << touch.idleDeadline << touch.lastSeen << touch.sweepAt << m_seen
                        << m_floor;
    }
    return m_net.ask(commands).transform(statusesOf);
}

Result<QList<WriteStatus>> ValkeySessions::reseal(ValkeyNet &net, std::span<const Reseal> reseals)
{
    if (reseals.empty())
        return {};
    ValkeyCommands commands;
    for (const Reseal &reseal : reseals) {
        commands.emplace_back(net.scripts().reseal, net.keys().bucketOf(reseal.id).slot,
                              bucketKeys(net.keys(), reseal.id));
        commands.back() << ValkeyRow::number(reseal.expectedRevision) << reseal.expectedWriteId
                        << ValkeyRow::number(reseal.keyId).last(4) << reseal.payload;
    }
    return net.ask(commands).transform(statusesOf);
}

std::optional<ValkeyRegistry::Entry> formerUser(const SessionId &id, ValkeyView reply)
{
    if (!reply.isList() || reply.size() < 3)
        return std::nullopt;
    const auto tenant = TenantId::fromUtf8(reply[1].copy());
    const auto user = UserId::fromUtf8(reply[2].copy());
    if (!tenant || !user || user->isEmpty())
        return std::nullopt;
    return ValkeyRegistry::Entry {id, *tenant, *user, 0};
}

} // namespace Axess
