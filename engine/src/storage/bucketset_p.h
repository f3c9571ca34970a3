// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionid.h>

#include <QtCore/qbytearray.h>

#include <bitset>
#include <span>

namespace Axess {

/// Some of the 256 buckets of a store.
class BucketSet
{
public:
    static constexpr int Count = 256;

    BucketSet() = default; ///< None.
    static BucketSet of(std::span<const SessionId> ids)
    {
        BucketSet set;
        for (const SessionId &id : ids)
            set.m_bits.set(id.bucket());
        return set;
    }
    /// As `hex` writes it; what is no such text holds every bucket, so that nothing is passed over.
    static BucketSet fromHex(const QByteArray &hex)
    {
        BucketSet set;
        const QByteArray bytes = QByteArray::fromHex(hex);
        if (bytes.size() * 8 != Count)
            return set.complement();
        for (int bucket = 0; bucket < Count; ++bucket)
            set.m_bits.set(std::size_t(bucket), quint8(bytes.at(bucket / 8)) >> (bucket % 8) & 1);
        return set;
    }
    QByteArray hex() const
    {
        QByteArray bytes(Count / 8, '\0');
        for (int bucket = 0; bucket < Count; ++bucket) {
            if (m_bits.test(std::size_t(bucket)))
                bytes[bucket / 8] = char(quint8(bytes.at(bucket / 8)) | 1 << (bucket % 8));
        }
        return bytes.toHex();
    }

    bool contains(quint8 bucket) const { return m_bits.test(bucket); }
    bool includes(const BucketSet &other) const { return (other.m_bits & ~m_bits).none(); }
    bool isEmpty() const { return m_bits.none(); }
    int count() const { return int(m_bits.count()); }
    BucketSet complement() const { return BucketSet(~m_bits); }
    BucketSet &operator|=(const BucketSet &other)
    {
        m_bits |= other.m_bits;
        return *this;
    }
    /// Those of both.
    friend BucketSet operator|(BucketSet left, const BucketSet &right) { return left |= right; }
    bool operator==(const BucketSet &) const = default;

private:
    explicit BucketSet(const std::bitset<Count> &bits)
        : m_bits(bits)
    { }

    std::bitset<Count> m_bits;
};

} // namespace Axess
