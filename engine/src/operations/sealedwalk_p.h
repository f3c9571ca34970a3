// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

namespace Axess {

/// A page of rows with their payloads, oldest first: what works through all rows of a store reads.
struct SealedPage
{
    QList<SealedRow> rows; ///< Those that were still there.
    QByteArray next; ///< Empty = the end.
    qint64 examined = 0;
};

/// The next `limit` rows at most; of one key where `key` names it. May be empty before the end.
AXESS_TEST_EXPORT Result<SealedPage> readSealedPage(StoreCore &core, const std::optional<quint32> &key,
                                                    const QByteArray &cursor, int limit);

/// Rows by the key that their column names.
Result<QHash<quint32, qint64>> countByKey(StoreCore &core);

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
