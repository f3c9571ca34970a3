// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keyringformat_p.h"

#include "primitives_p.h"
#include "sealedbox_p.h"

#include <QtCore/qcborstreamreader.h>
#include <QtCore/qcborstreamwriter.h>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr QByteArrayView magic("AR");
// A ring that names a mode: programs of before would take its store for one that seals all.
constexpr quint8 versionWithMode = 2;
constexpr quint8 usualVersion = 1;
constexpr qsizetype prefixSize = 5; // magic, version, suite, number of slots
constexpr qsizetype wrappedSize = SealedBox::Overhead + Primitives::KeySize;
constexpr qsizetype slotSize = qsizetype(sizeof(RootFingerprint)) + wrappedSize;

/// Bytes that held keys, wiped when they go. Never shared, so that there is one copy to wipe.
struct WipedBytes
{
    QByteArray bytes;

    WipedBytes() = default;
    explicit WipedBytes(QByteArray &&content)
        : bytes(std::move(content))
    { }
    Q_DISABLE_COPY_MOVE(WipedBytes)
    ~WipedBytes() { wipe(std::as_writable_bytes(std::span(bytes.data(), size_t(bytes.size())))); }
};

Error corrupt(const QString &sentence)
{
    return Error(ErrorCode::Corrupt, u"The key ring does not open: "_s + sentence);
}

Error altered()
{
    return corrupt(u"it was altered, damaged, or is the ring of another store"_s);
}

Error later()
{
    return Error(ErrorCode::TooNew,
                 u"The key ring was written by a later version of Axess; it is left as it is"_s);
}

QString fingerprintsText(const QList<RootSlot> &rootSlots)
{
    QStringList texts;
    for (const RootSlot &slot : rootSlots)
        texts.append(fingerprintText(slot.fingerprint));
    return texts.join(u" and "_s);
}

BoundTo slotPlace(QByteArrayView identity)
{
    BoundTo place("axess ring slot 1");
    place.number(SealedHeader::Suite).counted(identity);
    return place;
}

// With everything that stands in the clear, so that not one bit of it can be altered.
BoundTo bodyPlace(QByteArrayView identity, QByteArrayView clear)
{
    BoundTo place("axess ring 1");
    place.number(SealedHeader::Suite).counted(identity).fixed(clear);
    return place;
}

quint8 versionOf(SealMode mode)
{
    return mode == SealMode::Sealed ? usualVersion : versionWithMode;
}

QByteArray clearPart(const QList<RootSlot> &rootSlots, quint8 version)
{
    QByteArray clear = magic.toByteArray();
    clear.append(char(version)).append(char(SealedHeader::Suite)).append(char(rootSlots.size()));
    for (const RootSlot &slot : rootSlots)
        clear.append(QByteArrayView(slot.fingerprint.data(), qsizetype(slot.fingerprint.size())))
            .append(slot.wrappedRingKey);
    return clear;
}

Result<QList<RootSlot>> readClearPart(QByteArrayView bytes)
{
    if (bytes.size() < prefixSize || bytes.first(2) != magic || bytes.size() > KeyRing::MaximumSealedSize)
        return std::unexpected(corrupt(u"this is no key ring, or a cut off one"_s));
    const quint8 version = quint8(bytes[2]);
    if ((version != usualVersion && version != versionWithMode) || quint8(bytes[3]) != SealedHeader::Suite)
        return std::unexpected(later());
    const qsizetype count = quint8(bytes[4]);
    if (count < 1 || count > KeyRing::MaximumSlots
        || bytes.size() < prefixSize + count * slotSize + SealedBox::Overhead)
        return std::unexpected(altered());
    QList<RootSlot> rootSlots;
    for (qsizetype i = 0; i < count; ++i) {
        const QByteArrayView slot = bytes.sliced(prefixSize + i * slotSize, slotSize);
        RootSlot read;
        std::ranges::copy(std::as_bytes(std::span(slot.data(), read.fingerprint.size())),
                          read.fingerprint.begin());
        read.wrappedRingKey = slot.sliced(qsizetype(read.fingerprint.size())).toByteArray();
        rootSlots.append(read);
    }
    return rootSlots;
}

/// Reads the canonical CBOR of a ring's body; the first surprise ends it for good.
class BodyReader
{
public:
    explicit BodyReader(QByteArrayView body)
        : m_reader(body.data(), body.size())
    { }

    bool isOk() const { return m_ok; }
    qsizetype enterArray(quint64 maximum) { return enter(m_reader.isArray(), maximum); }
    qsizetype enterMap(quint64 maximum) { return enter(m_reader.isMap(), maximum); }
    void leave() { m_ok = m_ok && m_reader.leaveContainer(); }

    quint64 number(quint64 maximum = std::numeric_limits<quint64>::max())
    {
        m_ok = m_ok && m_reader.isUnsignedInteger() && m_reader.toUnsignedInteger() <= maximum;
        const quint64 value = m_ok ? m_reader.toUnsignedInteger() : 0;
        m_ok = m_ok && m_reader.next();
        return value;
    }
    qint64 time() { return qint64(number(quint64(std::numeric_limits<qint64>::max()))); }

