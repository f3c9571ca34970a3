// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/historypage.h"

#include "app/errordetail.h"
#include "app/texts.h"
#include "app/timetexts.h"
#include "widgets/icons.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"
#include "widgets/tenantbox.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtoolbutton.h>

#include <algorithm>
#include <array>

namespace Axess {

using namespace Qt::StringLiterals;

HistoryPage::HistoryPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_model(new EventModel(now(), this))
    , m_user(new QLineEdit(this))
    , m_tenant(new TenantBox(TenantBox::AllTenants::NotOffered, this))
    , m_show(new QPushButton(tr("Show history"), this))
    , m_sessions(new QToolButton(this))
    , m_answer(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new ListTable(u"historyTable"_s, tr("History"), this))
    , m_state(new StatePanel(this))
{
    setObjectName(u"historyPage"_s);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new CellDelegate(EventModel::What, EventModel::ToneRole, m_table));
    m_table->setWidths({44, 40, 30, 12});
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(searchRow());
    column->addWidget(m_answer);
    column->addWidget(m_stack, 1);
    connect(m_show, &QPushButton::clicked, this, &HistoryPage::refresh);
    connect(m_user, &QLineEdit::returnPressed, this, &HistoryPage::refresh);
    connect(m_tenant, &TenantBox::tenantChosen, this, &HistoryPage::refresh);
    connect(m_state, &StatePanel::actionTriggered, this, &HistoryPage::refresh);
    connect(m_sessions, &QToolButton::clicked, this, [this] {
        if (const auto user = UserId::fromText(m_user->text().trimmed()); user && !user->isEmpty())
            Q_EMIT sessionsWanted(*user, m_tenant->chosen().value_or(TenantId()));
    });
    m_answer->setObjectName(u"historyAnswer"_s);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->setContentsMargins(16, 0, 16, 10);
    nothingAsked();
}

// Whoever calls wants one sentence, not a list.
QString HistoryPage::answer(const QList<Event> &events) const
{
    static constexpr std::array ends {EventKind::Revoked, EventKind::Ended, EventKind::Vanished,
                                      EventKind::EpochRaised};
    const auto end = std::ranges::find_if(
        events, [](const Event &event) { return std::ranges::contains(ends, event.kind); });
    if (end == events.cend())
        return tr("No session of %1 has ended as far back as the store remembers.")
            .arg(m_user->text().trimmed());
    const QString when = TimeTexts::both(end->at, console().now());
    const QString what = Texts::event(*end);
    if (end->detail.isEmpty())
        return tr("The last session ended %1: %2.").arg(when, what);
    return tr("The last session ended %1: %2, “%3”.").arg(when, what, end->detail);
}

QLayout *HistoryPage::searchRow()
{
    m_user->setObjectName(u"historyUser"_s);
    m_user->setAccessibleName(tr("User id"));
    m_user->setPlaceholderText(tr("User id, exactly"));
    m_user->setClearButtonEnabled(true);
    m_user->setMinimumWidth(240);
    m_user->addAction(Icons::icon(u"user"_s), QLineEdit::LeadingPosition);
    m_tenant->setObjectName(u"historyTenant"_s);
    m_show->setObjectName(u"historyShow"_s);
    m_show->setAccessibleName(tr("Show history"));
    m_show->setProperty("tone", u"primary"_s);
    m_sessions->setObjectName(u"historySessions"_s);
    m_sessions->setText(tr("Show sessions"));
    m_sessions->setAccessibleName(tr("Show sessions"));
    m_sessions->setIcon(Icons::icon(u"sessions"_s));
    m_sessions->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sessions->setAutoRaise(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 14, 16, 10);
    row->setSpacing(8);
    row->addWidget(m_user);
    row->addWidget(m_tenant);
    row->addWidget(m_show);
    row->addStretch();
    row->addWidget(m_sessions);
    return row;
}

void HistoryPage::nothingAsked()
{
    m_state->show({.icon = u"history"_s,
                   .title = tr("Why was somebody logged out?"),
                   .sentence = tr("Enter a user id to see sign-ins, log-outs and how each session ended."),
                   .action = {},
                   .detail = {}});
    m_answer->hide();
    m_stack->setCurrentWidget(m_state);
}

void HistoryPage::setTenants(const TenantPage &tenants)
{
    m_tenant->fill(tenants);
}

void HistoryPage::showUser(const UserId &user, const TenantId &tenant)
{
    m_user->setText(user.text());
    m_tenant->choose(tenant);
    refresh();
}

void HistoryPage::refresh()
{
    const Result<UserId> user = UserId::fromText(m_user->text().trimmed());
    if (user && user->isEmpty()) {
        nothingAsked();
        return;
    }
    if (!user) {
        show(std::unexpected(user.error()));
        return;
    }
    m_reading = true;
    if (m_model->rowCount() == 0 || m_stack->currentWidget() == m_state) {
        m_state->showBusy(tr("Reading the history…"));
        m_stack->setCurrentWidget(m_state);
    }
    const quint64 question = m_latest.next();
    console()
        .history(*user, m_tenant->chosen().value_or(TenantId()), Events)
        .then(this, [this, question](const Result<QList<Event>> &events) {
            if (m_latest.is(question))
                show(events);
        });
}

void HistoryPage::show(const Result<QList<Event>> &events)
{
    m_reading = false;
    if (events && !events->isEmpty()) {
        m_model->setEvents(*events);
        m_answer->setText(answer(*events));
        m_answer->show();
        m_stack->setCurrentWidget(m_table);
        return;
    }
    m_model->setEvents({});
    m_answer->hide();
    m_stack->setCurrentWidget(m_state);
    if (events) {
        m_state->show(
            {.icon = u"history"_s,
             .title = tr("Nothing is known of %1").arg(m_user->text().trimmed()),
             .sentence = tr("The store keeps the last events for 14 days. Check spelling and tenant."),
             .action = {},
             .detail = {}});
        return;
    }
    m_state->show({.icon = u"problem"_s,
                   .title = tr("The history could not be read"),
                   .sentence = Texts::problem(events.error()),
                   .action = tr("Try again"),
                   .detail = errorDetail(events.error()),
                   .tone = Tone::Danger});
}

} // namespace Axess
