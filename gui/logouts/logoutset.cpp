// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/logoutset.h"

#include "app/texts.h"

#include <algorithm>

namespace Axess {

namespace {

constexpr int PageRows = 1000;

void take(LogOutSet &set, const ListedSession &session)
{
    if (session.life != Life::Live) {
        ++set.ended;
        return;
    }
    if (set.ids.size() >= LogOutSet::Most) {
        set.isWhole = false;
        return;
    }
    set.ids.append(session.row.id);
    ++set.clients[clientName(session.row.client)];
    ++set.tenants[session.row.tenant.text()];
    ++set.levels[Texts::level(session.row.level)];
}

Result<LogOutSet> freezeChosen(SessionStore &store, const QList<SessionId> &ids, const std::stop_token &stop,
                               std::atomic<qint64> &counted)
{
    LogOutSet set;
    for (const SessionId &id : ids) {
        if (stop.stop_requested()) {
            set.isWhole = false;
            break;
        }
        // What cannot be read is left to the act, which names it.
        const auto found = store.find(id);
        if (!found && found.error().code() != ErrorCode::Corrupt)
            return std::unexpected(found.error());
        if (!found)
            set.ids.append(id);
        else if (*found)
            take(set, **found);
        else
            ++set.ended;
        counted = ++set.examined;
    }
    // As lists are: newest first.
    std::ranges::reverse(set.ids);
    return set;
}

} // namespace

QList<ClientCount> LogOutSet::largest(const QMap<QString, qint64> &counts, qsizetype shown)
{
    QList<ClientCount> all;
    for (const auto &[name, count] : counts.asKeyValueRange())
        all.append({name, count});
    std::ranges::stable_sort(all, std::ranges::greater(), &ClientCount::sessions);
    all.resize(std::min(all.size(), shown));
    return all;
}

Result<LogOutSet> freeze(SessionStore &store, const LogOutTarget &target, const std::stop_token &stop,
                         std::atomic<qint64> &counted)
{
    if (target.scope == LogOutScope::Chosen)
        return freezeChosen(store, target.ids, stop, counted);
    LogOutSet set;
    QByteArray cursor;
    do {
        const auto page = target.plan.page(store, cursor, PageRows, stop);
        if (!page)
            return std::unexpected(page.error());
        for (const ListedSession &session : page->sessions)
            take(set, session);
        set.examined += page->examined;
        set.epochsKnown &= page->epochsKnown;
        counted = set.ids.size();
        cursor = page->next;
        set.isWhole &= !stop.stop_requested();
    } while (!cursor.isEmpty() && set.isWhole);
    // Lists are newest first; who has been there longest is logged out first.
    std::ranges::reverse(set.ids);
    return set;
}

} // namespace Axess
