// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "faultyfactory.h"
#include "storefixture.h"

#include "app/storewindow.h"

#include <QtTest/qtest.h>

/// A store window on a store in memory, with faults at hand.
class WindowFixture
{
public:
    enum class Access : quint8 { WithKey, Keyless };

    WindowFixture();
    ~WindowFixture();

    /// A signed-in session, a second after the one before.
    Axess::SessionRow addSession(const QString &user, const QString &tenant = QStringLiteral("acme"));
    Axess::SessionRow addGuest();
    void openWindow(Access access = Access::WithKey);
    /// Turns to the page and waits until it has filled; false = it did not.
    bool turnTo(int page);
    Axess::Life lifeOf(const Axess::SessionId &id);

    template<typename Widget> Widget *child(const char *name) const
    {
        return window->findChild<Widget *>(QString::fromLatin1(name));
    }

    StoreFixture store;
    FaultPlan *faults = nullptr;
    std::shared_ptr<Axess::SessionStore> opened;
    Axess::StoreAddress address {QStringLiteral("memory:"), {}}; ///< For windows opened from now on.
    Axess::ConsoleMode mode = Axess::ConsoleMode::Operator; ///< The same.
    std::unique_ptr<Axess::Appearance> appearance;
    std::unique_ptr<Axess::StoreWindow> window;

private:
    Axess::SessionRow added(Axess::SessionRow row, const std::optional<Axess::SignIn> &signIn);
};
