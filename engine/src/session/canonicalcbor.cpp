// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "canonicalcbor_p.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qendian.h>
#include <QtCore/qfloat16.h>
#include <QtCore/qvarlengtharray.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Axess::CanonicalCbor {

namespace {

// RFC 8949 §3.1: the upper three bits of an item's first byte.
enum Major : quint8 { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

std::unexpected<Error> unfit(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

std::unexpected<Error> corrupt(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Corrupt, u"Invalid CBOR: "_s + sentence));
}

template<typename Number> void appendBigEndian(QByteArray &out, Number number)
{
    const Number bigEndian = qToBigEndian(number);
    out.append(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian);
}

void appendHead(QByteArray &out, Major major, quint64 argument)
{
    const auto first = [&](quint8 low) { out.append(char((major << 5) | low)); };
    if (argument < 24) {
        first(quint8(argument));
    } else if (argument <= 0xff) {
        first(24);
        out.append(char(argument));
    } else if (argument <= 0xffff) {
        first(25);
        appendBigEndian(out, quint16(argument));
    } else if (argument <= 0xffff'ffff) {
        first(26);
        appendBigEndian(out, quint32(argument));
    } else {
        first(27);
        appendBigEndian(out, argument);
    }
}

bool isHalf(double value)
{
    return double(float(qfloat16(float(value)))) == value;
}

bool isSingle(double value)
{
    // A finite double beyond float's range must not be narrowed: the conversion would be undefined.
    return std::isinf(value)
        || (std::abs(value) <= double(std::numeric_limits<float>::max()) && double(float(value)) == value);
}

void appendDouble(QByteArray &out, double value)
{
    if (std::isnan(value)) {
        // One NaN for all (RFC 8949 §4.2.2): Qt keeps no payload of it either.
        out.append("\xf9\x7e\x00", 3);
    } else if (isSingle(value) && isHalf(value)) {
        out.append(char(0xf9));
        appendBigEndian(out, std::bit_cast<quint16>(qfloat16(float(value))));
    } else if (isSingle(value)) {
        out.append(char(0xfa));
        appendBigEndian(out, std::bit_cast<quint32>(float(value)));
    } else {
        out.append(char(0xfb));
        appendBigEndian(out, std::bit_cast<quint64>(value));
    }
}

Result<void> append(QByteArray &out, const QCborValue &value, int depth);

Result<void> appendText(QByteArray &out, const QString &text)
{
    if (!text.isValidUtf16())
        return unfit(u"A text has an unpaired surrogate, which UTF-8 cannot hold"_s);
    const QByteArray utf8 = text.toUtf8();
    appendHead(out, Text, quint64(utf8.size()));
    out.append(utf8);
    return {};
}

Result<void> appendArray(QByteArray &out, const QCborArray &array, int depth)
{
    appendHead(out, Array, quint64(array.size()));
    for (const QCborValue &element : array) {
        if (const auto appended = append(out, element, depth); !appended)
            return appended;
    }
    return {};
}

// Where one entry of a map stands in what is written.
struct Entry
{
    qsizetype key;
    qsizetype value;
    qsizetype end;
};

Result<void> appendMap(QByteArray &out, const QCborMap &map, int depth)
{
    appendHead(out, Map, quint64(map.size()));
    const qsizetype begin = out.size();
    QVarLengthArray<Entry, 32> entries;
    for (const auto &[key, value] : map) {
        Entry entry {out.size(), 0, 0};
        if (const auto appended = append(out, key, depth); !appended)
            return appended;
        entry.value = out.size();
        if (const auto appended = append(out, value, depth); !appended)
            return appended;
        entry.end = out.size();
        entries.append(entry);
    }
    // QByteArrayView compares as unsigned bytes, which is the order of RFC 8949 §4.2.1.
    const auto key
        = [&](const Entry &entry) { return QByteArrayView(out).sliced(entry.key, entry.value - entry.key); };
    const bool inOrder = std::ranges::is_sorted(entries, {}, key);
    if (!inOrder)
        std::ranges::sort(entries, {}, key);
    if (std::ranges::adjacent_find(entries, {}, key) != entries.end())
        return unfit(u"A map has one key twice"_s);
    if (!inOrder) {
        QByteArray ordered;
        ordered.reserve(out.size() - begin);
        for (const Entry &entry : std::as_const(entries))
            ordered.append(QByteArrayView(out).sliced(entry.key, entry.end - entry.key));
        std::ranges::copy(ordered, out.begin() + begin);
    }
    return {};
}

Result<void> append(QByteArray &out, const QCborValue &value, int depth)
{
    if (depth > MaximumDepth)
        return unfit(u"The data is nested deeper than %1 levels"_s.arg(MaximumDepth));
    // Before the switch: Qt shows dates, URLs and UUIDs as types of their own, the wire knows tags only.
    if (value.isTag()) {
        appendHead(out, Tag, quint64(value.tag()));
        return append(out, value.taggedValue(), depth + 1);
    }
    switch (value.type()) {
    case QCborValue::Integer: {
        const qint64 number = value.toInteger();
        appendHead(out, number < 0 ? Negative : Unsigned, number < 0 ? ~quint64(number) : quint64(number));
        return {};
    }
    case QCborValue::ByteArray: {
        const QByteArray bytes = value.toByteArray();
        appendHead(out, Bytes, quint64(bytes.size()));
        out.append(bytes);
        return {};
    }
    case QCborValue::String:
        return appendText(out, value.toString());
    case QCborValue::Array:
        return appendArray(out, value.toArray(), depth + 1);
    case QCborValue::Map:
        return appendMap(out, value.toMap(), depth + 1);
    case QCborValue::Double:
        appendDouble(out, value.toDouble());
        return {};
    default:
        break;
    }
    if (!value.isSimpleType())
        return unfit(u"The data holds an invalid CBOR value"_s);
    appendHead(out, Simple, quint64(value.toSimpleType()));
    return {};
}

class Reader
{
public:
    explicit Reader(QByteArrayView bytes)
        : m_bytes(bytes)
    { }

