// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "derivedkeys_p.h"

#include <axess/randomsource.h>
#include <axess/result.h>
#include <axess/secretbytes.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

#include <array>
#include <initializer_list>
#include <memory>
#include <optional>

namespace Axess {

/// What a data key is for. On disk since 0.1; append only.
enum class KeyPurpose : quint8 {
    Envelope = 1, ///< Seals the payloads of sessions.
    Cookie = 2, ///< Signs cookies.
    Audit = 3, ///< Chains the audit trail.
    Document = 4, ///< Seals the documents of the engine.
};
inline constexpr std::array AllKeyPurposes {KeyPurpose::Envelope, KeyPurpose::Cookie, KeyPurpose::Audit,
                                            KeyPurpose::Document};

/// Where a data key stands in its life. Every state opens; only Active seals. On disk since 0.1; append only.
enum class KeyState : quint8 {
    Staged = 1, ///< Made known to all instances, not used yet.
    Active = 2, ///< Seals. Exactly one a purpose.
    DecryptOnly = 3, ///< Replaced; what it sealed is being sealed anew.
    Retired = 4, ///< Nothing is left under it. Kept for what was overlooked.
    Compromised = 5, ///< Known to somebody else; what it sealed must be sealed anew.
};

/// What becomes of the payloads of a store; other than Sealed only while it is converted, and after it was
/// unsealed. On disk since 0.1; append only.
enum class SealMode : quint8 {
    Sealed = 0, ///< All are sealed. The usual ring, which does not name it.
    SealedMixed = 1, ///< Written sealed; those in the clear open, too.
    ClearMixed = 2, ///< Written in the clear; sealed ones open, too.
    Clear = 3, ///< None is sealed any more; for instances that have not let go of their root key yet.
};

/// "envelope", "decrypt-only": for logs, `key list` and its JSON. Empty for a value that this version does
/// not know.
AXESS_TEST_EXPORT QString keyPurposeName(KeyPurpose purpose);
AXESS_TEST_EXPORT QString keyStateName(KeyState state);

/// 8 hexadecimal digits: how a key's id is shown everywhere.
AXESS_TEST_EXPORT QString keyIdText(quint32 id);

/// The bytes of one data key; shared by the rings that hold it, wiped with the last.
class AXESS_TEST_EXPORT KeyMaterial
{
public:
    static Result<std::shared_ptr<const KeyMaterial>> fromBytes(QByteArrayView key);
    static Result<std::shared_ptr<const KeyMaterial>> random(RandomSource &random);

    QByteArrayView key() const { return m_key.view(); }
    /// HKDF-Extract of the key: what keys of single rows and documents are expanded from.
    QByteArrayView prk() const { return m_prk.view(); }
    /// Of sessions that this key sealed or opened lately.
    DerivedKeys &sessionKeys() const { return m_sessionKeys; }

private:
    KeyMaterial(SecretBytes key, SecretBytes prk)
        : m_key(std::move(key))
        , m_prk(std::move(prk))
    { }

    SecretBytes m_key;
    SecretBytes m_prk;
    mutable DerivedKeys m_sessionKeys;
};

/// A key of the ring. Value type; the bytes are shared.
struct DataKey
{
    quint32 id = 0; ///< Random, never 0, never used twice in a store.
    KeyPurpose purpose = KeyPurpose::Envelope;
    KeyState state = KeyState::Staged;
    qint64 created = 0; ///< UTC milliseconds.
    qint64 stateChanged = 0; ///< UTC milliseconds.
    std::shared_ptr<const KeyMaterial> material;
};

/// Names a root key without revealing it: 8 bytes of an HMAC.
using RootFingerprint = std::array<std::byte, 8>;

/// The fingerprint of a 32-byte root key; InvalidArgument for another size.
AXESS_TEST_EXPORT Result<RootFingerprint> rootFingerprint(const SecretBytes &rootKey);
/// 16 hexadecimal digits, for logs and `key list`.
AXESS_TEST_EXPORT QString fingerprintText(const RootFingerprint &fingerprint);

/// The ring key, wrapped by one root key.
struct RootSlot
{
    RootFingerprint fingerprint {};
    QByteArray wrappedRingKey;

    bool operator==(const RootSlot &) const = default;
};

/// The data keys of one store.
///
/// An immutable value: every operation gives a new ring of the next revision and leaves this one as it was.
/// Copying is cheap and thread-safe. Sealed for one store identity: the same bytes open for no other store.
class AXESS_TEST_EXPORT KeyRing
{
public:
    static constexpr qsizetype MaximumKeys = 256;
    static constexpr qsizetype MaximumForgotten = 4096;
    static constexpr qsizetype MaximumIdentity = 64;
    static constexpr qsizetype MaximumSealedSize = 64 * 1024;
    static constexpr qsizetype MaximumSlots = 2;

    /// Revision 1, with one active key for each purpose. `identity`: 1 to 64 bytes, else InvalidArgument.
    static Result<KeyRing> create(QByteArrayView identity, const SecretBytes &rootKey, qint64 now,
                                  RandomSource &random);

    quint64 revision() const { return m_revision; }
    const QByteArray &identity() const { return m_identity; }
    const QList<DataKey> &keys() const { return m_keys; } ///< By id.
    const QList<RootSlot> &rootSlots() const { return m_slots; }
    const QList<quint32> &forgotten() const { return m_forgotten; } ///< Ids that may never be used again.

