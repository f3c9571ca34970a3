// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/userspage.h"

#include "app/errordetail.h"
#include "app/texts.h"
#include "widgets/icons.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"
#include "widgets/tenantbox.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

UsersPage::UsersPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_model(
          new UserModel([this](const TenantId &tenant,
                               const QByteArray &cursor) { return this->console().users(tenant, cursor); },
                        now(), this))
    , m_tenant(new TenantBox(TenantBox::AllTenants::NotOffered, this))
    , m_stack(new QStackedWidget(this))
    , m_table(new ListTable(u"usersTable"_s, tr("Users"), this))
    , m_state(new StatePanel(this))
    , m_footer(new QLabel(this))
{
    setObjectName(u"usersPage"_s);
    m_tenant->setObjectName(u"usersTenant"_s);
    m_footer->setForegroundRole(QPalette::PlaceholderText);
    m_footer->setContentsMargins(16, 6, 16, 8);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new CellDelegate(CellDelegate::NoChips, 0, m_table));
    m_table->setWidths({34, 12, 40});
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(toolRow());
    column->addWidget(m_stack, 1);
    column->addWidget(m_footer);
    connect(m_model, &UserModel::changed, this, &UsersPage::modelChanged);
    connect(m_tenant, &TenantBox::tenantChosen, this, &UsersPage::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &UsersPage::selectionChanged);
    connect(m_table, &QAbstractItemView::activated, this, [this] { m_sessions->click(); });
    connect(m_state, &StatePanel::actionTriggered, this, &UsersPage::refresh);
    modelChanged();
}

QToolButton *UsersPage::tool(const QString &icon, const QString &text, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Icons::icon(icon));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QLayout *UsersPage::toolRow()
{
    m_sessions = tool(u"sessions"_s, tr("Show sessions"), u"showSessions"_s);
    m_history = tool(u"history"_s, tr("History"), u"showHistory"_s);
    m_logOut = tool(u"logout-all"_s, tr("Log out all of user…"), u"logOutUser"_s);
    auto *label = new QLabel(tr("&Tenant"), this);
    label->setBuddy(m_tenant);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 14, 16, 10);
    row->setSpacing(4);
    row->addWidget(label);
    row->addSpacing(4);
    row->addWidget(m_tenant);
    row->addSpacing(12);
    row->addWidget(m_sessions);
    row->addWidget(m_history);
    row->addWidget(m_logOut);
    row->addStretch();
    const auto withUser = [this](auto signal) {
        return [this, signal] {
            if (const auto user = current())
                Q_EMIT(this->*signal)(user->user, user->tenant);
        };
    };
    connect(m_sessions, &QToolButton::clicked, this, withUser(&UsersPage::sessionsWanted));
    connect(m_history, &QToolButton::clicked, this, withUser(&UsersPage::historyWanted));
    connect(m_logOut, &QToolButton::clicked, this, withUser(&UsersPage::logOutUserWanted));
    return row;
}

void UsersPage::refresh()
{
    m_model->show(m_tenant->chosen().value_or(TenantId()));
}

bool UsersPage::isSettled() const
{
    return m_model->state() != UserModel::State::NeverAsked && m_model->state() != UserModel::State::Loading;
}

void UsersPage::setTenants(const TenantPage &tenants)
{
    m_tenant->fill(tenants);
}

void UsersPage::modelChanged()
{
    showState();
    const int shown = m_model->rowCount();
    QString footer = shown == 0 ? QString() : tr("%n user(s) shown, by name", nullptr, shown);
    if (m_model->hasMore())
        footer += u" · "_s + tr("more below");
    m_footer->setText(footer);
    selectionChanged();
}

void UsersPage::showState()
{
    m_stack->setCurrentWidget(m_state);
    switch (m_model->state()) {
    case UserModel::State::NeverAsked:
    case UserModel::State::Loading:
        m_state->showBusy(tr("Reading users…"));
        return;
    case UserModel::State::Failed:
        m_state->show({.icon = u"problem"_s,
                       .title = tr("The users could not be read"),
                       .sentence = Texts::problem(*m_model->error()),
                       .action = tr("Try again"),
                       .detail = errorDetail(*m_model->error()),
                       .tone = Tone::Danger});
        return;
    case UserModel::State::Empty:
        m_state->show({.icon = u"users"_s,
                       .title = tr("No users"),
                       .sentence = tr("Nobody is signed in under %1. Guests are listed on the Sessions page.")
                                       .arg(Texts::tenantName(m_model->tenant())),
                       .action = {},
                       .detail = {}});
        return;
    case UserModel::State::Filled:
        m_stack->setCurrentWidget(m_table);
    }
}

std::optional<UserSummary> UsersPage::current() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return {};
    return m_model->user(rows.constFirst().row());
}

void UsersPage::selectionChanged()
{
    const bool any = current().has_value();
    m_sessions->setEnabled(any);
    m_history->setEnabled(any);
    m_logOut->setEnabled(any && m_actionsEnabled && console().gate().allows(GatedAct::LogOutSome));
}

void UsersPage::setActionsEnabled(bool enabled)
{
    m_actionsEnabled = enabled;
    selectionChanged();
}

} // namespace Axess
