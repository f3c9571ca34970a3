// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessions.h"

#include "keys.h"

#include <QtCore/qset.h>

#include <algorithm>

using namespace Axess;

namespace {

const QByteArray LastPosition = QByteArrayLiteral("position");

Cursor::Place placeOf(const SealedRow &row)
{
    return {row.created, row.id};
}

struct Entry
{
    Table table;
    QByteArray key;

    bool operator==(const Entry &) const = default;
};

// Where a row stands besides its own place.
QList<Entry> entriesOf(const SealedRow &row)
{
    const QByteArray place = Keys::place(placeOf(row));
    QList<Entry> entries {{Table::ByCreation, place},
                          {Table::ByTenant, Keys::tenant(row.tenant) + place},
                          {Table::ByUser, Keys::user(row.tenant, row.user) + place},
                          {Table::BySweep, Keys::number(row.sweepAt) + row.id.bytes()}};
    if (row.revocation)
        entries.append({Table::Revoked, row.id.bytes()});
    return entries;
}

} // namespace

std::optional<SealedRow> Sessions::find(const SessionId &id)
{
    const auto bytes = m_transaction.get(Table::Sessions, id.bytes());
    if (!bytes)
        return std::nullopt;
    auto row = Keys::rowOf(*bytes);
    if (!row)
        m_transaction.damage();
    return row;
}

void Sessions::insert(const SealedRow &row)
{
    m_transaction.put(Table::Sessions, row.id.bytes(), Keys::bytesOf(row));
    for (const Entry &entry : entriesOf(row))
        m_transaction.put(entry.table, entry.key);
}

void Sessions::erase(const SealedRow &row)
{
    m_transaction.erase(Table::Sessions, row.id.bytes());
    for (const Entry &entry : entriesOf(row))
        m_transaction.erase(entry.table, entry.key);
}

void Sessions::replace(const SealedRow &standing, const SealedRow &next)
{
    const QList<Entry> before = entriesOf(standing);
    const QList<Entry> after = entriesOf(next);
    for (const Entry &entry : before) {
        if (!after.contains(entry))
            m_transaction.erase(entry.table, entry.key);
    }
    for (const Entry &entry : after) {
        if (!before.contains(entry))
            m_transaction.put(entry.table, entry.key);
    }
    m_transaction.put(Table::Sessions, next.id.bytes(), Keys::bytesOf(next));
}

void Sessions::walk(Table index, const QByteArray &from, const QByteArray &prefix,
                    Transaction::Direction direction, const Visit &visit)
{
    m_transaction.walk(index, from, prefix, direction, [&](const QByteArray &key, const QByteArray &) {
        const auto row = find(Keys::idAtEnd(key));
        return row && visit(*row);
    });
}

qint64 Sessions::nextPosition()
{
    const qint64 position
        = Keys::numberOf(m_transaction.get(Table::Facts, LastPosition).value_or(Keys::number(0))) + 1;
    m_transaction.put(Table::Facts, LastPosition, Keys::number(position));
    return position;
}

void Sessions::note(const Event &event)
{
    Event placed = event;
    placed.position = nextPosition();
    const QByteArray position = Keys::number(placed.position);
    m_transaction.put(Table::Events, position, Keys::bytesOf(placed));
    if (!event.user.isEmpty())
        m_transaction.put(Table::Histories, Keys::user(event.tenant, event.user) + position);
}

void Sessions::note(const SealedRow &row, EventKind kind, qint64 at, const QString &detail)
{
    note({.at = at,
          .kind = kind,
          .session = row.id,
          .tenant = row.tenant,
          .user = row.user,
          .detail = detail});
}

RemovedRow Sessions::end(const SealedRow &row, const SessionEnd &end, const QString &detail)
{
    erase(row);
    note({.at = end.at,
          .kind = EventKind::Ended,
          .endReason = end.reason,
          .session = row.id,
          .tenant = row.tenant,
          .user = row.user,
          .detail = detail});
    return {row.id, row.tenant, row.user, end.reason};
}

quint64 Sessions::generation(const TenantId &tenant, const UserId &user)
{
    const auto bytes = m_transaction.get(Table::Generations, Keys::user(tenant, user));
    return bytes ? quint64(Keys::numberOf(*bytes)) : 0;
}

bool Sessions::isAdmitted(const std::optional<Admission> &admission, const SealedRow &row)
{
    return !admission || admission->generation == generation(row.tenant, row.user);
}

std::optional<QList<SessionId>> Sessions::makeRoom(const std::optional<Admission> &admission,
                                                   const SealedRow &row, const Horizon &horizon)
{
    if (!admission || admission->limit == 0)
        return QList<SessionId>();
    QList<SealedRow> others;
    const QByteArray user = Keys::user(row.tenant, row.user);
    walk(Table::ByUser, user, user, Transaction::Direction::Up, [&](const SealedRow &other) {
        if (other.id != row.id && !horizon.isDead(other))
            others.append(other);
        return true;
    });
    if (others.size() < admission->limit)
        return QList<SessionId>();
    if (admission->policy == LimitPolicy::DenyNew)
        return std::nullopt;

    const bool byUse = admission->policy == LimitPolicy::EndLeastRecentlyUsed;
    std::ranges::sort(others, {}, [byUse](const SealedRow &other) {
        return std::pair(byUse ? other.lastSeen : 0, placeOf(other));
    });
    QList<SessionId> displaced;
    for (const SealedRow &other : others.first(others.size() + 1 - admission->limit))
        displaced.append(end(other, {EndReason::Displaced, horizon.now}, {}).id);
    return displaced;
}

QList<SealedRow> Sessions::ended(const Horizon &horizon, int limit, const Deadline &deadline)
{
    QList<SealedRow> found;
    QSet<SessionId> seen;
    // With nothing found the walk goes on, and ends as an error if it has to: no rows would mean none are
    // left.
    const auto isRoom = [&] { return found.size() < limit && (found.isEmpty() || !deadline.hasPassed()); };
    const auto consider = [&](const SealedRow &row, bool hasEnded) {
        if (hasEnded && !seen.contains(row.id)) {
            seen.insert(row.id);
            found.append(row);
        }
        return isRoom();
    };
    using enum Transaction::Direction;
    walk(Table::BySweep, {}, {}, Up, [&](const SealedRow &row) {
        return row.sweepAt <= horizon.now && consider(row, horizon.hasEnded(row));
    });
    if (isRoom())
        walk(Table::Revoked, {}, {}, Up, [&](const SealedRow &row) {
            return consider(row, row.revocation && row.revocation->graceUntil <= horizon.now);
        });
    if (horizon.store.value > 0 && isRoom())
        walk(Table::ByCreation, {}, {}, Up, [&](const SealedRow &row) {
            return row.created <= horizon.store.raisedAt
                && consider(row, row.storeEpoch < horizon.store.value);
        });
    for (const auto &[tenant, epoch] : horizon.tenants.asKeyValueRange()) {
        const QByteArray prefix = Keys::tenant(tenant);
        if (epoch.value > 0 && isRoom())
            walk(Table::ByTenant, prefix, prefix, Up, [&](const SealedRow &row) {
                return row.created <= epoch.raisedAt && consider(row, row.tenantEpoch < epoch.value);
            });
    }
    return found;
}
