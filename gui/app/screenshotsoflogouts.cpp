// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screenshots.h"

#include "app/storewindow.h"
#include "logouts/bulklogouts.h"
#include "logouts/logoutwizard.h"
#include "pages/sessionspage.h"

#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Asked and taken back: nobody is logged out by a picture.
void Screenshots::planLogOuts(const QString &theme)
{
    const auto settled = [this] { return m_window.isSettled(); };
    const auto wizard = [this] { return m_window.findChild<LogOutWizard *>(); };
    const auto current = [this] { return m_window.sessions().current().value_or(ListedSession()).row; };
    then(settled, [this, current] { m_window.bulkLogOuts().askTenant(current().tenant); });
    for (const QString &step : {u"whose"_s, u"count"_s, u"how"_s, u"why"_s}) {
        then([wizard] { return !wizard() || !wizard()->isCounting(); },
             [this, wizard, step, theme] {
                 if (LogOutWizard *dialog = wizard()) {
                     save(u"logout-many-%1-%2"_s.arg(step, theme), *dialog);
                     dialog->findChild<QPushButton *>(u"wizardNext"_s)->click();
                 }
             });
    }
    then([] { return true; },
         [wizard] {
             if (LogOutWizard *dialog = wizard())
                 dialog->reject();
         });
    then(settled, [this, current] {
        BulkOrder order;
        order.title = tr("Everybody of tenant %1").arg(current().tenant.text());
        order.ids.resize(120); // Nobody's.
        order.reason = tr("Leaked backup");
        order.countdown = 60s;
        m_window.bulkLogOuts().start(order);
    });
    shot(u"jobs-"_s + theme);
    then(settled, [this] {
        m_window.bulkLogOuts().logOut(0)->cancel();
        m_window.bulkLogOuts().showDetails(m_window.bulkLogOuts().logOut(0));
    });
    shotOf(u"logout-result-"_s + theme, u"resultDialog"_s);
    then(settled, [this] {
        m_window.bulkLogOuts().jobs().clearEnded();
        m_window.findChild<QWidget *>(u"jobsDock"_s)->hide();
    });
}

} // namespace Axess
