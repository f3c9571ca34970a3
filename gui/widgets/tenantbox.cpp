// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tenantbox.h"

#include "app/texts.h"

namespace Axess {

TenantBox::TenantBox(AllTenants all, QWidget *parent)
    : QComboBox(parent)
    , m_all(all)
{
    setAccessibleName(tr("Tenant"));
    setMinimumContentsLength(8);
    setInsertPolicy(QComboBox::NoInsert);
    if (m_all == AllTenants::Offered)
        addItem(tr("All tenants"));
    connect(this, &QComboBox::activated, this, &TenantBox::tenantChosen);
}

int TenantBox::add(const TenantId &tenant)
{
    const int known = findData(tenant.utf8());
    if (known >= 0)
        return known;
    addItem(Texts::tenantName(tenant), tenant.utf8());
    return count() - 1;
}

void TenantBox::fill(const TenantPage &page)
{
    const bool nothingChosen = currentIndex() < 0;
    const std::optional<TenantId> before = chosen();
    clear();
    if (m_all == AllTenants::Offered)
        addItem(tr("All tenants"));
    for (const TenantId &tenant : page.tenants)
        add(tenant);
    setEditable(!page.next.isEmpty());
    if (nothingChosen && count() > 0)
        setCurrentIndex(0);
    else if (!nothingChosen)
        choose(before);
}

void TenantBox::choose(const std::optional<TenantId> &tenant)
{
    if (tenant)
        setCurrentIndex(add(*tenant));
    else if (m_all == AllTenants::Offered)
        setCurrentIndex(0);
}

std::optional<TenantId> TenantBox::chosen() const
{
    if (isEditable() && currentText() != itemText(currentIndex()))
        return TenantId::fromText(currentText()).value_or(TenantId());
    const QVariant bytes = currentData();
    if (!bytes.isValid())
        return m_all == AllTenants::Offered ? std::optional<TenantId>() : TenantId();
    return TenantId::fromUtf8(bytes.toByteArray()).value_or(TenantId());
}

} // namespace Axess
