// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "eventreader_p.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qendian.h>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// With distances that double, so many reach back over all that a log keeps.
constexpr qsizetype mostCheckpoints = 16;
constexpr char formatVersion = 2;
constexpr char storelessVersion = 1; // Of texts that do not say whose log was read.
constexpr qsizetype storeBytes = 8;
constexpr qsizetype checkpointBytes = 16;

} // namespace

Result<EventCursor> EventCursor::fromText(const QString &text)
{
    const auto refused
        = std::unexpected(Error(ErrorCode::InvalidArgument,
                                u"This is no cursor of an event log; it is the text that a reader "
                                "got with the last events"_s));
    EventCursor cursor;
    if (text == "beginning"_L1)
        return cursor;
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray given = decoded ? *decoded : QByteArray();
    const bool hasStore = given.startsWith(formatVersion);
    const qsizetype header = hasStore ? 1 + storeBytes : 1;
    if (given.size() < header + checkpointBytes || (!hasStore && given.front() != storelessVersion)
        || (given.size() - header) % checkpointBytes != 0
        || given.size() > header + mostCheckpoints * checkpointBytes)
        return refused;
    if (hasStore)
        cursor.m_store = qFromBigEndian<quint64>(given.constData() + 1);
    for (qsizetype at = header; at < given.size(); at += checkpointBytes) {
        const char *const bytes = given.constData() + at;
        const Checkpoint checkpoint {qFromBigEndian<qint64>(bytes), qFromBigEndian<quint64>(bytes + 8)};
        const bool isInOrder = cursor.m_checkpoints.isEmpty()
            || checkpoint.position < cursor.m_checkpoints.constLast().position;
        if (checkpoint.position < 0 || !isInOrder)
            return refused;
        cursor.m_checkpoints.append(checkpoint);
    }
    return cursor;
}

