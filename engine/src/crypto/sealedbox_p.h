// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "primitives_p.h"

#include <axess/randomsource.h>
#include <axess/result.h>
#include <axess/secretbytes.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qendian.h>
#include <QtCore/qvarlengtharray.h>

#include <concepts>

namespace Axess {

/// The bytes that a box is bound to: a label of its format, then whatever tells its place from every other.
class BoundTo
{
public:
    explicit BoundTo(QByteArrayView label) { fixed(label); }

    /// A field whose length is the same in every box of this format.
    BoundTo &fixed(QByteArrayView bytes)
    {
        m_bytes.append(bytes.data(), bytes.size());
        return *this;
    }
    /// A field of at most 255 bytes, after its length.
    BoundTo &counted(QByteArrayView bytes) { return number(quint8(bytes.size())).fixed(bytes); }
    BoundTo &number(std::unsigned_integral auto value)
    {
        const auto bigEndian = qToBigEndian(value);
        return fixed(QByteArrayView(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian));
    }
    QByteArrayView view() const { return QByteArrayView(m_bytes.constData(), m_bytes.size()); }

private:
    QVarLengthArray<char, 256> m_bytes;
};

/// The first eight bytes of what a data key seals: `magic 2 · version 1 · suite 1 · key id (u32 BE)`.
namespace SealedHeader {

inline constexpr qsizetype Size = 8;
inline constexpr quint8 Version = 1;
inline constexpr quint8 Suite = 1; ///< HKDF-SHA-256 and AES-256-GCM.

QByteArray make(QByteArrayView magic, quint32 keyId);
/// The key's id. Corrupt for another magic or too few bytes, TooNew for another version or suite.
Result<quint32> keyId(QByteArrayView magic, QByteArrayView bytes);
/// Whether the magic fits and the length suffices.
bool fits(QByteArrayView magic, QByteArrayView bytes);

} // namespace SealedHeader

/// What every sealed format ends with: `nonce 12 · commitment 16 · cipher text · tag 16`.
///
/// Key and commitment are `HKDF-Expand(prk, info, 48)`, so whatever stands in `info` is bound to the box: it
/// opens only for the same bytes. The commitment tells a wrong key or a wrong place before anything is
/// decrypted.
namespace SealedBox {

inline constexpr qsizetype CommitmentSize = 16;
inline constexpr qsizetype Overhead = 12 + CommitmentSize + 16;

/// Key and commitment of the boxes of one place; wiped when it goes.
class AXESS_TEST_EXPORT Key
{
public:
    using Bytes = std::array<std::byte, Primitives::KeySize + CommitmentSize>;

    static Result<Key> expand(QByteArrayView prk, QByteArrayView info);
    explicit Key(const Bytes &bytes)
        : m_bytes(bytes)
    { }
    Key(const Key &) = default;
    Key &operator=(const Key &) = default;
    ~Key() { wipe(m_bytes); }

    const Bytes &bytes() const { return m_bytes; }
    QByteArrayView key() const { return QByteArrayView(m_bytes.data(), Primitives::KeySize); }
    QByteArrayView commitment() const
    {
        return QByteArrayView(m_bytes.data() + Primitives::KeySize, CommitmentSize);
    }

private:
    Bytes m_bytes;
};

/// A box under a fresh nonce. Fails as the random source does, InvalidArgument above 16 MiB.
AXESS_TEST_EXPORT Result<QByteArray> seal(QByteArrayView prk, QByteArrayView info, QByteArrayView plainText,
                                          RandomSource &random);
Result<QByteArray> seal(const Key &key, QByteArrayView plainText, RandomSource &random);
/// The text; Corrupt for a wrong key, a wrong place or any altered bit.
Result<QByteArray> open(QByteArrayView prk, QByteArrayView info, QByteArrayView box);
Result<QByteArray> open(const Key &key, QByteArrayView box);
/// Whether `box` was sealed by this key for this place, without decrypting it.
Result<bool> isCommittedTo(QByteArrayView prk, QByteArrayView info, QByteArrayView box);

} // namespace SealedBox

} // namespace Axess
