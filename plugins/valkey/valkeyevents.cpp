// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyevents.h"

#include "valkeyerrors.h"
#include "valkeyrow.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr std::size_t MovedAtOnce = 500; // By one script, which stops the server for a millisecond or two.
constexpr int ReadAtOnce = 16; // Of one bucket.

// Milliseconds and number of a place in a stream.
std::pair<quint64, quint64> orderOf(QByteArrayView place)
{
    const qsizetype dash = place.indexOf('-');
    if (dash < 0)
        return {};
    return {place.first(dash).toULongLong(), place.sliced(dash + 1).toULongLong()};
}

// Entries of a stream: a list of places, each with a list of fields and values, of which there is one.
Result<QList<Event>> eventsOf(ValkeyView entries)
{
    QList<Event> events;
    for (int i = 0; i < entries.size(); ++i) {
        const auto position = qint64(orderOf(entries[i][0].bytes()).second);
        auto event = ValkeyRow::decodeEvent(position, entries[i][1][1].bytes());
        if (!event)
            return std::unexpected(event.error());
        events.append(std::move(*event));
    }
    return events;
}

} // namespace

Result<void> ValkeyEvents::append(std::span<const Event> events)
{
    if (events.empty())
        return {};
    // What was written before stands before it.
    if (const auto collated = collate(); !collated)
        return std::unexpected(collated.error().withOutcome(Outcome::NotApplied));
    std::vector<QByteArray> written;
    for (const Event &event : events)
        written.push_back(ValkeyRow::encode(event));
    ValkeyCommand collated = collation(written);
    collated << 0;
    for (const QByteArray &event : written)
        collated << event;
    return m_net.ask(collated).transform([](const ValkeyReply &) { });
}

Result<QList<Event>> ValkeyEvents::behind(qint64 position, int limit)
{
    if (const auto collated = collateIfAllowed(); !collated)
        return std::unexpected(collated.error());
    ValkeyCommand read = command("XRANGE");
    read << m_net.keys().events()[0] << "(0-" + QByteArray::number(std::max<qint64>(position, 0)) << "+"
         << "COUNT" << limit;
    return m_net.ask(read).and_then([](const ValkeyReply &reply) { return eventsOf(reply.view()); });
}

Result<QList<Event>> ValkeyEvents::newestOf(const TenantId &tenant, const UserId &user, int limit)
{
    if (const auto collated = collateIfAllowed(); !collated)
        return std::unexpected(collated.error());
    ValkeyCommand read = command("XREVRANGE");
    read << m_net.keys().history(tenant, user) << "+"
         << "-"
         << "COUNT" << limit;
    return m_net.ask(read).and_then([](const ValkeyReply &reply) { return eventsOf(reply.view()); });
}

// The channel is named like the log.
Result<void> ValkeyEvents::ring()
{
    ValkeyCommand publish = command("PUBLISH");
    publish << m_net.keys().events()[0] << "";
    return m_net.ask(publish).transform([](const ValkeyReply &) { });
}

Result<bool> ValkeyEvents::listen()
{
    return m_net.listen(m_net.keys().events()[0], m_net.keys().eventSlot());
}

Result<qint64> ValkeyEvents::trim(qint64 before, qint64 upTo, int limit)
{
    if (const auto collated = collate(); !collated)
        return std::unexpected(collated.error().withOutcome(Outcome::NotApplied));
    const auto due = oldOnes(before, upTo, limit);
    if (!due || due->isEmpty())
        return due.transform([](const QByteArrayList &) { return qint64(0); });
    ValkeyCommands reads;
    for (const QByteArray &position : *due) {
        const QByteArray place = "0-" + position;
        reads.push_back(command("XRANGE"));
        reads.back() << m_net.keys().events()[0] << place << place;
    }
    const auto entries = m_net.ask(reads);
    if (!entries)
        return std::unexpected(entries.error());
    std::vector<QByteArray> keys {m_net.keys().events()[0], m_net.keys().events()[2]};
    for (const ValkeyReply &entry : *entries)
        keys.push_back(historyOf(entry[0][1][1].bytes()));
    ValkeyCommand trimmed(m_net.scripts().trim, m_net.keys().eventSlot(), keys);
    for (const QByteArray &position : *due)
        trimmed << position;
    return m_net.ask(trimmed).transform([](const ValkeyReply &reply) { return reply.view().integer(); });
}

// The positions of the oldest by time, without those behind the last one.
Result<QByteArrayList> ValkeyEvents::oldOnes(qint64 before, qint64 upTo, int limit)
{
    ValkeyCommand read = command("ZRANGEBYSCORE");
    read << m_net.keys().events()[2] << "-inf" << '(' + QByteArray::number(before) << "LIMIT" << 0 << limit;
    return m_net.ask(read).transform([&](const ValkeyReply &reply) {
        QByteArrayList positions;
        for (int i = 0; i < reply.view().size(); ++i) {
            if (reply[i].bytes().toLongLong() <= upTo)
                positions.append(reply[i].copy());
        }
        return positions;
    });
}

// Of the event's user; of a guest's the log itself, which the scripts know to mean none.
QByteArray ValkeyEvents::historyOf(QByteArrayView written) const
{
    const auto event = ValkeyRow::decodeEvent(0, written);
    return event && !event->user.isEmpty() ? m_net.keys().history(event->tenant, event->user)
                                           : m_net.keys().events()[0];
}

