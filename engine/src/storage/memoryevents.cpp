// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memoryevents_p.h"

#include "storage/memorystore_p.h"

#include <algorithm>
#include <ranges>

namespace Axess {

void MemoryEvents::append(const Event &event, MemoryUser &user)
{
    ++user.eventCount;
    m_entries.push_back({.position = ++m_last,
                         .at = event.at,
                         .session = event.session,
                         .user = &user,
                         .detail = event.detail.isEmpty() ? nullptr : std::make_unique<QString>(event.detail),
                         .kind = event.kind,
                         .endReason = event.endReason});
}

QList<Event> MemoryEvents::behind(qint64 position, int limit) const
{
    QList<Event> found;
    auto at = std::ranges::upper_bound(m_entries, position, {}, &Entry::position);
    for (; at != m_entries.end() && found.size() < limit; ++at)
        found.append(eventOf(*at));
    return found;
}

QList<Event> MemoryEvents::newestOf(const MemoryUser &user, int limit) const
{
    QList<Event> found;
    for (const Entry &entry : m_entries | std::views::reverse) {
        if (found.size() == limit || found.size() == qsizetype(user.eventCount))
            break;
        if (entry.user == &user)
            found.append(eventOf(entry));
    }
    return found;
}

qint64 MemoryEvents::trim(qint64 before, qint64 upTo, int limit,
                          const std::function<void(MemoryUser &)> &released)
{
    qint64 trimmed = 0;
    const auto drop = [&](const Entry &entry) {
        if (trimmed == limit || entry.at >= before || entry.position > upTo)
            return false;
        ++trimmed;
        --entry.user->eventCount;
        released(*entry.user);
        return true;
    };
    while (!m_entries.empty() && drop(m_entries.front()))
        m_entries.pop_front();
    // Times need not rise with the positions: what lies behind a younger event goes too.
    if (trimmed < limit)
        std::erase_if(m_entries, drop);
    return trimmed;
}

Event MemoryEvents::eventOf(const Entry &entry)
{
    return {.position = entry.position,
            .at = entry.at,
            .kind = entry.kind,
            .endReason = entry.endReason,
            .session = entry.session,
            .tenant = entry.user->tenant->id,
            .user = entry.user->id,
            .detail = entry.detail ? *entry.detail : QString()};
}

} // namespace Axess
