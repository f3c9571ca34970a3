// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memoryconnection_p.h"

#include <axess/callrules.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

bool isIndexed(const MemoryStore &store, const MemoryRow &row)
{
    return store.find(row.id) == &row && store.bySweep().contains(&row) && row.user
        && row.user->tenant->rows.contains(&row);
}

} // namespace

// All indexes change in one step under the mutex, so nothing can differ unless this program is at fault: that
// is told, and nothing is repaired on top of it.
Result<VerifyStep> MemoryConnection::verify(const VerifyRequest &request)
{
    if (const auto may = readable(CallRules::check(request)); !may)
        return std::unexpected(may.error());
    const Cursor walk = Cursor::ofPage({});
    const auto from = walk.place(request.cursor);
    if (!from)
        return std::unexpected(from.error());
    const std::shared_lock lock(m_store->mutex());
    VerifyStep step;
    std::optional<Cursor::Place> last;
    m_store->byCreation().ascend(*from, [&](const MemoryRow &row) {
        if (step.sessions == request.limit) {
            step.next = walk.at(*last);
            return false;
        }
        last = creationOf(row);
        ++step.sessions;
        step.unindexed += isIndexed(*m_store, row) ? 0 : 1;
        return true;
    });
    if (step.unindexed > 0)
        step.remarks.append(u"The store's maps in memory differ; start the program anew."_s);
    return step;
}

} // namespace Axess
