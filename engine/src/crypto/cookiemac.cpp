// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cookiemac_p.h"

#include "primitives_p.h"
#include "sealedbox_p.h"

#include <axess/secretbytes.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype maximumName = 255;

// Lower case only, so that one signature has one spelling.
std::optional<quint32> keyIdFromText(QByteArrayView text)
{
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (!std::ranges::all_of(text, isDigit))
        return std::nullopt;
    return text.toByteArray().toUInt(nullptr, 16);
}

Result<QByteArray> codeOf(const DataKey &key, QByteArrayView name, QByteArrayView token)
{
    if (name.isEmpty() || name.size() > maximumName || token.size() != SignedCookie::TokenLength)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"A signed cookie has a name of 1 to 255 bytes and a token of 64 characters"_s));
    BoundTo bound("axess cookie 1");
    bound.number(key.id).counted(name).fixed(token);
    return Primitives::hmacSha256(key.material->prk(), bound.view())
        .transform([](const Primitives::Digest &digest) {
            return QByteArray::fromRawData(reinterpret_cast<const char *>(digest.data()),
                                           qsizetype(digest.size()))
                .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        });
}

} // namespace

std::optional<SignedCookie> SignedCookie::fromValue(QByteArrayView value)
{
    constexpr qsizetype keyIdAt = TokenLength + 1;
    constexpr qsizetype codeAt = keyIdAt + KeyIdLength + 1;
    if (value.size() != Length || value[keyIdAt - 1] != '.' || value[codeAt - 1] != '.')
        return std::nullopt;
    const auto keyId = keyIdFromText(value.sliced(keyIdAt, KeyIdLength));
    if (!keyId)
        return std::nullopt;
    return SignedCookie {value.first(TokenLength), *keyId, value.sliced(codeAt)};
}

Result<QByteArray> signCookie(const KeyRing &ring, QByteArrayView name, QByteArrayView token)
{
    const DataKey &key = ring.activeKey(KeyPurpose::Cookie);
    return codeOf(key, name, token).transform([&](const QByteArray &code) {
        return token.toByteArray() + '.' + keyIdText(key.id).toLatin1() + '.' + code;
    });
}

Result<bool> verifyCookie(const KeyRing &ring, QByteArrayView name, const SignedCookie &cookie)
{
    const DataKey *key = ring.key(cookie.keyId);
    if (!key || key->purpose != KeyPurpose::Cookie)
        return std::unexpected(
            Error(ErrorCode::KeyMissing, u"The cookie is signed by a key that is not in the key ring"_s));
    // Texts are compared, not bytes: 43 characters of base64url have two bits that say nothing.
    return codeOf(*key, name, cookie.token).transform([&](const QByteArray &code) {
        return constantTimeEquals(code, cookie.code);
    });
}

} // namespace Axess
