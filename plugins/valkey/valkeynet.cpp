// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeynet.h"

#include "valkeyerrors.h"

#include <algorithm>
#include <numeric>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

// While a cluster moves a slot or replaces a primary.
constexpr auto Pause = 20ms;

Error tooFewReplicas(qint64 confirmed, int wanted)
{
    return Error(
        ErrorCode::Unavailable,
        u"Only %1 of %2 replicas confirmed the write in time; look at replication, or at replicas= and "
        "waitMs= in the URL."_s.arg(confirmed)
            .arg(wanted),
        Outcome::Unknown);
}

Error tooLong(qint64 limit)
{
    return Error(
        ErrorCode::InvalidArgument,
        u"A value is longer than the %1 bytes that the Valkey server takes; raise proto-max-bulk-len."_s.arg(
            limit));
}

} // namespace

/// What goes to one server.
struct ValkeyNet::Parcel
{
    ValkeyLink *link = nullptr;
    std::vector<const ValkeyScript *> loads; ///< Sent in front.
    std::vector<std::size_t> commands;
    std::vector<bool> isAsking; ///< A redirection of one command is announced in front of it.
    bool waits = false; ///< For replicas, behind the rest.
};

/// A batch on its way.
struct ValkeyNet::Exchange
{
    std::span<const ValkeyCommand> commands;
    Durability durability = Durability::Plain;
    ValkeyReplies replies;
    std::vector<std::size_t> pending;
    std::vector<std::size_t> again; ///< What the servers did not take.
    std::map<std::size_t, ValkeyEndpoint> asks; ///< Where single commands were sent on to.
    std::vector<const ValkeyScript *> loads;
    std::vector<Parcel> parcels;
    bool hasSent = false;
    bool shallPause = false;
    std::optional<Error> unconfirmed;
};

bool ValkeyNet::mayWait(std::chrono::milliseconds pause) const
{
    return m_deadline.remaining() > 2 * pause;
}

// Replicas are waited for as long as the URL says, and never so long that the answer came too late. 0 would
// be for ever.
qint64 ValkeyNet::patience() const
{
    return std::clamp<qint64>(m_deadline.remaining().count() * 3 / 4, 1, options().waitMs);
}

Result<ValkeyReplies> ValkeyNet::askEach(std::span<const ValkeyCommand> commands, Durability durability)
{
    const auto isTooLong
        = [this](const ValkeyCommand &command) { return command.longestArgument() > m_longestValue; };
    if (std::ranges::any_of(commands, isTooLong))
        return std::unexpected(tooLong(m_longestValue));
    Exchange exchange;
    exchange.commands = commands;
    exchange.durability = durability;
    exchange.replies.resize(commands.size());
    exchange.pending.resize(commands.size());
    std::iota(exchange.pending.begin(), exchange.pending.end(), std::size_t(0));
    while (!exchange.pending.empty()) {
        if (const auto done = runOnce(exchange); !done)
            return std::unexpected(
                done.error().withOutcome(exchange.hasSent ? Outcome::Unknown : Outcome::NotApplied));
        exchange.pending = std::exchange(exchange.again, {});
    }
    if (exchange.unconfirmed)
        return std::unexpected(*exchange.unconfirmed);
    return std::move(exchange.replies);
}

Result<void> ValkeyNet::runOnce(Exchange &exchange)
{
    if (std::exchange(exchange.shallPause, false))
        std::this_thread::sleep_for(Pause);
    if (m_isStale)
        if (const auto refreshed = refresh(); !refreshed)
            return refreshed;
    if (const auto packed = pack(exchange); !packed) {
        if (options().layout != ValkeyLayout::Cluster || packed.error().code() != ErrorCode::Unavailable
            || !mayWait(Pause))
            return packed;
        // A node is gone, and its replica has not taken over yet.
        m_isStale = true;
        exchange.shallPause = true;
        exchange.again = exchange.pending;
        return {};
    }
    ++m_roundTrips;
    auto done = send(exchange).and_then([&] { return receive(exchange); });
    if (!done)
        m_isBroken = true;
    return done;
}

