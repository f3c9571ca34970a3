// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyregistry.h"

#include <axess/horizon.h>

namespace Axess {

/// How sessions end, are marked and swept, and what a migration's follower does with them.
class ValkeyEnds
{
public:
    explicit ValkeyEnds(ValkeyNet &net)
        : m_net(net)
    { }

    Result<QList<WriteStatus>> revoke(std::span<const Revocation> revocations, const Horizon &horizon);
    Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &mark,
                                       const Horizon &horizon);
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals);
    Result<QList<InstallStatus>> install(std::span<const SealedRow> rows);
    Result<void> bury(std::span<const SessionId> ids, qint64 until);

    /// Removes rows and nothing else: their registries are the caller's. Answers as remove.lua does.
    Result<ValkeyReplies> end(std::span<const Removal> removals);

private:
    ValkeyCommand removeCommand(const Removal &removal) const;

    ValkeyNet &m_net;
};

} // namespace Axess