    std::shared_ptr<const KeyMaterial> key()
    {
        std::array<char, Primitives::KeySize> bytes {};
        m_ok = m_ok && m_reader.isByteArray() && m_reader.isLengthKnown() && m_reader.length() == bytes.size()
            && m_reader.readStringChunk(bytes.data(), qsizetype(bytes.size())).data == qsizetype(bytes.size())
            && m_reader.readStringChunk(bytes.data(), 0).status == QCborStreamReader::EndOfString;
        auto material = m_ok ? KeyMaterial::fromBytes(QByteArrayView(bytes.data(), qsizetype(bytes.size())))
                             : std::unexpected(altered());
        wipe(std::as_writable_bytes(std::span(bytes)));
        m_ok = material.has_value();
        return m_ok ? *material : nullptr;
    }

private:
    qsizetype enter(bool isContainer, quint64 maximum)
    {
        m_ok = m_ok && isContainer && m_reader.isLengthKnown() && m_reader.length() <= maximum;
        const auto count = m_ok ? qsizetype(m_reader.length()) : 0;
        m_ok = m_ok && m_reader.enterContainer();
        return m_ok ? count : 0;
    }

    QCborStreamReader m_reader;
    bool m_ok = true;
};

} // namespace

QString keyStateName(KeyState state)
{
    switch (state) {
    case KeyState::Staged:
        return u"staged"_s;
    case KeyState::Active:
        return u"active"_s;
    case KeyState::DecryptOnly:
        return u"decrypt-only"_s;
    case KeyState::Retired:
        return u"retired"_s;
    case KeyState::Compromised:
        return u"compromised"_s;
    }
    return {};
}

QString keyPurposeName(KeyPurpose purpose)
{
    switch (purpose) {
    case KeyPurpose::Envelope:
        return u"envelope"_s;
    case KeyPurpose::Cookie:
        return u"cookie"_s;
    case KeyPurpose::Audit:
        return u"audit"_s;
    case KeyPurpose::Document:
        return u"document"_s;
    }
    return {};
}

Result<QByteArray> sealRing(const KeyRing &ring, RandomSource &random)
{
    return KeyRingFormat::seal(ring, random);
}

Result<KeyRing> openRing(QByteArrayView bytes, const SecretBytes &rootKey, QByteArrayView identity)
{
    return KeyRingFormat::open(bytes, rootKey, identity);
}

Result<QByteArray> KeyRingFormat::wrap(QByteArrayView ringKey, const SecretBytes &rootKey,
                                       QByteArrayView identity, RandomSource &random)
{
    return KeyMaterial::fromBytes(rootKey.view())
        .and_then([&](const std::shared_ptr<const KeyMaterial> &root) {
            return SealedBox::seal(root->prk(), slotPlace(identity).view(), ringKey, random);
        });
}

Result<std::shared_ptr<const KeyMaterial>> KeyRingFormat::unwrap(const QList<RootSlot> &rootSlots,
                                                                 const SecretBytes &rootKey,
                                                                 QByteArrayView identity)
{
    const auto root = KeyMaterial::fromBytes(rootKey.view());
    if (!root)
        return std::unexpected(root.error());
    const auto fingerprint = rootFingerprint(rootKey);
    if (!fingerprint)
        return std::unexpected(fingerprint.error());
    const BoundTo place = slotPlace(identity);
    for (const RootSlot &slot : rootSlots) {
        const auto committed = SealedBox::isCommittedTo((*root)->prk(), place.view(), slot.wrappedRingKey);
        if (!committed)
            return std::unexpected(committed.error());
        const bool named = slot.fingerprint == *fingerprint;
        if (!named && !*committed)
            continue;
        auto ringKey = SealedBox::open((*root)->prk(), place.view(), slot.wrappedRingKey);
        // A slot of ours under a name that is not ours was altered as well.
        if (!ringKey || !named)
            return std::unexpected(altered());
        const WipedBytes key(std::move(*ringKey));
        return KeyMaterial::fromBytes(key.bytes);
    }
    return std::unexpected(
        Error(ErrorCode::KeyMissing,
              u"The root key (fingerprint %1) does not open this store's key ring, which was sealed "
              "for %2"_s.arg(fingerprintText(*fingerprint), fingerprintsText(rootSlots))));
}

Result<QByteArray> KeyRingFormat::seal(const KeyRing &ring, RandomSource &random)
{
    const QByteArray clear = clearPart(ring.m_slots, versionOf(ring.m_mode));
    const WipedBytes content(body(ring));
    return SealedBox::seal(ring.m_ringKey->prk(), bodyPlace(ring.m_identity, clear).view(), content.bytes,
                           random)
        .transform([&](const QByteArray &box) { return clear + box; });
}

