// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sessionspage.h"

#include "export/copyforms.h"
#include "pages/columnlayout.h"
#include "pages/sessionactions.h"
#include "search/gotodialog.h"
#include "search/searchbar.h"
#include "widgets/tables.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qsettings.h>
#include <QtGui/qaction.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qshortcut.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qtabwidget.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LiveKey = "sessions/liveSeconds"_L1;
constexpr int LiveByDefault = 15;
constexpr int CharactersForToolTexts = 105; ///< Below this width of the page its tools are icons only.
constexpr auto FirstSearch = "state:active"_L1;
constexpr qint64 EstimateHolds = std::chrono::milliseconds(5min).count();

} // namespace

SessionsPage::SessionsPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_actions(new SessionActions(this))
    , m_tabs(new QTabWidget(this))
    , m_live(new QComboBox(this))
{
    setObjectName(u"sessionsPage"_s);
    m_tabs->setObjectName(u"searchTabs"_s);
    m_tabs->setAccessibleName(tr("Searches"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabBarAutoHide(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setMovable(true);
    m_tabs->setElideMode(Qt::ElideRight);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(toolRow());
    column->addWidget(m_tabs, 1);
    connectActions();
    openTab();
    m_timeTimer.start(10s);
    selectionChanged();
    liveChosen();
}

void SessionsPage::connectActions()
{
    connect(m_actions->logOut, &QAction::triggered, this, [this] { Q_EMIT logOutWanted(selected()); });
    connect(m_actions->selectShown, &QAction::triggered, this, [this] { tab().selectShown(); });
    connect(m_actions->selectMatching, &QAction::triggered, this, [this] { tab().selectMatching(); });
    connect(m_actions->exportRows, &QAction::triggered, this,
            [this] { Q_EMIT exportWanted(tab().exportMaterial()); });
    connectCopies();
    connect(m_actions->logOutAll, &QAction::triggered, this, [this] {
        if (const auto session = current())
            Q_EMIT logOutUserWanted(session->row.user, session->row.tenant);
    });
    connect(m_actions->history, &QAction::triggered, this, [this] {
        if (const auto session = current())
            Q_EMIT historyWanted(session->row.user, session->row.tenant);
    });
    const auto like = [this](QAction *action, QString (*text)(const ListedSession &)) {
        connect(action, &QAction::triggered, this, [this, text] { searchLikeCurrent(text); });
    };
    like(m_actions->sameUser, [](const ListedSession &session) {
        return u"user:%1 tenant:%2"_s.arg(ParsedSearch::quoted(session.row.user.text()),
                                          ParsedSearch::quoted(session.row.tenant.text()));
    });
    like(m_actions->sameAddress, [](const ListedSession &session) {
        const auto address = AddressRange::fromText(session.row.client.address);
        return address ? u"ip:"_s + address->text()
                       : u"client:"_s + ParsedSearch::quoted(session.row.client.address);
    });
    like(m_actions->sameDevice, [](const ListedSession &session) {
        return u"client:"_s + ParsedSearch::quoted(session.row.client.label);
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &SessionsPage::selectionChanged);
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, [this](int place) {
        m_tabs->setCurrentIndex(place);
        closeTab();
    });
    connect(m_live, &QComboBox::activated, this, &SessionsPage::liveChosen);
    connect(&m_liveTimer, &QTimer::timeout, this, [this] {
        if (isVisible())
            tab().lookForNews();
    });
    connect(&m_timeTimer, &QTimer::timeout, this, [this] { model().moveTime(); });
}

// What it was found among stays where it is.
void SessionsPage::searchLikeCurrent(QString (*text)(const ListedSession &))
{
    if (const auto session = current())
        openTab()->search(text(*session));
}

QLayout *SessionsPage::toolRow()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 10, 16, 0);
    row->setSpacing(4);
    for (QAction *action : m_actions->tools()) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setAccessibleName(action->text());
        button->setFocusPolicy(Qt::TabFocus);
        m_tools.append(button);
        row->addWidget(button);
    }
    row->addStretch();
    makeLive(row);
    return row;
}

