// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/audittrail.h"

#include <axess/audit.h>

#include <algorithm>

namespace Axess {

quint64 auditEntryOf(const std::shared_ptr<SessionStore> &store, const QString &act, qint64 since)
{
    constexpr int looked = 20;
    const auto entries = Audit(store).list(looked);
    if (!entries)
        return 0;
    const auto found = std::ranges::find_if(*entries, [&](const AuditEntry &entry) {
        return entry.act == act && entry.phase != AuditPhase::Intent && entry.at >= since;
    });
    return found == entries->end() ? 0 : found->number;
}

} // namespace Axess
