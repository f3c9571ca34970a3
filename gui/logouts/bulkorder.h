// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logouts/axessctlline.h"
#include "logouts/ladder.h"

namespace Axess {

/// A log-out in bulk as it was decided. Value type.
struct BulkOrder
{
    QString title; ///< Whose sessions, for people.
    LogOutScope scope = LogOutScope::Chosen;
    LogOutWay way = LogOutWay::OneByOne;
    std::optional<TenantId> tenant; ///< Of LogOutWay::Epoch; absent = the store.
    QList<SessionId> ids; ///< The frozen set; empty for LogOutWay::Epoch.
    QString setFile; ///< Where the set stands on this machine; empty = nowhere.
    bool keepsFile = false; ///< Somebody else may want it: it stays when all is done.
    QString reason;
    QString ticket;
    QString by;
    std::chrono::milliseconds grace {0};
    std::chrono::seconds countdown {0};
    int canary = 0;
    int rate = 0;

    /// What the gate is asked for.
    GatedAct act() const
    {
        return scope == LogOutScope::Everybody ? GatedAct::LogOutEverybody : GatedAct::LogOutMany;
    }

    BulkRevocation revocation() const
    {
        BulkRevocation what;
        what.ids = ids;
        what.reason = reason;
        what.ticket = ticket;
        what.grace = grace;
        what.canary = canary;
        what.sessionsPerSecond = rate;
        what.by = by;
        return what;
    }

    /// An epoch's event has no place for the ticket of its own.
    QString reasonWithTicket() const
    {
        return ticket.isEmpty() ? reason : QStringLiteral("%1 (%2)").arg(reason, ticket);
    }

    QStringList arguments(const StoreAddress &address) const
    {
        const AxessctlLine line(address);
        return way == LogOutWay::Epoch ? line.raiseEpoch(tenant, reasonWithTicket())
                                       : line.revokeSet(setFile, revocation());
    }
};

} // namespace Axess
