// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagecalls.h>

namespace Axess {

/// Where a list goes on: opaque bytes for callers, the same for every backend, at most 280 of them.
///
/// A cursor remembers which list it belongs to; reading it for another one is InvalidArgument. It names the
/// last entry that was looked at, so a list goes on behind it, whether that entry still exists or not. An
/// empty cursor is the beginning, which reads as nothing. A full page has a next one only if a further entry
/// belongs to the list, or if the work budget ended before one was found. Any thread.
class AXESS_EXPORT Cursor
{
public:
    struct Place
    {
        qint64 created = 0;
        SessionId id;

        auto operator<=>(const Place &) const = default;
    };

    /// The list that a page request walks: filter and order; the horizon may move on from page to page.
    static Cursor ofPage(const PageRequest &request);
    static Cursor ofUserSessions(const TenantId &tenant, const UserId &user);
    static Cursor ofUsers(const TenantId &tenant);
    static Cursor ofTenants();
    static Cursor ofDocuments(const QString &prefix);

    QByteArray at(const Place &place) const;
    QByteArray at(const QByteArray &name) const;

    Result<std::optional<Place>> place(const QByteArray &cursor) const;
    Result<std::optional<QByteArray>> name(const QByteArray &cursor) const;

private:
    explicit Cursor(const QByteArray &list);
    Result<QByteArray> behindList(const QByteArray &cursor) const;

    QByteArray m_list; ///< Version and digest of the list.
};

} // namespace Axess
