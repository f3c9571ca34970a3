// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "connection.h"
#include "keys.h"

#include <axess/callrules.h>

#include <algorithm>

using namespace Axess;

// How rows end, and what only a migration does.

namespace {

InstallStatus installOne(Transaction &transaction, const SealedRow &row)
{
    if (transaction.has(Table::Tombstones, row.id.bytes()))
        return InstallStatus::Buried;
    Sessions sessions(transaction);
    const auto standing = sessions.find(row.id);
    if (standing && standing->change >= row.change)
        return InstallStatus::Older;
    if (standing)
        sessions.erase(*standing);
    sessions.insert(row);
    return InstallStatus::Installed;
}

void removeOldTombstones(Transaction &transaction, qint64 now, int limit)
{
    QByteArrayList old;
    transaction.walk(Table::Tombstones, {}, {}, Transaction::Direction::Up,
                     [&](const QByteArray &key, const QByteArray &until) {
                         if (Keys::numberOf(until) <= now)
                             old.append(key);
                         return old.size() < limit;
                     });
    for (const QByteArray &key : std::as_const(old))
        transaction.erase(Table::Tombstones, key);
}

} // namespace

Result<QList<RemovedRow>> LmdbConnection::remove(std::span<const Removal> removals)
{
    return writing(CallRules::check(removals), [&](Transaction &transaction) {
        Sessions sessions(transaction);
        QList<RemovedRow> removed;
        for (const Removal &removal : removals) {
            if (const auto row = sessions.find(removal.id))
                removed.append(sessions.end(*row, {removal.reason, removal.at}, removal.detail));
        }
        return removed;
    });
}

Result<QList<RemovedRow>> LmdbConnection::removeExpired(const Horizon &horizon, int limit)
{
    m_environment->forgetDeadReaders();
    // What was found by then is removed, so that the next sweep has less to look through.
    const Deadline looking = Deadline::in(m_deadline.remaining() / 2);
    return writing(CallRules::checkLimit(limit), [&](Transaction &transaction) {
        removeOldTombstones(transaction, horizon.now, limit);
        Sessions sessions(transaction);
        QList<RemovedRow> removed;
        for (const SealedRow &row : sessions.ended(horizon, limit, looking)) {
            const QString reason = row.revocation ? row.revocation->reason : QString();
            removed.append(sessions.end(row, horizon.endOf(row).value_or(SessionEnd()), reason));
        }
        return removed;
    });
}

Result<QList<InstallStatus>> LmdbConnection::install(std::span<const SealedRow> rows)
{
    return writing(CallRules::check(rows), [&](Transaction &transaction) {
        QList<InstallStatus> answers;
        for (const SealedRow &row : rows)
            answers.append(installOne(transaction, row));
        return answers;
    });
}

Result<void> LmdbConnection::bury(std::span<const SessionId> ids, qint64 until)
{
    return writing(CallRules::check(ids),
                   [&](Transaction &transaction) {
                       Sessions sessions(transaction);
                       for (const SessionId &id : ids) {
                           if (const auto row = sessions.find(id))
                               sessions.erase(*row);
                           const auto standing = transaction.get(Table::Tombstones, id.bytes());
                           const qint64 latest
                               = standing ? std::max(until, Keys::numberOf(*standing)) : until;
                           transaction.put(Table::Tombstones, id.bytes(), Keys::number(latest));
                       }
                       return true;
                   })
        .transform([](bool) {});
}
