// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "live/liveeventmodel.h"

#include <axess/eventfeed.h>

namespace Axess {

/// What a look at the end of the log brought.
struct TailNotice
{
    QList<Event> events; ///< Oldest first.
    QList<EventGap> gaps; ///< What the log has forgotten meanwhile.
    bool wasTooMuch = false; ///< More than a look may bring: the rest was left out.
    EventCursor cursor;
};

/// Reads on behind `from`, or finds the end where that is nothing. In several reads, each within a call
/// deadline.
Result<TailNotice> readTail(SessionStore &store, const std::optional<EventCursor> &from);

/// Follows the store's log from the moment when it begins, off the window's thread.
class EventTail : public QObject
{
    Q_OBJECT

public:
    explicit EventTail(Console &console, QObject *parent = nullptr);

    void askNow();
    LiveEventModel &model() { return m_model; }
    const std::optional<Error> &failure() const { return m_failure; }
    bool hasBegun() const { return m_cursor.has_value(); }
    bool isAsking() const { return m_asking; }
    qint64 begunAt() const { return m_begunAt; } ///< UTC milliseconds; 0 = not yet.

Q_SIGNALS:
    void asked();

private:
    void take(const Result<TailNotice> &notice);

    Console &m_console;
    LiveEventModel m_model;
    std::optional<EventCursor> m_cursor;
    std::optional<Error> m_failure;
    qint64 m_begunAt = 0;
    bool m_asking = false;
};

} // namespace Axess
