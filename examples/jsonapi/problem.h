// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "messages.h"

#include <axess/error.h>
#include <axess/principal.h>

/// Answers that say what went wrong, as application/problem+json (RFC 9457).
///
/// Only a token that opens nothing is 401, and only such an answer asks for another one (RFC 6750, section
/// 3). Whatever the store's outage, it is 503 and the client keeps its token.
namespace Problem {

/// `name` makes the problem's type; it is for programs, the detail for people.
ApiAnswer of(int status, const QString &name, const QString &title, const QString &detail);

/// 401 without an error code: the request showed no token.
ApiAnswer tokenMissing(const Axess::TenantId &tenant);
/// 401, `invalid_token`: ended, expired, revoked, of another tenant, or invented; which one is not said.
ApiAnswer tokenInvalid(const Axess::TenantId &tenant);
/// 401, `invalid_token`: the session goes on, but under a newer token.
ApiAnswer tokenSuperseded(const Axess::TenantId &tenant);
/// 400, `invalid_request`: an Authorization header that cannot be read.
ApiAnswer tokenMalformed(const Axess::TenantId &tenant);
/// 503 with Retry-After.
ApiAnswer unavailable();
/// 400: a body, a name or a number that cannot be right.
ApiAnswer badRequest(const QString &detail);
/// 405 with the methods that are there.
ApiAnswer methodNotAllowed(const QByteArray &allowed);
ApiAnswer notFound();
/// What the engine's error means to a client.
ApiAnswer of(const Axess::Error &error, const Axess::TenantId &tenant);

} // namespace Problem
