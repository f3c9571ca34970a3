// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"

#include <QtWidgets/qwidget.h>

namespace Axess {

/// One page of a store's window. It asks the console when it is shown and when `refresh` is called.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(Console &console, QWidget *parent = nullptr);

    virtual void refresh() = 0;
    /// Nothing is under way: what is shown is what there is.
    virtual bool isSettled() const = 0;
    /// Tenants that any page may offer; the window reads them once for all.
    virtual void setTenants(const TenantPage &tenants);

Q_SIGNALS:
    void sessionsWanted(const Axess::UserId &user, const Axess::TenantId &tenant);
    void historyWanted(const Axess::UserId &user, const Axess::TenantId &tenant);
    void logOutUserWanted(const Axess::UserId &user, const Axess::TenantId &tenant);
    void pageWanted(int page);

protected:
    Console &console() const { return m_console; }
    std::function<qint64()> now() const;

private:
    Console &m_console;
};

} // namespace Axess
