// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/logging.h>

namespace Axess {

inline void tellOfLeftOut(qint64 rows)
{
    qCWarning(storeLog, "%lld rows that nobody can have written are left out of a list",
              static_cast<long long>(rows));
}

/// The first `wanted` entries that a query gives; its text ends in a LIMIT, whose value is added here.
///
/// What `read` cannot make sense of was damaged in the database. It is left out and logged, and takes
/// nobody's place: fewer than `wanted` entries means that there are no more.
template<typename Entry, typename Read>
Result<QList<Entry>> readUpTo(qint64 wanted, SqlLink &link, const QString &text, SqlValues values, Read read)
{
    values.emplace_back(wanted);
    for (qint64 limit = wanted;;) {
        QList<Entry> entries;
        qint64 damaged = 0;
        values.back() = limit;
        const auto done = link.query(text, values, [&](const SqlStatement &row) -> Result<void> {
            if (const Result<Entry> entry = read(row))
                entries.append(*entry);
            else
                ++damaged;
            return {};
        });
        if (!done)
            return std::unexpected(done.error());
        if (entries.size() == wanted || entries.size() + damaged < limit) {
            if (damaged > 0)
                tellOfLeftOut(damaged);
            return entries;
        }
        if (link.deadline().hasPassed())
            return std::unexpected(
                Error(ErrorCode::Unavailable, QStringLiteral("The list was not read in time.")));
        limit += damaged;
    }
}

} // namespace Axess
