// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sessionspage.h"

#include "app/timetexts.h"
#include "pages/sessionfilterbar.h"
#include "pages/sessionstates.h"
#include "widgets/icons.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"

#include <QtCore/qlocale.h>
#include <QtCore/qsettings.h>
#include <QtGui/qaction.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LiveKey = "sessions/liveSeconds"_L1;
constexpr int LiveByDefault = 15;
constexpr int CharactersForToolTexts = 105; ///< Below this width of the page its tools are icons only.

QFuture<Result<SessionPage>> onlyThis(QFuture<Result<std::optional<ListedSession>>> found)
{
    return found.then(QtFuture::Launch::Sync, [](const Result<std::optional<ListedSession>> &session) {
        return session.transform([](const std::optional<ListedSession> &row) {
            SessionPage page {.sessions = {}, .next = {}, .examined = 1};
            if (row) {
                // A list shows no data, however it was found.
                page.sessions.append(*row);
                page.sessions.last().row.data = {};
                page.sessions.last().row.verification = Verification::NotVerified;
            }
            return page;
        });
    });
}

} // namespace

SessionsPage::SessionsPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_model(new SessionModel([this](const SessionQuery &query) { return read(query); }, now(), this))
    , m_filter(new SessionFilterBar(this))
    , m_live(new QComboBox(this))
    , m_waiting(new MessageStrip(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new ListTable(u"sessionsTable"_s, tr("Sessions"), this))
    , m_state(new StatePanel(this))
    , m_footer(new QLabel(this))
    , m_selection(new QLabel(this))
{
    setObjectName(u"sessionsPage"_s);
    m_waiting->setObjectName(u"waitingStrip"_s);
    m_footer->setObjectName(u"sessionsFooter"_s);
    m_footer->setForegroundRole(QPalette::PlaceholderText);
    m_selection->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    makeActions();
    auto *top = new QVBoxLayout;
    top->setContentsMargins(16, 14, 16, 10);
    top->setSpacing(10);
    top->addWidget(m_filter);
    top->addLayout(toolRow());
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(16, 6, 16, 8);
    bottom->addWidget(m_footer, 1);
    bottom->addWidget(m_selection);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_waiting);
    column->addWidget(m_stack, 1);
    column->addLayout(bottom);
    connectTable();
    m_timeTimer.start(10s);
    modelChanged();
    selectionChanged();
    liveChosen();
}

QFuture<Result<SessionPage>> SessionsPage::read(const SessionQuery &query)
{
    return m_onlyId ? onlyThis(console().open(*m_onlyId)) : console().page(query);
}

void SessionsPage::makeActions()
{
    const auto action
        = [this](const QString &icon, const QString &text, const QString &name, const QKeySequence &keys) {
              auto *made = new QAction(Icons::icon(icon), text, this);
              made->setObjectName(name);
              made->setShortcut(keys);
              made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
              made->setToolTip(
                  keys.isEmpty() ? text : u"%1 (%2)"_s.arg(text, keys.toString(QKeySequence::NativeText)));
              addAction(made);
              return made;
          };
    m_logOut = action(u"logout"_s, tr("Log out…"), u"logOutSelected"_s, Qt::Key_Delete);
    m_logOutAll = action(u"logout-all"_s, tr("Log out all of user…"), u"logOutAllOfUser"_s,
                         QKeySequence(Qt::SHIFT | Qt::Key_Delete));
    m_history
        = action(u"history"_s, tr("User's history"), u"historyOfUser"_s, QKeySequence(Qt::CTRL | Qt::Key_H));
    m_copy = action(u"copy"_s, tr("Copy id"), u"copyId"_s, QKeySequence::Copy);
    connect(m_logOut, &QAction::triggered, this, [this] { Q_EMIT logOutWanted(selected()); });
    connect(m_copy, &QAction::triggered, this, &SessionsPage::copyIds);
    connect(m_logOutAll, &QAction::triggered, this, [this] {
        if (const auto session = current())
            Q_EMIT logOutUserWanted(session->row.user, session->row.tenant);
    });
    connect(m_history, &QAction::triggered, this, [this] {
        if (const auto session = current())
            Q_EMIT historyWanted(session->row.user, session->row.tenant);
    });
}

