// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

namespace Axess {

/// A store's event log, with the mark that says up to where events may have been forgotten.
class AXESS_TEST_EXPORT EventLog
{
public:
    /// All calls together end by the deadline; without one each has the store's own.
    explicit EventLog(StoreCore &core, const std::optional<Deadline> &deadline = {})
        : EventLog(core, core.side(), deadline)
    { }
    /// Of the one of two stores that led a moment ago, whichever leads now: positions are those of one log.
    EventLog(StoreCore &core, StoreSide &side, const std::optional<Deadline> &deadline = {})
        : m_core(core)
        , m_storage(side.storage)
        , m_deadline(deadline)
    { }

    Result<QList<Event>> behind(qint64 position, int limit);
    /// Whether the last `behind` stopped at a write that is still open.
    bool isHeldBack() const { return m_isHeldBack; }
    /// The first event behind the position; nothing at the end.
    Result<std::optional<Event>> firstBehind(qint64 position);
    /// The last event of a log that begins with `first`, in steps that begin with `step`.
    Result<Event> last(const Event &first, qint64 step);

    /// The position of the last event that was forgotten, or is being forgotten now; 0 = none.
    Result<qint64> forgotten();
    /// Before events up to there are forgotten. Never lowers.
    Result<void> markForgotten(qint64 upTo);

private:
    Deadline deadline() const { return m_deadline ? *m_deadline : m_core.deadline(); }

    StoreCore &m_core;
    StorageAccess &m_storage;
    const std::optional<Deadline> m_deadline;
    bool m_isHeldBack = false;
};

} // namespace Axess
