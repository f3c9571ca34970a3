// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screenshots.h"

#include "app/storewindow.h"
#include "jobs/jobsmodel.h"
#include "logouts/bulklogouts.h"
#include "operatorlog/operatorlogpage.h"

#include <QtWidgets/qdockwidget.h>
#include <QtWidgets/qtableview.h>

namespace Axess {

using namespace Qt::StringLiterals;

void Screenshots::planUpkeep(const QString &theme)
{
    const auto settled = [this] { return m_window.isSettled(); };
    const auto jobsEnded
        = [this] { return m_window.isSettled() && m_window.bulkLogOuts().jobs().running().isEmpty(); };
    then(settled, [this] { m_window.showPage(OperatorLogPageNumber); });
    then(settled, [this] {
        if (auto *table = m_window.operatorLog().findChild<QTableView *>(u"logTable"_s))
            table->selectRow(0);
    });
    shot(u"log-"_s + theme);
    then(settled, [this] { m_window.operatorLog().verify(); });
    then(jobsEnded, [] { });
    shotOf(u"chain-"_s + theme, u"chainDialog"_s);
    then(settled, [this] { m_window.findChild<QDockWidget *>(u"jobsDock"_s)->hide(); });
}

} // namespace Axess
