// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeylink.h"

#include <array>

namespace Axess {

/// Which server of a cluster has which slot.
class ValkeySlots
{
public:
    static constexpr int Count = 16384;

    ValkeySlots() { m_homes.fill(Nobody); }

    /// Asks a node. Unavailable for one that knows no slots.
    static Result<ValkeySlots> ask(ValkeyLink &link, const Deadline &deadline);

    /// Nothing for a slot that nobody serves.
    std::optional<ValkeyEndpoint> home(int slot) const;
    void setHome(int slot, const ValkeyEndpoint &endpoint);
    const std::vector<ValkeyEndpoint> &nodes() const { return m_nodes; }

private:
    static constexpr quint16 Nobody = 0xffff;

    quint16 indexOf(const ValkeyEndpoint &endpoint);

    std::vector<ValkeyEndpoint> m_nodes;
    std::array<quint16, Count> m_homes;
};

/// Where a redirection leads: `MOVED 1234 host:port`, `ASK 1234 host:port`.
struct ValkeyRedirection
{
    int slot = 0;
    ValkeyEndpoint endpoint;

    /// `from` stands in for a host that is left out.
    static std::optional<ValkeyRedirection> read(QByteArrayView reply, const ValkeyEndpoint &from);
};

/// Asks the sentinels for the primary and signs in there. Unavailable if none knows it.
Result<std::unique_ptr<ValkeyLink>> openPrimary(const ValkeyOptions &options, const ValkeyTls *tls,
                                                const Deadline &deadline);

} // namespace Axess