    bool isAtEnd() const { return m_bytes.isEmpty(); }
    Result<QCborValue> item(int depth);

private:
    struct Head
    {
        Major major;
        quint8 low;
        quint64 argument;
    };
    Result<Head> head();
    Result<QByteArrayView> take(quint64 count);
    Result<QCborValue> array(quint64 count, int depth);
    Result<QCborValue> map(quint64 count, int depth);
    Result<QCborValue> text(quint64 count);
    static Result<QCborValue> simple(const Head &head);
    static Result<QCborValue> floating(const Head &head);

    QByteArrayView m_bytes;
};

Result<QByteArrayView> Reader::take(quint64 count)
{
    if (count > quint64(m_bytes.size()))
        return corrupt(u"it ends in the middle"_s);
    const QByteArrayView taken = m_bytes.first(qsizetype(count));
    m_bytes = m_bytes.sliced(qsizetype(count));
    return taken;
}

Result<Reader::Head> Reader::head()
{
    const auto first = take(1);
    if (!first)
        return std::unexpected(first.error());
    Head head {Major(quint8(first->front()) >> 5), quint8(first->front() & 0x1f), 0};
    head.argument = head.low;
    if (head.low < 24)
        return head;
    if (head.low > 27)
        return corrupt(u"a length is indefinite or reserved"_s);
    const auto bytes = take(quint64(1) << (head.low - 24));
    if (!bytes)
        return std::unexpected(bytes.error());
    head.argument = 0;
    for (const char byte : *bytes)
        head.argument = (head.argument << 8) | quint8(byte);
    // The smallest number that needs this form; floating-point numbers have a check of their own.
    constexpr quint64 smallest[] = {24, 0x100, 0x1'0000, 0x1'0000'0000};
    if (head.major != Simple && head.argument < smallest[head.low - 24])
        return corrupt(u"a number is not in its shortest form"_s);
    return head;
}

Result<QCborValue> Reader::floating(const Head &head)
{
    double value = 0;
    if (head.low == 25)
        value = double(float(std::bit_cast<qfloat16>(quint16(head.argument))));
    else if (head.low == 26)
        value = double(std::bit_cast<float>(quint32(head.argument)));
    else
        value = std::bit_cast<double>(head.argument);
    QByteArray again;
    appendDouble(again, value);
    QByteArray given;
    appendHead(given, Simple, 0);
    given[0] = char((Simple << 5) | head.low);
    for (int shift = (8 << (head.low - 24)) - 8; shift >= 0; shift -= 8)
        given.append(char(head.argument >> shift));
    if (again != given)
        return corrupt(u"a floating-point number is not in its shortest form"_s);
    return QCborValue(value);
}

Result<QCborValue> Reader::simple(const Head &head)
{
    if (head.low >= 25)
        return floating(head);
    // RFC 8949 §3.3: the two-byte form may not hold what fits into one, nor the reserved 24 to 31.
    if (head.low == 24 && head.argument < 32)
        return corrupt(u"a simple value is not in its shortest form"_s);
    return QCborValue(QCborSimpleType(head.argument));
}

Result<QCborValue> Reader::text(quint64 count)
{
    const auto utf8 = take(count);
    if (!utf8)
        return std::unexpected(utf8.error());
    if (!QUtf8StringView(*utf8).isValidUtf8())
        return corrupt(u"a text is not UTF-8"_s);
    return QCborValue(QString::fromUtf8(*utf8));
}

Result<QCborValue> Reader::array(quint64 count, int depth)
{
    // Each element takes a byte at least: a huge count is refused before anything is allocated.
    if (count > quint64(m_bytes.size()))
        return corrupt(u"an array is longer than the data"_s);
    QCborArray array;
    for (quint64 i = 0; i < count; ++i) {
        const auto element = item(depth);
        if (!element)
            return element;
        array.append(*element);
    }
    return QCborValue(array);
}

Result<QCborValue> Reader::map(quint64 count, int depth)
{
    if (count > quint64(m_bytes.size()) / 2)
        return corrupt(u"a map is longer than the data"_s);
    QCborMap map;
    QByteArrayView before;
    for (quint64 i = 0; i < count; ++i) {
        const QByteArrayView start = m_bytes;
        const auto key = item(depth);
        if (!key)
            return key;
        const QByteArrayView encoded = start.first(start.size() - m_bytes.size());
        if (i > 0 && before.compare(encoded) >= 0)
            return corrupt(u"a map's keys are not in order, or one stands there twice"_s);
        before = encoded;
        const auto value = item(depth);
        if (!value)
            return value;
        map.insert(*key, *value);
    }
    return QCborValue(map);
}

Result<QCborValue> Reader::item(int depth)
{
    if (depth > MaximumDepth)
        return corrupt(u"it is nested deeper than %1 levels"_s.arg(MaximumDepth));
    const auto read = head();
    if (!read)
        return std::unexpected(read.error());
    switch (read->major) {
    case Unsigned:
    case Negative:
        if (read->argument > quint64(std::numeric_limits<qint64>::max()))
            return corrupt(u"a whole number needs more than 64 bits"_s);
        return QCborValue(read->major == Unsigned ? qint64(read->argument) : -1 - qint64(read->argument));
    case Bytes:
        return take(read->argument).transform([](QByteArrayView b) { return QCborValue(b.toByteArray()); });
    case Text:
        return text(read->argument);
    case Array:
        return array(read->argument, depth + 1);
    case Map:
        return map(read->argument, depth + 1);
    case Tag:
        return item(depth + 1).transform(
            [&](const QCborValue &tagged) { return QCborValue(QCborTag(read->argument), tagged); });
    case Simple:
        break;
    }
    return simple(*read);
}

} // namespace

Result<QByteArray> encode(const QCborValue &value)
{
    QByteArray out;
    return append(out, value, 0).transform([&] { return out; });
}

Result<QCborValue> decode(QByteArrayView bytes)
{
    Reader reader(bytes);
    const auto value = reader.item(0);
    if (value && !reader.isAtEnd())
        return corrupt(u"bytes follow after its end"_s);
    return value;
}

} // namespace Axess::CanonicalCbor
