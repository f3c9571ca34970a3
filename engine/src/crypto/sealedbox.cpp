// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sealedbox_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

QByteArray SealedHeader::make(QByteArrayView magic, quint32 keyId)
{
    QByteArray header = magic.toByteArray();
    header.append(char(Version)).append(char(Suite));
    const quint32 bigEndian = qToBigEndian(keyId);
    return header.append(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian);
}

Result<quint32> SealedHeader::keyId(QByteArrayView magic, QByteArrayView bytes)
{
    if (!fits(magic, bytes))
        return std::unexpected(Error(ErrorCode::Corrupt, u"It is not sealed, or cut off"_s));
    const auto version = quint8(bytes[2]);
    const auto suite = quint8(bytes[3]);
    if (version != Version || suite != Suite)
        return std::unexpected(Error(
            ErrorCode::TooNew,
            u"It is sealed by version %1, suite %2; this program knows version 1, suite 1"_s.arg(version).arg(
                suite)));
    return qFromBigEndian<quint32>(bytes.data() + 4);
}

bool SealedHeader::fits(QByteArrayView magic, QByteArrayView bytes)
{
    return bytes.size() >= Size + SealedBox::Overhead && bytes.first(magic.size()) == magic;
}

namespace SealedBox {

namespace {

Error altered()
{
    return Error(ErrorCode::Corrupt, u"It was altered, damaged, or belongs to another place or key"_s);
}

} // namespace

Result<Key> Key::expand(QByteArrayView prk, QByteArrayView info)
{
    Key key {Bytes {}};
    return Primitives::hkdfExpand(prk, info, key.m_bytes).transform([&] { return key; });
}

Result<QByteArray> seal(QByteArrayView prk, QByteArrayView info, QByteArrayView plainText,
                        RandomSource &random)
{
    return Key::expand(prk, info).and_then([&](const Key &key) { return seal(key, plainText, random); });
}

Result<QByteArray> seal(const Key &key, QByteArrayView plainText, RandomSource &random)
{
    const auto nonce = random.bytes<Primitives::NonceSize>();
    if (!nonce)
        return std::unexpected(nonce.error());
    const QByteArrayView nonceView(nonce->data(), Primitives::NonceSize);
    const auto sealed = Primitives::aes256GcmSeal(key.key(), nonceView, plainText);
    if (!sealed)
        return std::unexpected(sealed.error());

    QByteArray box;
    box.reserve(plainText.size() + Overhead);
    box.append(nonceView).append(key.commitment()).append(*sealed);
    return box;
}

Result<bool> isCommittedTo(QByteArrayView prk, QByteArrayView info, QByteArrayView box)
{
    if (box.size() < Overhead)
        return false;
    return Key::expand(prk, info).transform([&](const Key &key) {
        return constantTimeEquals(box.sliced(Primitives::NonceSize, CommitmentSize), key.commitment());
    });
}

Result<QByteArray> open(QByteArrayView prk, QByteArrayView info, QByteArrayView box)
{
    return Key::expand(prk, info).and_then([&](const Key &key) { return open(key, box); });
}

Result<QByteArray> open(const Key &key, QByteArrayView box)
{
    if (box.size() < Overhead || box.size() - Overhead > Primitives::MaximumText)
        return std::unexpected(altered());
    if (!constantTimeEquals(box.sliced(Primitives::NonceSize, CommitmentSize), key.commitment()))
        return std::unexpected(altered());
    return Primitives::aes256GcmOpen(key.key(), box.first(Primitives::NonceSize),
                                     box.sliced(Primitives::NonceSize + CommitmentSize));
}

} // namespace SealedBox

} // namespace Axess
