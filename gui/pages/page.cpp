// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/page.h"

namespace Axess {

Page::Page(Console &console, QWidget *parent)
    : QWidget(parent)
    , m_console(console)
{ }

void Page::setTenants(const TenantPage &)
{ }

std::function<qint64()> Page::now() const
{
    return [&console = m_console] { return console.now(); };
}

} // namespace Axess
