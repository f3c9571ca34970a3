// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeylists.h"
#include "valkeyrow.h"

#include <axess/logging.h>

#include <algorithm>

// A user's registry with the rows that it names: in one question where one server has both.

namespace Axess {

namespace {

// A script holds the server up, so it reads no more.
constexpr int RowsOfScript = 100;

} // namespace

void ValkeyLists::keep(QHash<SessionId, SealedRow> &found, const SessionId &id, QByteArrayView head)
{
    if (head.isEmpty())
        return;
    auto row = ValkeyRow::decode(id, head);
    if (!row) {
        // The others are listed all the same.
        qCWarning(storeLog, "Session %s is left out: %s", qPrintable(id.text()),
                  qPrintable(row.error().message()));
        m_unreadable.insert(id);
        return;
    }
    row->payload.clear();
    found.insert(id, std::move(*row));
}

Result<ValkeyLists::Holdings> ValkeyLists::holdings(const TenantId &tenant, const UserId &user, qint64 now)
{
    if (m_net.options().layout != ValkeyLayout::Cluster) {
        auto holdings = holdingsAtOnce(m_net.keys().user(tenant, user), now);
        if (!holdings || *holdings)
            return std::move(holdings).transform(
                [](std::optional<Holdings> &&found) { return std::move(*found); });
    }
    auto members = ValkeyRegistry(m_net).members(tenant, user, now);
    if (!members)
        return std::unexpected(members.error());
    return rows(members->ids).transform([&](QHash<SessionId, SealedRow> &&found) {
        return Holdings {std::move(*members), std::move(found)};
    });
}

// Nothing where the server refuses, such as one that has all the slots of a cluster, or a proxy.
Result<std::optional<ValkeyLists::Holdings>> ValkeyLists::holdingsAtOnce(const ValkeyUserKeys &keys,
                                                                         qint64 now)
{
    const QByteArray &sessions = m_net.keys().bucket(0).sessions;
    const QByteArray names[] {keys.registry, keys.joining, keys.generation};
    ValkeyCommand command(m_net.scripts().holdings, keys.slot, names, ValkeyCommand::Kind::Reads);
    command << sessions.chopped(qsizetype(qstrlen("{00}:"))) << ValkeyRow::MostWithoutPayload - 1
            << ValkeyRegistry::joiningSince(now) << RowsOfScript;
    const auto replies = m_net.askEach(std::span(&command, 1));
    if (!replies)
        return std::unexpected(replies.error());
    const ValkeyView reply = replies->front().view();
    if (reply.size() != int(ValkeyRegistry::Questions) + 1)
        return std::nullopt;
    const ValkeyView own[] {reply[0], reply[1], reply[2]};
    Holdings holdings {ValkeyRegistry::read(own), {}};
    for (int i = 0; i < reply[3].size(); ++i) {
        if (const auto id = SessionId::fromBytes(reply[1][2 * i].bytes()))
            keep(holdings.rows, *id, reply[3][i].bytes());
    }
    const std::size_t read = std::min(holdings.members.ids.size(), std::size_t(reply[3].size()));
    if (read == holdings.members.ids.size())
        return holdings;
    return rows(std::span(holdings.members.ids).subspan(read))
        .transform([&](const QHash<SessionId, SealedRow> &more) {
            holdings.rows.insert(more);
            return std::optional(std::move(holdings));
        });
}

} // namespace Axess
