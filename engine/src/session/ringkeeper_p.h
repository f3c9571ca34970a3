// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "crypto/keyring_p.h"
#include "deadlinemutex_p.h"

#include <axess/clock.h>

#include <memory>
#include <mutex>
#include <optional>

namespace Axess {

class StorageAccess;

enum class RingKind : quint8 {
    NotSealed, ///< The store keeps its payloads in the clear.
    Keyless, ///< The store seals, and the key is not here.
    Keyed,
};

/// The ring that this program holds of its store.
///
/// Never older than one it has seen: a store that shows an older one gets the newer back, and one that went
/// on from an older one gets both together. Thread-safe.
class AXESS_TEST_EXPORT RingKeeper
{
public:
    using Ring = std::shared_ptr<const KeyRing>;

    RingKeeper(StorageAccess &storage, const Clock &clock, RandomSource &random)
        : m_storage(storage)
        , m_clock(clock)
        , m_random(random)
    { }

    /// Before anything else is called: what kind of store this is.
    void set(RingKind kind, const QByteArray &identity);
    /// The ring as it was opened, and the root key that opens later ones.
    void hold(KeyRing ring, SecretBytes rootKey);

    RingKind kind() const { return m_kind; }
    const QByteArray &identity() const { return m_identity; } ///< 16 bytes.

    /// The ring at hand. KeyMissing where no key is.
    Result<Ring> ring() const;
    /// The ring at hand, or null where none is or the store does not seal.
    Ring current() const;
    /// The store's ring, read anew at most once a second; in between the ring at hand. Callers share one
    /// reading.
    Result<Ring> reread(const Deadline &deadline);
    /// The store's ring, read anew whenever it is called.
    Result<Ring> readNow(const Deadline &deadline);

private:
    Result<Ring> read(const Deadline &deadline);
    Ring accept(KeyRing ring);
    void putBack(const KeyRing &newer, quint64 documentRevision, const Deadline &deadline);

    StorageAccess &m_storage;
    const Clock &m_clock;
    RandomSource &m_random;
    RingKind m_kind = RingKind::NotSealed;
    QByteArray m_identity;
    SecretBytes m_rootKey;

    mutable std::mutex m_mutex; ///< For m_current.
    Ring m_current;
    DeadlineMutex m_reading; ///< For m_lastRead; held while one reads for all.
    std::optional<std::chrono::steady_clock::time_point> m_lastRead;
};

} // namespace Axess
