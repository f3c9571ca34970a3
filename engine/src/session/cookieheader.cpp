// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cookieheader_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Space and tab only: browsers take other white space as part of a name, so that trimming more would let
// " __Host-x", which any subdomain may set, pass for "__Host-x".
QByteArrayView trimmed(QByteArrayView text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

QByteArrayView unquoted(QByteArrayView value)
{
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return quoted ? value.sliced(1, value.size() - 2) : value;
}

} // namespace

Result<QList<QByteArray>> CookieHeader::values(QByteArrayView header, QByteArrayView name)
{
    if (header.size() > MaximumBytes)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"The Cookie header is longer than 8 KiB"_s));
    if (header.contains('\0'))
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"The Cookie header holds a NUL"_s));

    QList<QByteArray> found;
    while (!header.isEmpty() && found.size() < MaximumValues) {
        const qsizetype semicolon = header.indexOf(';');
        const QByteArrayView pair = semicolon < 0 ? header : header.first(semicolon);
        header = semicolon < 0 ? QByteArrayView() : header.sliced(semicolon + 1);
        const qsizetype equals = pair.indexOf('=');
        if (equals >= 0 && trimmed(pair.first(equals)) == name)
            found.append(unquoted(trimmed(pair.sliced(equals + 1))).toByteArray());
    }
    return found;
}

} // namespace Axess
