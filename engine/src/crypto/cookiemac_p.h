// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "keyring_p.h"

namespace Axess {

/// The value of a signed cookie, taken apart: `token.keyid.mac`, 64 + 8 + 43 characters and two dots.
struct AXESS_TEST_EXPORT SignedCookie
{
    static constexpr qsizetype TokenLength = 64;
    static constexpr qsizetype KeyIdLength = 8;
    static constexpr qsizetype CodeLength = 43;
    static constexpr qsizetype Length = TokenLength + 1 + KeyIdLength + 1 + CodeLength;

    QByteArrayView token; ///< Not verified; a view into the value.
    quint32 keyId = 0;
    QByteArrayView code; ///< base64url of an HMAC-SHA-256.

    /// Nothing for any other shape. Verifies nothing.
    static std::optional<SignedCookie> fromValue(QByteArrayView value);
};

/// The cookie's value, signed by the ring's active cookie key over name and token.
///
/// InvalidArgument unless `name` has 1 to 255 bytes and `token` 64.
AXESS_TEST_EXPORT Result<QByteArray> signCookie(const KeyRing &ring, QByteArrayView name,
                                                QByteArrayView token);

/// Whether a cookie of this name was signed by this ring; compared in constant time.
///
/// KeyMissing when the ring knows no such cookie key: it may be newer than the ring at hand, so read the ring
/// anew before calling the cookie invented.
AXESS_TEST_EXPORT Result<bool> verifyCookie(const KeyRing &ring, QByteArrayView name,
                                            const SignedCookie &cookie);

} // namespace Axess
