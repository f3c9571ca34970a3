// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <axess/event.h>

namespace Axess {

/// The event log.
///
/// A write puts its event into a stream of its bucket, in the same script. Who reads the log first moves
/// those events on into the one log, whose positions are given by one script in one slot: so a position is
/// never passed below which another may still come, and each event is moved once
/// (docs/decisions/0010-valkey-events.md).
class ValkeyEvents
{
public:
    explicit ValkeyEvents(ValkeyNet &net)
        : m_net(net)
    { }

    Result<void> append(std::span<const Event> events);
    Result<QList<Event>> behind(qint64 position, int limit);
    Result<QList<Event>> newestOf(const TenantId &tenant, const UserId &user, int limit);
    Result<void> ring();
    Result<bool> listen();
    Result<qint64> trim(qint64 before, qint64 upTo, int limit);

private:
    struct Waiting
    {
        int bucket = 0;
        QByteArray place; ///< In the bucket's stream.
        std::pair<quint64, quint64> order;
        QByteArray event;
    };

    /// Moves everything on that was written before the call.
    Result<void> collate();
    Result<void> collateIfAllowed();
    enum class Found : quint8 { All, More };
    Result<Found> collateSome();
    Result<std::vector<QByteArray>> cursors();
    Result<Found> gather(const std::vector<QByteArray> &cursors, std::vector<Waiting> &waiting);
    /// False if another reader was faster with some.
    Result<bool> move(std::vector<QByteArray> cursors, std::span<const Waiting> waiting);
    Result<void> cut(const std::map<int, QByteArray> &moved);
    Result<QByteArrayList> oldOnes(qint64 before, qint64 upTo, int limit);
    ValkeyCommand command(QByteArrayView name) const { return ValkeyCommand(name, m_net.keys().eventSlot()); }
    ValkeyCommand collation(std::span<const QByteArray> events) const;
    QByteArray historyOf(QByteArrayView written) const;

    ValkeyNet &m_net;
};

} // namespace Axess
