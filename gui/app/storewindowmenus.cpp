// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storewindow.h"

#include "dialogs/logoutflow.h"
#include "migration/migrationflow.h"
#include "pages/sessionactions.h"
#include "pages/sessionspage.h"
#include "widgets/icons.h"

#include <axess/version.h>

#include <QtGui/qaction.h>
#include <QtGui/qactiongroup.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qdockwidget.h>
#include <QtWidgets/qmenubar.h>
#include <QtWidgets/qmessagebox.h>

namespace Axess {

using namespace Qt::StringLiterals;

void StoreWindow::makeMenus()
{
    QMenu *store = m_menus->addMenu(tr("&Store"));
    QAction *open = store->addAction(Icons::icon(u"open"_s), tr("&Open another store…"));
    open->setObjectName(u"openAnother"_s);
    open->setShortcut(QKeySequence::Open);
    connect(open, &QAction::triggered, this, &StoreWindow::anotherStoreWanted);
    QAction *move = store->addAction(Icons::icon(u"store"_s), tr("&Move sessions to another store…"));
    move->setObjectName(u"moveSessions"_s);
    connect(move, &QAction::triggered, m_migrations, &MigrationFlow::ask);
    store->addSeparator();
    QAction *close = store->addAction(tr("&Close window"));
    close->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W));
    connect(close, &QAction::triggered, this, &QWidget::close);
    QAction *quit = store->addAction(tr("&Quit"));
    quit->setShortcut(QKeySequence::Quit);
    connect(quit, &QAction::triggered, qApp, &QApplication::closeAllWindows);
    makeSessionMenu();
    makeViewMenu();
    QMenu *help = m_menus->addMenu(tr("&Help"));
    connect(help->addAction(tr("&About Axess Console")), &QAction::triggered, this, &StoreWindow::about);
}

void StoreWindow::makeSessionMenu()
{
    QMenu *session = m_menus->addMenu(tr("S&ession"));
    QAction *find = session->addAction(Icons::icon(u"search"_s), tr("&Find"));
    find->setObjectName(u"findSessions"_s);
    find->setShortcut(QKeySequence::Find);
    connect(find, &QAction::triggered, this, [this] {
        showPage(SessionsPageNumber);
        m_sessions->focusSearch();
    });
    makeTabActions(session);
    session->addSeparator();
    SessionActions &actions = m_sessions->actions();
    session->addAction(actions.logOut);
    session->addAction(actions.logOutAll);
    makeBulkActions(session);
    m_undo = session->addAction(Icons::icon(u"undo"_s), tr("&Undo the log-out"));
    m_undo->setObjectName(u"undoLogOut"_s);
    m_undo->setShortcut(QKeySequence::Undo);
    m_undo->setEnabled(false);
    connect(m_undo, &QAction::triggered, this, [this] { m_logOuts->undo(); });
    session->addSeparator();
    session->addActions(
        {actions.inspectAlone, actions.history, actions.sameUser, actions.sameAddress, actions.sameDevice});
    session->addMenu(&actions.copyMenu());
    session->addAction(actions.exportRows);
    session->addSeparator();
    session->addActions({actions.selectShown, actions.selectMatching});
}

void StoreWindow::makeTabActions(QMenu *menu)
{
    const auto add
        = [this, menu](const QString &text, const QString &name, const QKeySequence &keys, auto act) {
              QAction *action = menu->addAction(text);
              action->setObjectName(name);
              action->setShortcut(keys);
              connect(action, &QAction::triggered, this, [this, act] {
                  showPage(SessionsPageNumber);
                  act(*m_sessions);
              });
          };
    add(tr("&New search tab"), u"newSearchTab"_s, QKeySequence::AddTab, [](SessionsPage &page) {
        page.openTab();
        page.focusSearch();
    });
    add(tr("&Close search tab"), u"closeSearchTab"_s, QKeySequence(Qt::CTRL | Qt::Key_W),
        [](SessionsPage &page) { page.closeTab(); });
    add(tr("Ne&xt search tab"), u"nextSearchTab"_s, QKeySequence(Qt::CTRL | Qt::Key_Tab),
        [](SessionsPage &page) { page.turnTab(1); });
    add(tr("&Previous search tab"), u"previousSearchTab"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab),
        [](SessionsPage &page) { page.turnTab(-1); });
    add(tr("Sa&ve this search…"), u"saveSearch"_s, QKeySequence::Save,
        [](SessionsPage &page) { page.saveSearch(); });
    add(tr("&Go to…"), u"goTo"_s, QKeySequence(Qt::CTRL | Qt::Key_G),
        [](SessionsPage &page) { page.askWhereTo(); });
}

void StoreWindow::makeViewMenu()
{
    QMenu *view = m_menus->addMenu(tr("&View"));
    QAction *refresh = view->addAction(Icons::icon(u"refresh"_s), tr("&Refresh, or show what waits"));
    refresh->setObjectName(u"refresh"_s);
    refresh->setShortcuts({QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    connect(refresh, &QAction::triggered, this, [this] { currentPage()->refresh(); });
    QAction *inspector = m_dock->toggleViewAction();
    inspector->setIcon(Icons::icon(u"inspector"_s));
    inspector->setText(tr("&Inspector"));
    inspector->setShortcut(Qt::Key_F9);
    connect(inspector, &QAction::triggered, this, &StoreWindow::wantInspector);
    view->addAction(inspector);
    QAction *jobs = m_jobsDock->toggleViewAction();
    jobs->setText(tr("&Jobs"));
    jobs->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_J));
    view->addAction(jobs);
    QMenu *columns = view->addMenu(tr("&Columns"));
    connect(columns, &QMenu::aboutToShow, this, [this, columns] { m_sessions->fillColumns(*columns); });
    view->addSeparator();
    auto *themes = new QActionGroup(this);
    QMenu *appearance = view->addMenu(tr("&Appearance"));
    const std::pair<Theme, QString> choices[] {{Theme::FollowSystem, tr("As the &system")},
                                               {Theme::Light, tr("&Light")},
                                               {Theme::Dark, tr("&Dark")}};
    for (const auto &[theme, text] : choices) {
        QAction *action = themes->addAction(appearance->addAction(text));
        action->setObjectName(u"theme%1"_s.arg(int(theme)));
        action->setCheckable(true);
        action->setChecked(m_appearance.theme() == theme);
        connect(action, &QAction::triggered, this, [this, theme = theme] { m_appearance.choose(theme); });
        connect(&m_appearance, &Appearance::themeChanged, action,
                [action, theme = theme](Theme now) { action->setChecked(now == theme); });
    }
}

void StoreWindow::about()
{
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Axess Console"),
        tr("<h3>Axess Console %1</h3><p>Find sessions, log them out, and see why one ended.</p>"
           "<p>Store: %2<br>Qt %3</p><p>GPL-3.0-or-later; the engine is Apache-2.0.</p>")
            .arg(QApplication::applicationVersion(), m_console.storeName().toHtmlEscaped(),
                 QString::fromLatin1(qVersion())),
        QMessageBox::Close, this);
    box->setIconPixmap(QIcon(u":/icons/axess-console.svg"_s).pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace Axess
