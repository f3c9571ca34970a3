// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/storecore_p.h"

#include <axess/operations.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int atOnce = 1000; // What one call removes at most.

/// Which events of a store are too old, or too many.
class EventTrim
{
public:
    EventTrim(StoreCore &core, const EventRetention &retention, std::chrono::milliseconds budget,
              const std::function<bool(qint64)> &goOn)
        : m_core(core)
        , m_retention(retention)
        , m_end(Deadline::in(budget))
        , m_goOn(goOn)
    { }

    Result<qint64> run()
    {
        const auto old = trim(m_core.time().now() - m_retention.age.count());
        if (!old || m_retention.most <= 0)
            return old;
        const auto surplus = beginningOfTheNewest();
        if (!surplus)
            return std::unexpected(surplus.error());
        return *surplus ? trim(**surplus) : old;
    }

private:
    /// Those that happened before; how many all in all.
    Result<qint64> trim(qint64 before)
    {
        while (!m_isOver) {
            const auto gone = m_core.storage().run(
                Verb::TrimEvents, m_core.deadline(),
                [&](StorageConnection &connection) { return connection.trimEvents(before, atOnce); });
            if (!gone)
                return std::unexpected(gone.error());
            m_gone += *gone;
            m_isOver = m_end.hasPassed() || (m_goOn && !m_goOn(m_gone));
            if (*gone < atOnce)
                break;
        }
        return m_gone;
    }

    /// The first event behind the position; nothing at the end.
    Result<std::optional<Event>> behind(qint64 position)
    {
        return m_core.storage()
            .run(Verb::Events, m_core.deadline(),
                 [&](StorageConnection &connection) { return connection.events(position, 1); })
            .transform([](const QList<Event> &events) {
                return events.isEmpty() ? std::nullopt : std::optional(events.constFirst());
            });
    }

    /// The last position, by doubling steps from the first event and halving what is left.
    Result<qint64> lastPosition(qint64 first)
    {
        qint64 known = first; // An event is here or behind.
        qint64 step = m_retention.most;
        bool isGrowing = true;
        while (step > 0) {
            const auto next = behind(known + step);
            if (!next)
                return std::unexpected(next.error());
            if (*next)
                known = (*next)->position;
            isGrowing = isGrowing && *next;
            step = isGrowing ? step * 2 : step / 2;
        }
        return known;
    }

    /// When the oldest of those happened that may stay; nothing if all may. Positions are given one by one,
    /// but for the few that were never written.
    Result<std::optional<qint64>> beginningOfTheNewest()
    {
        const auto first = behind(0);
        if (!first || !*first)
            return first.transform([](const auto &) { return std::optional<qint64>(); });
        const auto last = lastPosition((*first)->position);
        if (!last)
            return std::unexpected(last.error());
        if (*last - (*first)->position < m_retention.most)
            return std::nullopt;
        return behind(*last - m_retention.most).transform([](const std::optional<Event> &event) {
            return event ? std::optional(event->at) : std::nullopt;
        });
    }

    StoreCore &m_core;
    const EventRetention m_retention;
    const Deadline m_end;
    const std::function<bool(qint64)> &m_goOn;
    qint64 m_gone = 0;
    bool m_isOver = false;
};

} // namespace

Result<qint64> trimHistory(SessionStore &store, const EventRetention &retention,
                           std::chrono::milliseconds budget, const std::function<bool(qint64)> &goOn)
{
    if (retention.age.count() <= 0)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"Events are kept for some time, else there is no history"_s));
    if (const auto steady = store.core().time().steady(); !steady)
        return std::unexpected(steady.error());
    return EventTrim(store.core(), retention, budget, goOn).run();
}

} // namespace Axess
