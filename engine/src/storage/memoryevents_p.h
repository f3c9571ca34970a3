// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/memoryrow_p.h"

#include <axess/event.h>

#include <deque>
#include <functional>

namespace Axess {

/// The event log of a memory store: positions from 1, never given twice.
class MemoryEvents
{
public:
    void append(const Event &event, MemoryUser &user);
    QList<Event> behind(qint64 position, int limit) const;
    QList<Event> newestOf(const MemoryUser &user, int limit) const;
    /// Calls `released` with the user of each event that went.
    qint64 trim(qint64 before, qint64 upTo, int limit, const std::function<void(MemoryUser &)> &released);
    qsizetype count() const { return qsizetype(m_entries.size()); }

private:
    struct Entry
    {
        qint64 position;
        qint64 at;
        SessionId session;
        MemoryUser *user;
        std::unique_ptr<QString> detail; ///< None for the empty one, which most events have.
        EventKind kind;
        EndReason endReason;
    };

    static Event eventOf(const Entry &entry);

    std::deque<Entry> m_entries;
    qint64 m_last = 0;
};

} // namespace Axess
