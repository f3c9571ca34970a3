// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/secretbytes.h>
#include <axess/sessionid.h>

#include <array>

namespace Axess {

/// What the client's cookie carries: a SessionId and a 256-bit secret, as 64 characters of base64url.
///
/// A credential: never stored, never logged, never shown. A store keeps its SHA-256 at most. Wiped on
/// destruction.
class AXESS_EXPORT SessionToken
{
public:
    static constexpr int SecretSize = 32;
    static constexpr int TextLength = 64; ///< base64url of 48 bytes, without padding.
    static constexpr int HashSize = 32;

    SessionToken() = default; ///< The null token, which opens nothing.
    ~SessionToken();
    SessionToken(const SessionToken &) = default;
    SessionToken &operator=(const SessionToken &) = default;

    static Result<SessionToken> random(RandomSource &random);
    /// A fresh secret for a given id.
    static Result<SessionToken> forId(const SessionId &id, RandomSource &random);
    /// Exactly 64 characters of base64url; any other shape is nothing.
    static std::optional<SessionToken> fromText(QByteArrayView text);

    /// Another secret for the same id: the `to` of a cycle.
    Result<SessionToken> renewed(RandomSource &random) const;

    SessionId id() const { return m_id; }
    QByteArray text() const;
    /// SHA-256 over id and secret: what stores keep. Bound to the id, so it opens no other row.
    QByteArray hash() const;
    bool isNull() const { return m_id.isNull(); }

    bool operator==(const SessionToken &other) const; ///< In constant time.

private:
    SessionId m_id;
    std::array<std::byte, SecretSize> m_secret {};
};

} // namespace Axess