Result<void> ValkeyNet::pack(Exchange &exchange)
{
    exchange.parcels.clear();
    for (const std::size_t index : exchange.pending) {
        const ValkeyCommand &command = exchange.commands[index];
        const auto asked = exchange.asks.find(index);
        const bool isAsking = asked != exchange.asks.end();
        const auto link = isAsking ? linkTo(asked->second) : linkFor(command.slot());
        if (!link)
            return std::unexpected(link.error());
        auto parcel = std::ranges::find(exchange.parcels, *link, &Parcel::link);
        if (parcel == exchange.parcels.end()) {
            exchange.parcels.push_back(
                {.link = *link, .loads = exchange.loads, .commands = {}, .isAsking = {}});
            parcel = exchange.parcels.end() - 1;
        }
        parcel->commands.push_back(index);
        parcel->isAsking.push_back(isAsking);
        parcel->waits |= command.writes() && exchange.durability == Durability::Confirmed && confirms();
    }
    exchange.loads.clear();
    exchange.asks.clear();
    return {};
}

Result<void> ValkeyNet::send(Exchange &exchange)
{
    for (Parcel &parcel : exchange.parcels) {
        for (const ValkeyScript *script : parcel.loads) {
            ValkeyCommand load("SCRIPT", 0);
            load << "LOAD" << script->text;
            parcel.link->add(load);
        }
        for (std::size_t i = 0; i < parcel.commands.size(); ++i) {
            if (parcel.isAsking[i])
                parcel.link->add(ValkeyCommand("ASKING", 0));
            parcel.link->add(exchange.commands[parcel.commands[i]]);
        }
        if (parcel.waits) {
            ValkeyCommand wait("WAIT", 0);
            wait << options().replicas << patience();
            parcel.link->add(wait);
        }
        if (const auto sent = parcel.link->send(m_deadline, exchange.hasSent); !sent)
            return sent;
    }
    return {};
}

Result<void> ValkeyNet::receive(Exchange &exchange)
{
    for (Parcel &parcel : exchange.parcels) {
        if (const auto received = receive(exchange, parcel); !received)
            return received;
    }
    return {};
}

Result<void> ValkeyNet::receive(Exchange &exchange, Parcel &parcel)
{
    for (std::size_t i = 0; i < parcel.loads.size(); ++i) {
        if (const auto loaded = parcel.link->receive(m_deadline); !loaded)
            return std::unexpected(loaded.error());
    }
    for (std::size_t i = 0; i < parcel.commands.size(); ++i) {
        if (parcel.isAsking[i]) {
            if (const auto asking = parcel.link->receive(m_deadline); !asking)
                return std::unexpected(asking.error());
        }
        auto reply = parcel.link->receive(m_deadline);
        if (!reply)
            return std::unexpected(reply.error());
        exchange.replies[parcel.commands[i]] = std::move(*reply);
        sort(exchange, parcel.commands[i], *parcel.link);
    }
    if (!parcel.waits)
        return {};
    const auto confirmed = parcel.link->receive(m_deadline);
    if (!confirmed)
        return std::unexpected(confirmed.error());
    // What was refused needs nobody's confirmation.
    const auto isRefused = [&](std::size_t index) { return exchange.replies[index]->isError(); };
    if (confirmed->view().integer() < options().replicas && !std::ranges::all_of(parcel.commands, isRefused))
        exchange.unconfirmed = tooFewReplicas(confirmed->view().integer(), options().replicas);
    return {};
}

