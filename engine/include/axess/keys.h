// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <QtCore/qstringlist.h>

namespace Axess {

/// A data key of the ring and what rests on it.
struct KeyUse
{
    KeyInfo key;
    qint64 sessions = 0; ///< Rows under it, by the store's index of key ids; ended ones too.
    double share = 0; ///< Of all rows, 0 to 1.
    QStringList unaware; ///< Live instances that do not know the key yet, as `program on host`.
};

struct KeyReport
{
    quint64 revision = 0; ///< Of the ring.
    QList<KeyUse> keys; ///< By purpose, then by age.
    QStringList rootKeys; ///< Fingerprints of the one or two root keys that open the ring.
    qint64 sessions = 0; ///< Rows in all.
    bool isCounted = true; ///< False = the store has too many rows to count them in time; then 0 stands here.
    qint64 unsealed = 0; ///< Rows that name no key: of a store that seals nobody accepts them.
};

/// What a change of the ring came to.
struct KeyChange
{
    quint32 id = 0; ///< Of the key; of a compromised active one its replacement.
    quint64 revision = 0; ///< Of the ring, from now on.
    QStringList warnings; ///< English.
};

/// What reading every row has shown.
struct KeyVerification
{
    static constexpr qsizetype MaximumFailures = 50;

    quint32 activeKey = 0;
    qint64 sessions = 0; ///< Rows looked at.
    qint64 open = 0; ///< Of these, opened and whole.
    qint64 underOldKeys = 0; ///< By the envelopes, not by the index; of those that do not open, too.
    qint64 unreadable = 0;
    QStringList failures; ///< The first 50, English.

    bool isClean() const { return underOldKeys == 0 && unreadable == 0; }
};

/// The data keys of a store and its root keys: what operators do to them (docs/keys.md).
///
/// Each change is one compare-and-swap of the ring; of two operators who change the same at once one gets
/// Conflict. A change is announced to all instances, which follow within the control lag. KeyMissing without
/// the root key, Unsupported for a store that does not seal. Thread-safe. `verify` and `retire` read
/// all rows, and `list` counts them, for 15 s at most; all others end within the call deadline.
class AXESS_EXPORT Keys
{
public:
    explicit Keys(std::shared_ptr<SessionStore> store)
        : m_store(std::move(store))
    { }

    Result<KeyReport> list();
    /// Adds a key that all instances learn of and none uses yet. `purpose` is `envelope`, `cookie`, `audit`
    /// or `document`, else InvalidArgument. Full at 256 keys.
    Result<KeyChange> stage(const QString &purpose);
    /// Makes a staged key the one that seals; the one before opens only. Active already is fine. Warns of
    /// live instances that do not know it yet: they read the ring anew when they meet it.
    Result<KeyChange> activate(quint32 id);
    /// Ends a decrypt-only key's life. Denied, with the number, while sessions are sealed under it by index
    /// or envelope, and until no call that began before it was replaced can be under way. Reads all rows.
    /// Forgets retired keys that every session has outlived, also when the ring is full and `id` is retired.
    Result<KeyChange> retire(quint32 id);
    /// Marks a key as known to somebody else; an active one is replaced in the same step. What it sealed is
    /// to be sealed anew (KeyRotation), and the root key to be changed. Twice is once.
    Result<KeyChange> compromise(quint32 id);
    /// Opens every row. `goOn` is asked between pages with the rows so far; if it says no, the report is of
    /// those.
    Result<KeyVerification> verify(const std::function<bool(qint64)> &goOn = {});

    /// A root key as `KeyReport::rootKeys` names it; reads the key, as RootKey::read does, and no store.
    static Result<QString> fingerprint(const RootKey &rootKey);
    /// Lets a second root key open the ring; touches no row. Twice is once; Full while another change is
    /// under way.
    Result<KeyChange> addRootKey(const RootKey &next);
    /// Ends a change of root keys: only `remaining` opens the ring from now on, under a fresh ring key.
    /// Denied while a live instance's configuration still holds the other one. Finished already is fine.
    Result<KeyChange> finishRootKey(const RootKey &remaining);

private:
    // What the public ones do between the two entries of the audit trail.
    Result<KeyChange> stageUnrecorded(const QString &purpose);
    Result<KeyChange> activateUnrecorded(quint32 id);
    Result<KeyChange> retireUnrecorded(quint32 id);
    Result<KeyChange> compromiseUnrecorded(quint32 id);
    Result<KeyChange> addRootKeyUnrecorded(const RootKey &next);
    Result<KeyChange> finishRootKeyUnrecorded(const RootKey &remaining);
    Result<KeyChange> announced(quint32 id, quint64 revision);

    const std::shared_ptr<SessionStore> m_store;
};

} // namespace Axess
