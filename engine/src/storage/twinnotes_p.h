// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/deadlinemutex_p.h"
#include "storage/bucketset_p.h"

#include <axess/clock.h>
#include <axess/result.h>
#include <axess/storageconnection.h>

#include <memory>
#include <mutex>

namespace Axess {

/// What one instance tells of the writes that it makes to two stores: a document in the leader, in the clear.
struct TwinNote
{
    BucketSet written {}; ///< Of an instance that fell silent any of these may differ in the follower.
    BucketSet dirty {}; ///< Here the follower did not learn of a write.
    quint64 marks = 0; ///< Counts the marks, also those of buckets that were dirty already.
    quint64 settled = 0; ///< When writes were held for this step of a migration, none was under way any more.

    AXESS_TEST_EXPORT QByteArray bytes() const;
    /// What cannot be read holds every bucket.
    AXESS_TEST_EXPORT static TwinNote fromBytes(const QByteArray &bytes);

    bool operator==(const TwinNote &) const = default;
};

/// Keeps an instance's note in its leader.
///
/// A bucket stands in the note before the instance's first write there, and again when the note has not been
/// renewed for a while: what is older may have been taken away by whoever compared the stores. Callers that
/// wait at once share one write of the document. Thread-safe.
class AXESS_TEST_EXPORT TwinNotes
{
public:
    /// How long a note is relied on; who takes notes away waits several times as long.
    static constexpr std::chrono::milliseconds Trusted = std::chrono::seconds(5);

    TwinNotes(const QString &document, std::shared_ptr<const Clock> clock);

    const QString &document() const { return m_document; }

    /// Before a write into these buckets; with an error it must not happen. Keeps what is unkept, too.
    Result<void> beforeWrite(StorageConnection &leader, const BucketSet &buckets, const Deadline &deadline);
    /// The follower did not learn of a write; who asked for it may be answered when this has succeeded.
    Result<void> markDirty(StorageConnection &leader, const BucketSet &buckets, const Deadline &deadline);
    /// It is not known whether there was a write. Kept with the next note.
    void markLater(const BucketSet &buckets);

    /// Writes are held for this step, and none of this instance's is under way; keeps what is unkept, too.
    /// Who has never noted anything has nothing to tell.
    Result<void> settle(StorageConnection &leader, quint64 step, const Deadline &deadline);

    /// Whoever kept this note ends, and no write of its is under way: takes the note away, but for what is
    /// dirty.
    Result<void> leave(StorageConnection &leader, const Deadline &deadline);
    /// Whether anything was ever noted.
    bool isUsed() const;

    /// Whether all that was marked stands in the document.
    bool isKept() const;

private:
    Result<void> keep(StorageConnection &leader, const TwinNote &asked, const Deadline &deadline);
    Result<void> put(StorageConnection &leader);
    bool isTrusted() const;

    const QString m_document;
    const std::shared_ptr<const Clock> m_clock;

    mutable std::mutex m_mutex;
    TwinNote m_kept; ///< As it stands in the document.
    TwinNote m_asked; ///< Not kept yet.
    quint64 m_tickets = 0; ///< Counts what was asked for …
    quint64 m_served = 0; ///< … and up to where it is kept.
    std::optional<std::chrono::steady_clock::time_point> m_keptAt;

    DeadlineMutex m_putting; ///< For the document's revision; held while one writes for all.
    quint64 m_revision = 0;
};

} // namespace Axess
