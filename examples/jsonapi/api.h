// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "messages.h"
#include "tenants.h"
#include "tokensessions.h"

/// The API itself: answers requests by the session of their token. No HTTP here, and no thread of its own.
///
/// Thread-safe.
class Api
{
public:
    static constexpr qsizetype LongestBody = 16 * 1024;

    explicit Api(Tenants tenants)
        : m_tenants(std::move(tenants))
    { }

    ApiAnswer answer(const ApiRequest &request, Axess::SessionStore &store) const;

private:
    struct Call
    {
        const ApiRequest &request;
        const Axess::TenantId tenant;
        const QString path;
        Axess::SessionStore &store;
        TokenSessions sessions;
        Axess::SessionRow session = {}; ///< Of the token that was shown.

        ApiAnswer failed(const Axess::Error &error) const;
    };
    struct Route
    {
        const char *method;
        const char16_t *path;
        ApiAnswer (Api::*step)(Call &) const;
    };

    ApiAnswer signIn(Call &call) const;
    ApiAnswer refresh(Call &call) const;
    ApiAnswer signOut(Call &call) const;
    ApiAnswer session(Call &call) const;
    ApiAnswer list(Call &call) const;
    ApiAnswer endAll(Call &call) const;
    ApiAnswer endOne(Call &call) const;
    ApiAnswer readDraft(Call &call) const;
    ApiAnswer writeDraft(Call &call) const;

    /// Finds the session of the request's token; else the answer that says why there is none.
    std::optional<ApiAnswer> refused(Call &call) const;
    static ApiAnswer token(const Call &call, const Axess::SessionRow &session);
    static ApiAnswer draft(const Axess::SessionRow &session);

    const Tenants m_tenants;
};
