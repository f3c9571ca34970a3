// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storewindow.h"

#include "dialogs/logoutflow.h"
#include "jobs/jobspanel.h"
#include "keys/keyflow.h"
#include "logouts/bulklogouts.h"
#include "migration/migrationflow.h"
#include "pages/overviewpage.h"
#include "pages/sessionspage.h"
#include "widgets/docktitle.h"
#include "widgets/icons.h"

#include <QtGui/qaction.h>
#include <QtWidgets/qdockwidget.h>
#include <QtWidgets/qinputdialog.h>
#include <QtWidgets/qmenu.h>
#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qpushbutton.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int JobsHeight = 190;

} // namespace

void StoreWindow::makeJobs()
{
    m_jobs = new JobsPanel(m_bulk->jobs());
    m_jobsDock = new QDockWidget(tr("Jobs"), this);
    m_jobsDock->setObjectName(u"jobsDock"_s);
    m_jobsDock->setWidget(m_jobs);
    m_jobsDock->setAllowedAreas(Qt::BottomDockWidgetArea | Qt::TopDockWidgetArea);
    auto *title = new DockTitle(m_jobsDock->windowTitle(), tr("Close the jobs"), u"Ctrl+J"_s, m_jobsDock);
    m_jobsDock->setTitleBarWidget(title);
    addDockWidget(Qt::BottomDockWidgetArea, m_jobsDock);
    m_jobsDock->hide();
    connect(title, &DockTitle::closed, m_jobsDock, &QWidget::hide);
    connect(m_jobs, &JobsPanel::detailsWanted, this, [this](DockJob *job) {
        if (auto *logOut = qobject_cast<BulkLogOut *>(job))
            m_bulk->showDetails(logOut);
        else if (auto *stored = qobject_cast<StoreJob *>(job); stored && RotationProgress::of(stored->job()))
            m_keyFlow->show(stored);
        else if (auto *migration = qobject_cast<MigrationJob *>(job))
            m_migrations->show(migration);
    });
    connect(m_bulk, &BulkLogOuts::started, this, &StoreWindow::showNewestJob);
    connect(m_keyFlow, &KeyFlow::started, this, &StoreWindow::showNewestJob);
    connect(m_migrations, &MigrationFlow::started, this, &StoreWindow::showNewestJob);
    // A list never moves by itself.
    connect(m_keyFlow, &KeyFlow::changed, this, [this] {
        if (Page *page = currentPage(); page == m_keys || page == m_overview)
            page->refresh();
    });
    connect(m_keys, &KeysPage::actWanted, this, [this](KeyAct act, const std::optional<KeyUse> &use) {
        if (m_keys->sight())
            m_keyFlow->ask(act, *m_keys->sight(), use);
    });
    connect(m_keys, &KeysPage::rotationWanted, m_keyFlow, &KeyFlow::attach);
    connect(m_bulk, &BulkLogOuts::ended, m_sessions, &SessionsPage::markShownEnded);
    connect(m_bulk, &BulkLogOuts::someEnded, this, [this] { currentPage()->refresh(); });
    connect(m_logOuts, &LogOutFlow::wizardWanted, m_bulk, &BulkLogOuts::askChosen);
    connect(m_logOuts, &LogOutFlow::bulkWanted, m_bulk, &BulkLogOuts::askMatching);
    connect(m_sessions, &SessionsPage::bulkLogOutWanted, m_bulk, &BulkLogOuts::askMatching);
}

void StoreWindow::showNewestJob()
{
    if (m_jobsDock->isHidden()) {
        m_jobsDock->show();
        resizeDocks({m_jobsDock}, {JobsHeight}, Qt::Vertical);
    }
    m_jobs->choose(0);
}

void StoreWindow::makeBulkActions(QMenu *menu)
{
    const auto add = [&](const QString &text, const QString &name, GatedAct act, auto ask) {
        QAction *action = menu->addAction(Icons::icon(u"logout-all"_s), text);
        action->setObjectName(name);
        action->setEnabled(m_console.gate().allows(act));
        action->setToolTip(m_console.gate().refusal(act));
        connect(action, &QAction::triggered, this, ask);
    };
    menu->setToolTipsVisible(true);
    add(tr("Log out a &tenant…"), u"logOutTenant"_s, GatedAct::LogOutMany, [this] { askForTenant(); });
    add(tr("Log out e&verybody…"), u"logOutEverybody"_s, GatedAct::LogOutEverybody,
        [this] { m_bulk->askEverybody(); });
}

void StoreWindow::askForTenant()
{
    QStringList names;
    for (const TenantId &tenant : m_tenants.tenants)
        names.append(tenant.text());
    names.removeAll(QString());
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(u"tenantDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Log out a tenant"));
    dialog->setLabelText(tr("Everybody of this tenant is counted first:"));
    dialog->setComboBoxItems(names);
    dialog->setComboBoxEditable(true);
    dialog->setOkButtonText(tr("Continue"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        if (const auto tenant = TenantId::fromText(name); tenant && !tenant->isEmpty())
            m_bulk->askTenant(*tenant);
    });
    dialog->open();
}

// What counts down is sent by nobody else; what stands in the store goes on by whoever works jobs off.
bool StoreWindow::mayClose()
{
    const QList<DockJob *> running = m_bulk->jobs().running();
    if (running.isEmpty() || m_isClosingAsked)
        return true;
    const bool staysAlive
        = std::ranges::all_of(running, [](const DockJob *job) { return job->standsInStore(); });
    QStringList titles;
    for (const DockJob *job : running)
        titles.append((job->isBegunHere() ? tr("%1: %2", "job, state")
                                          : tr("%1: %2 (not begun in this window, and not touched)"))
                          .arg(job->title(), job->stateText()));
    auto *box = new QMessageBox(this);
    box->setObjectName(u"closeQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("Jobs are running"));
    box->setText(tr("%n job(s) of this window have not ended.", nullptr, int(running.size())));
    box->setInformativeText(titles.join(u'\n') + u"\n\n"_s
                            + (staysAlive
                                   ? tr("They stand in the store: an application, a worker or this console, "
                                        "when it is opened again, goes on with them.")
                                   : tr("What was not sent is not sent any more, and what only this window "
                                        "works on stops. Who was logged out stays so.")));
    QPushButton *stay = box->addButton(tr("Do not close"), QMessageBox::RejectRole);
    QPushButton *cancel = box->addButton(tr("Cancel the jobs"), QMessageBox::ActionRole);
    QPushButton *leave = box->addButton(tr("Close"), QMessageBox::DestructiveRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    connect(cancel, &QPushButton::clicked, this, [this] {
        for (DockJob *job : m_bulk->jobs().running()) {
            if (job->isBegunHere())
                job->cancel();
        }
    });
    connect(leave, &QPushButton::clicked, this, [this] {
        m_isClosingAsked = true;
        close();
    });
    box->open();
    return false;
}

} // namespace Axess
