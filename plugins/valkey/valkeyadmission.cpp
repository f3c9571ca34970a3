// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyadmission.h"

#include "valkeyends.h"
#include "valkeyerrors.h"
#include "valkeyrow.h"

#include <algorithm>
#include <tuple>

namespace Axess {

namespace {

// Of no registry: the plan is made anew.
const QByteArray NoDigest = QByteArrayLiteral("-");

ValkeyRegistry::Entry entryOf(const SealedRow &row)
{
    return {row.id, row.tenant, row.user, row.absoluteDeadline};
}

Error undecided(const Error &error)
{
    return error.withOutcome(Outcome::Unknown);
}

} // namespace

ValkeyAdmission::ValkeyAdmission(ValkeyNet &net, const Horizon &horizon, const ValkeySessions &sessions)
    : m_net(net)
    , m_horizon(horizon)
    , m_sessions(sessions)
{ }

Result<WriteOutcome> ValkeyAdmission::create(const NewRow &entry)
{
    Request request {.row = entry.row,
                     .admission = *entry.admission,
                     .expectedRevision = std::nullopt,
                     .write = m_sessions.createCommand(entry),
                     .keys = m_net.keys().user(entry.row.tenant, entry.row.user),
                     .digest = {},
                     .displaced = {},
                     .unawaited = {},
                     .overtaken = {}};
    return run(request);
}

Result<WriteOutcome> ValkeyAdmission::update(const RowUpdate &entry)
{
    Request request {.row = entry.row,
                     .admission = *entry.admission,
                     .expectedRevision = entry.expectedRevision,
                     .write = m_sessions.updateCommand(entry, ValkeySessions::Registered::Yes),
                     .keys = m_net.keys().user(entry.row.tenant, entry.row.user),
                     .digest = {},
                     .displaced = {},
                     .unawaited = {},
                     .overtaken = {}};
    return run(request);
}

Result<WriteOutcome> ValkeyAdmission::settle(const SealedRow &row, const Admission &admission)
{
    Request request {.row = row,
                     .admission = admission,
                     .expectedRevision = std::nullopt,
                     .write = std::nullopt,
                     .keys = m_net.keys().user(row.tenant, row.user),
                     .digest = {},
                     .displaced = {},
                     .unawaited = {},
                     .overtaken = {}};
    // Who may only enter where there is room was let in when it was registered.
    if (admission.limit > 0 && admission.policy != LimitPolicy::DenyNew) {
        const auto members = ValkeyRegistry(m_net).members(row.tenant, row.user, m_horizon.now);
        const auto room = members.and_then([&](const auto &all) { return makeRoom(request, all); });
        if (!room)
            return std::unexpected(undecided(room.error()));
    }
    return confirm(request);
}

Result<WriteOutcome> ValkeyAdmission::run(Request &request)
{
    for (;;) {
        const auto settled = plan(request);
        if (!settled)
            return std::unexpected(settled.error().withOutcome(Outcome::NotApplied));
        if (*settled)
            return WriteOutcome {**settled, {}};
        const auto registered = enroll(request);
        if (!registered)
            return std::unexpected(registered.error().withOutcome(Outcome::NotApplied));
        if (*registered == Registered::Outdated)
            return WriteOutcome {WriteStatus::Gone, {}};
        if (*registered == Registered::Yes)
            return write(request);
        if (m_net.deadline().hasPassed())
            return std::unexpected(ValkeyErrors::timeUp().withOutcome(Outcome::NotApplied));
    }
}

Result<std::optional<WriteStatus>> ValkeyAdmission::plan(Request &request)
{
    // Without a limit the scripts decide everything.
    if (request.admission.limit == 0)
        return std::nullopt;
    ValkeyRegistry registry(m_net);
    ValkeyCommands commands;
    ValkeyRegistry::ask(commands, request.keys, m_horizon.now);
    commands.push_back(registry.headOf(request.row.id, ValkeyRow::HeadSize));
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    const ValkeyRegistry::Members members
        = ValkeyRegistry::read(std::span(*replies).first(ValkeyRegistry::Questions));
    if (members.generation != request.admission.generation)
        return WriteStatus::Gone;
    if (const auto settled = settledBy(request, replies->back().view()))
        return settled;
    request.digest = members.digest;
    request.displaced.clear();
    request.unawaited.clear();
    request.overtaken.clear();
    return makeRoom(request, members);
}

std::optional<WriteStatus> ValkeyAdmission::settledBy(const Request &request, ValkeyView head) const
{
    if (!request.expectedRevision)
        return head.bytes().isEmpty() ? std::nullopt : std::optional(WriteStatus::Taken);
    const auto standing = ValkeyRow::decodeHead(request.row.id, head.bytes());
    if (head.bytes().isEmpty() || (standing && m_horizon.isDead(*standing)))
        return WriteStatus::Gone;
    if (standing && standing->revision != *request.expectedRevision)
        return WriteStatus::Conflict;
    return std::nullopt;
}

Result<std::optional<WriteStatus>> ValkeyAdmission::makeRoom(Request &request,
                                                             const ValkeyRegistry::Members &members)
{
    std::vector<SessionId> others = members.ids;
    std::erase(others, request.row.id);
    const auto limit = std::size_t(request.admission.limit);
    if (others.size() < limit)
        return std::nullopt;
    ValkeyRegistry registry(m_net);
    ValkeyCommands commands;
    for (const SessionId &id : others)
        commands.push_back(registry.headOf(id, ValkeyRow::HeadSize));
    const auto heads = m_net.ask(commands);
    if (!heads)
        return std::unexpected(heads.error());

    const bool byUse = request.admission.policy == LimitPolicy::EndLeastRecentlyUsed;
    const bool displaces = request.admission.policy != LimitPolicy::DenyNew;
    std::vector<std::tuple<qint64, qint64, SessionId>> live;
    std::vector<SessionId> leaving;
    std::vector<SessionId> awaited;
    for (std::size_t i = 0; i < others.size(); ++i) {
        const auto row = ValkeyRow::decodeHead(others[i], (*heads)[i]->bytes());
        if (row && m_horizon.isDead(*row))
            continue;
        // Of a sign-in under way the row is not there yet, or still the guest's.
        if (!row || row->tenant != request.row.tenant || row->user != request.row.user) {
            if (members.joining.contains(others[i]))
                awaited.push_back(others[i]);
            continue;
        }
        // Others are registered in another order than rows are created in, so two would not choose the same.
        if (displaces && members.leaving.contains(row->id))
            leaving.push_back(row->id);
        else
            live.emplace_back(byUse ? row->lastSeen : 0, row->created, row->id);
    }
    // Whoever was to end them may have died over it, and here they are counted as gone.
    for (const SessionId &id : leaving)
        displace(request, members, id);
    if (live.size() + awaited.size() < limit)
        return std::nullopt;
    const auto isSteady = stillAwaited(request, awaited);
    if (!isSteady)
        return std::unexpected(isSteady.error());
    if (!*isSteady) {
        request.digest = NoDigest;
        return std::nullopt;
    }
    if (request.admission.policy == LimitPolicy::DenyNew)
        return WriteStatus::Denied;
    std::ranges::sort(live);
    const std::size_t needed = live.size() + awaited.size() + 1 - limit;
    live.resize(std::min(live.size(), needed));
    for (const auto &[use, created, id] : live)
        displace(request, members, id);
    // The rest are not there yet: out of the registry they will not be confirmed.
    for (const SessionId &id : std::span(awaited).first(needed - live.size())) {
        displace(request, members, id);
        request.overtaken.push_back(ValkeyRegistry::joiningName(id, *members.joining.constFind(id)));
    }
    return std::nullopt;
}

void ValkeyAdmission::displace(Request &request, const ValkeyRegistry::Members &members, const SessionId &id)
{
    request.displaced.append(id);
    if (const auto joining = members.joining.constFind(id); joining != members.joining.cend())
        request.unawaited.push_back(ValkeyRegistry::joiningName(id, *joining));
}

// Who had no row when the rows were read may have been stored and displaced since the registry was read.
Result<bool> ValkeyAdmission::stillAwaited(const Request &request, const std::vector<SessionId> &ids)
{
    if (ids.empty())
        return true;
    return ValkeyRegistry(m_net)
        .members(request.row.tenant, request.row.user, m_horizon.now)
        .transform([&](const ValkeyRegistry::Members &now) {
            return std::ranges::all_of(ids, [&](const SessionId &id) { return now.joining.contains(id); });
        });
}

Result<ValkeyAdmission::Registered> ValkeyAdmission::enroll(Request &request)
{
    const auto reply = m_net.ask(registration(m_net, request.keys, entryOf(request.row), m_horizon.now,
                                              request.admission.generation, request.digest, request.displaced,
                                              request.overtaken));
    if (!reply)
        return std::unexpected(reply.error());
    const qint64 answer = reply->view().integer();
    if (answer < 0)
        return answer == -1 ? Registered::Outdated : Registered::Repeat;
    request.isNew = answer == 1;
    return Registered::Yes;
}

Result<WriteOutcome> ValkeyAdmission::write(Request &request)
{
    const auto reply = m_net.ask(*request.write, ValkeyNet::Durability::Confirmed);
    if (!reply)
        return std::unexpected(reply.error());
    const WriteStatus status = statusOf(reply->view());
    if (status != WriteStatus::Stored) {
        if (request.isNew)
            leave(request);
        else
            takeMarksBack(request);
        return WriteOutcome {status, {}};
    }
    if (request.expectedRevision)
        m_sessions.noteCycle(request.row, reply->view());
    if (const auto former = formerUser(request.row.id, reply->view()))
        (void)ValkeyRegistry(m_net).leave(std::span(&*former, 1));
    return confirm(request);
}

Result<WriteOutcome> ValkeyAdmission::confirm(Request &request)
{
    const QByteArray names[] {request.keys.registry, request.keys.joining, request.keys.users,
                              request.keys.names, request.keys.generation};
    ValkeyCommand command(m_net.scripts().confirm, request.keys.slot, names);
    command << request.row.id.view() << QByteArray::number(request.admission.generation)
            << ValkeyRow::number(request.admission.generation);
    for (const QByteArray &name : request.unawaited)
        command << name;
    const auto reply = m_net.ask(command);
    if (!reply)
        return std::unexpected(undecided(reply.error()));
    if (reply->view().integer() == 1)
        return endDisplaced(request);
    const Removal removal {request.row.id, EndReason::Withdrawn, {}, m_horizon.now};
    const auto removed = ValkeyEnds(m_net).end({&removal, 1});
    if (!removed)
        return std::unexpected(undecided(removed.error()));
    leave(request);
    // Who left the registry without a row was stored, and ended by somebody else right away.
    const bool wasEnded = reply->view().integer() < 0 && !removed->front()->isList();
    return WriteOutcome {wasEnded ? WriteStatus::Stored : WriteStatus::Gone, {}};
}

Result<WriteOutcome> ValkeyAdmission::endDisplaced(const Request &request)
{
    WriteOutcome outcome;
    if (request.displaced.isEmpty())
        return outcome;
    QList<Removal> removals;
    std::vector<ValkeyRegistry::Entry> left;
    for (const SessionId &id : request.displaced) {
        removals.append({id, EndReason::Displaced, {}, m_horizon.now});
        left.push_back({id, request.row.tenant, request.row.user, 0});
    }
    const auto removed = ValkeyEnds(m_net).end(removals);
    if (!removed)
        return std::unexpected(undecided(removed.error()));
    for (qsizetype i = 0; i < request.displaced.size(); ++i) {
        if ((*removed)[std::size_t(i)]->isList())
            outcome.displaced.append(request.displaced[i]);
    }
    (void)ValkeyRegistry(m_net).leave(left);
    takeMarksBack(request);
    return outcome;
}

// Else they would go by themselves after a minute, and until then be read by everybody who signs in.
void ValkeyAdmission::takeMarksBack(const Request &request)
{
    if (request.displaced.isEmpty())
        return;
    ValkeyCommand command("ZREM", request.keys.slot);
    command << request.keys.joining;
    for (const SessionId &id : request.displaced)
        command << ValkeyRegistry::leavingName(id, request.row.id);
    (void)m_net.ask(command);
}

void ValkeyAdmission::leave(const Request &request)
{
    const ValkeyRegistry::Entry entry = entryOf(request.row);
    // What stays behind in the registry is no session and stops counting by itself.
    (void)ValkeyRegistry(m_net).leave(std::span(&entry, 1));
    takeMarksBack(request);
}

} // namespace Axess
