// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/eventtail.h"

namespace Axess {

namespace {

constexpr int atOnce = 900;
// With a look every five seconds about as many as the list holds.
constexpr int mostReads = 6;

} // namespace

Result<TailNotice> readTail(SessionStore &store, const std::optional<EventCursor> &from)
{
    TailNotice tail;
    if (!from) {
        const auto end = EventFeed::end(store);
        if (!end)
            return std::unexpected(end.error());
        tail.cursor = *end;
        return tail;
    }
    tail.cursor = *from;
    for (int i = 0; i < mostReads; ++i) {
        const auto notice = EventFeed::read(store, tail.cursor, atOnce);
        if (!notice) {
            // What was read already is not read again.
            if (i > 0)
                return tail;
            return std::unexpected(notice.error());
        }
        tail.events += notice->events;
        tail.cursor = notice->cursor;
        if (notice->gap)
            tail.gaps.append(*notice->gap);
        if (notice->events.size() < atOnce)
            return tail;
    }
    // Who is never done never shows the newest: go on from the end.
    const auto end = EventFeed::end(store);
    if (end)
        tail.cursor = *end;
    tail.wasTooMuch = end.has_value();
    return tail;
}

EventTail::EventTail(Console &console, QObject *parent)
    : QObject(parent)
    , m_console(console)
    , m_model([&console] { return console.now(); }, this)
{ }

void EventTail::askNow()
{
    if (m_asking)
        return;
    m_asking = true;
    m_console
        .lookAtLength(
            [from = m_cursor](const std::shared_ptr<SessionStore> &store) { return readTail(*store, from); })
        .then(this, [this](const Result<TailNotice> &notice) { take(notice); });
}

void EventTail::take(const Result<TailNotice> &notice)
{
    m_asking = false;
    if (!notice) {
        m_failure = notice.error();
        Q_EMIT asked();
        return;
    }
    m_failure.reset();
    if (!m_cursor)
        m_begunAt = m_console.now();
    m_cursor = notice->cursor;
    for (const EventGap &gap : notice->gaps)
        m_model.addGap(m_console.now(),
                       gap.cause == EventGap::Cause::Trimmed
                           ? tr("Some were forgotten by the store before they were read.")
                           : tr("The store's log is another one now; what it lost cannot be told."));
    m_model.add(notice->events);
    if (notice->wasTooMuch)
        m_model.addGap(m_console.now(), tr("So many came at once that the rest was left out."));
    Q_EMIT asked();
}

} // namespace Axess
