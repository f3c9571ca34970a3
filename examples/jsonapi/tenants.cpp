// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tenants.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Axess;

Result<Tenants> Tenants::of(const QStringList &names, Named named, const QString &domain)
{
    static const QRegularExpression label(u"\\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z"_s);
    for (const QString &name : names) {
        if (!label.match(name).hasMatch())
            return std::unexpected(Error(ErrorCode::InvalidArgument,
                                         u"A tenant is named by 1 to 63 of a–z, 0–9 and hyphens inside"_s));
    }
    if (names.isEmpty())
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"At least one --tenant is needed"_s));
    Tenants tenants;
    tenants.m_names = names;
    tenants.m_named = named;
    tenants.m_domain = domain.toLower();
    return tenants;
}

std::optional<Tenants::Address> Tenants::find(const QByteArray &host, const QString &path) const
{
    const auto at = [&](const QString &name, const QString &rest) {
        return known(name).transform([&](const TenantId &tenant) { return Address {tenant, rest}; });
    };
    if (m_named == Named::ByHost) {
        const QString name = QString::fromLatin1(host).section(u':', 0, 0).toLower();
        if (!name.endsWith(u'.' + m_domain))
            return std::nullopt;
        return at(name.chopped(m_domain.size() + 1), path);
    }
    if (!path.startsWith("/t/"_L1))
        return std::nullopt;
    return at(path.section(u'/', 2, 2), u'/' + path.section(u'/', 3));
}

std::optional<TenantId> Tenants::known(const QString &name) const
{
    if (!m_names.contains(name))
        return std::nullopt;
    const auto tenant = TenantId::fromText(name);
    return tenant ? std::optional(*tenant) : std::nullopt;
}
