// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "windowfixture.h"

#include "logouts/bulklogout.h"

/// A store with some sessions, a console on it, and a log-out in bulk of them.
class BulkFixture
{
public:
    explicit BulkFixture(int sessions, WindowFixture::Access access = WindowFixture::Access::WithKey,
                         Axess::ConsoleMode mode = Axess::ConsoleMode::Admin)
        : console(access == WindowFixture::Access::WithKey ? window.opened
                                                           : window.store.openKeyless().value(),
                  window.address, mode)
    {
        for (int i = 0; i < sessions; ++i)
            order.ids.append(window.addSession(QStringLiteral("user%1").arg(i)).id);
        order.title = QStringLiteral("Some");
        order.reason = QStringLiteral("Test");
        order.by = QStringLiteral("tester");
        order.grace = std::chrono::minutes(15);
    }

    int living()
    {
        int living = 0;
        for (const Axess::SessionId &id : order.ids)
            living += window.lifeOf(id) == Axess::Life::Live ? 1 : 0;
        return living;
    }

    WindowFixture window;
    Axess::Console console;
    Axess::BulkOrder order;
};
