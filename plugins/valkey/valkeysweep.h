// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyregistry.h"

#include <axess/horizon.h>

#include <functional>

namespace Axess {

/// One sweep: finds by the indexes what may have ended, and has a script of each bucket check and remove it.
class ValkeySweep
{
public:
    ValkeySweep(ValkeyNet &net, const Horizon &horizon, int limit);

    Result<QList<RemovedRow>> run();

private:
    /// Where candidates stand, and how the script wants them: id, and tenant where it is known.
    struct Index
    {
        std::function<ValkeyCommand(int bucket)> ask;
        std::function<QByteArray(QByteArrayView member)> memberOf;
    };

    Index byDue() const;
    Index byCreation(qint64 until) const;
    Index byTenant(const TenantId &tenant, qint64 until) const;
    Result<void> walk(const Index &index);
    /// Once over some buckets; `further` gets those that have more.
    Result<void> walk(const Index &index, std::span<const int> open, std::vector<qint64> &offsets,
                      std::vector<int> &further);
    Result<void> sweep(const std::vector<std::vector<QByteArray>> &members, std::vector<qint64> &offsets);
    Result<void> sweep(const ValkeyCommands &commands, const std::vector<std::size_t> &buckets,
                       std::vector<qint64> &offsets);
    Result<void> read(ValkeyView reply);
    Result<void> dropTombstones();
    Result<void> pruneRegistries();
    bool isFull() const { return m_removed.size() >= m_limit; }

    ValkeyNet &m_net;
    const Horizon &m_horizon;
    const int m_limit;
    QByteArray m_seen;
    QList<RemovedRow> m_removed;
    std::vector<ValkeyRegistry::Entry> m_left;
};

} // namespace Axess
