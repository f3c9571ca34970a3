// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "problem.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;
using namespace Axess;

namespace {

// While sessions move to another store, writes are held for about two seconds.
constexpr int retryAfter = 2;

// Tenants are letters, digits and hyphens, so nothing in them ends the quotes.
QByteArray challenge(const TenantId &tenant, const char *error)
{
    QByteArray text = "Bearer realm=\"" + tenant.utf8() + '"';
    if (*error != '\0')
        text += ", error=\"" + QByteArray(error) + '"';
    return text;
}

ApiAnswer challenged(ApiAnswer answer, const TenantId &tenant, const char *error)
{
    answer.challenge = challenge(tenant, error);
    return answer;
}

} // namespace

ApiAnswer Problem::of(int status, const QString &name, const QString &title, const QString &detail)
{
    // A tag URI (RFC 4151): it names the problem, and nobody has to serve a page there.
    const QJsonObject body {{u"type"_s, u"tag:axess.example,2026:problems/"_s + name},
                            {u"title"_s, title},
                            {u"status"_s, status},
                            {u"detail"_s, detail}};
    return {.status = status,
            .body = QJsonDocument(body).toJson(QJsonDocument::Compact),
            .type = "application/problem+json"};
}

ApiAnswer Problem::tokenMissing(const TenantId &tenant)
{
    return challenged(
        of(401, u"token-missing"_s, u"Sign in first"_s, u"The request shows no bearer token."_s), tenant, "");
}

ApiAnswer Problem::tokenInvalid(const TenantId &tenant)
{
    return challenged(of(401, u"token-invalid"_s, u"Sign in again"_s, u"The token opens no session here."_s),
                      tenant, "invalid_token");
}

ApiAnswer Problem::tokenSuperseded(const TenantId &tenant)
{
    return challenged(of(401, u"token-superseded"_s, u"The token was refreshed"_s,
                         u"The session goes on under a newer token. Whoever does not have that one signs in "
                         "again, and signs out everywhere if nobody should have refreshed it."_s),
                      tenant, "invalid_token");
}

ApiAnswer Problem::tokenMalformed(const TenantId &tenant)
{
    return challenged(of(400, u"authorization-malformed"_s, u"Authorization cannot be read"_s,
                         u"One header is expected, as in “Authorization: Bearer …”."_s),
                      tenant, "invalid_request");
}

ApiAnswer Problem::unavailable()
{
    ApiAnswer answer = of(503, u"unavailable"_s, u"Try again soon"_s,
                          u"This cannot be answered right now. Nobody is logged out: keep the token."_s);
    answer.retryAfter = retryAfter;
    return answer;
}

ApiAnswer Problem::badRequest(const QString &detail)
{
    return of(400, u"bad-request"_s, u"Not understood"_s, detail);
}

ApiAnswer Problem::methodNotAllowed(const QByteArray &allowed)
{
    ApiAnswer answer = of(405, u"method-not-allowed"_s, u"No such method here"_s,
                          u"Allowed: "_s + QString::fromLatin1(allowed));
    answer.allow = allowed;
    return answer;
}

ApiAnswer Problem::notFound()
{
    return of(404, u"not-found"_s, u"Not found"_s, u"There is nothing under this address."_s);
}

ApiAnswer Problem::of(const Error &error, const TenantId &tenant)
{
    switch (error.code()) {
    case ErrorCode::Gone:
        return tokenInvalid(tenant);
    case ErrorCode::Superseded:
        return tokenSuperseded(tenant);
    case ErrorCode::Conflict:
        return of(409, u"conflict"_s, u"Something changed meanwhile"_s, u"Read it again, then repeat."_s);
    case ErrorCode::Corrupt:
        // One damaged session is ended for its client; a damaged store is an outage.
        return error.damage() == Damage::OneSession ? tokenInvalid(tenant) : unavailable();
    default:
        // Denied and InvalidArgument too: a password that was changed or a database that is gone. What the
        // client did wrong was found before the store was asked.
        return unavailable();
    }
}
