// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storefixture.h"

#include <axess/eventfeed.h>

#include <algorithm>
#include <mutex>

/// What a feed told so far. Thread-safe.
class Told
{
public:
    Axess::EventFeed::Handler handler()
    {
        return [this](const Axess::EventNotice &notice) {
            const std::scoped_lock lock(m_mutex);
            m_events.append(notice.events);
            if (notice.gap)
                m_gaps.append(*notice.gap);
            m_cursor = notice.cursor;
            return Axess::Result<void>();
        };
    }
    QList<Axess::Event> events() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_events;
    }
    qsizetype count(Axess::EventKind kind) const
    {
        return std::ranges::count(events(), kind, &Axess::Event::kind);
    }
    qsizetype gaps() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_gaps.size();
    }
    Axess::EventCursor cursor() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_cursor;
    }

private:
    mutable std::mutex m_mutex;
    QList<Axess::Event> m_events;
    QList<Axess::EventGap> m_gaps;
    Axess::EventCursor m_cursor;
};

inline Axess::Result<Axess::SessionRow> signedIn(Axess::SessionStore &store)
{
    Axess::SessionRow row = guestRow();
    row.user = userNamed(QStringLiteral("ann"));
    row.level = Axess::SessionLevel::Authenticated;
    row.idleTimeout = row.absoluteTimeout = std::chrono::days(60);
    return store.ticket(row.user, row.tenant).and_then([&](const Axess::SignInTicket &ticket) {
        return store.save(row, Axess::SignIn {ticket});
    });
}

/// A session that begins and ends.
inline Axess::Result<void> comeAndGo(Axess::SessionStore &store)
{
    return signedIn(store).and_then([&](const Axess::SessionRow &row) { return store.remove(row.id); });
}