void SessionsPage::makeLive(QLayout *row)
{
    auto *label = new QLabel(tr("&Watch"), this);
    label->setBuddy(m_live);
    m_live->setObjectName(u"liveRefresh"_s);
    m_live->setAccessibleName(tr("Look for news"));
    m_live->addItem(tr("off"), 0);
    for (const int seconds : {5, 15, 60})
        m_live->addItem(tr("every %1 s").arg(seconds), seconds);
    m_live->setCurrentIndex(m_live->findData(QSettings().value(LiveKey, LiveByDefault).toInt()));
    row->addWidget(label);
    row->addWidget(m_live);
}

SearchTab *SessionsPage::openTab()
{
    if (m_tabs->count() >= MostTabs)
        return &tab();
    auto *made = new SearchTab(console(), m_tabs);
    connectTab(made);
    made->bar().setTenants(m_tenants);
    made->setEstimate(m_estimate);
    made->setLookupCommand(m_lookupCommand);
    made->bar().setText(FirstSearch);
    m_tabs->setCurrentIndex(m_tabs->addTab(made, tr("New search")));
    return made;
}

void SessionsPage::connectTab(SearchTab *tab)
{
    tab->table().addActions(m_actions->all());
    // Single letters mean something only where nothing is typed.
    const std::pair<Qt::Key, QAction *> letters[] {{Qt::Key_U, m_actions->sameUser},
                                                   {Qt::Key_I, m_actions->sameAddress},
                                                   {Qt::Key_D, m_actions->sameDevice}};
    for (const auto &[key, action] : letters) {
        auto *shortcut = new QShortcut(key, &tab->table());
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, action, &QAction::trigger);
    }
    connect(tab, &SearchTab::inspectWanted, this, &SessionsPage::inspectWanted);
    connect(tab, &SearchTab::bulkLogOutWanted, this, &SessionsPage::bulkLogOutWanted);
    connect(tab, &SearchTab::estimateWanted, this, &SessionsPage::readEstimate);
    connect(tab, &SearchTab::selectionChanged, this, [this, tab] {
        if (tab == m_tabs->currentWidget())
            selectionChanged();
    });
    connect(tab, &SearchTab::titleChanged, this,
            [this, tab] { m_tabs->setTabText(m_tabs->indexOf(tab), tab->title().replace(u'&', u"&&"_s)); });
}

void SessionsPage::closeTab()
{
    if (m_tabs->count() < 2)
        return;
    SearchTab *closing = &tab();
    m_tabs->removeTab(m_tabs->currentIndex());
    closing->deleteLater();
}

void SessionsPage::turnTab(int by)
{
    const int count = m_tabs->count();
    m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + count) % count);
}

int SessionsPage::tabCount() const
{
    return m_tabs->count();
}

SearchTab &SessionsPage::tab() const
{
    return *static_cast<SearchTab *>(m_tabs->currentWidget());
}

QList<SearchTab *> SessionsPage::tabs() const
{
    QList<SearchTab *> all;
    for (int place = 0; place < m_tabs->count(); ++place)
        all.append(static_cast<SearchTab *>(m_tabs->widget(place)));
    return all;
}

QAction *SessionsPage::logOutAction() const
{
    return m_actions->logOut;
}

void SessionsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const bool narrow = width() < fontMetrics().averageCharWidth() * CharactersForToolTexts;
    for (QToolButton *tool : std::as_const(m_tools))
        tool->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void SessionsPage::liveChosen()
{
    const int seconds = m_live->currentData().toInt();
    QSettings().setValue(LiveKey, seconds);
    if (seconds == 0)
        m_liveTimer.stop();
    else
        m_liveTimer.start(std::chrono::seconds(seconds));
}

void SessionsPage::search()
{
    tab().bar().run();
}

void SessionsPage::search(const QString &text)
{
    tab().search(text);
}

void SessionsPage::refresh()
{
    tab().refresh();
}

