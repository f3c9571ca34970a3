// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/storagecalls.h>

namespace Axess {

class RandomSource;
class RingKeeper;
class StorageAccess;

/// The names of the engine's own documents. Stored since 0.1; append only.
namespace DocumentName {

inline constexpr QStringView Identity = u"identity"; ///< Clear: who the store is, and whether it seals.
inline constexpr QStringView Ring = u"ring"; ///< Sealed by the root key.
inline constexpr QStringView Control = u"control"; ///< Sealed on a store that seals.
inline constexpr QStringView CopyOrigin = u"copied-from"; ///< Clear: the identity of the store it copies.
inline constexpr QStringView Move = u"move"; ///< Clear: that the sessions move or have moved, for who cannot
                                             ///< read the control document; how far it is.
inline constexpr QStringView MoveLease = u"lease/move"; ///< Clear.
inline constexpr QStringView TwinPrefix = u"twin/"; ///< Clear: what an instance wrote to two stores.
inline constexpr QStringView SweepLease = u"lease/sweep"; ///< Clear: who has no key may sweep, too.
inline constexpr QStringView InstancePrefix = u"instance/"; ///< Clear: counters for everybody to read.
inline constexpr QStringView JobPrefix = u"job/"; ///< Sealed: what to do and how far it is.
inline constexpr QStringView JobCopyPrefix = u"job-progress/"; ///< Clear: for consoles without the key.
inline constexpr QStringView JobSetPrefix = u"job-set/"; ///< Sealed: the sessions that a job acts on.
inline constexpr QStringView JobLeasePrefix = u"lease/job/"; ///< Clear: who works on it.
inline constexpr QStringView AuditHead
    = u"audit-head"; ///< Clear: the last entry of the audit trail. Who acts without the key writes it, too.
inline constexpr QStringView ServerHistory
    = u"server-history"; ///< Sealed: replication ids, since when the indexes are right.
inline constexpr QStringView EventsForgotten
    = u"events-forgotten"; ///< Clear: up to where; who trims and who reads needs no key.
inline constexpr QStringView ValuePrefix = u"value/"; ///< Sealed: the application's own.

/// Whether documents of this name are sealed on a store that seals.
bool isSealed(QStringView name);

} // namespace DocumentName

/// A document's bytes as they stand in the store; nothing when absent.
AXESS_TEST_EXPORT Result<std::optional<StoredDocument>> readDocument(StorageAccess &storage,
                                                                     const QString &name,
                                                                     const Deadline &deadline);
AXESS_TEST_EXPORT Result<quint64> putDocument(StorageAccess &storage, const QString &name,
                                              const QByteArray &bytes, quint64 expectedRevision,
                                              const Deadline &deadline);
/// Absent is fine; another revision is Conflict.
AXESS_TEST_EXPORT Result<void> removeDocument(StorageAccess &storage, const QString &name,
                                              quint64 expectedRevision, const Deadline &deadline);

/// The documents that the engine acts on: sealed on a store that seals, bound to store, name and revision.
///
/// Thread-safe.
class AXESS_TEST_EXPORT DocumentBox
{
public:
    struct Document
    {
        quint64 revision = 0;
        QByteArray content;
    };

    DocumentBox(StorageAccess &storage, RingKeeper &ring, RandomSource &random)
        : m_storage(storage)
        , m_ring(ring)
        , m_random(random)
    { }

    const QByteArray &identity() const; ///< Of the store.

    /// Unavailable for a store that was emptied or replaced: it is not the one that was opened.
    Result<void> checkIdentity(const Deadline &deadline);
    /// Whatever it holds.
    Result<bool> isThere(const QString &name, const Deadline &deadline);
    /// Nothing when absent. KeyMissing without the key, Corrupt when altered.
    Result<std::optional<Document>> read(const QString &name, const Deadline &deadline);
    /// What a document holds that was read as it stands.
    Result<QByteArray> content(const StoredDocument &document, const Deadline &deadline);
    /// Stores if the revision is still the expected one (0 = absent), else Conflict. The new revision.
    Result<quint64> write(const QString &name, const QByteArray &content, quint64 expectedRevision,
                          const Deadline &deadline);

private:
    StorageAccess &m_storage;
    RingKeeper &m_ring;
    RandomSource &m_random;
};

} // namespace Axess
