// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"

#include <QtCore/qlist.h>

namespace Axess {

/// The stores that were opened last, newest first, in the person's settings. Passwords are never kept.
class RecentStores
{
public:
    static constexpr qsizetype Maximum = 8;

    QList<StoreAddress> list() const;
    void remember(const StoreAddress &address);
    /// As it was marked when it was opened last.
    Environment environmentOf(const StoreAddress &address) const;
    void forget(const StoreAddress &address);

private:
    void write(const QList<StoreAddress> &stores);
};

} // namespace Axess
