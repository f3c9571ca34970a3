// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/principal.h>
#include <axess/storagecalls.h>

#include <QtWidgets/qcombobox.h>

#include <optional>

namespace Axess {

/// The choice of a tenant; where there are more than the list holds, a name can be typed.
class TenantBox : public QComboBox
{
    Q_OBJECT

public:
    enum class AllTenants : quint8 { Offered, NotOffered };

    explicit TenantBox(AllTenants all, QWidget *parent = nullptr);

    void fill(const TenantPage &page); ///< Keeps what is chosen.
    void choose(const std::optional<TenantId> &tenant);
    std::optional<TenantId> chosen() const; ///< Nothing = all tenants.

Q_SIGNALS:
    void tenantChosen();

private:
    int add(const TenantId &tenant);

    AllTenants m_all;
};

} // namespace Axess
