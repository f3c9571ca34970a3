// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "eventlog_p.h"

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
        , m_side(core.side())
        , m_log(core, m_side)
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
    /// Those that happened before, from the log's beginning on; how many all in all. Up to where is marked
    /// first, so that a reader that comes too late can tell.
    Result<qint64> trim(qint64 before)
    {
        qint64 from = 0;
        while (!m_isOver) {
            const auto upTo = lastBefore(before, from);
            if (!upTo)
                return std::unexpected(upTo.error());
            if (*upTo == 0)
                break;
            const auto trimmed = m_log.markForgotten(*upTo).and_then([&] { return trimUpTo(before, *upTo); });
            if (!trimmed)
                return std::unexpected(trimmed.error());
            from = *upTo;
        }
        return m_gone;
    }

    /// The position of the last one that happened before, among the next few; 0 = none did.
    Result<qint64> lastBefore(qint64 before, qint64 from)
    {
        return m_log.behind(from, atOnce).transform([&](const QList<Event> &events) {
            const auto old = std::find_if(events.crbegin(), events.crend(),
                                          [&](const Event &event) { return event.at < before; });
            return old == events.crend() ? qint64(0) : old->position;
        });
    }

    Result<void> trimUpTo(qint64 before, qint64 upTo)
    {
        while (!m_isOver) {
            const auto gone
                = m_side.storage.run(Verb::TrimEvents, m_core.deadline(), [&](StorageConnection &connection) {
                      return connection.trimEvents(before, upTo, atOnce);
                  });
            if (!gone)
                return std::unexpected(gone.error());
            m_gone += *gone;
            m_isOver = m_end.hasPassed() || (m_goOn && !m_goOn(m_gone));
            if (*gone < atOnce)
                break;
        }
        return {};
    }

    /// When the oldest of those happened that may stay; nothing if all may. Positions are given one by one,
    /// but for the few that were never written.
    Result<std::optional<qint64>> beginningOfTheNewest()
    {
        const auto first = m_log.firstBehind(0);
        if (!first || !*first)
            return first.transform([](const auto &) { return std::optional<qint64>(); });
        const auto last = m_log.last(**first, m_retention.most);
        if (!last)
            return std::unexpected(last.error());
        if (last->position - (*first)->position < m_retention.most)
            return std::nullopt;
        return m_log.firstBehind(last->position - m_retention.most)
            .transform([](const std::optional<Event> &event) {
                return event ? std::optional(event->at) : std::nullopt;
            });
    }

    StoreCore &m_core;
    StoreSide &m_side;
    EventLog m_log;
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
