// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cookiekeys_p.h"

#include "crypto/cookiemac_p.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr auto betweenReadings = 1s;
constexpr qsizetype mostUnknown = 1024; // Forgers can name any id; what they name must not grow.

bool isUnknownKey(const Result<bool> &verdict)
{
    return !verdict && verdict.error().code() == ErrorCode::KeyMissing;
}

} // namespace

CookieKeys::CookieKeys(Source source, std::shared_ptr<const Clock> clock)
    : m_source(std::move(source))
    , m_clock(std::move(clock))
{ }

CookieKeys::~CookieKeys() = default;

Result<QByteArray> CookieKeys::sign(QByteArrayView name, QByteArrayView token) const
{
    const Ring ring = m_source.current();
    // While payloads are written in the clear, instances without a key read the cookies, too.
    return ring && ring->seals() ? signCookie(*ring, name, token) : token.toByteArray();
}

bool CookieKeys::acceptBare() const
{
    const Ring ring = m_source.current();
    return !ring || ring->isMixedAllowed();
}

Result<bool> CookieKeys::verify(QByteArrayView name, const SignedCookie &cookie)
{
    const auto met = m_clock->monotonic();
    const Ring ring = m_source.current();
    if (!ring)
        return false;
    const auto verdict = verifyCookie(*ring, name, cookie);
    if (!isUnknownKey(verdict))
        return verdict;

    const auto fresh = readSince(met, cookie.keyId);
    if (!fresh)
        return std::unexpected(fresh.error());
    if (!*fresh)
        return false;
    const auto second = verifyCookie(**fresh, name, cookie);
    return isUnknownKey(second) ? Result<bool>(false) : second;
}

// A null ring = an earlier reading has told already that there is no such key.
Result<CookieKeys::Ring> CookieKeys::readSince(std::chrono::steady_clock::time_point met, quint32 keyId)
{
    const std::scoped_lock lock(m_mutex);
    if (m_unknown.contains(keyId))
        return Ring();
    // Who waited while a reading failed shares the failure, though it began before: else all who wait for a
    // store that hangs would do so one behind the other.
    const bool isShared = (m_lastReading && *m_lastReading > met) || (m_lastFailure && *m_lastFailure > met);
    if (!isShared) {
        if (m_lastReading && m_clock->monotonic() - *m_lastReading < betweenReadings)
            return std::unexpected(
                Error(ErrorCode::Unavailable,
                      u"A cookie is signed by an unknown key, and the key ring was read a moment "
                      "ago; it is read at most once a second"_s));
        m_lastReading = m_clock->monotonic();
        m_lastRing = m_source.reread();
        m_lastFailure = m_lastRing ? std::nullopt : std::optional(m_clock->monotonic());
    }
    if (!m_lastRing)
        return std::unexpected(Error(ErrorCode::Unavailable,
                                     u"A cookie cannot be judged, because the key ring cannot be read: "_s
                                         + m_lastRing.error().message()));
    if (*m_lastRing && !(*m_lastRing)->key(keyId)) {
        if (m_unknown.size() >= mostUnknown)
            m_unknown.clear();
        m_unknown.insert(keyId);
    }
    return m_lastRing;
}

} // namespace Axess
