// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/storagecalls.h>

#include <QtCore/qset.h>

namespace Axess {

/// What a migration's follower is told, inside a transaction.
class SqlFollower
{
public:
    explicit SqlFollower(SqlLink &link)
        : m_link(link)
    { }

    Result<QList<InstallStatus>> install(std::span<const SealedRow> rows);
    Result<void> bury(std::span<const SessionId> ids, qint64 until);

private:
    using Chosen = std::vector<size_t>; ///< Indexes of a batch.

    /// Keeps others from installing or burying these until the transaction's end.
    Result<void> lock(std::span<const SessionId> ids);
    /// Writes those of which the store holds nothing; how many rows each changed.
    Result<QList<qint64>> insert(std::span<const SealedRow> rows, std::span<const SessionId> ids);
    Result<QSet<SessionId>> buriedOf(std::span<const SessionId> ids);
    Result<void> explain(std::span<const SealedRow> rows, const Chosen &missed,
                         QList<InstallStatus> &statuses);
    static Chosen missedOf(const Chosen &chosen, const QList<qint64> &changed,
                           QList<InstallStatus> &statuses);

    SqlLink &m_link;
};

} // namespace Axess
