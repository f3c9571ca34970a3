// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "messages.h"

#include <axess/sessionmanager.h>

/// The shop itself: answers requests by a visitor's session. No HTTP here, and no thread of its own.
///
/// Thread-safe. Whatever the store says, an answer of 503 never carries a cookie.
class Shop
{
public:
    ShopAnswer answer(const ShopRequest &request, Axess::SessionManager &sessions) const;
    /// When nobody is served any more: another instance is, or this one after a while.
    static ShopAnswer closed();

private:
    struct Visit
    {
        const ShopRequest &request;
        Axess::SessionManager &sessions;
        Axess::Session session;

        QString field(const QString &name) const
        {
            return request.form.queryItemValue(name, QUrl::FullyDecoded);
        }
    };
    struct Route
    {
        bool isPost;
        const char16_t *path;
        ShopAnswer (Shop::*step)(Visit &) const;
    };

    ShopAnswer frontPage(Visit &visit) const;
    ShopAnswer basketPage(Visit &visit) const;
    ShopAnswer addToBasket(Visit &visit) const;
    ShopAnswer removeFromBasket(Visit &visit) const;
    ShopAnswer signInPage(Visit &visit) const;
    ShopAnswer signIn(Visit &visit) const;
    ShopAnswer signOut(Visit &visit) const;
    ShopAnswer orderPage(Visit &visit) const;
    ShopAnswer confirm(Visit &visit) const;
    ShopAnswer order(Visit &visit) const;
    ShopAnswer accountPage(Visit &visit) const;
    ShopAnswer endOne(Visit &visit) const;
    ShopAnswer endOthers(Visit &visit) const;
    ShopAnswer endAll(Visit &visit) const;

    ShopAnswer routed(Visit &visit) const;
    ShopAnswer failed(Visit &visit, const Axess::Error &error) const;
    /// Takes the session over; a failure's answer otherwise.
    std::optional<ShopAnswer> settled(Visit &visit, const Axess::Result<Axess::Session> &session) const;
    Axess::Result<Axess::Session> withFormToken(Axess::Session session, bool anew) const;
};
