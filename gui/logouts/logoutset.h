// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logouts/logoutplan.h"

#include <axess/sessionsearch.h>

#include <QtCore/qmap.h>

#include <atomic>
#include <stop_token>

namespace Axess {

/// Whose sessions a log-out in bulk is of, before they are known.
struct LogOutTarget
{
    LogOutScope scope = LogOutScope::Chosen;
    QList<SessionId> ids; ///< Of LogOutScope::Chosen.
    SearchPlan plan; ///< Of all others.
    std::optional<TenantId> tenant; ///< The one that all of them belong to.

    /// An epoch reaches exactly a tenant or everybody.
    bool canBeByEpoch() const { return scope == LogOutScope::Tenant || scope == LogOutScope::Everybody; }
};

/// The frozen set of a log-out in bulk: whoever comes later is not in it.
struct LogOutSet
{
    static constexpr qsizetype Most = 1'000'000; ///< As BulkRevocation::MaximumSessions.

    QList<SessionId> ids; ///< Live ones, the oldest first.
    qint64 ended = 0; ///< Matched, and had ended already.
    qint64 examined = 0;
    QMap<QString, qint64> clients;
    QMap<QString, qint64> tenants;
    QMap<QString, qint64> levels; ///< By Texts::level.
    bool isWhole = true; ///< false = it was stopped, or there are more than Most.
    bool epochsKnown = true; ///< false = keyless: an epoch raised meanwhile was not looked at.

    /// The most frequent ones, the most first.
    static QList<ClientCount> largest(const QMap<QString, qint64> &counts, qsizetype shown);
};

/// Reads who is live of the target, page by page, and writes nothing. Blocking; `counted` moves on meanwhile.
Result<LogOutSet> freeze(SessionStore &store, const LogOutTarget &target, const std::stop_token &stop,
                         std::atomic<qint64> &counted);

} // namespace Axess
