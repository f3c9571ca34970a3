// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>
#include <axess/result.h>

#include <QtCore/qbytearray.h>

#include <chrono>
#include <optional>

namespace Axess {

enum class SameSite : quint8 { Lax, Strict, None };

/// How the session's cookie is set (RFC 6265bis; `__Host-` binds it to host, path `/` and HTTPS).
struct AXESS_EXPORT CookiePolicy
{
    QByteArray name = "__Host-axess.sid";
    bool secure = true;
    SameSite sameSite = SameSite::Lax;
    std::optional<std::chrono::seconds> maxAge {}; ///< Absent = until the browser closes.

    /// For demos on loopback without TLS: no `__Host-` prefix and not Secure. Never for a real deployment.
    static CookiePolicy forPlainHttp();

    /// InvalidArgument for what browsers would refuse or misread, such as `__Host-` without Secure.
    /// SessionManager checks it before it answers anything.
    Result<void> check() const;

    bool operator==(const CookiePolicy &) const = default;
};

} // namespace Axess