Result<KeyRing> KeyRingFormat::open(QByteArrayView bytes, const SecretBytes &rootKey, QByteArrayView identity)
{
    if (identity.isEmpty() || identity.size() > KeyRing::MaximumIdentity)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"A store's identity has 1 to 64 bytes"_s));
    auto rootSlots = readClearPart(bytes);
    if (!rootSlots)
        return std::unexpected(rootSlots.error());
    auto ringKey = unwrap(*rootSlots, rootKey, identity);
    if (!ringKey)
        return std::unexpected(ringKey.error());

    KeyRing ring;
    ring.m_identity = identity.toByteArray();
    ring.m_slots = std::move(*rootSlots);
    ring.m_ringKey = std::move(*ringKey);
    const qsizetype clearSize = prefixSize + ring.m_slots.size() * slotSize;
    auto content = SealedBox::open(ring.m_ringKey->prk(), bodyPlace(identity, bytes.first(clearSize)).view(),
                                   bytes.sliced(clearSize));
    if (!content)
        return std::unexpected(content.error().code() == ErrorCode::Corrupt ? altered() : content.error());
    const WipedBytes opened(std::move(*content));
    return readBody(ring, opened.bytes).and_then([&]() -> Result<KeyRing> {
        return quint8(bytes[2]) == versionOf(ring.m_mode) ? Result<KeyRing>(ring)
                                                          : std::unexpected(altered());
    });
}

QByteArray KeyRingFormat::body(const KeyRing &ring)
{
    QByteArray bytes;
    // Room for all that a ring can hold: growing would leave copies of keys behind.
    bytes.reserve(KeyRing::MaximumSealedSize);
    QCborStreamWriter writer(&bytes);
    const bool namesMode = ring.m_mode != SealMode::Sealed;
    writer.startMap(namesMode ? 4 : 3);
    writer.append(0);
    writer.append(ring.m_revision);
    writer.append(1);
    writer.startArray(quint64(ring.m_keys.size()));
    for (const DataKey &key : ring.m_keys) {
        writer.startArray(6);
        writer.append(quint64(key.id));
        writer.append(quint64(key.purpose));
        writer.append(quint64(key.state));
        writer.append(key.created);
        writer.append(key.stateChanged);
        writer.appendByteString(key.material->key().data(), key.material->key().size());
        writer.endArray();
    }
    writer.endArray();
    writer.append(2);
    writer.startArray(quint64(ring.m_forgotten.size()));
    for (const quint32 id : ring.m_forgotten)
        writer.append(quint64(id));
    writer.endArray();
    if (namesMode) {
        writer.append(3);
        writer.append(quint64(ring.m_mode));
    }
    writer.endMap();
    return bytes;
}

Result<void> KeyRingFormat::readBody(KeyRing &ring, QByteArrayView content)
{
    BodyReader reader(content);
    const bool namesMode = reader.enterMap(4) == 4;
    reader.number(0);
    ring.m_revision = reader.number();
    reader.number(1);
    const qsizetype keys = reader.enterArray(KeyRing::MaximumKeys);
    for (qsizetype i = 0; i < keys && reader.isOk(); ++i) {
        reader.enterArray(6);
        DataKey key;
        key.id = quint32(reader.number(std::numeric_limits<quint32>::max()));
        key.purpose = KeyPurpose(reader.number(255));
        key.state = KeyState(reader.number(255));
        key.created = reader.time();
        key.stateChanged = reader.time();
        key.material = reader.key();
        reader.leave();
        ring.m_keys.append(key);
    }
    reader.leave();
    reader.number(2);
    const qsizetype forgotten = reader.enterArray(KeyRing::MaximumForgotten);
    for (qsizetype i = 0; i < forgotten && reader.isOk(); ++i)
        ring.m_forgotten.append(quint32(reader.number(std::numeric_limits<quint32>::max())));
    reader.leave();
    if (namesMode) {
        reader.number(3);
        ring.m_mode = SealMode(reader.number(255));
    }
    reader.leave();
    if (!reader.isOk())
        return std::unexpected(altered());
    if (ring.m_mode > SealMode::Clear)
        return std::unexpected(later());
    if (std::ranges::any_of(ring.m_keys, [](const DataKey &key) {
            return keyPurposeName(key.purpose).isEmpty() || keyStateName(key.state).isEmpty();
        }))
        return std::unexpected(later());
    // Canonical: what we would not have written ourselves, byte by byte, is not ours.
    const WipedBytes again(body(ring));
    if (!isSound(ring) || content != QByteArrayView(again.bytes))
        return std::unexpected(altered());
    return {};
}

bool KeyRingFormat::isSound(const KeyRing &ring)
{
    const auto ascends = [](const auto &list, auto projection) {
        return std::ranges::adjacent_find(list, std::ranges::greater_equal(), projection) == list.end();
    };
    const auto activeOnce = [&](KeyPurpose purpose) {
        return std::ranges::count_if(ring.m_keys,
                                     [&](const DataKey &key) {
                                         return key.purpose == purpose && key.state == KeyState::Active;
                                     })
            == 1;
    };
    const bool disjoint
        = std::ranges::none_of(ring.m_forgotten, [&](quint32 id) { return ring.key(id) != nullptr; });
    return ring.m_revision > 0 && ascends(ring.m_keys, &DataKey::id)
        && ascends(ring.m_forgotten, std::identity()) && ring.key(0) == nullptr && disjoint
        && std::ranges::all_of(AllKeyPurposes, activeOnce);
}

} // namespace Axess
