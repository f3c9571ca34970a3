// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeytopology.h"

#include "valkeyerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

// No sentinel may use up the time of the others.
constexpr auto SentinelPatience = 1000ms;

Deadline shareOf(const Deadline &deadline)
{
    return Deadline::in(std::min<std::chrono::milliseconds>(deadline.remaining(), SentinelPatience));
}

Result<ValkeyEndpoint> askSentinel(const ValkeyEndpoint &sentinel, const ValkeyOptions &options,
                                   const ValkeyTls *tls, const Deadline &deadline)
{
    ValkeyOptions open = options;
    open.database = 0;
    auto link = ValkeyLink::open(sentinel, open, tls, deadline);
    if (!link && link.error().code() == ErrorCode::Denied && !options.password.isEmpty()) {
        // The servers have a password, their sentinels often none.
        open.user.clear();
        open.password.clear();
        link = ValkeyLink::open(sentinel, open, tls, deadline);
    }
    if (!link)
        return std::unexpected(link.error());
    ValkeyCommand command("SENTINEL", 0);
    command << "GET-MASTER-ADDR-BY-NAME" << options.primary.toUtf8();
    return (*link)->ask(command, deadline).and_then([&](const ValkeyReply &reply) -> Result<ValkeyEndpoint> {
        if (reply->size() != 2)
            return std::unexpected(Error(ErrorCode::Unavailable,
                                         u"The sentinels know no primary called %1."_s.arg(options.primary)));
        return ValkeyEndpoint {QString::fromUtf8(reply[0].bytes()), int(reply[1].integer()), {}};
    });
}

Result<std::unique_ptr<ValkeyLink>> openIfPrimary(const ValkeyEndpoint &endpoint,
                                                  const ValkeyOptions &options, const ValkeyTls *tls,
                                                  const Deadline &deadline)
{
    auto link = ValkeyLink::open(endpoint, options, tls, deadline);
    if (!link)
        return link;
    const auto role = (*link)->ask(ValkeyCommand("ROLE", 0), deadline);
    if (!role)
        return std::unexpected(role.error().withOutcome(Outcome::NotApplied));
    if (role->view()[0].bytes() != "master")
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  u"The sentinels name %1, which is no primary now; a failover is under way."_s.arg(
                      endpoint.text())));
    return link;
}

} // namespace

Result<ValkeySlots> ValkeySlots::ask(ValkeyLink &link, const Deadline &deadline)
{
    ValkeyCommand command("CLUSTER", 0);
    command << "SLOTS";
    const auto reply = link.ask(command, deadline);
    if (!reply)
        return std::unexpected(reply.error().withOutcome(Outcome::NotApplied));
    ValkeySlots slots;
    for (int i = 0; i < reply->view().size(); ++i) {
        const ValkeyView range = (*reply)[i];
        const ValkeyView node = range[2];
        ValkeyEndpoint endpoint {QString::fromUtf8(node[0].bytes()), int(node[1].integer()), {}};
        if (endpoint.host.isEmpty() || endpoint.host == u"?")
            endpoint.host = link.endpoint().host;
        const qint64 last = std::min<qint64>(range[1].integer(), Count - 1);
        for (qint64 slot = std::max<qint64>(range[0].integer(), 0); slot <= last; ++slot)
            slots.setHome(int(slot), endpoint);
    }
    if (slots.m_nodes.empty())
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"%1 serves no slots of a cluster."_s.arg(link.endpoint().text())));
    return slots;
}

std::optional<ValkeyEndpoint> ValkeySlots::home(int slot) const
{
    const quint16 index = m_homes[std::size_t(slot)];
    return index == Nobody ? std::nullopt : std::optional(m_nodes[index]);
}

void ValkeySlots::setHome(int slot, const ValkeyEndpoint &endpoint)
{
    m_homes[std::size_t(slot)] = indexOf(endpoint);
}

quint16 ValkeySlots::indexOf(const ValkeyEndpoint &endpoint)
{
    const auto known = std::ranges::find(m_nodes, endpoint);
    if (known != m_nodes.end())
        return quint16(known - m_nodes.begin());
    m_nodes.push_back(endpoint);
    return quint16(m_nodes.size() - 1);
}

std::optional<ValkeyRedirection> ValkeyRedirection::read(QByteArrayView reply, const ValkeyEndpoint &from)
{
    const QList<QByteArray> words = reply.toByteArray().split(' ');
    const qsizetype colon = words.size() < 3 ? -1 : words[2].lastIndexOf(':');
    if (colon < 0)
        return std::nullopt;
    ValkeyRedirection redirection;
    redirection.slot = std::clamp(words[1].toInt(), 0, ValkeySlots::Count - 1);
    redirection.endpoint.host = colon == 0 ? from.host : QString::fromUtf8(words[2].first(colon));
    redirection.endpoint.port = words[2].sliced(colon + 1).toInt();
    return redirection;
}

Result<std::unique_ptr<ValkeyLink>> openPrimary(const ValkeyOptions &options, const ValkeyTls *tls,
                                                const Deadline &deadline)
{
    Error last(ErrorCode::Unavailable, u"No sentinel was asked."_s);
    for (const StoreUrl::Host &host : options.hosts) {
        const ValkeyEndpoint sentinel {host.name, host.port, {}};
        const auto primary = askSentinel(sentinel, options, tls, shareOf(deadline));
        if (!primary) {
            last = primary.error();
            continue;
        }
        auto link = openIfPrimary(*primary, options, tls, shareOf(deadline));
        if (link || link.error().code() == ErrorCode::Denied)
            return link;
        last = link.error();
    }
    return std::unexpected(last.within(u"No primary was found"_s).withOutcome(Outcome::NotApplied));
}

} // namespace Axess
