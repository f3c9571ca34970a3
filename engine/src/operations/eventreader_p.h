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
        : EventReader(core, core.side())
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
    EventReader(StoreCore &core, StoreSide &side)
        : m_store(tagOf(side.ring.identity()))
        , m_log(core, side, core.deadline())
    { }

    static quint64 tagOf(const QByteArray &identity); ///< Never 0.
    Result<Look> lookBehind(const Checkpoint &checkpoint, int limit);
    /// `first`: the newest of the checkpoints that may still stand.
    Result<EventNotice> afterReplacement(const EventCursor &from, int limit, qsizetype first);
    static Standing standingOf(const Checkpoint &checkpoint, const std::optional<Event> &there,
                               qint64 forgotten);
    static std::optional<EventGap> gapIn(const Look &look, qint64 position, bool isAll);
    EventCursor moved(const EventCursor &from, const Look &look, bool isAll) const;
    static void add(QList<Checkpoint> &checkpoints, const Checkpoint &newest);
    static quint64 digestOf(const Event &event);

    const quint64 m_store; ///< Of which log what is read is.
    EventLog m_log;
};

} // namespace Axess
