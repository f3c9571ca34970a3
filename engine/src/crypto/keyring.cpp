// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keyring_p.h"

#include "keyringformat_p.h"
#include "primitives_p.h"

#include <QtCore/qendian.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Error invalid(const QString &sentence)
{
    return Error(ErrorCode::InvalidArgument, sentence);
}

Error noSuchKey(quint32 id)
{
    return invalid(u"The key ring holds no key %1"_s.arg(keyIdText(id)));
}

} // namespace

Result<std::shared_ptr<const KeyMaterial>> KeyMaterial::fromBytes(QByteArrayView key)
{
    if (key.size() != Primitives::KeySize)
        return std::unexpected(invalid(u"A key has 32 bytes"_s));
    auto extracted = Primitives::hkdfExtract({}, key);
    if (!extracted)
        return std::unexpected(extracted.error());
    SecretBytes prk(QByteArrayView(extracted->data(), Primitives::DigestSize));
    wipe(*extracted);
    return std::shared_ptr<const KeyMaterial>(new KeyMaterial(SecretBytes(key), std::move(prk)));
}

Result<std::shared_ptr<const KeyMaterial>> KeyMaterial::random(RandomSource &random)
{
    return SecretBytes::random(random, Primitives::KeySize).and_then([](const SecretBytes &key) {
        return fromBytes(key.view());
    });
}

Result<RootFingerprint> rootFingerprint(const SecretBytes &rootKey)
{
    const auto root = KeyMaterial::fromBytes(rootKey.view());
    if (!root)
        return std::unexpected(root.error());
    RootFingerprint fingerprint;
    return Primitives::hkdfExpand((*root)->prk(), "axess root key fingerprint 1", fingerprint).transform([&] {
        return fingerprint;
    });
}

QString keyIdText(quint32 id)
{
    return QString::number(id, 16).rightJustified(8, u'0');
}

QString fingerprintText(const RootFingerprint &fingerprint)
{
    return QString::fromLatin1(
        QByteArrayView(fingerprint.data(), qsizetype(fingerprint.size())).toByteArray().toHex());
}

Result<KeyRing> KeyRing::create(QByteArrayView identity, const SecretBytes &rootKey, qint64 now,
                                RandomSource &random)
{
    if (identity.isEmpty() || identity.size() > MaximumIdentity)
        return std::unexpected(invalid(u"A store's identity has 1 to 64 bytes"_s));
    KeyRing ring;
    ring.m_revision = 1;
    ring.m_identity = identity.toByteArray();
    auto ringKey = KeyMaterial::random(random);
    if (!ringKey)
        return std::unexpected(ringKey.error());
    ring.m_ringKey = std::move(*ringKey);
    for (const KeyPurpose purpose : AllKeyPurposes) {
        if (const auto added = ring.addKey(purpose, KeyState::Active, now, random); !added)
            return std::unexpected(added.error());
    }
    return ring.addSlot(rootKey, random).transform([&] { return ring; });
}

const DataKey *KeyRing::key(quint32 id) const
{
    const auto found = std::ranges::lower_bound(m_keys, id, {}, &DataKey::id);
    return found != m_keys.end() && found->id == id ? &*found : nullptr;
}

const DataKey &KeyRing::activeKey(KeyPurpose purpose) const
{
    const auto found = std::ranges::find_if(
        m_keys, [&](const DataKey &key) { return key.purpose == purpose && key.state == KeyState::Active; });
    Q_ASSERT(found != m_keys.end());
    return *found;
}

Result<KeyRing> KeyRing::withStaged(KeyPurpose purpose, qint64 now, RandomSource &random) const
{
    KeyRing ring = next();
    return ring.addKey(purpose, KeyState::Staged, now, random).transform([&] { return ring; });
}

Result<KeyRing> KeyRing::withActivated(quint32 id, qint64 now) const
{
    const DataKey *staged = key(id);
    if (!staged)
        return std::unexpected(noSuchKey(id));
    if (staged->state != KeyState::Staged)
        return std::unexpected(invalid(u"Only a staged key becomes active"_s));
    return moved(activeKey(staged->purpose).id, KeyState::DecryptOnly, now, {KeyState::Active})
        .transform([&](KeyRing ring) {
            DataKey *fresh = ring.find(id);
            fresh->state = KeyState::Active;
            fresh->stateChanged = now;
            return ring;
        });
}

Result<KeyRing> KeyRing::withRetired(quint32 id, qint64 now) const
{
    return moved(id, KeyState::Retired, now, {KeyState::DecryptOnly});
}

Result<KeyRing> KeyRing::withCompromised(quint32 id, qint64 now) const
{
    return moved(id, KeyState::Compromised, now,
                 {KeyState::Staged, KeyState::DecryptOnly, KeyState::Retired});
}

Result<KeyRing> KeyRing::withForgotten(quint32 id) const
{
    const DataKey *leaving = key(id);
    if (!leaving)
        return std::unexpected(noSuchKey(id));
    if (leaving->state == KeyState::Active || leaving->state == KeyState::DecryptOnly)
        return std::unexpected(invalid(u"A key that is in use is not forgotten; retire it first"_s));
    if (m_forgotten.size() >= MaximumForgotten)
        return std::unexpected(
            Error(ErrorCode::Full, u"The key ring remembers 4096 forgotten keys already"_s));
    KeyRing ring = next();
    ring.m_keys.removeIf([&](const DataKey &key) { return key.id == id; });
    ring.m_forgotten.insert(std::ranges::lower_bound(ring.m_forgotten, id), id);
    return ring;
}

KeyRing KeyRing::withMode(SealMode mode) const
{
    KeyRing ring = next();
    ring.m_mode = mode;
    return ring;
}