// What the server did not take for a reason that passes is sent again.
void ValkeyNet::sort(Exchange &exchange, std::size_t index, const ValkeyLink &link)
{
    const ValkeyView reply = exchange.replies[index].view();
    if (!reply.isError())
        return;
    const QByteArrayView text = reply.bytes();
    const ValkeyScript *script = exchange.commands[index].script();
    const bool isCluster = options().layout == ValkeyLayout::Cluster;
    if (ValkeyErrors::is(text, "NOSCRIPT") && script && mayWait(0ms)) {
        if (std::ranges::find(exchange.loads, script) == exchange.loads.end())
            exchange.loads.push_back(script);
        exchange.again.push_back(index);
    } else if (isCluster && mayWait(Pause) && ValkeyErrors::is(text, "MOVED ")) {
        if (const auto moved = ValkeyRedirection::read(text, link.endpoint()))
            m_slots.setHome(moved->slot, moved->endpoint);
        m_isStale = true;
        exchange.again.push_back(index);
    } else if (isCluster && mayWait(Pause) && ValkeyErrors::is(text, "ASK ")) {
        if (const auto asked = ValkeyRedirection::read(text, link.endpoint()))
            exchange.asks[index] = asked->endpoint;
        exchange.again.push_back(index);
    } else if (isCluster && mayWait(Pause)
               && (ValkeyErrors::is(text, "TRYAGAIN") || ValkeyErrors::is(text, "CLUSTERDOWN"))) {
        m_isStale |= ValkeyErrors::is(text, "CLUSTERDOWN");
        exchange.shallPause = true;
        exchange.again.push_back(index);
    } else if (ValkeyErrors::endsLink(text)) {
        m_isBroken = true;
    }
}

Result<ValkeyReplies> ValkeyNet::ask(std::span<const ValkeyCommand> commands, Durability durability)
{
    auto replies = askEach(commands, durability);
    if (!replies)
        return replies;
    std::optional<Error> error;
    bool hasWritten = false;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const ValkeyView reply = (*replies)[i].view();
        if (reply.isError() && !error)
            error = ValkeyErrors::ofReply(reply.bytes());
        hasWritten |= !reply.isError() && commands[i].writes();
    }
    if (error)
        return std::unexpected(error->withOutcome(hasWritten ? Outcome::Unknown : Outcome::NotApplied));
    return replies;
}

Result<ValkeyReply> ValkeyNet::ask(const ValkeyCommand &command, Durability durability)
{
    return ask(std::span(&command, 1), durability).transform([](ValkeyReplies replies) {
        return std::move(replies.front());
    });
}

// A cluster hands a message on to all its nodes: any of them will do.
Result<bool> ValkeyNet::listen(QByteArrayView channel, quint16 slot)
{
    if (!m_ear) {
        const auto link = linkFor(slot);
        if (!link)
            return std::unexpected(link.error());
        ValkeyCommand subscribe("SUBSCRIBE", slot);
        subscribe << channel;
        const auto subscribed = (*link)->ask(subscribe, m_deadline);
        m_isBroken |= (*link)->isBroken();
        if (!subscribed)
            return std::unexpected(subscribed.error());
        m_ear = *link;
        return true;
    }
    const auto heard = m_ear->hear(m_deadline);
    m_isBroken |= m_ear->isBroken();
    return heard;
}

Result<ValkeyReplies> ValkeyNet::askAll(const ValkeyCommand &command)
{
    std::vector<ValkeyLink *> links;
    if (options().layout != ValkeyLayout::Cluster)
        links.push_back(m_links.begin()->second.get());
    for (const ValkeyEndpoint &node : m_slots.nodes()) {
        if (const auto link = linkTo(node))
            links.push_back(*link);
    }
    ++m_roundTrips;
    ValkeyReplies replies;
    for (ValkeyLink *link : links) {
        auto reply = link->ask(command, m_deadline);
        m_isBroken |= link->isBroken();
        if (!reply)
            return std::unexpected(reply.error());
        replies.push_back(std::move(*reply));
    }
    return replies;
}

} // namespace Axess
