// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeylists.h"

#include "valkeyrow.h"

#include <axess/callrules.h>
#include <axess/logging.h>

#include <QtCore/qendian.h>

namespace Axess {

namespace {

// Rows that are read by one batch.
constexpr std::size_t RowsAtOnce = 1000;
constexpr int BucketsAtOnce = 32; // Divides their number.

// Key ids and numbers of rows, in turn.
void addCounts(QHash<quint32, qint64> &counts, ValkeyView reply)
{
    for (int i = 0; i + 1 < reply.size(); i += 2) {
        if (reply[i].bytes().size() == 4)
            counts[qFromBigEndian<quint32>(reply[i].bytes().data())] += reply[i + 1].integer();
    }
}

} // namespace

Result<QHash<SessionId, SealedRow>> ValkeyLists::rows(std::span<const SessionId> ids)
{
    QHash<SessionId, SealedRow> found;
    for (; !ids.empty(); ids = ids.subspan(std::min(ids.size(), RowsAtOnce))) {
        const auto batch = ids.first(std::min(ids.size(), RowsAtOnce));
        ValkeyCommands commands;
        for (const SessionId &id : batch)
            commands.push_back(ValkeyRegistry(m_net).headOf(id, ValkeyRow::MostWithoutPayload));
        const auto replies = m_net.ask(commands);
        if (!replies)
            return std::unexpected(replies.error());
        for (std::size_t i = 0; i < batch.size(); ++i)
            keep(found, batch[i], (*replies)[i]->bytes());
    }
    return found;
}

/// Fills a page from places in their order.
class ValkeyLists::Pager
{
public:
    Pager(ValkeyLists &lists, const PageRequest &request)
        : m_lists(lists)
        , m_request(request)
    { }

    enum class Step : quint8 { GoOn, Full };

    Result<Step> add(std::span<const Cursor::Place> places)
    {
        std::vector<SessionId> ids;
        for (const Cursor::Place &place : places)
            ids.push_back(place.id);
        const auto rows = m_lists.rows(ids);
        if (!rows)
            return std::unexpected(rows.error());
        for (const Cursor::Place &place : places) {
            if (m_page.examined == m_request.workBudget)
                return full();
            ++m_page.examined;
            const auto row = rows->constFind(place.id);
            const bool isWanted
                = row != rows->cend() && CallRules::matches(m_request.filter, *row, m_request.horizon);
            // One wanted row beyond the page shows that there is another page.
            if (isWanted && m_page.rows.size() == m_request.limit)
                return full();
            m_last = place;
            if (isWanted)
                m_page.rows.append(*row);
            else if (m_lists.m_unreadable.contains(place.id))
                m_page.unreadable.append(place.id);
        }
        return Step::GoOn;
    }

    Result<RowPage> run(auto walk)
    {
        for (;;) {
            const std::size_t count = wanted();
            const auto places = walk.next(count);
            if (!places)
                return std::unexpected(places.error());
            const auto step = add(*places);
            if (!step)
                return std::unexpected(step.error());
            if (*step == Step::Full || places->size() < count)
                return take();
        }
    }
    RowPage take() { return std::move(m_page); }

private:
    /// Places that are worth fetching now.
    std::size_t wanted()
    {
        const auto least = std::size_t(m_request.limit - m_page.rows.size()) + 1;
        m_chunk = m_chunk == 0 ? least : std::min(m_chunk * 2, RowsAtOnce);
        return std::min(std::max(m_chunk, least), std::size_t(m_request.workBudget - m_page.examined) + 1);
    }
    Step full()
    {
        m_page.next = Cursor::ofPage(m_request).at(m_last);
        return Step::Full;
    }

