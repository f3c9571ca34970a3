// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/addressrange.h>

#include <QtCore/qlist.h>
#include <QtCore/qstringlist.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int Ipv4Begins = 96; // Bits of ::ffff:0:0, behind which an IPv4 address stands.
constexpr qsizetype LongestText = 64;

using Bytes = std::array<quint8, 16>;

// Digits of ASCII only: QStringView::toUInt would take a sign and spaces too.
std::optional<uint> number(QStringView text, int base, qsizetype digits, uint largest)
{
    const auto isDigit = [base](QChar c) {
        return (c >= u'0' && c <= u'9')
            || (base == 16 && ((c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F')));
    };
    if (text.isEmpty() || text.size() > digits || !std::ranges::all_of(text, isDigit))
        return {};
    const uint value = text.toUInt(nullptr, base);
    return value <= largest ? std::optional(value) : std::nullopt;
}

std::optional<std::array<quint8, 4>> ipv4(QStringView text)
{
    const QList<QStringView> parts = text.split(u'.');
    if (parts.size() != 4)
        return {};
    std::array<quint8, 4> bytes {};
    for (qsizetype i = 0; i < 4; ++i) {
        const auto value = number(parts.at(i), 10, 3, 255);
        if (!value)
            return {};
        bytes[size_t(i)] = quint8(*value);
    }
    return bytes;
}

// The groups of one side of "::"; a dotted IPv4 address may be the last two.
std::optional<QList<quint16>> groups(QStringView text)
{
    QList<quint16> groups;
    if (text.isEmpty())
        return groups;
    const QList<QStringView> parts = text.split(u':');
    for (const QStringView part : parts) {
        if (part.contains(u'.') && part.data() == parts.constLast().data()) {
            const auto dotted = ipv4(part);
            if (!dotted)
                return {};
            groups.append(quint16((*dotted)[0] << 8 | (*dotted)[1]));
            groups.append(quint16((*dotted)[2] << 8 | (*dotted)[3]));
            continue;
        }
        const auto value = number(part, 16, 4, 0xffff);
        if (!value)
            return {};
        groups.append(quint16(*value));
    }
    return groups;
}

std::optional<Bytes> ipv6(QStringView text)
{
    const qsizetype gap = text.indexOf("::"_L1);
    // A dotted address is the end, never the beginning.
    if (gap >= 0 && text.first(gap).contains(u'.'))
        return {};
    const auto left = groups(gap < 0 ? text : text.first(gap));
    const auto right = gap < 0 ? QList<quint16>() : groups(text.sliced(gap + 2));
    if (!left || !right)
        return {};
    const qsizetype given = left->size() + right->size();
    if (gap < 0 ? given != 8 : given > 7)
        return {};
    Bytes bytes {};
    const auto put = [&bytes](qsizetype place, quint16 group) {
        bytes[size_t(place) * 2] = quint8(group >> 8);
        bytes[size_t(place) * 2 + 1] = quint8(group);
    };
    for (qsizetype i = 0; i < left->size(); ++i)
        put(i, left->at(i));
    for (qsizetype i = 0; i < right->size(); ++i)
        put(8 - right->size() + i, right->at(i));
    return bytes;
}

std::optional<Bytes> addressBytes(QStringView text)
{
    if (text.size() > LongestText)
        return {};
    if (text.contains(u':'))
        return ipv6(text);
    const auto dotted = ipv4(text);
    if (!dotted)
        return {};
    Bytes bytes {};
    bytes[10] = bytes[11] = 0xff;
    std::ranges::copy(*dotted, bytes.begin() + 12);
    return bytes;
}

// Bits behind the length say nothing.
Bytes masked(Bytes bytes, int length)
{
    for (int bit = length; bit < int(bytes.size()) * 8; ++bit)
        bytes[size_t(bit) / 8] &= quint8(~(0x80 >> (bit % 8)));
    return bytes;
}

QString dottedText(const Bytes &bytes, int count)
{
    QStringList parts;
    for (int i = 0; i < count; ++i)
        parts.append(QString::number(bytes[size_t(12 + i)]));
    return parts.join(u'.');
}

} // namespace

std::optional<AddressRange> AddressRange::fromText(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QStringView address = slash < 0 ? text : text.first(slash);
    const auto bytes = addressBytes(address);
    if (!bytes)
        return {};
    const int before = address.contains(u':') ? 0 : Ipv4Begins;
    AddressRange range;
    range.m_length = Bits;
    if (slash >= 0) {
        const auto length = number(text.sliced(slash + 1), 10, 3, uint(Bits - before));
        if (!length)
            return {};
        range.m_length = before + int(*length);
    }
    range.m_bytes = masked(*bytes, range.m_length);
    return range;
}

bool AddressRange::contains(QStringView address) const
{
    const auto bytes = addressBytes(address);
    return bytes && masked(*bytes, m_length) == m_bytes;
}

bool AddressRange::isIpv4() const
{
    Bytes begin {};
    begin[10] = begin[11] = 0xff;
    return m_length >= Ipv4Begins && masked(m_bytes, Ipv4Begins) == begin;
}

QString AddressRange::text() const
{
    QString text;
    if (isIpv4()) {
        text = dottedText(m_bytes, 4);
    } else {
        QStringList groups;
        for (size_t i = 0; i < m_bytes.size(); i += 2)
            groups.append(QString::number(m_bytes[i] << 8 | m_bytes[i + 1], 16));
        text = groups.join(u':');
        // One run of zero groups at the end is what prefixes have.
        qsizetype zeros = 0;
        while (zeros < groups.size() && groups.at(groups.size() - 1 - zeros) == "0"_L1)
            ++zeros;
        if (zeros > 1)
            text = groups.first(groups.size() - zeros).join(u':') + u"::"_s;
    }
    if (m_length == Bits)
        return text;
    return u"%1/%2"_s.arg(text).arg(m_length - (isIpv4() ? Ipv4Begins : 0));
}

QString AddressRange::commonText() const
{
    if (!isIpv4())
        return {};
    const int whole = (m_length - Ipv4Begins) / 8;
    return whole == 4 ? dottedText(m_bytes, 4) : whole == 0 ? QString() : dottedText(m_bytes, whole) + u'.';
}

} // namespace Axess
