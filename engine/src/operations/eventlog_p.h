// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

namespace Axess {

/// A store's event log, with the mark that says up to where events may have been forgotten.
class AXESS_TEST_EXPORT EventLog
{
public:
    explicit EventLog(StoreCore &core)
        : m_core(core)
    { }

    Result<QList<Event>> behind(qint64 position, int limit);
    /// The first event behind the position; nothing at the end.
    Result<std::optional<Event>> firstBehind(qint64 position);
    /// The last event of a log that begins with `first`, in steps that begin with `step`.
    Result<Event> last(const Event &first, qint64 step);

    /// The position of the last event that was forgotten, or is being forgotten now; 0 = none.
    Result<qint64> forgotten();
    /// Before events up to there are forgotten. Never lowers.
    Result<void> markForgotten(qint64 upTo);

private:
    StoreCore &m_core;
};

} // namespace Axess