// With the histories of these events among its keys; its arguments are still to come.
ValkeyCommand ValkeyEvents::collation(std::span<const QByteArray> events) const
{
    std::vector<QByteArray> keys(m_net.keys().events().begin(), m_net.keys().events().end());
    for (const QByteArray &event : events)
        keys.push_back(historyOf(event));
    return ValkeyCommand(m_net.scripts().collate, m_net.keys().eventSlot(), keys);
}

// A user that only reads sees what others have collated.
Result<void> ValkeyEvents::collateIfAllowed()
{
    auto collated = collate();
    if (!collated && collated.error().code() == ErrorCode::Denied)
        return {};
    return collated;
}

Result<void> ValkeyEvents::collate()
{
    for (;;) {
        const auto found = collateSome();
        if (!found) {
            // Who may only read, and who finds the server full, sees what was moved on before.
            const ErrorCode code = found.error().code();
            const bool mayOnlyRead
                = m_net.options().access == AccessMode::ReadOnly && code == ErrorCode::Denied;
            return mayOnlyRead || code == ErrorCode::Full ? Result<void>() : std::unexpected(found.error());
        }
        if (*found == Found::All)
            return {};
    }
}

Result<ValkeyEvents::Found> ValkeyEvents::collateSome()
{
    const auto from = cursors();
    if (!from)
        return std::unexpected(from.error());
    std::vector<Waiting> waiting;
    auto found = gather(*from, waiting);
    if (!found || waiting.empty())
        return found;
    std::ranges::sort(waiting, {}, [](const Waiting &entry) { return std::pair(entry.order, entry.bucket); });
    const auto moved = move(*from, waiting);
    if (!moved)
        return std::unexpected(moved.error());
    return *moved ? found : Found::More;
}

Result<std::vector<QByteArray>> ValkeyEvents::cursors()
{
    ValkeyCommand read = command("HGETALL");
    read << m_net.keys().events()[3];
    return m_net.ask(read).transform([](const ValkeyReply &reply) {
        std::vector<QByteArray> places(ValkeyKeys::Buckets);
        for (int i = 0; i + 1 < reply.view().size(); i += 2) {
            const uint bucket = reply[i].bytes().toUInt(nullptr, 16);
            if (bucket < uint(ValkeyKeys::Buckets))
                places[bucket] = reply[i + 1].copy();
        }
        return places;
    });
}

Result<ValkeyEvents::Found> ValkeyEvents::gather(const std::vector<QByteArray> &cursors,
                                                 std::vector<Waiting> &waiting)
{
    ValkeyCommands commands;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        const QByteArray &cursor = cursors[std::size_t(number)];
        commands.emplace_back("XRANGE", m_net.keys().bucket(number).slot);
        commands.back() << m_net.keys().bucket(number).event
                        << (cursor.isEmpty() ? QByteArray("-") : '(' + cursor) << "+"
                        << "COUNT" << ReadAtOnce;
    }
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    Found found = Found::All;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        const ValkeyView entries = (*replies)[std::size_t(number)].view();
        for (int i = 0; i < entries.size(); ++i)
            waiting.push_back(
                {number, entries[i][0].copy(), orderOf(entries[i][0].bytes()), entries[i][1][1].copy()});
        if (entries.size() == ReadAtOnce)
            found = Found::More;
    }
    return found;
}

// In several scripts, so that none holds the server up. Each goes on where the one before it ends: if another
// reader was faster, those that rest on what it moved do nothing.
Result<bool> ValkeyEvents::move(std::vector<QByteArray> cursors, std::span<const Waiting> waiting)
{
    ValkeyCommands commands;
    std::vector<std::map<int, QByteArray>> reached;
    for (; !waiting.empty(); waiting = waiting.subspan(std::min(waiting.size(), MovedAtOnce))) {
        const auto part = waiting.first(std::min(waiting.size(), MovedAtOnce));
        std::map<int, QByteArray> &places = reached.emplace_back();
        std::vector<QByteArray> events;
        for (const Waiting &entry : part) {
            places[entry.bucket] = entry.place;
            events.push_back(entry.event);
        }
        commands.push_back(collation(events));
        commands.back() << places.size();
        for (const auto &[bucket, place] : places) {
            QByteArray &cursor = cursors[std::size_t(bucket)];
            commands.back() << m_net.keys().bucket(bucket).tag << cursor << place;
            cursor = place;
        }
        for (const QByteArray &event : events)
            commands.back() << event;
    }
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::map<int, QByteArray> moved;
    bool isAll = true;
    for (std::size_t i = 0; i < reached.size(); ++i) {
        if ((*replies)[i]->integer() == 1)
            std::ranges::for_each(reached[i], [&](const auto &entry) { moved[entry.first] = entry.second; });
        else
            isAll = false;
    }
    return cut(moved).transform([&] { return isAll; });
}

// What stays in a stream has been moved all the same: nobody reads it again.
Result<void> ValkeyEvents::cut(const std::map<int, QByteArray> &moved)
{
    if (moved.empty())
        return {};
    ValkeyCommands commands;
    for (const auto &[bucket, place] : moved) {
        const auto [time, serial] = orderOf(place);
        commands.emplace_back("XTRIM", m_net.keys().bucket(bucket).slot, ValkeyCommand::Kind::Writes);
        commands.back() << m_net.keys().bucket(bucket).event << "MINID"
                        << QByteArray::number(time) + '-' + QByteArray::number(serial + 1);
    }
    return m_net.ask(commands).transform([](const ValkeyReplies &) { });
}

} // namespace Axess
