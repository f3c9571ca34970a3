// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>
#include <axess/result.h>

#include <QtCore/qhashfunctions.h>
#include <QtCore/qstring.h>

namespace Axess {

/// A name of 1–255 bytes of UTF-8, compared byte by byte. `Kind` keeps users and tenants apart.
///
/// Empty is "none": a guest has no user, a store without tenants uses the empty tenant.
template<typename Kind> class Principal
{
public:
    static constexpr qsizetype MaximumBytes = 255;

    Principal() = default;

    /// InvalidArgument for more than 255 bytes, a NUL or an unpaired surrogate. Empty text is "none".
    static Result<Principal> fromText(const QString &text)
    {
        const QByteArray utf8 = text.toUtf8();
        if (utf8.size() > MaximumBytes || text.contains(QChar(0)) || !text.isValidUtf16())
            return std::unexpected(invalid());
        return Principal(utf8);
    }
    /// The same for bytes; InvalidArgument when they are not UTF-8.
    static Result<Principal> fromUtf8(const QByteArray &utf8)
    {
        if (utf8.size() > MaximumBytes || utf8.contains('\0') || !QUtf8StringView(utf8).isValidUtf8())
            return std::unexpected(invalid());
        return Principal(utf8);
    }

    QString text() const { return QString::fromUtf8(m_utf8); }
    const QByteArray &utf8() const { return m_utf8; }
    bool isEmpty() const { return m_utf8.isEmpty(); }

    bool operator==(const Principal &) const = default;
    auto operator<=>(const Principal &other) const
    {
        const int order = m_utf8.compare(other.m_utf8);
        return order <=> 0;
    }
    friend size_t qHash(const Principal &principal, size_t seed = 0) noexcept
    {
        return qHash(principal.m_utf8, seed);
    }

private:
    explicit Principal(QByteArray utf8)
        : m_utf8(std::move(utf8))
    { }
    static Error invalid()
    {
        return Error(ErrorCode::InvalidArgument,
                     QString::fromLatin1(Kind::Name)
                         + QString::fromLatin1(" must be 1 to 255 bytes of UTF-8 without NUL"));
    }

    QByteArray m_utf8;
};

struct UserKind
{
    static constexpr const char *Name = "A user id";
};
struct TenantKind
{
    static constexpr const char *Name = "A tenant id";
};

/// The application's name of a person or account.
using UserId = Principal<UserKind>;
/// The application's name of a customer whose sessions are apart from all others'.
using TenantId = Principal<TenantKind>;

} // namespace Axess
