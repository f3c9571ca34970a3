// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "eventlog_p.h"

#include <axess/eventfeed.h>

namespace Axess {

/// One look into the log from a cursor on: what there is to tell, and whether something is missing. Within
/// one call deadline, from its making on.
class EventReader
{
public:
    explicit EventReader(StoreCore &core)
        : m_log(core, core.deadline())
    { }

    Result<EventNotice> read(const EventCursor &from, int limit);
    Result<EventCursor> end();

private:
    using Checkpoint = EventCursor::Checkpoint;

    /// How the log stands to a checkpoint.
    enum class Standing : quint8 {
        Stands, ///< The event is there, or nothing was there at that time.
        Forgotten, ///< It may have been trimmed.
        Replaced,
    };
    struct Look
    {
        QList<Event> events; ///< Behind the checkpoint.
        qint64 forgotten = 0; ///< As the mark stood after they were read.
        Standing standing = Standing::Stands;
        bool isHeldBack = false; ///< More stands behind a write that is still open.

        bool isAll(int limit) const { return events.size() < limit && !isHeldBack; }
        qint64 reached(qint64 from) const { return events.isEmpty() ? from : events.constLast().position; }
    };
    Result<Look> lookBehind(const Checkpoint &checkpoint, int limit);
    Result<EventNotice> afterReplacement(const EventCursor &from, int limit);
    static Standing standingOf(const Checkpoint &checkpoint, const std::optional<Event> &there,
                               qint64 forgotten);
    static std::optional<EventGap> gapIn(const Look &look, qint64 position, bool isAll);
    static EventCursor moved(const EventCursor &from, const Look &look, bool isAll);
    static void add(QList<Checkpoint> &checkpoints, const Checkpoint &newest);
    static quint64 digestOf(const Event &event);

    EventLog m_log;
};

} // namespace Axess
