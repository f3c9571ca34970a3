// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionsearch.h>

namespace Axess {

/// Everything that a search matches, chosen as a whole for a log-out in bulk. No row of it was read for that.
///
/// It is of the moment at which it was chosen: relative times do not move, and a preview made of it is of the
/// same set as what is ended. Value type.
struct BulkScope
{
    QString text; ///< Reads back with ParsedSearch; SessionSearch::text() of what was searched.
    std::optional<TenantId> tenant; ///< The one tenant that the search names, for whom the act is confirmed.
    qint64 chosenAt = 0; ///< UTC milliseconds of the store's time.
    std::optional<qint64> about; ///< How many there are, about; absent = nobody knows before it is counted.

    static BulkScope of(const SessionSearch &search, qint64 now, std::optional<qint64> about)
    {
        return {search.text(), search.tenant, now, about};
    }

    SearchPlan plan(const QTimeZone &zone) const
    {
        return ParsedSearch::read(text).search.planned(chosenAt, zone);
    }

    bool operator==(const BulkScope &) const = default;
};

} // namespace Axess
