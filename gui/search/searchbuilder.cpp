// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/searchbuilder.h"

#include "app/texts.h"
#include "widgets/tenantbox.h"

#include <QtWidgets/qboxlayout.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// What the text says and the box does not offer is shown as it was typed.
void choose(QComboBox *box, const QString &value)
{
    if (box->count() > 1 && box->itemData(box->count() - 1, Qt::UserRole + 1).toBool())
        box->removeItem(box->count() - 1);
    int place = box->findData(value);
    if (place < 0) {
        box->addItem(value, value);
        place = box->count() - 1;
        box->setItemData(place, true, Qt::UserRole + 1);
    }
    box->setCurrentIndex(place);
}

QString wordOf(const SessionSearch &search, const QString &field)
{
    for (const SearchWord &word : ParsedSearch::read(search.text()).words) {
        if (word.field == field && !word.excludes)
            return word.value;
    }
    return {};
}

} // namespace

SearchBuilder::SearchBuilder(QWidget *parent)
    : QWidget(parent)
    , m_tenant(new TenantBox(TenantBox::AllTenants::Offered, this))
    , m_state(box(u"state"_s, tr("State"), tr("Any state")))
    , m_level(box(u"level"_s, tr("Level"), tr("Any level")))
    , m_seen(box(u"seen"_s, tr("Last seen"), tr("Seen any time")))
{
    m_tenant->setObjectName(u"tenantFilter"_s);
    m_state->addItem(Texts::life(Life::Live), u"active"_s);
    m_state->addItem(tr("Idle"), u"idle"_s);
    m_state->addItem(tr("Expiring"), u"expiring"_s);
    m_state->addItem(tr("Ended"), u"ended"_s);
    m_state->addItem(Texts::life(Life::Revoked), u"logged-out"_s);
    m_state->addItem(Texts::life(Life::Expired), u"expired"_s);
    m_level->addItem(Texts::level(SessionLevel::Guest), u"guest"_s);
    m_level->addItem(Texts::level(SessionLevel::Authenticated), u"authenticated"_s);
    m_level->addItem(Texts::level(SessionLevel::SteppedUp), u"stepped-up"_s);
    m_seen->addItem(tr("Seen in the last 15 min"), u"<15m"_s);
    m_seen->addItem(tr("Seen in the last hour"), u"<1h"_s);
    m_seen->addItem(tr("Seen in the last day"), u"<1d"_s);
    m_seen->addItem(tr("Not seen for an hour"), u">1h"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QComboBox *each : {static_cast<QComboBox *>(m_tenant), m_state, m_level, m_seen})
        row->addWidget(each);
    row->addStretch();
    connect(m_tenant, &TenantBox::tenantChosen, this, [this] {
        const std::optional<TenantId> tenant = m_tenant->chosen();
        Q_EMIT chosen(u"tenant"_s, tenant ? ParsedSearch::quoted(tenant->text()) : QString());
    });
}

QComboBox *SearchBuilder::box(const QString &field, const QString &name, const QString &any)
{
    auto *made = new QComboBox(this);
    made->setObjectName(field + u"Filter"_s);
    made->setAccessibleName(name);
    made->setMinimumContentsLength(8);
    made->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    made->addItem(any, QString());
    connect(made, &QComboBox::activated, this,
            [this, made, field] { Q_EMIT chosen(field, made->currentData().toString()); });
    return made;
}

void SearchBuilder::show(const SessionSearch &search)
{
    m_tenant->choose(search.tenant);
    choose(m_state, wordOf(search, u"state"_s));
    choose(m_level, wordOf(search, u"level"_s));
    choose(m_seen, wordOf(search, u"seen"_s));
}

void SearchBuilder::setTenants(const TenantPage &tenants)
{
    m_tenant->fill(tenants);
}

void SearchBuilder::showAll(bool all)
{
    m_seen->setVisible(all);
}

QString withWord(const QString &text, const QString &field, const QString &value)
{
    const QString word = value.isEmpty() ? QString() : field + u':' + value;
    for (const SearchWord &each : ParsedSearch::read(text).words) {
        if (each.field != field || each.excludes)
            continue;
        QString changed = text;
        changed.replace(each.position, each.length, word);
        return word.isEmpty() ? changed.simplified() : changed;
    }
    if (word.isEmpty())
        return text;
    const QString before = text.trimmed();
    return before.isEmpty() ? word : before + u' ' + word;
}

} // namespace Axess
