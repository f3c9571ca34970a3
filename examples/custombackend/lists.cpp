// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "connection.h"
#include "keys.h"

#include <axess/callrules.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using enum Transaction::Direction;

// Lists of sessions, users and tenants.

namespace {

SealedRow listed(SealedRow row)
{
    row.payload.clear();
    return row;
}

// The index that a request is walked by, and what its keys begin with.
std::pair<Table, QByteArray> indexOf(const SessionFilter &filter)
{
    if (filter.tenant && filter.user && !filter.user->isEmpty())
        return {Table::ByUser, Keys::user(*filter.tenant, *filter.user)};
    if (filter.tenant)
        return {Table::ByTenant, Keys::tenant(*filter.tenant)};
    return {Table::ByCreation, {}};
}

// Where a walk begins: behind a place, or at the end where it starts.
QByteArray start(const QByteArray &prefix, const std::optional<Cursor::Place> &from,
                 Transaction::Direction direction)
{
    if (from)
        return prefix + Keys::place(*from) + (direction == Up ? QByteArray(1, '\0') : QByteArray());
    if (direction == Up)
        return prefix;
    return prefix.isEmpty() ? QByteArray(32, '\xff') : Keys::above(prefix);
}

} // namespace

Result<RowPage> LmdbConnection::page(const PageRequest &request)
{
    const Cursor list = Cursor::ofPage(request);
    const auto from = list.place(request.cursor);
    if (!from)
        return std::unexpected(from.error());
    return reading(CallRules::check(request), [&](Transaction &transaction) {
        RowPage page;
        Cursor::Place last;
        const auto [index, prefix] = indexOf(request.filter);
        const auto direction = request.order == PageOrder::OldestFirst ? Up : Down;
        const auto visit = [&](const SealedRow &row) {
            if (page.examined == request.workBudget) {
                page.next = list.at(last);
                return false;
            }
            ++page.examined;
            const bool isWanted = CallRules::matches(request.filter, row, request.horizon);
            // One wanted row beyond the page shows that there is another page.
            if (isWanted && page.rows.size() == request.limit) {
                page.next = list.at(last);
                return false;
            }
            last = {row.created, row.id};
            if (isWanted)
                page.rows.append(listed(row));
            return true;
        };
        Sessions(transaction).walk(index, start(prefix, *from, direction), prefix, direction, visit);
        return page;
    });
}

Result<UserSessions> LmdbConnection::sessionsOf(const TenantId &tenant, const UserId &user,
                                                const QByteArray &cursor, int limit, const Horizon &horizon)
{
    const Cursor list = Cursor::ofUserSessions(tenant, user);
    const auto from = list.place(cursor);
    if (!from)
        return std::unexpected(from.error());
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return reading(rules, [&](Transaction &transaction) {
        UserSessions sessions;
        const QByteArray prefix = Keys::user(tenant, user);
        Sessions(transaction)
            .walk(Table::ByUser, start(prefix, *from, Down), prefix, Down, [&](const SealedRow &row) {
                if (horizon.isDead(row))
                    return true;
                if (sessions.rows.size() == limit) {
                    sessions.next
                        = list.at({sessions.rows.constLast().created, sessions.rows.constLast().id});
                    return false;
                }
                sessions.rows.append(listed(row));
                return true;
            });
        return sessions;
    });
}

Result<UserPage> LmdbConnection::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofUsers(tenant);
    const auto from = list.name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return reading(CallRules::checkLimit(limit), [&](Transaction &transaction) {
        UserPage page;
        // Behind the empty user, who are the guests, or behind the last one that was listed.
        const QByteArray guests = Keys::user(tenant, {});
        const QByteArray ofTenant = guests.chopped(1);
        const QByteArray behind = Keys::above(ofTenant + Keys::name(from->value_or(QByteArray())));
        transaction.walk(Table::ByUser, behind, ofTenant, Up, [&](const QByteArray &key, const QByteArray &) {
            const qsizetype placeSize = 8 + SessionId::Size;
            const QByteArray name = key.sliced(ofTenant.size()).chopped(placeSize + 1);
            const qint64 created = Keys::numberOf(key, key.size() - placeSize);
            if (!page.users.isEmpty() && page.users.constLast().user.utf8() == name) {
                ++page.users.last().sessions;
                page.users.last().newestCreated = created;
                return true;
            }
            if (page.users.size() == limit) {
                page.next = list.at(page.users.constLast().user.utf8());
                return false;
            }
            page.users.append({UserId::fromUtf8(name).value_or(UserId()), tenant, 1, created});
            return true;
        });
        return page;
    });
}

Result<TenantPage> LmdbConnection::tenants(const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofTenants();
    const auto from = list.name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return reading(CallRules::checkLimit(limit), [&](Transaction &transaction) {
        TenantPage page;
        QByteArray behind = *from ? Keys::above(Keys::name(**from)) : QByteArray();
        bool hasMore = true;
        // From tenant to tenant, past all their rows.
        while (hasMore && page.next.isEmpty()) {
            hasMore = false;
            transaction.walk(Table::ByTenant, behind, {}, Up, [&](const QByteArray &key, const QByteArray &) {
                const QByteArray name = key.first(key.indexOf('\0'));
                if (page.tenants.size() == limit) {
                    page.next = list.at(page.tenants.constLast().utf8());
                    return false;
                }
                page.tenants.append(TenantId::fromUtf8(name).value_or(TenantId()));
                behind = Keys::above(Keys::name(name));
                hasMore = true;
                return false;
            });
        }
        return page;
    });
}

Result<QHash<quint32, qint64>> LmdbConnection::countByKey()
{
    return reading({}, [&](Transaction &transaction) {
        QHash<quint32, qint64> counts;
        Sessions(transaction).walk(Table::ByCreation, {}, {}, Up, [&](const SealedRow &row) {
            ++counts[row.keyId];
            return true;
        });
        return counts;
    });
}

// All indexes change in one transaction with the row, so what is looked for here is a mistake of this
// program.
Result<VerifyStep> LmdbConnection::verify(const VerifyRequest &request)
{
    const Cursor list = Cursor::ofPage({});
    const auto from = list.place(request.cursor);
    if (!from)
        return std::unexpected(from.error());
    return reading(CallRules::check(request), [&](Transaction &transaction) {
        VerifyStep step;
        std::optional<Cursor::Place> last;
        transaction.walk(
            Table::ByCreation, start({}, *from, Up), {}, Up, [&](const QByteArray &key, const QByteArray &) {
                if (step.entries == request.limit) {
                    step.next = list.at(*last);
                    return false;
                }
                ++step.entries;
                const SessionId id = Keys::idAtEnd(key);
                last = {Keys::numberOf(key), id};
                const auto row = Sessions(transaction).find(id);
                step.sessions += row.has_value();
                step.stale += !row;
                step.unindexed += row
                    && !(transaction.has(Table::ByUser, Keys::user(row->tenant, row->user) + key)
                         && transaction.has(Table::ByTenant, Keys::tenant(row->tenant) + key)
                         && transaction.has(Table::BySweep, Keys::number(row->sweepAt) + id.bytes()));
                return true;
            });
        if (step.unindexed + step.stale > 0)
            step.remarks.append(u"Indexes differ from the sessions; copy the store into a new one."_s);
        return step;
    });
}