bool SessionsPage::isSettled() const
{
    return tab().isSettled();
}

void SessionsPage::setTenants(const TenantPage &tenants)
{
    m_tenants = tenants;
    for (SearchTab *each : tabs())
        each->bar().setTenants(tenants);
}

void SessionsPage::setLookupCommand(const QString &line)
{
    m_lookupCommand = line;
    for (SearchTab *each : tabs())
        each->setLookupCommand(line);
}

// How many there are is asked for once in a while, and only where a scan is about to be paid for.
void SessionsPage::readEstimate()
{
    if (m_estimating || (m_estimate && console().now() - m_estimatedAt < EstimateHolds))
        return;
    m_estimating = true;
    console().statistics().then(this, [this](const Result<StoreStatistics> &statistics) {
        m_estimating = false;
        if (!statistics)
            return;
        m_estimatedAt = console().now();
        m_estimate = StoreEstimate {statistics->sessions, statistics->exact};
        for (SearchTab *each : tabs())
            each->setEstimate(m_estimate);
    });
}

void SessionsPage::showUser(const UserId &user, const TenantId &tenant)
{
    search(u"user:%1 tenant:%2 state:active"_s.arg(ParsedSearch::quoted(user.text()),
                                                   ParsedSearch::quoted(tenant.text())));
}

void SessionsPage::focusSearch()
{
    tab().bar().focusSearch();
}

void SessionsPage::saveSearch()
{
    tab().bar().save();
}

void SessionsPage::askWhereTo()
{
    auto *dialog = new GoToDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &GoToDialog::chosen, &tab(), &SearchTab::goTo);
    dialog->open();
}

void SessionsPage::fillColumns(QMenu &menu)
{
    tab().columns().fill(menu);
}

void SessionsPage::markEnded(const QList<SessionId> &ids)
{
    for (SearchTab *each : tabs())
        each->model().mark(ids, SessionModel::Mark::EndedHere);
    Q_EMIT currentChanged();
}

void SessionsPage::markShownEnded(const QSet<SessionId> &ids)
{
    QSet<SessionId> shown;
    for (SearchTab *each : tabs()) {
        for (int row = 0; row < each->model().rowCount(); ++row) {
            if (const SessionId &id = each->model().session(row).row.id; ids.contains(id))
                shown.insert(id);
        }
    }
    markEnded(shown.values());
}

void SessionsPage::markRestored(const QList<SessionId> &ids)
{
    for (SearchTab *each : tabs())
        each->model().mark(ids, SessionModel::Mark::Restored);
    Q_EMIT currentChanged();
}

void SessionsPage::setActionsEnabled(bool enabled)
{
    m_actionsEnabled = enabled;
    selectionChanged();
}

void SessionsPage::selectionChanged()
{
    if (m_tabs->count() == 0)
        return;
    const bool mayEnd = m_actionsEnabled && console().gate().allows(GatedAct::LogOutSome);
    const bool anyShown = model().rowCount() > 0;
    m_actions->judge(selected(), current(), mayEnd);
    m_actions->selectShown->setEnabled(anyShown);
    m_actions->exportRows->setEnabled(anyShown);
    m_actions->selectMatching->setEnabled(
        mayEnd && anyShown && isSignalConnected(QMetaMethod::fromSignal(&SessionsPage::bulkLogOutWanted)));
    Q_EMIT currentChanged();
}

void SessionsPage::connectCopies()
{
    const auto copies = [this](QAction *action, auto text) {
        connect(action, &QAction::triggered, this, [text] { QGuiApplication::clipboard()->setText(text()); });
    };
    copies(m_actions->copy, [this] { return CopyForms::ids(selected()); });
    copies(m_actions->copyRow, [this] { return CopyForms::rows(selected(), tab().columns().shown()); });
    copies(m_actions->copyJson, [this] { return CopyForms::json(selected()); });
    copies(m_actions->copyCommand,
           [this] { return CopyForms::commands(console().address(), selected(), tab().bar().search()); });
}

} // namespace Axess
