// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlevents.h"

#include "sqlreading.h"
#include "sqlrow.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const auto Listed
    = u"SELECT position, at, kind, end_reason, session_id, tenant_id, user_id, detail FROM axess_event"_s;

// How many of the events follow one another, from behind the position on.
qsizetype withoutGap(const QList<Event> &events, qint64 position)
{
    qsizetype count = 0;
    while (count < events.size() && events[count].position == position + 1 + count)
        ++count;
    return count;
}

} // namespace

Result<void> SqlEvents::append(std::span<const Event> events)
{
    return append(m_link.texts().insertEvent, events.size(), [&](size_t i, SqlValues &values) {
        const Event &event = events[i];
        values = {event.at,
                  qint64(event.kind),
                  qint64(event.endReason),
                  SqlBytes {event.session.view()},
                  SqlText {event.tenant.utf8()},
                  SqlText {event.user.utf8()},
                  event.detail};
    });
}

Result<void> SqlEvents::appendOfRows(std::span<const Event> events)
{
    return append(m_link.texts().insertRowEvent, events.size(), [&](size_t i, SqlValues &values) {
        const Event &event = events[i];
        values = {event.at, qint64(event.kind), qint64(event.endReason), event.detail,
                  SqlBytes {event.session.view()}};
    });
}

Result<SqlEvents::Behind> SqlEvents::behind(qint64 position, int limit)
{
    const QString text = Listed + u" WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"_s;
    const auto seen = listed(text, SqlValues {position, std::numeric_limits<qint64>::max()}, limit);
    if (!seen)
        return std::unexpected(seen.error());
    // What follows without a gap is complete, whoever is still writing.
    const qsizetype complete = withoutGap(*seen, position);
    if (m_link.texts().eventsEnd.isEmpty() || complete == seen->size())
        return Behind {*seen};
    const auto last = settled();
    if (!last) {
        // Somebody has been writing for too long: the others come when he is done.
        if (m_link.isBroken() || last.error().code() != ErrorCode::Unavailable)
            return std::unexpected(last.error());
        return Behind {seen->first(complete), true};
    }
    // A writer may have named an older position than it then drew.
    return listed(text, SqlValues {position, std::max(*last, position + complete)}, limit)
        .transform([&](const QList<Event> &events) {
            const qint64 reached = events.isEmpty() ? position : events.constLast().position;
            return Behind {events, reached < seen->constLast().position};
        });
}

Result<QList<Event>> SqlEvents::ofUser(const TenantId &tenant, const UserId &user, int limit)
{
    return listed(Listed + u" WHERE tenant_id = ? AND user_id = ? ORDER BY position DESC LIMIT ?"_s,
                  SqlValues {SqlText {tenant.utf8()}, SqlText {user.utf8()}}, limit);
}

Result<qint64> SqlEvents::trim(qint64 before, qint64 upTo, int limit)
{
    return m_link.change(m_link.texts().trimEvents, SqlValues {before, upTo, qint64(limit)});
}

Result<qint64> SqlEvents::settled()
{
    // The end first: what was given away up to it is seen as running, or was committed before the rows are
    // read.
    const SqlTexts &texts = m_link.texts();
    if (texts.eventsEnd.isEmpty())
        return std::numeric_limits<qint64>::max();
    const auto end = m_link.number(texts.eventsEnd);
    if (!end)
        return std::unexpected(end.error());
    const qint64 last = end->value_or(0);
    return m_link.number(texts.eventsSettled, SqlValues {last, last})
        .transform([&](std::optional<qint64> settled) { return std::min(settled.value_or(last), last); });
}

Result<void> SqlEvents::append(const QString &text, size_t count, const SqlLink::Bind &bind)
{
    if (count == 0)
        return {};
    return m_link.later(m_link.texts().beforeEvents).and_then([&] {
        return m_link.later(text, count, bind);
    });
}

Result<QList<Event>> SqlEvents::listed(const QString &text, const SqlValues &values, int limit)
{
    return readUpTo<Event>(limit, m_link, text, values, SqlRow::readEvent);
}

} // namespace Axess