    SealMode mode() const { return m_mode; }
    /// The same keys, and another way of writing payloads.
    KeyRing withMode(SealMode mode) const;
    /// Whether this program may go by a mode other than Sealed: `seal=mixed` stands in its URL. Not stored;
    /// rings made of this one have it from this one.
    void setMixedAllowed(bool isAllowed) { m_isMixedAllowed = isAllowed; }
    bool isMixedAllowed() const { return m_isMixedAllowed; }
    /// Payloads and documents are written sealed.
    bool seals() const { return !m_isMixedAllowed || m_mode <= SealMode::SealedMixed; }
    bool opensSealed() const { return !m_isMixedAllowed || m_mode != SealMode::Clear; }
    bool opensClear() const { return m_isMixedAllowed && m_mode != SealMode::Sealed; }

    /// The key of this id in any state, or null. Valid as long as this ring.
    const DataKey *key(quint32 id) const;
    /// The key that seals for `purpose`. Valid as long as this ring; every ring has one.
    const DataKey &activeKey(KeyPurpose purpose) const;

    /// Adds a staged key under a fresh id. Full at 256 keys.
    Result<KeyRing> withStaged(KeyPurpose purpose, qint64 now, RandomSource &random) const;
    /// Makes a staged key the active one; the one before opens only.
    Result<KeyRing> withActivated(quint32 id, qint64 now) const;
    /// From decrypt-only to retired.
    Result<KeyRing> withRetired(quint32 id, qint64 now) const;
    /// Any key but an active one, which must be replaced first.
    Result<KeyRing> withCompromised(quint32 id, qint64 now) const;
    /// Drops the bytes of a staged, retired or compromised key for ever; its id stays taken.
    Result<KeyRing> withForgotten(quint32 id) const;
    /// Forgets keys of sessions and cookies that have been in one of these states since before `before`. The
    /// ring as it is if there are none, or no more fit among the forgotten. Keys of documents and of the
    /// audit trail stay: what they sealed has no end.
    KeyRing withoutOutlived(qint64 before, std::initializer_list<KeyState> states) const;
    /// The same key in the same state, as if it had been in it since `now` only.
    Result<KeyRing> withStateSince(quint32 id, qint64 now) const;

    /// The same keys for the store `identity`, opened by `rootKey` only, under a ring key of its own: rows
    /// that are copied there open there.
    Result<KeyRing> copiedFor(QByteArrayView identity, const SecretBytes &rootKey,
                              RandomSource &random) const;

    /// Whether all that `other` knows is known here: each of its keys is as far in its life at least, or
    /// forgotten.
    bool includes(const KeyRing &other) const;
    /// What two rings of one store know together after they went apart, as a revision beyond both; root slots
    /// are those of the newer one, of this one if none is. Full when it is too much for one ring; Conflict
    /// when no key of some purpose could seal.
    Result<KeyRing> mergedWith(const KeyRing &other) const;

    /// Opens under `rootKey` too. Full with two slots, Conflict when that key has one already.
    Result<KeyRing> withRootSlot(const SecretBytes &rootKey, RandomSource &random) const;
    /// Opens under `remaining` only, with a fresh ring key: who kept the old root key reads nothing written
    /// from now on.
    Result<KeyRing> withOnlyRootSlot(const SecretBytes &remaining, RandomSource &random) const;
    /// The same without the slot that `leaving` names; InvalidArgument unless `remaining` opens the other
    /// one.
    Result<KeyRing> withoutRootSlot(const RootFingerprint &leaving, const SecretBytes &remaining,
                                    RandomSource &random) const;

private:
    friend class KeyRingFormat;
    KeyRing() = default;

    KeyRing next() const;
    DataKey *find(quint32 id);
    Result<quint32> freshId(RandomSource &random) const;
    Result<void> addKey(KeyPurpose purpose, KeyState state, qint64 now, RandomSource &random);
    Result<void> addSlot(const SecretBytes &rootKey, RandomSource &random);
    void adopt(const KeyRing &older);
    Result<void> settleActive(KeyPurpose purpose, quint32 preferred);
    Result<KeyRing> moved(quint32 id, KeyState to, qint64 now, std::initializer_list<KeyState> from) const;

    quint64 m_revision = 0;
    SealMode m_mode = SealMode::Sealed;
    bool m_isMixedAllowed = false;
    QByteArray m_identity;
    QList<DataKey> m_keys;
    QList<quint32> m_forgotten;
    QList<RootSlot> m_slots;
    std::shared_ptr<const KeyMaterial> m_ringKey;
};

/// The ring as a store keeps it (docs/envelope.md); a fresh nonce each time.
AXESS_TEST_EXPORT Result<QByteArray> sealRing(const KeyRing &ring, RandomSource &random);

/// The ring in `bytes`, by any root key that has a slot in it.
///
/// KeyMissing when `rootKey` has none; Corrupt when altered or when it is the ring of another store than
/// `identity`; TooNew for a later version. Says nothing about age: a caller refuses a revision older than one
/// it has seen.
AXESS_TEST_EXPORT Result<KeyRing> openRing(QByteArrayView bytes, const SecretBytes &rootKey,
                                           QByteArrayView identity);

} // namespace Axess
