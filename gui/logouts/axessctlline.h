// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"

#include <axess/revokesessions.h>

namespace Axess {

/// The lines of axessctl that do what the console is about to do. Arguments behind the program's name.
class AxessctlLine
{
public:
    explicit AxessctlLine(const StoreAddress &address);

    QStringList with(const QStringList &command) const { return m_store + command; }
    QStringList revoke(const QList<SessionId> &ids, const QString &reason,
                       std::chrono::milliseconds grace) const;
    /// By the set that stands in a file, an id a line.
    QStringList revokeSet(const QString &file, const BulkRevocation &what) const;
    /// Without tenant the whole store.
    QStringList raiseEpoch(const std::optional<TenantId> &tenant, const QString &reason) const;

    /// As it is typed into a shell.
    static QString shell(const QStringList &arguments);
    static QString duration(std::chrono::milliseconds time);

private:
    QStringList m_store; ///< The options that name it, without password.
};

} // namespace Axess
