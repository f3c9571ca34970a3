// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/appearance.h"
#include "app/console.h"
#include "app/healthwatch.h"
#include "pages/pagenumbers.h"

#include <QtWidgets/qmainwindow.h>

class QDockWidget;
class QLabel;
class QMenu;
class QMenuBar;
class QStackedWidget;

namespace Axess {

class BulkLogOuts;
class ExportFlow;
class HistoryPage;
class Inspector;
class JobsPanel;
class KeyFlow;
class KeysPage;
class LivePage;
class LogOutFlow;
class MessageStrip;
class MigrationFlow;
class NavigationRail;
class OperatorLogPage;
class OverviewPage;
class Page;
class SessionsPage;
class UpkeepFlow;
class UsersPage;

/// The window of one store: pages, inspector, and what is done to sessions.
class StoreWindow : public QMainWindow
{
    Q_OBJECT

public:
    static constexpr qsizetype MostInspectors = 12; ///< In windows of their own.

    StoreWindow(std::shared_ptr<SessionStore> store, const StoreAddress &address, Appearance &appearance,
                ConsoleMode mode = ConsoleMode::Operator, QWidget *parent = nullptr);
    ~StoreWindow() override;

    void showPage(int page);
    Page *currentPage() const;
    bool isSettled() const;

    SessionsPage &sessions() { return *m_sessions; }
    HistoryPage &history() { return *m_history; }
    OverviewPage &overview() { return *m_overview; }
    UsersPage &users() { return *m_users; }
    LivePage &live() { return *m_live; }
    KeysPage &keys() { return *m_keys; }
    OperatorLogPage &operatorLog() { return *m_log; }
    KeyFlow &keyActs() { return *m_keyFlow; }
    MigrationFlow &migrations() { return *m_migrations; }
    Inspector &inspector() { return *m_inspector; }
    LogOutFlow &logOuts() { return *m_logOuts; }
    ExportFlow &exports() { return *m_exports; }
    BulkLogOuts &bulkLogOuts() { return *m_bulk; }
    MessageStrip &strip() { return *m_strip; }

Q_SIGNALS:
    void anotherStoreWanted();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeTop();
    void makeCentre();
    void makeInspector();
    void makeStatusBar();
    void makeMenus();
    void makeViewMenu();
    void makeSessionMenu();
    void makeTabActions(QMenu *menu);
    void connectPages();
    void connectLogOuts();
    void makeJobs();
    void showNewestJob();
    void makeUpkeep();
    void makeBulkActions(QMenu *menu);
    void askForTenant();
    bool mayClose();
    void connectHealth();
    void pageChosen(int page);
    void wantInspector(bool wanted);
    void readTenants();
    void inspectCurrent();
    void inspectAlone();
    void tellHealth();
    void wentDown();
    void cameBack();
    void about();
    void restoreLayout();

    Appearance &m_appearance;
    Console m_console;
    HealthWatch m_health;
    QMenuBar *m_menus = nullptr;
    NavigationRail *m_rail = nullptr;
    MessageStrip *m_strip = nullptr;
    MessageStrip *m_outage = nullptr;
    MessageStrip *m_exportStrip = nullptr;
    MessageStrip *m_keyStrip = nullptr; ///< Else a key's job would take a log-out's Undo away.
    QStackedWidget *m_pages = nullptr;
    OverviewPage *m_overview = nullptr;
    SessionsPage *m_sessions = nullptr;
    UsersPage *m_users = nullptr;
    HistoryPage *m_history = nullptr;
    LivePage *m_live = nullptr;
    KeysPage *m_keys = nullptr;
    OperatorLogPage *m_log = nullptr;
    QDockWidget *m_dock = nullptr;
    QDockWidget *m_jobsDock = nullptr;
    JobsPanel *m_jobs = nullptr;
    Inspector *m_inspector = nullptr;
    LogOutFlow *m_logOuts = nullptr;
    ExportFlow *m_exports = nullptr;
    BulkLogOuts *m_bulk = nullptr;
    KeyFlow *m_keyFlow = nullptr;
    MigrationFlow *m_migrations = nullptr;
    UpkeepFlow *m_upkeep = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_latency = nullptr;
    QAction *m_undo = nullptr;
    TenantPage m_tenants;
    bool m_tenantsRead = false;
    bool m_isClosingAsked = false;
    bool m_inspectorWanted = true; ///< The person has not closed it.
};

} // namespace Axess
