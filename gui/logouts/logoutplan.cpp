// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/logoutplan.h"

#include <QtCore/qmap.h>

#include <algorithm>

namespace Axess {

QList<SessionId> LogOutPlan::ids() const
{
    QList<SessionId> ids;
    ids.reserve(sessions.size());
    for (const ListedSession &session : sessions)
        ids.append(session.row.id);
    return ids;
}

LogOutRung LogOutPlan::rung(Environment environment) const
{
    return LogOutLadder::rung({scope, sessions.size()}, environment);
}

QString LogOutPlan::typedName() const
{
    if (sessions.isEmpty())
        return user.text();
    const UserId &first = sessions.constFirst().row.user;
    const bool isOfOne = std::ranges::all_of(
        sessions, [&](const ListedSession &session) { return session.row.user == first; });
    return isOfOne && !first.isEmpty() ? first.text() : QString::number(sessions.size());
}

QList<ClientCount> LogOutPlan::clients() const
{
    QMap<QString, qint64> byName;
    for (const ListedSession &session : sessions)
        ++byName[clientName(session.row.client)];
    QList<ClientCount> clients;
    for (const auto &[client, count] : byName.asKeyValueRange())
        clients.append({client, count});
    std::ranges::stable_sort(clients, std::ranges::greater(), &ClientCount::sessions);
    return clients;
}

QString clientName(const ClientInfo &client)
{
    return client.label.isEmpty() ? client.userAgent : client.label;
}

} // namespace Axess