QString EventCursor::text() const
{
    if (isBeginning())
        return u"beginning"_s;
    QByteArray bytes(1, formatVersion);
    char store[storeBytes];
    qToBigEndian(m_store, store);
    bytes.append(store, storeBytes);
    for (const Checkpoint &checkpoint : m_checkpoints) {
        char part[checkpointBytes];
        qToBigEndian(checkpoint.position, part);
        qToBigEndian(checkpoint.digest, part + 8);
        bytes.append(part, checkpointBytes);
    }
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString EventGap::sentence() const
{
    if (cause == Cause::Trimmed)
        return u"Events behind position %1 were forgotten before they were read: see for yourself which "
               "sessions still stand"_s.arg(after);
    return u"The event log is not the one that was read: a backup was put back, a failover lost the last "
           "writes, or the store was replaced. Reading goes on behind position %1: see for yourself which "
           "sessions still stand"_s.arg(after);
}

quint64 EventReader::tagOf(const QByteArray &identity)
{
    const QByteArray hash = QCryptographicHash::hash(identity, QCryptographicHash::Sha256);
    return qFromBigEndian<quint64>(hash.constData()) | 1;
}

Result<EventNotice> EventReader::read(const EventCursor &from, int limit)
{
    const bool isOther = !from.isBeginning() && from.m_store != 0 && from.m_store != m_store;
    if (isOther)
        return afterReplacement(from, limit, 0);
    const Checkpoint last = from.isBeginning() ? Checkpoint {} : from.m_checkpoints.constFirst();
    auto look = lookBehind(last, limit);
    // Once more: then all that stands up to the mark has been seen, also what came just before it.
    if (look && look->forgotten > look->reached(last.position)) {
        const qint64 mark = look->forgotten;
        look = lookBehind(last, limit);
        if (look)
            look->forgotten = mark;
    }
    if (!look)
        return std::unexpected(look.error());
    if (look->standing == Standing::Replaced)
        return afterReplacement(from, limit, 1);
    const bool isAll = look->isAll(limit);
    EventNotice notice {{}, look->events, moved(from, *look, isAll), look->isHeldBack};
    if (!from.isBeginning())
        notice.gap = gapIn(*look, last.position, isAll);
    return notice;
}

Result<EventCursor> EventReader::end()
{
    const auto forgotten = m_log.forgotten();
    const auto first = forgotten.and_then([&](qint64) { return m_log.firstBehind(0); });
    if (!first)
        return std::unexpected(first.error());
    constexpr qint64 firstStep = 1024;
    const auto last = *first ? m_log.last(**first, firstStep).transform([](const Event &event) {
        return Checkpoint {event.position, digestOf(event)};
    })
                             : Result<Checkpoint>(Checkpoint {*forgotten, 0});
    return last.transform([this](const Checkpoint &checkpoint) {
        EventCursor cursor;
        cursor.m_store = m_store;
        add(cursor.m_checkpoints, checkpoint);
        return cursor;
    });
}

// The event at the checkpoint is read once more with those behind it. The mark is read last: what was missing
// was marked before.
Result<EventReader::Look> EventReader::lookBehind(const Checkpoint &checkpoint, int limit)
{
    const bool isChecked = checkpoint.digest != 0;
    auto events = isChecked ? m_log.behind(checkpoint.position - 1, limit + 1)
                            : m_log.behind(checkpoint.position, limit);
    if (!events)
        return std::unexpected(events.error());
    const bool isHeldBack = m_log.isHeldBack();
    const auto forgotten = m_log.forgotten();
    if (!forgotten)
        return std::unexpected(forgotten.error());
    std::optional<Event> there;
    if (isChecked && !events->isEmpty() && events->constFirst().position == checkpoint.position)
        there = events->takeFirst();
    const Standing standing = standingOf(checkpoint, there, *forgotten);
    return Look {events->first(std::min<qsizetype>(events->size(), limit)), *forgotten, standing, isHeldBack};
}

EventReader::Standing EventReader::standingOf(const Checkpoint &checkpoint, const std::optional<Event> &there,
                                              qint64 forgotten)
{
    if (there)
        return digestOf(*there) == checkpoint.digest ? Standing::Stands : Standing::Replaced;
    if (forgotten >= checkpoint.position)
        return checkpoint.digest == 0 ? Standing::Stands : Standing::Forgotten;
    return Standing::Replaced;
}

// Back to the newest event that is still the one that was read.
Result<EventNotice> EventReader::afterReplacement(const EventCursor &from, int limit, qsizetype first)
{
    EventCursor common;
    Result<Look> look = Look {};
    for (qsizetype i = first; i <= from.m_checkpoints.size() && common.isBeginning(); ++i) {
        const bool isLast = i == from.m_checkpoints.size();
        const Checkpoint checkpoint = isLast ? Checkpoint {} : from.m_checkpoints[i];
        if (!isLast && checkpoint.digest == 0)
            continue;
        look = lookBehind(checkpoint, limit);
        if (!look)
            return std::unexpected(look.error());
        if (isLast)
            break;
        if (look->standing == Standing::Stands)
            common.m_checkpoints = from.m_checkpoints.sliced(i);
    }
    const qint64 after = common.isBeginning() ? 0 : common.m_checkpoints.constFirst().position;
    return EventNotice {EventGap {EventGap::Cause::LogReplaced, after, 0}, look->events,
                        moved(common, *look, look->events.isEmpty() && !look->isHeldBack), look->isHeldBack};
}

// A hole below what was forgotten may be of it; without a hole everything was read before it went.
std::optional<EventGap> EventReader::gapIn(const Look &look, qint64 position, bool isAll)
{
    if (look.forgotten <= position)
        return std::nullopt;
    qint64 reached = position;
    for (const Event &event : look.events) {
        if (event.position != reached + 1)
            break;
        reached = event.position;
    }
    const bool hasMore = !look.events.isEmpty() && reached != look.events.constLast().position;
    if (reached >= look.forgotten || (!hasMore && !isAll))
        return std::nullopt;
    return EventGap {EventGap::Cause::Trimmed, reached, look.forgotten};
}

EventCursor EventReader::moved(const EventCursor &from, const Look &look, bool isAll) const
{
    EventCursor cursor = from;
    if (!look.events.isEmpty())
        add(cursor.m_checkpoints, {look.events.constLast().position, digestOf(look.events.constLast())});
    const qint64 position = cursor.isBeginning() ? 0 : cursor.m_checkpoints.constFirst().position;
    if (isAll && (cursor.isBeginning() || look.forgotten > position))
        add(cursor.m_checkpoints, {std::max(position, look.forgotten), 0});
    cursor.m_store = cursor.isBeginning() ? 0 : m_store;
    return cursor;
}

// Of those at about the same distance the oldest stays: it moves on to the next distance one day.
void EventReader::add(QList<Checkpoint> &checkpoints, const Checkpoint &newest)
{
    QList<Checkpoint> kept {newest};
    int distance = -1;
    for (const Checkpoint &checkpoint : std::as_const(checkpoints)) {
        if (checkpoint.position >= newest.position)
            continue;
        const int own = std::bit_width(quint64(newest.position - checkpoint.position));
        if (own == distance)
            kept.last() = checkpoint;
        else
            kept.append(checkpoint);
        distance = own;
    }
    checkpoints = kept.first(std::min(kept.size(), mostCheckpoints));
}

// Never 0.
quint64 EventReader::digestOf(const Event &event)
{
    QByteArray bytes = event.session.bytes();
    for (const qint64 number : {event.position, event.at, qint64(event.kind), qint64(event.endReason)})
        bytes.append(QByteArray::number(number)).append('\0');
    for (const QByteArray &text : {event.tenant.utf8(), event.user.utf8(), event.detail.toUtf8()})
        bytes.append(QByteArray::number(text.size())).append(':').append(text);
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    return qFromBigEndian<quint64>(hash.constData()) | 1;
}

} // namespace Axess
