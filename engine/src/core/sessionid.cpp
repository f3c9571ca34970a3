// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionid.h>

#include <algorithm>

namespace Axess {

Result<SessionId> SessionId::random(RandomSource &random)
{
    return random.bytes<Size>().transform([](const std::array<std::byte, Size> &bytes) {
        SessionId id;
        id.m_bytes = bytes;
        return id;
    });
}

std::optional<SessionId> SessionId::fromBytes(QByteArrayView bytes)
{
    if (bytes.size() != Size)
        return std::nullopt;
    SessionId id;
    std::ranges::copy(std::as_bytes(std::span(bytes.data(), Size)), id.m_bytes.begin());
    return id;
}

std::optional<SessionId> SessionId::fromText(QStringView text)
{
    const auto isHexDigit = [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
    };
    if (text.size() != 2 * Size || !std::ranges::all_of(text, isHexDigit))
        return std::nullopt;
    return fromBytes(QByteArray::fromHex(text.toLatin1()));
}

QByteArray SessionId::bytes() const
{
    return view().toByteArray();
}

QByteArrayView SessionId::view() const
{
    return QByteArrayView(m_bytes.data(), Size);
}

QString SessionId::text() const
{
    return QString::fromLatin1(bytes().toHex());
}

bool SessionId::isNull() const
{
    return *this == SessionId();
}

} // namespace Axess
