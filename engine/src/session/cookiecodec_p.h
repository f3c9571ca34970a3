// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "cookiekeys_p.h"

#include <axess/cookiepolicy.h>
#include <axess/sessiontoken.h>

namespace Axess {

/// Tokens as cookies: `token.keyid.mac`, signed by the ring's cookie key, or the bare token where nothing
/// seals.
///
/// Thread-safe. A signature only spares the store the look-up of what was invented; the token is the
/// credential.
class AXESS_TEST_EXPORT CookieCodec
{
public:
    struct Reading
    {
        QList<SessionToken> tokens; ///< Of genuine cookies, in the header's order, each once.
        bool sawInvented = false; ///< Our name with a value that nobody here has given out.
    };

    CookieCodec(CookiePolicy policy, std::shared_ptr<CookieKeys> keys);

    /// InvalidArgument for a header that is refused, or a policy that browsers would. Unavailable when a
    /// signature cannot be judged because no ring can be read: then nothing is called invented.
    Result<Reading> read(QByteArrayView cookieHeader) const;
    /// The `Set-Cookie` value that carries the token.
    Result<QByteArray> set(const SessionToken &token) const;
    /// The `Set-Cookie` value that ends the cookie.
    QByteArray clear() const;

private:
    Result<std::optional<SessionToken>> verified(QByteArrayView value) const;
    QByteArray withAttributes(const QByteArray &value) const;

    CookiePolicy m_policy;
    std::shared_ptr<CookieKeys> m_keys;
};

} // namespace Axess
