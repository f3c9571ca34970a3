// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/cookiepolicy.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// RFC 9110 §5.6.2: what a cookie's name may be made of.
bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool beginsWith(const QByteArray &name, QByteArrayView prefix)
{
    return QByteArrayView(name)
               .first(std::min(name.size(), prefix.size()))
               .compare(prefix, Qt::CaseInsensitive)
        == 0;
}

std::unexpected<Error> wrong(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

} // namespace

CookiePolicy CookiePolicy::forPlainHttp()
{
    return CookiePolicy {.name = "axess.sid", .secure = false};
}

Result<void> CookiePolicy::check() const
{
    constexpr qsizetype longestName = 128;
    if (name.isEmpty() || name.size() > longestName || !std::ranges::all_of(name, isTokenCharacter))
        return wrong(u"A cookie's name is 1 to 128 letters, digits and characters such as - _ or ."_s);
    if (!secure && (beginsWith(name, "__Host-") || beginsWith(name, "__Secure-")))
        return wrong(
            u"Browsers refuse a cookie whose name begins with __Host- or __Secure- unless it is Secure"_s);
    if (!secure && sameSite == SameSite::None)
        return wrong(u"Browsers refuse a SameSite=None cookie unless it is Secure"_s);
    if (maxAge && maxAge->count() <= 0)
        return wrong(u"A cookie's Max-Age must be positive"_s);
    return {};
}

} // namespace Axess
