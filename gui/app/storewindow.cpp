// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storewindow.h"

#include "app/timetexts.h"
#include "dialogs/logoutflow.h"
#include "export/exportflow.h"
#include "keys/keyflow.h"
#include "live/livepage.h"
#include "logouts/bulklogouts.h"
#include "migration/migrationflow.h"
#include "operatorlog/operatorlogpage.h"
#include "pages/historypage.h"
#include "pages/inspector.h"
#include "pages/inspectorwindow.h"
#include "pages/overviewpage.h"
#include "pages/sessionactions.h"
#include "pages/sessionspage.h"
#include "pages/userspage.h"
#include "widgets/docktitle.h"
#include "widgets/environmentband.h"
#include "widgets/messagestrip.h"
#include "widgets/navigationrail.h"

#include <QtCore/qlocale.h>
#include <QtCore/qsettings.h>
#include <QtCore/qtimezone.h>
#include <QtGui/qaction.h>
#include <QtGui/qevent.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qdockwidget.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qmenubar.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qstatusbar.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// Saved layouts of another arrangement are ignored, not misread.
constexpr int LayoutVersion = 1;
constexpr auto GeometryKey = "layout/v1/geometry"_L1;
constexpr auto InspectorKey = "layout/v1/inspector"_L1;
constexpr auto StateKey = "layout/v1/state"_L1;

} // namespace

StoreWindow::StoreWindow(std::shared_ptr<SessionStore> store, const StoreAddress &address,
                         Appearance &appearance, ConsoleMode mode, QWidget *parent)
    : QMainWindow(parent)
    , m_appearance(appearance)
    , m_console(std::move(store), address, mode)
    , m_health(m_console)
{
    setObjectName(u"storeWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1 - %2 - Axess Console", "store and its kind")
                       .arg(m_console.markedName(), m_console.capabilities().displayName));
    makeTop();
    makeCentre();
    makeInspector();
    makeStatusBar();
    m_logOuts = new LogOutFlow(m_console, *m_strip, this);
    m_exports = new ExportFlow(m_console, *m_exportStrip, this);
    m_bulk = new BulkLogOuts(m_console, *m_strip, this);
    m_keyFlow = new KeyFlow(m_console, *m_keyStrip, m_bulk->jobs(), this);
    m_migrations = new MigrationFlow(m_console, *m_keyStrip, m_bulk->jobs(), this);
    makeJobs();
    makeUpkeep();
    makeMenus();
    connectPages();
    connectLogOuts();
    connectHealth();
    setMinimumSize(960, 600);
    resize(1280, 800);
    restoreLayout();
    m_rail->choose(OverviewPageNumber);
    m_health.askNow();
    readTenants();
}

StoreWindow::~StoreWindow()
{
    // The pages hold a reference to the console, which is a member and would go before them.
    delete takeCentralWidget();
    delete m_dock;
    delete m_jobsDock;
    // Its jobs are told to stop before the console waits for them.
    delete m_keyFlow;
    delete m_migrations;
    delete m_bulk;
    delete menuWidget();
    delete m_exports;
    qDeleteAll(findChildren<InspectorWindow *>());
}

// The band stands with the menu, above everything that can be moved or closed.
void StoreWindow::makeTop()
{
    auto *top = new QWidget(this);
    m_menus = new QMenuBar(top);
    auto *column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_menus);
    column->addWidget(new EnvironmentBand(m_console, top));
    setMenuWidget(top);
}

void StoreWindow::makeCentre()
{
    m_rail = new NavigationRail(this);
    m_rail->addPage(u"overview"_s, tr("Overview"));
    m_rail->addPage(u"sessions"_s, tr("Sessions"));
    m_rail->addPage(u"users"_s, tr("Users"));
    m_rail->addPage(u"history"_s, tr("History"));
    m_rail->addPage(u"pulse"_s, tr("Live"));
    m_rail->addPage(u"key"_s, tr("Keys"));
    m_rail->addPage(u"log"_s, tr("Operator log"));
    m_strip = new MessageStrip(this);
    m_outage = new MessageStrip(this);
    m_outage->setObjectName(u"outageStrip"_s);
    m_exportStrip = new MessageStrip(this);
    m_exportStrip->setObjectName(u"exportStrip"_s);
    m_keyStrip = new MessageStrip(this);
    m_keyStrip->setObjectName(u"keyStrip"_s);
    m_pages = new QStackedWidget(this);
    m_overview = new OverviewPage(m_console);
    m_sessions = new SessionsPage(m_console);
    m_users = new UsersPage(m_console);
    m_history = new HistoryPage(m_console);
    m_live = new LivePage(m_console);
    m_keys = new KeysPage(m_console);
    m_log = new OperatorLogPage(m_console);
    for (Page *page : {static_cast<Page *>(m_overview), static_cast<Page *>(m_sessions),
                       static_cast<Page *>(m_users), static_cast<Page *>(m_history),
                       static_cast<Page *>(m_live), static_cast<Page *>(m_keys), static_cast<Page *>(m_log)})
        m_pages->addWidget(page);
    auto *centre = new QWidget(this);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_outage);
    right->addWidget(m_strip);
    right->addWidget(m_exportStrip);
    right->addWidget(m_keyStrip);
    right->addWidget(m_pages, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row, 1);
    setCentralWidget(centre);
}