KeyRing KeyRing::withoutOutlived(qint64 before, std::initializer_list<KeyState> states) const
{
    KeyRing ring = *this;
    for (const DataKey &key : m_keys) {
        const bool isForPeople = key.purpose == KeyPurpose::Envelope || key.purpose == KeyPurpose::Cookie;
        if (!isForPeople || key.stateChanged >= before || !std::ranges::contains(states, key.state))
            continue;
        if (const auto next = ring.withForgotten(key.id))
            ring = *next;
    }
    return ring;
}

Result<KeyRing> KeyRing::withStateSince(quint32 id, qint64 now) const
{
    const DataKey *standing = key(id);
    return standing ? moved(id, standing->state, now, {standing->state}) : std::unexpected(noSuchKey(id));
}

Result<KeyRing> KeyRing::withRootSlot(const SecretBytes &rootKey, RandomSource &random) const
{
    KeyRing ring = next();
    return ring.addSlot(rootKey, random).transform([&] { return ring; });
}

Result<KeyRing> KeyRing::withOnlyRootSlot(const SecretBytes &remaining, RandomSource &random) const
{
    KeyRing ring = next();
    auto ringKey = KeyMaterial::random(random);
    if (!ringKey)
        return std::unexpected(ringKey.error());
    ring.m_ringKey = std::move(*ringKey);
    ring.m_slots.clear();
    return ring.addSlot(remaining, random).transform([&] { return ring; });
}

Result<KeyRing> KeyRing::withoutRootSlot(const RootFingerprint &leaving, const SecretBytes &remaining,
                                         RandomSource &random) const
{
    const auto fingerprint = rootFingerprint(remaining);
    if (!fingerprint)
        return std::unexpected(fingerprint.error());
    const auto has = [this](const RootFingerprint &one) {
        return std::ranges::contains(m_slots, one, &RootSlot::fingerprint);
    };
    if (*fingerprint == leaving || !has(leaving) || !has(*fingerprint))
        return std::unexpected(
            invalid(u"Both root keys, the leaving and the remaining one, need a slot in the ring"_s));
    return withOnlyRootSlot(remaining, random);
}

Result<KeyRing> KeyRing::copiedFor(QByteArrayView identity, const SecretBytes &rootKey,
                                   RandomSource &random) const
{
    if (identity.isEmpty() || identity.size() > MaximumIdentity)
        return std::unexpected(invalid(u"A store's identity has 1 to 64 bytes"_s));
    KeyRing ring = *this;
    ring.m_identity = identity.toByteArray();
    return ring.withOnlyRootSlot(rootKey, random);
}

KeyRing KeyRing::next() const
{
    KeyRing ring = *this;
    ++ring.m_revision;
    return ring;
}

DataKey *KeyRing::find(quint32 id)
{
    const auto found = std::ranges::lower_bound(m_keys, id, {}, &DataKey::id);
    return found != m_keys.end() && found->id == id ? &*found : nullptr;
}

Result<quint32> KeyRing::freshId(RandomSource &random) const
{
    // With 4,352 ids taken of 2³² a second draw is a rarity; a source that repeats itself must not hang us.
    constexpr int draws = 16;
    for (int draw = 0; draw < draws; ++draw) {
        const auto bytes = random.bytes<sizeof(quint32)>();
        if (!bytes)
            return std::unexpected(bytes.error());
        const auto id = qFromBigEndian<quint32>(bytes->data());
        if (id != 0 && !key(id) && !std::ranges::binary_search(m_forgotten, id))
            return id;
    }
    return std::unexpected(
        Error(ErrorCode::Unavailable, u"The random source repeats itself; no key was made"_s));
}

Result<void> KeyRing::addKey(KeyPurpose purpose, KeyState state, qint64 now, RandomSource &random)
{
    if (m_keys.size() >= MaximumKeys)
        return std::unexpected(
            Error(ErrorCode::Full,
                  u"The key ring holds 256 keys. `axessctl key retire` of a key that is retired forgets all "
                  "that the longest session has outlived"_s));
    const auto id = freshId(random);
    if (!id)
        return std::unexpected(id.error());
    const auto material = KeyMaterial::random(random);
    if (!material)
        return std::unexpected(material.error());
    m_keys.insert(std::ranges::lower_bound(m_keys, *id, {}, &DataKey::id),
                  DataKey {*id, purpose, state, now, now, *material});
    return {};
}

Result<void> KeyRing::addSlot(const SecretBytes &rootKey, RandomSource &random)
{
    if (m_slots.size() >= MaximumSlots)
        return std::unexpected(Error(
            ErrorCode::Full, u"The key ring opens under two root keys already; finish that change first"_s));
    const auto fingerprint = rootFingerprint(rootKey);
    if (!fingerprint)
        return std::unexpected(fingerprint.error());
    if (std::ranges::contains(m_slots, *fingerprint, &RootSlot::fingerprint))
        return std::unexpected(
            Error(ErrorCode::Conflict, u"The key ring opens under this root key already"_s));
    return KeyRingFormat::wrap(m_ringKey->key(), rootKey, m_identity, random)
        .transform([&](const QByteArray &wrapped) { m_slots.append(RootSlot {*fingerprint, wrapped}); });
}

Result<KeyRing> KeyRing::moved(quint32 id, KeyState to, qint64 now,
                               std::initializer_list<KeyState> from) const
{
    KeyRing ring = next();
    DataKey *key = ring.find(id);
    if (!key)
        return std::unexpected(noSuchKey(id));
    if (!std::ranges::contains(from, key->state))
        return std::unexpected(
            invalid(u"A key %1 does not become %2"_s.arg(keyStateName(key->state), keyStateName(to))));
    key->state = to;
    key->stateChanged = now;
    return ring;
}

} // namespace Axess
