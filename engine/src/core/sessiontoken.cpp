// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessiontoken.h>

#include <QtCore/qcryptographichash.h>

#include <algorithm>
#include <span>

namespace Axess {

namespace {

bool isBase64Url(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

void wipeArray(QByteArray &bytes)
{
    wipe(std::as_writable_bytes(std::span(bytes.data(), size_t(bytes.size()))));
}

} // namespace

SessionToken::~SessionToken()
{
    wipe(m_secret);
}

Result<SessionToken> SessionToken::random(RandomSource &random)
{
    return SessionId::random(random).and_then([&](const SessionId &id) { return forId(id, random); });
}

Result<SessionToken> SessionToken::forId(const SessionId &id, RandomSource &random)
{
    SessionToken token;
    token.m_id = id;
    return random.fill(token.m_secret).transform([&] { return token; });
}

std::optional<SessionToken> SessionToken::fromText(QByteArrayView text)
{
    if (text.size() != TextLength || !std::ranges::all_of(text, isBase64Url))
        return std::nullopt;
    QByteArray bytes = QByteArray::fromBase64(text.toByteArray(), QByteArray::Base64UrlEncoding);
    SessionToken token;
    token.m_id = *SessionId::fromBytes(QByteArrayView(bytes).first(SessionId::Size));
    std::ranges::copy(std::as_bytes(std::span(bytes).subspan(SessionId::Size)), token.m_secret.begin());
    wipeArray(bytes);
    return token;
}

Result<SessionToken> SessionToken::renewed(RandomSource &random) const
{
    return forId(m_id, random);
}

QByteArray SessionToken::text() const
{
    QByteArray bytes;
    // Reserved, because growing would leave a copy of the secret behind.
    bytes.reserve(SessionId::Size + SecretSize);
    bytes.append(m_id.view()).append(QByteArrayView(m_secret.data(), SecretSize));
    const QByteArray text = bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    wipeArray(bytes);
    return text;
}

QByteArray SessionToken::hash() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(m_id.view());
    hash.addData(QByteArrayView(m_secret.data(), SecretSize));
    return hash.result();
}

bool SessionToken::operator==(const SessionToken &other) const
{
    return m_id == other.m_id
        && constantTimeEquals(QByteArrayView(m_secret.data(), SecretSize),
                              QByteArrayView(other.m_secret.data(), SecretSize));
}

} // namespace Axess
