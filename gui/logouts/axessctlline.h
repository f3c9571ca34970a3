// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"

#include <axess/sessionid.h>

#include <chrono>

namespace Axess {

/// The line of axessctl that does what the console is about to do. Arguments behind the program's name.
class AxessctlLine
{
public:
    explicit AxessctlLine(const StoreAddress &address);

    QStringList revoke(const QList<SessionId> &ids, const QString &reason,
                       std::chrono::milliseconds grace) const;
    /// As it is typed into a shell.
    static QString shell(const QStringList &arguments);
    static QString duration(std::chrono::milliseconds time);

private:
    QStringList m_store; ///< The options that name it, without password.
};

} // namespace Axess
