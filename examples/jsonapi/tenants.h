// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/principal.h>
#include <axess/result.h>

#include <QtCore/QStringList>

#include <optional>

/// The customers of this server, and how a request says whose it is.
class Tenants
{
public:
    enum class Named {
        ByHost, ///< `acme.api.example/session`
        ByPath, ///< `api.example/t/acme/session`
    };
    struct Address
    {
        Axess::TenantId tenant;
        QString path; ///< Without the tenant: `/session`.
    };

    /// InvalidArgument unless each name is 1 to 63 of a–z, 0–9 and hyphens, as in a host's name.
    static Axess::Result<Tenants> of(const QStringList &names, Named named, const QString &domain);

    /// Nothing for a tenant that is not one of ours: it may not be learned who else there is.
    std::optional<Address> find(const QByteArray &host, const QString &path) const;

private:
    Tenants() = default;
    std::optional<Axess::TenantId> known(const QString &name) const;

    QStringList m_names;
    Named m_named = Named::ByPath;
    QString m_domain;
};
