// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "crypto/keyring_p.h"
#include "core/deadlinemutex_p.h"

#include <axess/clock.h>
#include <axess/rootkey.h>

#include <functional>
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

    /// Before anything else is called: what kind of store this is, and whether its URL says `seal=mixed`.
    void set(RingKind kind, const QByteArray &identity, bool isMixedAllowed = false);
    /// The ring as it was opened, the root key that opens later ones, and where that came from: a ring that
    /// it no longer opens has the source read anew, since the root key may have been changed meanwhile.
    void hold(KeyRing ring, SecretBytes rootKey, const RootKey &source);

    RingKind kind() const { return m_kind; }
    const QByteArray &identity() const { return m_identity; } ///< 16 bytes.
    /// Whether this program may take part in a conversion.
    bool isMixedAllowed() const { return m_isMixedAllowed; }

    /// The ring at hand. KeyMissing where no key is, Unsupported where nothing is sealed.
    Result<Ring> ring() const;
    /// The ring at hand, or null where none is or the store does not seal.
    Ring current() const;
    /// The store's ring, read anew at most once a second; in between the ring at hand. Callers share one
    /// reading. While it cannot be read one caller at a time tries, once a second and seldom if the root
    /// key's source is slow; all others get what the last one failed by, at once.
    Result<Ring> reread(const Deadline &deadline);
    /// The store's ring, read anew whenever it is called.
    Result<Ring> readNow(const Deadline &deadline);
    /// Reads the ring anew if the one at hand is older than `revision`, at most once a second in vain. A
    /// failure is logged: what is at hand still seals and opens.
    void follow(quint64 revision, const Deadline &deadline);

    using Change = std::function<Result<KeyRing>(const KeyRing &)>;
    /// Replaces the store's ring by what `change` makes of it, by compare-and-swap.
    ///
    /// Asked again on top of what others wrote meanwhile; if it refuses that, or time is up, it is Conflict.
    /// A change that returns the ring as it was writes nothing.
    Result<Ring> change(const Change &change, const Deadline &deadline);
    /// Names the root key that this program would open the ring with if it began now. Fails as the key's
    /// source does.
    Result<RootFingerprint> deployedRootKey(const Deadline &deadline);

private:
    /// What the store and this program know together, and which document it stands in.
    struct Known
    {
        KeyRing ring;
        quint64 documentRevision = 0; ///< 0 = there is none.
        bool isStored = false; ///< The document says just this.
    };

    /// A reading that failed, and until when it is not repeated.
    struct Failure
    {
        Error error;
        std::chrono::steady_clock::time_point until;
    };

    std::optional<Failure> failure() const;
    Result<Ring> read(const Deadline &deadline);
    void note(const std::optional<Error> &error);
    Result<SecretBytes> sourceReadAnew();
    Result<Known> known(const Deadline &deadline);
    Result<KeyRing> opened(const QByteArray &bytes);
    Result<quint64> put(const KeyRing &ring, quint64 documentRevision, const Deadline &deadline);
    Ring accept(KeyRing ring);
    void putBack(const KeyRing &newer, quint64 documentRevision, const Deadline &deadline);

    StorageAccess &m_storage;
    const Clock &m_clock;
    RandomSource &m_random;
    RingKind m_kind = RingKind::NotSealed;
    QByteArray m_identity;
    bool m_isMixedAllowed = false;
    SecretBytes m_rootKey; ///< Read and written while m_reading is held.
    std::optional<RootKey> m_source;

    std::chrono::nanoseconds m_sourceTook {0}; ///< In the reading under way; while m_reading is held.

    mutable std::mutex m_mutex; ///< For what follows.
    Ring m_current;
    std::optional<Failure> m_failure; ///< Of the last reading.
    std::optional<std::chrono::steady_clock::time_point> m_followedInVain;
    DeadlineMutex m_reading; ///< For m_lastRead; held while one reads for all.
    std::optional<std::chrono::steady_clock::time_point> m_lastRead;
};

} // namespace Axess
