// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <axess/cursor.h>
#include <axess/jobs.h>

namespace Axess {

/// Rows, and those among them that nobody can read.
struct ReadRows
{
    QList<SealedRow> rows; ///< Those that were still there.
    QList<JobFailure> unreadable; ///< By id, and why.
};

/// How much of a row is read: whose account may not read payloads still counts and verifies.
enum class RowPart : quint8 {
    Whole,
    Columns, ///< All but the payload.
};

/// The rows of at most 64 ids. One that was damaged takes none of the others along.
AXESS_TEST_EXPORT Result<ReadRows> readRows(StoreCore &core, std::span<const SessionId> ids,
                                            const Deadline &deadline, RowPart part = RowPart::Whole);
/// Whether the error is one row's: who works through all steps over it.
bool isOfOneRow(const Error &error);

/// A page of a list; of fewer rows where one call was not enough for so many.
Result<RowPage> readHeads(StoreCore &core, PageRequest request);

/// A page of rows with their payloads, oldest first: what works through all rows of a store reads.
struct SealedPage : ReadRows
{
    QByteArray next; ///< Empty = the end.
    Cursor list; ///< That the page is of.

    /// Where who comes no further than this row goes on.
    QByteArray behind(const SealedRow &row) const { return list.at({row.created, row.id}); }
};

/// The next `limit` rows at most; of one key where `key` names it. May be empty before the end. Ends early
/// rather than that it takes much longer than one call may: then it goes on with the next page.
AXESS_TEST_EXPORT Result<SealedPage> readSealedPage(StoreCore &core, const std::optional<quint32> &key,
                                                    const QByteArray &cursor, int limit);

/// Rows by the key that their column names. Some stores look at each row for it, so it may take longer than
/// other calls; nothing where that was not enough either.
Result<std::optional<QHash<quint32, qint64>>> countByKey(StoreCore &core);

/// How long the session may live at most since it was made or signed in, milliseconds.
qint64 absoluteTimeout(const SealedRow &row);
/// Whoever was sealed under a key that has been retired since before then is dead, whatever backup it comes
/// back from. `longest`: the longest absolute time-out of the store's sessions.
qint64 outlivedBefore(StoreCore &core, qint64 longest);

/// The key that the row's envelope names, of a row that opened whole under `ring`.
Result<quint32> verifiedKey(const SealedRow &row, const KeyRing &ring);

/// Makes the change of the ring known: who goes by the control document reads the ring anew before it seals
/// again. Twice is once.
Result<void> announceRing(StoreCore &core, quint64 revision);

/// How long after a key was replaced a call that sealed under it may still be under way: the call deadline
/// and two control lags.
std::chrono::milliseconds drainTime(StoreCore &core);

/// Live instances that do not know the key, as `program on host`; who has been silent for `silence` is not
/// waited for.
Result<QStringList> instancesUnawareOf(StoreCore &core, quint32 key, std::chrono::milliseconds silence);

} // namespace Axess
