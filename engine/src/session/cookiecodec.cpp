// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cookiecodec_p.h"

#include "cookieheader_p.h"
#include "crypto/cookiemac_p.h"

namespace Axess {

namespace {

QByteArray sameSiteName(SameSite sameSite)
{
    switch (sameSite) {
    case SameSite::Lax:
        return "Lax";
    case SameSite::Strict:
        return "Strict";
    case SameSite::None:
        break;
    }
    return "None";
}

} // namespace

CookieCodec::CookieCodec(CookiePolicy policy, std::shared_ptr<CookieKeys> keys)
    : m_policy(std::move(policy))
    , m_keys(std::move(keys))
{ }

Result<std::optional<SessionToken>> CookieCodec::verified(QByteArrayView value) const
{
    const auto cookie = SignedCookie::fromValue(value);
    if (!cookie)
        return m_keys->acceptBare() ? SessionToken::fromText(value) : std::nullopt;
    // From before the store was unsealed: nothing is here to verify it by, and the token alone decides.
    if (!m_keys->areInUse())
        return SessionToken::fromText(cookie->token);
    return m_keys->verify(m_policy.name, *cookie).transform([&](bool genuine) {
        return genuine ? SessionToken::fromText(cookie->token) : std::nullopt;
    });
}

Result<CookieCodec::Reading> CookieCodec::read(QByteArrayView cookieHeader) const
{
    const auto values
        = m_policy.check().and_then([&] { return CookieHeader::values(cookieHeader, m_policy.name); });
    if (!values)
        return std::unexpected(values.error());

    Reading reading;
    for (const QByteArray &value : *values) {
        const auto token = verified(value);
        if (!token)
            return std::unexpected(token.error());
        if (!*token)
            reading.sawInvented = true;
        else if (!reading.tokens.contains(**token))
            reading.tokens.append(**token);
    }
    return reading;
}

Result<QByteArray> CookieCodec::set(const SessionToken &token) const
{
    if (const auto fine = m_policy.check(); !fine)
        return std::unexpected(fine.error());
    return m_keys->sign(m_policy.name, token.text()).transform([&](const QByteArray &value) {
        QByteArray cookie = withAttributes(value);
        if (m_policy.maxAge)
            cookie += "; Max-Age=" + QByteArray::number(qint64(m_policy.maxAge->count()));
        return cookie;
    });
}

QByteArray CookieCodec::clear() const
{
    return withAttributes({}) + "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
}

QByteArray CookieCodec::withAttributes(const QByteArray &value) const
{
    QByteArray cookie = m_policy.name + '=' + value + "; Path=/; HttpOnly";
    if (m_policy.secure)
        cookie += "; Secure";
    return cookie + "; SameSite=" + sameSiteName(m_policy.sameSite);
}

} // namespace Axess