    ValkeyLists &m_lists;
    const PageRequest &m_request;
    RowPage m_page;
    Cursor::Place m_last;
    std::size_t m_chunk = 0;
};

Result<RowPage> ValkeyLists::page(const PageRequest &request, const std::optional<Cursor::Place> &from)
{
    Pager pager(*this, request);
    const SessionFilter &filter = request.filter;
    if (filter.tenant && filter.user && !filter.user->isEmpty()) {
        const auto places = placesOf(request, from);
        if (!places)
            return std::unexpected(places.error());
        return pager.add(*places).transform([&](Pager::Step) {
            RowPage page = pager.take();
            // Their place in the list is not known.
            if (!from)
                page.unreadable = m_unreadable.values();
            return page;
        });
    }
    const auto wanted = std::size_t(request.limit);
    if (filter.tenant && !filter.tenant->isEmpty())
        return pager.run(ValkeyMerge(m_net, ValkeyByTenant(m_net, *filter.tenant, request.order),
                                     ValkeyKeys::Buckets, from, wanted));
    return pager.run(
        ValkeyMerge(m_net, ValkeyByCreation(m_net, request.order), ValkeyKeys::Buckets, from, wanted));
}

// The rows of one user, in the order of the request.
Result<std::vector<Cursor::Place>> ValkeyLists::placesOf(const PageRequest &request,
                                                         const std::optional<Cursor::Place> &from)
{
    const bool upwards = request.order == PageOrder::OldestFirst;
    const TenantId &tenant = *request.filter.tenant;
    const UserId &user = *request.filter.user;
    const auto known = holdings(tenant, user, request.horizon.now);
    if (!known)
        return std::unexpected(known.error());
    std::vector<Cursor::Place> places;
    for (const SealedRow &row : known->rows) {
        const Cursor::Place place {row.created, row.id};
        const bool isBehind = !from || (upwards ? *from < place : place < *from);
        if (row.tenant == tenant && row.user == user && isBehind)
            places.push_back(place);
    }
    std::ranges::sort(places);
    if (!upwards)
        std::ranges::reverse(places);
    return places;
}

Result<UserSessions> ValkeyLists::sessionsOf(const TenantId &tenant, const UserId &user,
                                             const std::optional<Cursor::Place> &from, int limit,
                                             const Horizon &horizon)
{
    const auto known = holdings(tenant, user, horizon.now);
    if (!known)
        return std::unexpected(known.error());
    const auto &[members, rows] = *known;
    std::vector<const SealedRow *> live;
    std::vector<SessionId> missing;
    for (const SessionId &id : members.ids) {
        const auto joining = members.joining.constFind(id);
        const bool isJoining = joining != members.joining.cend();
        const auto row = rows.constFind(id);
        if (row == rows.cend()) {
            if (!isJoining)
                missing.push_back(id);
            continue;
        }
        // A sign-in in flight by a ticket of before the raise: whoever writes it will take it back.
        const bool isDoomed = isJoining && joining->has_value() && **joining != members.generation;
        if (row->tenant == tenant && row->user == user && !horizon.isDead(*row) && !isDoomed)
            live.push_back(&*row);
    }
    const auto placeOf = [](const SealedRow *row) { return Cursor::Place {row->created, row->id}; };
    std::ranges::sort(live, std::ranges::greater(), placeOf);
    UserSessions sessions;
    for (const SealedRow *row : live) {
        if (from && placeOf(row) >= *from)
            continue;
        if (sessions.rows.size() == limit) {
            sessions.next = Cursor::ofUserSessions(tenant, user).at(placeOf(&sessions.rows.constLast()));
            break;
        }
        sessions.rows.append(*row);
    }
    if (missing.empty() || from)
        return sessions;
    return vanished(tenant, missing, horizon).transform([&](const QList<SessionId> &ids) {
        sessions.vanished = ids;
        return sessions;
    });
}

// Those that the index of their bucket still calls live.
Result<QList<SessionId>> ValkeyLists::vanished(const TenantId &tenant, std::span<const SessionId> ids,
                                               const Horizon &horizon)
{
    ValkeyCommands commands;
    for (const SessionId &id : ids) {
        commands.emplace_back("ZSCORE", m_net.keys().bucketOf(id).slot);
        commands.back() << m_net.keys().bucketOf(id).expiry << id.bytes() + tenant.utf8();
    }
    return m_net.ask(commands).transform([&](const ValkeyReplies &replies) {
        QList<SessionId> gone;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!replies[i]->isNull() && replies[i]->bytes().toDouble() > double(horizon.now))
                gone.append(ids[i]);
        }
        return gone;
    });
}