void StoreWindow::makeInspector()
{
    m_inspector = new Inspector(m_console);
    m_dock = new QDockWidget(tr("Inspector"), this);
    m_dock->setObjectName(u"inspectorDock"_s);
    m_dock->setWidget(m_inspector);
    m_dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    auto *title = new DockTitle(tr("Inspector"), tr("Close the inspector"), u"F9"_s, m_dock);
    m_dock->setTitleBarWidget(title);
    addDockWidget(Qt::RightDockWidgetArea, m_dock);
    resizeDocks({m_dock}, {360}, Qt::Horizontal);
    connect(title, &DockTitle::closed, this, [this] { wantInspector(false); });
}

void StoreWindow::makeStatusBar()
{
    m_state = new QLabel(this);
    m_state->setObjectName(u"stateLabel"_s);
    m_latency = new QLabel(this);
    const QString zone = QString::fromUtf8(QTimeZone::systemTimeZoneId());
    auto *times = new QLabel(tr("Times in %1").arg(zone), this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(10, 0, 10, 0);
    statusBar()->addWidget(m_state);
    statusBar()->addPermanentWidget(m_latency);
    statusBar()->addPermanentWidget(times);
}

void StoreWindow::connectPages()
{
    connect(m_rail, &NavigationRail::pageChosen, this, &StoreWindow::pageChosen);
    for (int number = 0; number < m_pages->count(); ++number) {
        auto *page = static_cast<Page *>(m_pages->widget(number));
        connect(page, &Page::pageWanted, this, &StoreWindow::showPage);
        connect(page, &Page::logOutUserWanted, m_logOuts, &LogOutFlow::askAllOf);
        connect(page, &Page::sessionsWanted, this, [this](const UserId &user, const TenantId &tenant) {
            showPage(SessionsPageNumber);
            m_sessions->showUser(user, tenant);
        });
        connect(page, &Page::historyWanted, this, [this](const UserId &user, const TenantId &tenant) {
            showPage(HistoryPageNumber);
            m_history->showUser(user, tenant);
        });
    }
    connect(m_sessions, &SessionsPage::exportWanted, m_exports, &ExportFlow::ask);
    connect(m_sessions, &SessionsPage::logOutWanted, m_logOuts, &LogOutFlow::ask);
    connect(m_sessions, &SessionsPage::currentChanged, this, &StoreWindow::inspectCurrent);
    connect(m_inspector, &Inspector::searchWanted, this,
            [this](const QString &text) { m_sessions->openTab()->search(text); });
    connect(m_sessions, &SessionsPage::inspectWanted, this, [this] { wantInspector(true); });
    connect(m_sessions->actions().inspectAlone, &QAction::triggered, this, &StoreWindow::inspectAlone);
}

void StoreWindow::connectLogOuts()
{
    connect(m_logOuts, &LogOutFlow::ended, m_sessions, &SessionsPage::markEnded);
    connect(m_logOuts, &LogOutFlow::restored, m_sessions, &SessionsPage::markRestored);
    connect(m_logOuts, &LogOutFlow::undoChanged, this, [this] { m_undo->setEnabled(m_logOuts->canUndo()); });
}

void StoreWindow::connectHealth()
{
    connect(&m_health, &HealthWatch::asked, this, &StoreWindow::tellHealth);
    connect(&m_health, &HealthWatch::wentDown, this, &StoreWindow::wentDown);
    connect(&m_health, &HealthWatch::cameBack, this, &StoreWindow::cameBack);
    connect(m_outage, &MessageStrip::actionTriggered, &m_health, &HealthWatch::askNow);
    m_state->setText(tr("Connecting…"));
}

void StoreWindow::showPage(int page)
{
    m_rail->choose(page);
}

Page *StoreWindow::currentPage() const
{
    return static_cast<Page *>(m_pages->currentWidget());
}

bool StoreWindow::isSettled() const
{
    return currentPage()->isSettled() && m_inspector->isSettled() && !m_logOuts->isBusy() && m_tenantsRead;
}

void StoreWindow::pageChosen(int page)
{
    m_pages->setCurrentIndex(page);
    // The inspector belongs to the list; elsewhere it would speak of something that is not to be seen.
    m_dock->setVisible(page == SessionsPageNumber && m_inspectorWanted);
    // New tenants may have come; the users are read after them.
    if (page == UsersPageNumber)
        readTenants();
    else if (page != HistoryPageNumber)
        currentPage()->refresh();
}

void StoreWindow::wantInspector(bool wanted)
{
    m_inspectorWanted = wanted;
    m_dock->setVisible(wanted && m_pages->currentIndex() == SessionsPageNumber);
    QSettings().setValue(InspectorKey, wanted);
}

void StoreWindow::readTenants()
{
    m_tenantsRead = false;
    m_console.tenants().then(this, [this](const Result<TenantPage> &tenants) {
        m_tenantsRead = true;
        m_tenants = tenants.value_or(m_tenants);
        for (int number = 0; tenants && number < m_pages->count(); ++number)
            static_cast<Page *>(m_pages->widget(number))->setTenants(*tenants);
        if (m_pages->currentIndex() == UsersPageNumber)
            m_users->refresh();
    });
}

void StoreWindow::inspectCurrent()
{
    const QList<ListedSession> selected = m_sessions->selected();
    if (selected.size() > 1) {
        m_inspector->inspectSeveral(selected);
        return;
    }
    const std::optional<ListedSession> session = m_sessions->current();
    m_inspector->inspect(session, session && m_sessions->model().endedHere(session->row.id));
}

void StoreWindow::inspectAlone()
{
    const std::optional<ListedSession> session = m_sessions->current();
    if (!session)
        return;
    const QList<InspectorWindow *> open = findChildren<InspectorWindow *>();
    const auto same = std::ranges::find(open, session->row.id, &InspectorWindow::session);
    InspectorWindow *window = same == open.end() ? nullptr : *same;
    if (!window && open.size() >= MostInspectors) {
        m_strip->show(tr("%n inspector(s) are open. Close one first.", nullptr, int(open.size())),
                      Tone::Attention);
        return;
    }
    if (!window) {
        window
            = new InspectorWindow(m_console, *session, m_sessions->model().endedHere(session->row.id), this);
        connect(&window->inspector(), &Inspector::searchWanted, this, [this](const QString &text) {
            m_sessions->openTab()->search(text);
            activateWindow();
        });
        connect(m_logOuts, &LogOutFlow::ended, window, &InspectorWindow::refresh);
        connect(m_logOuts, &LogOutFlow::restored, window, &InspectorWindow::refresh);
        window->show();
        return;
    }
    window->raise();
    window->activateWindow();
}

void StoreWindow::tellHealth()
{
    const StoreHealth &health = m_health.last();
    switch (health.health) {
    case Health::Good:
        m_state->setText(tr("Connected"));
        break;
    case Health::Degraded:
        m_state->setText(tr("Connected, strained: %1").arg(health.sentence));
        break;
    case Health::Down:
        m_state->setText(tr("Disconnected"));
        break;
    }
    const double milliseconds = std::max(0.1, double(health.latencyMicroseconds) / 1000);
    const QString latency = tr("answers in %1 ms").arg(QLocale().toString(milliseconds, 'f', 1));
    m_latency->setText(m_health.isDown() ? QString() : latency);
}

void StoreWindow::wentDown()
{
    const QString since = m_health.answeredAt() == 0
        ? QString()
        : tr("What is shown is as of %1. ").arg(TimeTexts::dateTime(m_health.answeredAt()));
    m_outage->show(tr("The store does not answer. %1Nobody can be logged out until it is back.").arg(since),
                   Tone::Danger, m_health.last().sentence);
    m_outage->offer(tr("Try now"));
    m_sessions->setActionsEnabled(false);
    m_users->setActionsEnabled(false);
    m_keys->setActionsEnabled(false);
}

void StoreWindow::cameBack()
{
    m_outage->hide();
    m_sessions->setActionsEnabled(true);
    m_users->setActionsEnabled(true);
    m_keys->setActionsEnabled(true);
    m_strip->show(tr("The store answers again."), Tone::Good);
    currentPage()->refresh();
}

void StoreWindow::restoreLayout()
{
    const QSettings settings;
    restoreGeometry(settings.value(GeometryKey).toByteArray());
    restoreState(settings.value(StateKey).toByteArray(), LayoutVersion);
    m_inspectorWanted = settings.value(InspectorKey, true).toBool();
}

void StoreWindow::closeEvent(QCloseEvent *event)
{
    if (!mayClose()) {
        event->ignore();
        return;
    }
    QSettings settings;
    settings.setValue(GeometryKey, saveGeometry());
    settings.setValue(StateKey, saveState(LayoutVersion));
    event->accept();
}

} // namespace Axess
