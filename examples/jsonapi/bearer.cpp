// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bearer.h"

#include <algorithm>

using namespace Axess;

namespace {

// RFC 6750: b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
bool isToken(QByteArrayView text)
{
    while (text.endsWith('='))
        text.chop(1);
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || QByteArrayView("-._~+/").contains(c);
    });
}

} // namespace

Bearer Bearer::of(const QByteArrayList &headers)
{
    if (headers.isEmpty())
        return {};
    // Two of them are two opinions on who is asking: whatever stands in front may have checked the other one.
    if (headers.size() > 1)
        return {Kind::Malformed};
    const QByteArray value = headers.first().trimmed();
    const qsizetype space = value.indexOf(' ');
    if (QByteArrayView(value).first(space < 0 ? value.size() : space).compare("bearer", Qt::CaseInsensitive)
        != 0)
        return {};
    const QByteArray token = space < 0 ? QByteArray() : value.sliced(space).trimmed();
    if (!isToken(token))
        return {Kind::Malformed};
    return {Kind::Shown, SessionToken::fromText(token)};
}
