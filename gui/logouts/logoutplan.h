// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logouts/ladder.h"

#include <axess/sessionquery.h>

namespace Axess {

/// How many sessions each client has.
struct ClientCount
{
    QString client; ///< As it names itself; empty = unknown.
    qint64 sessions = 0;

    bool operator==(const ClientCount &) const = default;
};

/// What is about to be logged out: a frozen set, so that it cannot grow between preview and act.
struct LogOutPlan
{
    LogOutScope scope = LogOutScope::Chosen;
    QList<ListedSession> sessions;
    UserId user; ///< Of LogOutScope::User.
    qint64 now = 0; ///< UTC milliseconds of the store's time, for "since".

    QList<SessionId> ids() const;
    LogOutRung rung(Environment environment) const;
    /// What is typed where a name is asked for: the user's whose sessions all are, else how many there are.
    QString typedName() const;
    QList<ClientCount> clients() const; ///< The most first.
};

/// The client's name for lists and counts.
QString clientName(const ClientInfo &client);

} // namespace Axess
