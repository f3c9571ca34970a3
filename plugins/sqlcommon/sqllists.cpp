// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqllists.h"

#include "sqlreading.h"
#include "sqlrow.h"

#include <axess/callrules.h>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

using Limits = std::numeric_limits<qint64>;

// Rows that are read at once, at most, where many of them may not match.
constexpr qint64 LargestChunk = 1024;

bool isUpwards(const PageRequest &request)
{
    return request.order == PageOrder::OldestFirst;
}

// Before the first row that may match: ids are never null.
Cursor::Place startOf(const PageRequest &request)
{
    const TimeRange &created = request.filter.created;
    if (isUpwards(request))
        return {created.from.value_or(Limits::min()), {}};
    return {created.until.value_or(Limits::max()), {}};
}

// The index's columns of equality, and their values.
QStringList equalities(const SessionFilter &filter, SqlValues &values)
{
    if (filter.tenant) {
        values.emplace_back(SqlText {filter.tenant->utf8()});
        if (!filter.user)
            return {u"tenant_id"_s};
        values.emplace_back(SqlText {filter.user->utf8()});
        return {u"tenant_id"_s, u"user_id"_s};
    }
    if (!filter.keyId)
        return {};
    values.emplace_back(qint64(*filter.keyId));
    return {u"key_id"_s};
}

// From a place on, up to a time of creation.
QString range(const PageRequest &request, const Cursor::Place &from, SqlValues &values)
{
    const TimeRange &created = request.filter.created;
    const bool upwards = isUpwards(request);
    // MySQL takes the way along the index by the one column, not by the pair.
    values.insert(values.end(), {from.created, from.created, SqlBytes {from.id.view()}});
    values.emplace_back(upwards ? created.until.value_or(Limits::max())
                                : created.from.value_or(Limits::min()));
    return upwards ? u"created >= ? AND (created, id) > (?, ?) AND created < ?"_s
                   : u"created <= ? AND (created, id) < (?, ?) AND created >= ?"_s;
}

// The same where all of it begins with a column, whose value is the last one.
QString ledRange(const QString &column, const PageRequest &request, const Cursor::Place &from,
                 SqlValues &values)
{
    const TimeRange &created = request.filter.created;
    const bool upwards = isUpwards(request);
    const SqlValue lead = values.back();
    values.insert(values.end(), {lead, from.created, SqlBytes {from.id.view()}, lead});
    values.emplace_back(upwards ? created.until.value_or(Limits::max())
                                : created.from.value_or(Limits::min()));
    return (upwards ? u"(%1, created, id) > (?, ?, ?) AND (%1, created) < (?, ?)"_s
                    : u"(%1, created, id) < (?, ?, ?) AND (%1, created) >= (?, ?)"_s)
        .arg(column);
}

} // namespace

Result<QList<SealedRow>> SqlLists::load(std::span<const SessionId> ids)
{
    return rowsOf(ids, m_link.texts().loadRows, SqlRow::readWithPayload);
}

Result<QList<SealedRow>> SqlLists::describe(std::span<const SessionId> ids)
{
    return rowsOf(ids, m_link.texts().describeRows, SqlRow::read);
}

Result<QList<SealedRow>> SqlLists::rowsOf(std::span<const SessionId> ids, const SqlTexts::BySize &texts,
                                          ReadRow read)
{
    QList<SealedRow> found;
    const auto done = m_link.queryIds(texts, ids, [&](const SqlStatement &statement) {
        return read(statement).transform([&](const SealedRow &row) { found.append(row); });
    });
    if (!done)
        return std::unexpected(done.error());
    if (found.size() < 2)
        return found;
    QHash<SessionId, qsizetype> places;
    for (size_t i = 0; i < ids.size(); ++i)
        places.insert(ids[i], qsizetype(i));
    std::ranges::sort(found, {}, [&](const SealedRow &row) { return places.value(row.id); });
    return found;
}

Result<RowPage> SqlLists::page(const PageRequest &request)
{
    const Cursor list = Cursor::ofPage(request);
    return list.place(request.cursor)
        .and_then([&](const std::optional<Cursor::Place> &from) { return walk(request, from); })
        .transform([&](const Walk &walked) {
            const auto &place = walked.goesOnBehind;
            if (!walked.unreadable.isEmpty())
                tellOfLeftOut(walked.unreadable.size());
            return RowPage {walked.rows, place ? list.at(*place) : QByteArray(), walked.examined,
                            walked.unreadable};
        });
}

Result<UserSessions> SqlLists::sessionsOf(const TenantId &tenant, const UserId &user,
                                          const QByteArray &cursor, int limit, const Horizon &horizon)
{
    const Cursor list = Cursor::ofUserSessions(tenant, user);
    PageRequest request;
    request.filter.tenant = tenant;
    request.filter.user = user;
    request.filter.life = Life::Live;
    request.limit = limit + 1; // One more shows that there is more.
    request.workBudget = Limits::max();
    request.horizon = horizon;
    return list.place(cursor)
        .and_then([&](const std::optional<Cursor::Place> &from) { return walk(request, from); })
        .transform([&](const Walk &walked) {
            if (!walked.unreadable.isEmpty())
                tellOfLeftOut(walked.unreadable.size());
            UserSessions sessions {walked.rows.first(std::min<qsizetype>(limit, walked.rows.size())), {}, {}};
            if (walked.rows.size() > limit)
                sessions.next = list.at({sessions.rows.constLast().created, sessions.rows.constLast().id});
            return sessions;
        });
}