Result<QHash<quint32, qint64>> ValkeyLists::countByKey()
{
    ValkeyCommands commands;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        commands.emplace_back("ZRANGE", m_net.keys().bucket(number).slot);
        commands.back() << m_net.keys().bucket(number).created << 0 << -1;
    }
    const auto ids = m_net.ask(commands);
    if (!ids)
        return std::unexpected(ids.error());
    QHash<quint32, qint64> counts;
    commands.clear();
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        const ValkeyKeys::Bucket &bucket = m_net.keys().bucket(number);
        const ValkeyView found = (*ids)[std::size_t(number)].view();
        for (int from = 0; from < found.size(); from += int(RowsAtOnce)) {
            std::vector<QByteArray> keys;
            for (int at = from; at < std::min(found.size(), from + int(RowsAtOnce)); ++at)
                keys.push_back(bucket.sessions + found[at].copy().toHex());
            commands.emplace_back(m_net.scripts().count, bucket.slot, keys, ValkeyCommand::Kind::Reads);
        }
        // A few megabytes of keys at a time.
        const bool isLast = number == ValkeyKeys::Buckets - 1;
        if (commands.empty() || (!isLast && commands.size() < 32))
            continue;
        const auto counted = m_net.ask(commands);
        if (!counted)
            return std::unexpected(counted.error());
        for (const ValkeyReply &reply : *counted)
            addCounts(counts, reply.view());
        commands.clear();
    }
    return counts;
}

// What the index of expiry calls live, each bucket its share of it.
Result<qint64> ValkeyLists::countVanished(const Horizon &horizon, qint64 workBudget)
{
    // Twice as much, as buckets are not equally full.
    const qint64 share = std::max<qint64>(1, 2 * workBudget / ValkeyKeys::Buckets);
    qint64 count = 0;
    for (int first = 0; first < ValkeyKeys::Buckets; first += BucketsAtOnce) {
        ValkeyCommands questions;
        for (int number = first; number < first + BucketsAtOnce; ++number) {
            questions.emplace_back("ZRANGEBYSCORE", m_net.keys().bucket(number).slot);
            questions.back() << m_net.keys().bucket(number).expiry << '(' + QByteArray::number(horizon.now)
                             << "+inf" << "LIMIT" << 0 << share;
        }
        const auto some = m_net.ask(questions).and_then(
            [&](const ValkeyReplies &members) { return vanishedAmong(first, members); });
        if (!some)
            return std::unexpected(some.error());
        count += *some;
    }
    return count;
}

// Each reply has the members of one bucket's index.
Result<qint64> ValkeyLists::vanishedAmong(int firstBucket, const ValkeyReplies &replies)
{
    ValkeyCommands questions;
    qint64 count = 0;
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const auto bucket = m_net.keys().bucket(firstBucket + int(i));
        const ValkeyView members = replies[i].view();
        for (int at = 0; at < members.size(); ++at, ++count) {
            if (at % int(RowsAtOnce) == 0)
                questions.emplace_back("EXISTS", bucket.slot);
            questions.back() << bucket.sessions
                    + members[at].bytes().first(SessionId::Size).toByteArray().toHex();
        }
    }
    if (questions.empty())
        return 0;
    return m_net.ask(questions).transform([&](const ValkeyReplies &there) {
        for (const ValkeyReply &reply : there)
            count -= reply->integer();
        return count;
    });
}

} // namespace Axess
