// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// How a ValkeyNet reaches its servers; what it asks them stands in valkeynet.cpp.

#include "valkeyerrors.h"
#include "valkeynet.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

ValkeyNet::ValkeyNet(std::shared_ptr<const ValkeySetup> setup, const Deadline &deadline)
    : m_setup(std::move(setup))
    , m_deadline(deadline)
{ }

Result<std::unique_ptr<ValkeyNet>> ValkeyNet::open(std::shared_ptr<const ValkeySetup> setup,
                                                   const Deadline &deadline)
{
    std::unique_ptr<ValkeyNet> net(new ValkeyNet(std::move(setup), deadline));
    const ValkeyOptions &options = net->options();
    if (options.layout == ValkeyLayout::Cluster)
        return net->openCluster().transform([&] { return std::move(net); });
    const ValkeyTls *tls = net->m_setup->tls.get();
    auto link = options.layout == ValkeyLayout::Sentinel
        ? openPrimary(options, tls, deadline)
        : ValkeyLink::open(options.socket.isEmpty()
                               ? ValkeyEndpoint {options.hosts.front().name, options.hosts.front().port, {}}
                               : ValkeyEndpoint {{}, 0, options.socket},
                           options, tls, deadline);
    return std::move(link)
        .and_then([&](std::unique_ptr<ValkeyLink> opened) { return net->keep(std::move(opened)); })
        .transform([&](ValkeyLink *) { return std::move(net); });
}

Result<void> ValkeyNet::openCluster()
{
    Error last(ErrorCode::Unavailable, u"No node of the cluster was asked."_s);
    for (const StoreUrl::Host &host : options().hosts) {
        const auto link = linkTo({host.name, host.port, {}});
        auto slots = link.and_then([&](ValkeyLink *node) { return ValkeySlots::ask(*node, m_deadline); });
        if (slots) {
            adopt(std::move(*slots));
            return {};
        }
        last = slots.error();
        if (last.code() == ErrorCode::Denied)
            break;
    }
    return std::unexpected(last);
}

Result<void> ValkeyNet::refresh()
{
    Error last(ErrorCode::Unavailable, u"No node of the cluster answers."_s);
    const std::vector<ValkeyEndpoint> nodes = m_slots.nodes();
    for (const ValkeyEndpoint &node : nodes) {
        const auto link = linkTo(node);
        auto slots = link.and_then([&](ValkeyLink *known) { return ValkeySlots::ask(*known, m_deadline); });
        if (slots) {
            adopt(std::move(*slots));
            return {};
        }
        last = slots.error();
    }
    // They may all have gone since the map was read; those of the URL are asked last.
    return openCluster();
}

// Other primaries than before: one may have failed and come back unseen.
void ValkeyNet::adopt(ValkeySlots slots)
{
    if (!std::ranges::is_permutation(slots.nodes(), m_slots.nodes()))
        meetAgain();
    m_slots = std::move(slots);
    m_isStale = false;
}

Result<ValkeyLink *> ValkeyNet::keep(std::unique_ptr<ValkeyLink> link)
{
    ValkeyLink &kept = *link;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_wasInterrupted)
            link->shutDown();
        m_links[kept.endpoint()] = std::move(link);
    }
    return met(kept);
}

// A server that may have forgotten what was acknowledged hears of it before it is asked anything else.
Result<ValkeyLink *> ValkeyNet::met(ValkeyLink &link)
{
    if (!link.isMet()) {
        const auto done = endings().meet(link, m_deadline);
        if (!done)
            return std::unexpected(done.error().withOutcome(Outcome::NotApplied));
        link.setMet(*done);
    }
    return &link;
}

void ValkeyNet::meetAgain()
{
    for (const auto &[endpoint, link] : m_links)
        link->setMet(false);
}

Result<ValkeyLink *> ValkeyNet::linkTo(const ValkeyEndpoint &endpoint)
{
    const auto known = m_links.find(endpoint);
    if (known != m_links.end() && !known->second->isBroken())
        return met(*known->second);
    return ValkeyLink::open(endpoint, options(), m_setup->tls.get(), m_deadline)
        .and_then([&](std::unique_ptr<ValkeyLink> opened) { return keep(std::move(opened)); });
}

Result<ValkeyLink *> ValkeyNet::linkFor(quint16 slot)
{
    if (options().layout != ValkeyLayout::Cluster) {
        const auto only = met(*m_links.begin()->second);
        m_isBroken |= !only;
        return only;
    }
    const auto home = m_slots.home(slot);
    if (!home)
        return std::unexpected(ValkeyErrors::ofReply("CLUSTERDOWN"));
    return linkTo(*home);
}

void ValkeyNet::interrupt()
{
    const std::scoped_lock lock(m_mutex);
    m_wasInterrupted = true;
    for (const auto &[endpoint, link] : m_links)
        link->shutDown();
}

} // namespace Axess