Result<SqlLists::Walk> SqlLists::walk(const PageRequest &request, std::optional<Cursor::Place> from)
{
    Walk walk;
    Cursor::Place last = from.value_or(startOf(request));
    qint64 chunk = request.limit + 1;
    while (true) {
        // One row beyond the budget shows that there is more.
        const qint64 allowed = request.workBudget - walk.examined;
        const qint64 wanted = allowed < chunk ? allowed + 1 : chunk;
        const auto entries = nextEntries(request, last, wanted);
        if (!entries)
            return std::unexpected(entries.error());
        for (const auto &[place, row] : *entries) {
            const bool isWithinBudget = walk.examined < request.workBudget;
            const bool isWanted
                = isWithinBudget && row && CallRules::matches(request.filter, *row, request.horizon);
            // One wanted row beyond the page shows that there is another page.
            if (!isWithinBudget || (isWanted && walk.rows.size() == request.limit)) {
                walk.goesOnBehind = last;
                return walk;
            }
            ++walk.examined;
            last = place;
            if (isWanted)
                walk.rows.append(*row);
            if (!row)
                walk.unreadable.append(place.id);
        }
        if (entries->size() < wanted)
            return walk;
        chunk = std::max(chunk, std::min(chunk * 4, LargestChunk));
        if (m_link.deadline().hasPassed())
            return std::unexpected(Error(ErrorCode::Unavailable, u"The list was not read in time."_s));
    }
}

Result<SqlLists::Entry> SqlLists::readEntry(const SqlStatement &statement)
{
    if (auto row = SqlRow::read(statement)) {
        const Cursor::Place place {row->created, row->id};
        return Entry {place, std::move(*row)};
    }
    return SqlRow::readPlace(statement).transform(
        [](const Cursor::Place &place) { return Entry {place, std::nullopt}; });
}

Result<QList<SqlLists::Entry>> SqlLists::nextEntries(const PageRequest &request, const Cursor::Place &from,
                                                     qint64 count)
{
    SqlValues values;
    const QStringList columns = equalities(request.filter, values);
    QString text = u"SELECT "_s + SqlRow::Columns + u" FROM axess_session WHERE "_s;
    for (const QString &column : columns)
        text += column + u" = ? AND "_s;
    const bool isLed = !columns.isEmpty() && m_link.dialect().leadsRanges;
    text += isLed ? ledRange(columns.constLast(), request, from, values) : range(request, from, values);
    text += isUpwards(request) ? u" ORDER BY created, id LIMIT ?"_s
                               : u" ORDER BY created DESC, id DESC LIMIT ?"_s;
    return readUpTo<Entry>(count, m_link, text, values, readEntry);
}

Result<UserPage> SqlLists::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofUsers(tenant);
    const auto behind = list.name(cursor);
    if (!behind)
        return std::unexpected(behind.error());
    // Guests have the empty name, so that all users stand behind them.
    const QByteArray from = behind->value_or(QByteArray());
    auto users = readUpTo<UserSummary>(
        qint64(limit) + 1, m_link,
        u"SELECT user_id, COUNT(*), MAX(created) FROM axess_session WHERE tenant_id = ? AND user_id > ?"
        " GROUP BY user_id ORDER BY user_id LIMIT ?"_s,
        SqlValues {SqlText {tenant.utf8()}, SqlText {from}}, [&](const SqlStatement &row) {
            return SqlRow::readName<UserId>(row, 0).transform([&](const UserId &user) {
                return UserSummary {user, tenant, row.integer(1), row.integer(2)};
            });
        });
    if (!users)
        return std::unexpected(users.error());
    if (users->size() <= limit)
        return UserPage {*users, {}};
    users->removeLast();
    return UserPage {*users, list.at(users->constLast().user.utf8())};
}

Result<TenantPage> SqlLists::tenants(const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofTenants();
    const auto behind = list.name(cursor);
    if (!behind)
        return std::unexpected(behind.error());
    const SqlTexts &texts = m_link.texts();
    const QByteArray from = behind->value_or(QByteArray());
    auto tenants
        = readUpTo<TenantId>(qint64(limit) + 1, m_link, *behind ? texts.tenantsBehind : texts.tenantsFrom,
                             SqlValues {SqlText {from}},
                             [](const SqlStatement &row) { return SqlRow::readName<TenantId>(row, 0); });
    if (!tenants)
        return std::unexpected(tenants.error());
    if (tenants->size() <= limit)
        return TenantPage {*tenants, {}};
    tenants->removeLast();
    return TenantPage {*tenants, list.at(tenants->constLast().utf8())};
}

Result<QHash<quint32, qint64>> SqlLists::countByKey()
{
    QHash<quint32, qint64> counts;
    const auto read = m_link.query(u"SELECT key_id, COUNT(*) FROM axess_session GROUP BY key_id"_s, {},
                                   [&](const SqlStatement &row) -> Result<void> {
                                       counts.insert(quint32(row.integer(0)), row.integer(1));
                                       return {};
                                   });
    if (!read)
        return std::unexpected(read.error());
    return counts;
}

} // namespace Axess
