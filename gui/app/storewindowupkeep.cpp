// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storewindow.h"

#include "logouts/bulklogouts.h"
#include "operatorlog/operatorlogpage.h"
#include "upkeep/upkeepflow.h"

namespace Axess {

void StoreWindow::makeUpkeep()
{
    m_upkeep = new UpkeepFlow(*m_keyStrip, m_bulk->jobs(), this);
    m_log->setFlow(*m_upkeep);
    connect(m_upkeep, &UpkeepFlow::started, this, &StoreWindow::showNewestJob);
}

} // namespace Axess