QLayout *SessionsPage::toolRow()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    for (QAction *action : {m_logOut, m_logOutAll, m_history, m_copy}) {
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
    auto *label = new QLabel(tr("&Watch"), this);
    label->setBuddy(m_live);
    m_live->setObjectName(u"liveRefresh"_s);
    m_live->setAccessibleName(tr("Look for news"));
    m_live->addItem(tr("off"), 0);
    for (const int seconds : {5, 15, 60})
        m_live->addItem(tr("every %1 s").arg(seconds), seconds);
    m_live->setCurrentIndex(m_live->findData(QSettings().value(LiveKey, LiveByDefault).toInt()));
    row->addWidget(label);
    row->addSpacing(4);
    row->addWidget(m_live);
    return row;
}

void SessionsPage::connectTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CellDelegate(int(SessionField::Life), SessionModel::ToneRole, m_table));
    m_table->setWidths({17, 10, 11, 20, 12, 12, 14, 34, 10, 10});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->addActions({m_logOut, m_logOutAll, m_history, m_copy});
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SessionsPage::selectionChanged);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &SessionsPage::currentChanged);
    connect(m_table, &QAbstractItemView::activated, this, &SessionsPage::inspectWanted);
    connect(m_model, &SessionModel::changed, this, &SessionsPage::modelChanged);
    connect(m_filter, &SessionFilterBar::searchRequested, this, &SessionsPage::search);
    connect(m_waiting, &MessageStrip::actionTriggered, this, &SessionsPage::stripTriggered);
    connect(m_live, &QComboBox::activated, this, &SessionsPage::liveChosen);
    connect(&m_liveTimer, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_model->poll();
    });
    connect(&m_timeTimer, &QTimer::timeout, m_model, &SessionModel::moveTime);
    connect(m_state, &StatePanel::actionTriggered, this, [this] {
        if (m_model->state() == SessionModel::State::Partial)
            m_model->continueSearch();
        else
            search();
    });
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
    const Result<SessionFilter> filter = m_filter->filter();
    if (!filter) {
        m_waiting->show(filter.error().message(), Tone::Attention);
        return;
    }
    m_onlyId = m_filter->sessionId();
    m_waiting->hide();
    m_model->search(*filter);
}

void SessionsPage::refresh()
{
    if (m_model->hasWaiting()) {
        m_model->applyWaiting();
        return;
    }
    if (m_model->state() == SessionModel::State::NeverSearched || m_model->droppedNewest()
        || m_model->state() == SessionModel::State::Failed) {
        search();
        return;
    }
    m_model->poll(SessionModel::News::ShowAtOnce);
}

void SessionsPage::modelChanged()
{
    showState();
    showWaiting();
    m_footer->setText(sessionsFooter(*m_model));
    selectionChanged();
}

void SessionsPage::showState()
{
    const std::optional<StatePanel::Content> content = sessionsState(*m_model, m_onlyId.has_value());
    if (m_model->state() == SessionModel::State::Loading)
        m_state->showBusy(tr("Reading sessions…"));
    else if (content)
        m_state->show(*content);
    const bool panel = content || m_model->state() == SessionModel::State::Loading;
    m_stack->setCurrentWidget(panel ? static_cast<QWidget *>(m_state) : m_table);
}

