// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sessionfilterbar.h"

#include "app/texts.h"
#include "widgets/icons.h"
#include "widgets/tenantbox.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int CharactersForOneRow = 100;

} // namespace

SessionFilterBar::SessionFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_first(new QHBoxLayout)
    , m_second(new QHBoxLayout)
    , m_user(new QLineEdit(this))
    , m_tenant(new TenantBox(TenantBox::AllTenants::Offered, this))
    , m_level(new QComboBox(this))
    , m_life(new QComboBox(this))
    , m_search(new QPushButton(tr("Search"), this))
    , m_clear(new QPushButton(tr("Clear"), this))
{
    m_user->setObjectName(u"userFilter"_s);
    m_user->setAccessibleName(tr("User or session id"));
    m_user->setPlaceholderText(tr("User or session id"));
    m_user->setClearButtonEnabled(true);
    m_user->setMinimumWidth(170);
    m_user->addAction(Icons::icon(u"search"_s), QLineEdit::LeadingPosition);
    m_tenant->setObjectName(u"tenantFilter"_s);
    m_level->setObjectName(u"levelFilter"_s);
    m_level->setAccessibleName(tr("Level"));
    m_life->setObjectName(u"lifeFilter"_s);
    m_life->setAccessibleName(tr("State"));
    m_search->setObjectName(u"searchButton"_s);
    m_search->setAccessibleName(tr("Search"));
    m_search->setProperty("tone", u"primary"_s);
    m_clear->setObjectName(u"clearButton"_s);
    m_clear->setAccessibleName(tr("Clear the search"));
    fillChoices();
    m_first->setSpacing(8);
    m_second->setSpacing(8);
    m_first->addWidget(m_user, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(m_first);
    column->addLayout(m_second);
    arrange(Shape::OneRow);
    connect(m_user, &QLineEdit::returnPressed, this, &SessionFilterBar::searchRequested);
    connect(m_search, &QPushButton::clicked, this, &SessionFilterBar::searchRequested);
    connect(m_tenant, &TenantBox::tenantChosen, this, &SessionFilterBar::searchRequested);
    connect(m_level, &QComboBox::activated, this, &SessionFilterBar::searchRequested);
    connect(m_life, &QComboBox::activated, this, &SessionFilterBar::searchRequested);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        clear();
        Q_EMIT searchRequested();
    });
}

void SessionFilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange(width() < fontMetrics().averageCharWidth() * CharactersForOneRow ? Shape::TwoRows
                                                                             : Shape::OneRow);
}

void SessionFilterBar::arrange(Shape shape)
{
    if (shape == m_shape)
        return;
    m_shape = shape;
    for (QWidget *widget :
         {static_cast<QWidget *>(m_tenant), static_cast<QWidget *>(m_level), static_cast<QWidget *>(m_life),
          static_cast<QWidget *>(m_search), static_cast<QWidget *>(m_clear)}) {
        m_first->removeWidget(widget);
        m_second->removeWidget(widget);
    }
    for (QComboBox *choice : {static_cast<QComboBox *>(m_tenant), m_level, m_life})
        (shape == Shape::OneRow ? m_first : m_second)->addWidget(choice);
    m_first->addWidget(m_search);
    m_first->addWidget(m_clear);
}

void SessionFilterBar::fillChoices()
{
    m_level->addItem(tr("Any level"));
    for (const SessionLevel level :
         {SessionLevel::Guest, SessionLevel::Authenticated, SessionLevel::SteppedUp})
        m_level->addItem(Texts::level(level), int(level));
    m_life->addItem(tr("Any state"));
    for (const Life life : {Life::Live, Life::Revoked, Life::Expired})
        m_life->addItem(Texts::life(life), int(life));
    m_life->setCurrentIndex(m_life->findData(int(Life::Live)));
}

Result<SessionFilter> SessionFilterBar::filter() const
{
    SessionFilter filter;
    filter.tenant = m_tenant->chosen();
    const QString typed = m_user->text().trimmed();
    if (!typed.isEmpty()) {
        const Result<UserId> user = UserId::fromText(typed);
        if (!user)
            return std::unexpected(user.error());
        filter.user = *user;
    }
    if (m_level->currentData().isValid())
        filter.level = SessionLevel(m_level->currentData().toInt());
    if (m_life->currentData().isValid())
        filter.life = Life(m_life->currentData().toInt());
    return filter;
}

std::optional<SessionId> SessionFilterBar::sessionId() const
{
    return SessionId::fromText(QStringView(m_user->text()).trimmed());
}

void SessionFilterBar::setUser(const UserId &user, const std::optional<TenantId> &tenant)
{
    m_user->setText(user.text());
    m_tenant->choose(tenant);
    m_level->setCurrentIndex(0);
}

void SessionFilterBar::clear()
{
    m_user->clear();
    m_tenant->choose({});
    m_level->setCurrentIndex(0);
    m_life->setCurrentIndex(m_life->findData(int(Life::Live)));
}

void SessionFilterBar::setTenants(const TenantPage &tenants)
{
    m_tenant->fill(tenants);
}

void SessionFilterBar::focusSearch()
{
    m_user->setFocus(Qt::ShortcutFocusReason);
    m_user->selectAll();
}

} // namespace Axess
