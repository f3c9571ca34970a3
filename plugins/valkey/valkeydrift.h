// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <axess/storagecalls.h>

namespace Axess {

/// How far registries and sessions agree, by a sample: some sessions of each bucket, some users of each.
///
/// Six round trips at most, whatever the store holds. A crash, a failover or somebody's DEL leaves the one
/// without the other; neither is an error on its own, and readers check both.
class ValkeyDrift
{
public:
    explicit ValkeyDrift(ValkeyNet &net)
        : m_net(net)
    { }

    Result<QList<Fact>> sample(qint64 now);

private:
    struct Place
    {
        SessionId id;
        ValkeyUserKeys keys;
    };

    Result<std::vector<Place>> someSessions();
    Result<std::vector<Place>> someMembers(qint64 now);
    /// Those of the places that have no session, or, the other way round, no member.
    Result<std::vector<Place>> withoutSession(std::span<const Place> places);
    Result<std::vector<Place>> withoutMember(std::span<const Place> places);
    Result<qint64> withSession(std::span<const Place> places);

    ValkeyNet &m_net;
};

} // namespace Axess