void SessionsPage::showWaiting()
{
    if (const auto &error = m_model->error(); error && m_model->rowCount() > 0) {
        m_waiting->show(tr("Not refreshed. %1").arg(Texts::problem(*error)), Tone::Danger, error->message());
        m_waiting->offer(tr("Try again (F5)"));
        return;
    }
    if (!m_model->hasWaiting()) {
        showPartial();
        return;
    }
    QStringList news;
    if (m_model->waitingNew() > 0)
        news.append(tr("%n new", nullptr, m_model->waitingNew()));
    if (m_model->waitingGone() > 0)
        news.append(tr("%n ended", nullptr, m_model->waitingGone()));
    const QString text = news.join(u", "_s);
    if (!m_waiting->isHidden() && m_waiting->text() == text)
        return;
    m_waiting->show(text, Tone::Info);
    m_waiting->offer(tr("Apply (F5)"));
}

// The store stopped looking before the page was full; whether it is worth more is for the person to say.
void SessionsPage::showPartial()
{
    if (m_model->state() != SessionModel::State::Partial || m_model->rowCount() == 0) {
        m_waiting->hide();
        return;
    }
    m_waiting->show(
        tr("%1 sessions were looked at, %2 of them fit. There are more.")
            .arg(QLocale().toString(m_model->examined()), QLocale().toString(m_model->rowCount())),
        Tone::Info);
    m_waiting->offer(tr("Look further"));
}

void SessionsPage::stripTriggered()
{
    if (!m_model->hasWaiting() && !m_model->error() && m_model->state() == SessionModel::State::Partial)
        m_model->continueSearch();
    else
        refresh();
}

bool SessionsPage::isSettled() const
{
    return m_model->state() != SessionModel::State::NeverSearched && !m_model->isReading();
}

void SessionsPage::setTenants(const TenantPage &tenants)
{
    m_filter->setTenants(tenants);
}

void SessionsPage::showUser(const UserId &user, const TenantId &tenant)
{
    m_filter->setUser(user, tenant);
    search();
}

void SessionsPage::focusSearch()
{
    m_filter->focusSearch();
}

void SessionsPage::markEnded(const QList<SessionId> &ids)
{
    m_model->mark(ids, SessionModel::Mark::EndedHere);
    Q_EMIT currentChanged();
}

void SessionsPage::markRestored(const QList<SessionId> &ids)
{
    m_model->mark(ids, SessionModel::Mark::Restored);
    Q_EMIT currentChanged();
}

void SessionsPage::setActionsEnabled(bool enabled)
{
    m_actionsEnabled = enabled;
    selectionChanged();
}

QList<ListedSession> SessionsPage::selected() const
{
    QList<ListedSession> sessions;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        sessions.append(m_model->session(index.row()));
    return sessions;
}

std::optional<ListedSession> SessionsPage::current() const
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid() || !m_table->selectionModel()->isRowSelected(index.row()))
        return {};
    return m_model->session(index.row());
}

void SessionsPage::select(const QList<SessionId> &ids)
{
    QItemSelectionModel *selection = m_table->selectionModel();
    selection->clearSelection();
    for (const SessionId &id : ids) {
        const int row = m_model->rowOf(id);
        if (row < 0)
            continue;
        const QModelIndex index = m_model->index(row, 0);
        selection->setCurrentIndex(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

void SessionsPage::selectionChanged()
{
    const QList<ListedSession> sessions = selected();
    const std::optional<ListedSession> one = current();
    const bool anyLive
        = std::ranges::any_of(sessions, [](const auto &session) { return session.life == Life::Live; });
    const bool canEnd = m_actionsEnabled && !console().capabilities().readOnly;
    const bool ofUser = one && !one->row.user.isEmpty();
    m_logOut->setEnabled(canEnd && anyLive);
    m_logOutAll->setEnabled(canEnd && ofUser);
    m_history->setEnabled(ofUser);
    m_copy->setEnabled(!sessions.isEmpty());
    m_selection->setText(sessions.isEmpty() ? QString() : tr("%n selected", nullptr, int(sessions.size())));
    Q_EMIT currentChanged();
}

void SessionsPage::copyIds()
{
    QStringList ids;
    for (const ListedSession &session : selected())
        ids.append(session.row.id.text());
    QGuiApplication::clipboard()->setText(ids.join(u'\n'));
}

} // namespace Axess
