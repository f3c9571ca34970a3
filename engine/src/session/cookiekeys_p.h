// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/result.h>

#include <QtCore/qset.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace Axess {

class KeyRing;
struct SignedCookie;

/// The ring's cookie keys, with the one rule that keeps an unknown key from being mistaken for an invented
/// cookie.
///
/// A cookie of an unknown key is judged only against a ring that was read after that key id was first met.
/// Such reads are shared by all who wait and happen at most once a second; a key id that a reading did not
/// bring is remembered, so that old cookies cost no further reading. Thread-safe.
class AXESS_TEST_EXPORT CookieKeys
{
public:
    using Ring = std::shared_ptr<const KeyRing>;
    struct Source
    {
        std::function<Ring()> current; ///< The copy at hand; null = the store does not seal.
        std::function<Result<Ring>()> reread; ///< From the store.
    };

    CookieKeys(Source source, std::shared_ptr<const Clock> clock);
    ~CookieKeys();

    /// false = the store does not seal, and cookies carry the bare token.
    bool areInUse() const { return m_source.current() != nullptr; }
    /// Cookies from before a store was sealed are good: the deployment says `seal=mixed`.
    bool acceptBare() const;
    /// The cookie's value: signed, or the token itself.
    Result<QByteArray> sign(QByteArrayView name, QByteArrayView token) const;
    /// Unavailable when only another reading of the ring could tell, and it fails or is not due yet.
    Result<bool> verify(QByteArrayView name, const SignedCookie &cookie);

private:
    Result<Ring> readSince(std::chrono::steady_clock::time_point met, quint32 keyId);

    Source m_source;
    std::shared_ptr<const Clock> m_clock;
    std::mutex m_mutex;
    std::optional<std::chrono::steady_clock::time_point> m_lastReading; ///< When it began.
    std::optional<std::chrono::steady_clock::time_point> m_lastFailure; ///< When it ended.
    Result<Ring> m_lastRing;
    QSet<quint32> m_unknown;
};

} // namespace Axess
