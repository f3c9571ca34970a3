// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyorders.h"
#include "valkeyregistry.h"

#include <axess/horizon.h>

#include <QtCore/qset.h>

namespace Axess {

/// Lists of sessions, users and tenants, over the indexes of all buckets at once.
class ValkeyLists
{
public:
    explicit ValkeyLists(ValkeyNet &net)
        : m_net(net)
    { }

    Result<RowPage> page(const PageRequest &request, const std::optional<Cursor::Place> &from);
    Result<UserSessions> sessionsOf(const TenantId &tenant, const UserId &user,
                                    const std::optional<Cursor::Place> &from, int limit,
                                    const Horizon &horizon);
    Result<UserPage> users(const TenantId &tenant, const std::optional<QByteArray> &from, int limit);
    Result<TenantPage> tenants(const std::optional<QByteArray> &from, int limit);
    Result<QHash<quint32, qint64>> countByKey();
    Result<qint64> countVanished(const Horizon &horizon, qint64 workBudget);

private:
    class Pager;

    /// What a user's registry says, and the rows of its members.
    struct Holdings
    {
        ValkeyRegistry::Members members;
        QHash<SessionId, SealedRow> rows; ///< As `rows` answers them.
    };
    Result<Holdings> holdings(const TenantId &tenant, const UserId &user, qint64 now);
    Result<std::optional<Holdings>> holdingsAtOnce(const ValkeyUserKeys &keys, qint64 now);
    void keep(QHash<SessionId, SealedRow> &found, const SessionId &id, QByteArrayView head);
    /// Without payloads; ids that have no row have none here either.
    Result<QHash<SessionId, SealedRow>> rows(std::span<const SessionId> ids);
    Result<std::vector<Cursor::Place>> placesOf(const PageRequest &request,
                                                const std::optional<Cursor::Place> &from);
    Result<QList<SessionId>> vanished(const TenantId &tenant, std::span<const SessionId> ids,
                                      const Horizon &horizon);
    Result<qint64> vanishedAmong(int firstBucket, const ValkeyReplies &replies);
    Result<std::vector<UserSummary>> summaries(const TenantId &tenant, std::span<const QByteArray> names);
    Result<bool> hasUntenanted();

    ValkeyNet &m_net;
    QSet<SessionId> m_unreadable; ///< Left out so far.
};

} // namespace Axess
