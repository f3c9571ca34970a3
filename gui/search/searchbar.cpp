// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/searchbar.h"

#include "app/colours.h"
#include "search/pause.h"
#include "search/searchbuilder.h"
#include "search/searchedit.h"
#include "search/searchmenu.h"
#include "search/searchshelf.h"
#include "widgets/chip.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int CharactersForOneRow = 105;

} // namespace

SearchBar::SearchBar(Pause *pause, QWidget *parent)
    : QWidget(parent)
    , m_pause(pause)
    , m_edit(new SearchEdit(this))
    , m_button(new QPushButton(this))
    , m_menu(new SearchMenu(this))
    , m_builder(new SearchBuilder(this))
    , m_cost(new Chip(this))
    , m_complaint(new QLabel(this))
{
    m_pause->setParent(this);
    m_edit->setObjectName(u"searchEdit"_s);
    m_edit->setAccessibleName(tr("Search for sessions"));
    m_edit->setMinimumWidth(170);
    m_button->setObjectName(u"searchButton"_s);
    m_button->setProperty("tone", u"primary"_s);
    m_cost->setObjectName(u"costChip"_s);
    m_complaint->setObjectName(u"searchComplaint"_s);
    m_complaint->setWordWrap(true);
    m_complaint->setTextFormat(Qt::PlainText);
    m_complaint->hide();
    makeRows();
    connectAll();
    setReading(false);
    tellCost();
}

void SearchBar::makeRows()
{
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_edit, 1);
    first->addWidget(m_button);
    first->addWidget(m_menu);
    m_choices = new QHBoxLayout;
    m_choices->setSpacing(8);
    m_choices->addWidget(m_builder, 1);
    m_choices->addWidget(m_cost);
    m_below = new QHBoxLayout;
    m_below->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(first);
    column->addWidget(m_complaint);
    column->addLayout(m_choices);
    column->addLayout(m_below);
}

void SearchBar::connectAll()
{
    connect(m_edit, &SearchEdit::searchChanged, this, &SearchBar::textRead);
    connect(m_edit, &QLineEdit::cursorPositionChanged, this, &SearchBar::tellProblems);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        if (!m_edit->isChoosing())
            runByHand();
    });
    connect(m_edit, &SearchEdit::stopWanted, this, &SearchBar::stopWanted);
    connect(m_button, &QPushButton::clicked, this, &SearchBar::buttonClicked);
    connect(m_pause, &Pause::over, this, &SearchBar::runIfCheap);
    connect(m_menu, &SearchMenu::saveWanted, this, &SearchBar::save);
    connect(m_menu, &SearchMenu::chosen, this, [this](const QString &text) {
        setText(text);
        run();
    });
    connect(m_builder, &SearchBuilder::chosen, this, [this](const QString &field, const QString &value) {
        setText(withWord(text(), field, value));
        runByHand();
    });
}

void SearchBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool wide = width() >= fontMetrics().averageCharWidth() * CharactersForOneRow;
    m_builder->showAll(wide);
    QHBoxLayout *place = wide ? m_choices : m_below;
    if (place->indexOf(m_cost) >= 0)
        return;
    (wide ? m_below : m_choices)->removeWidget(m_cost);
    place->addWidget(m_cost);
}

const ParsedSearch &SearchBar::parsed() const
{
    return m_edit->parsed();
}

const SessionSearch &SearchBar::search() const
{
    return m_edit->parsed().search;
}

QString SearchBar::text() const
{
    return m_edit->text();
}

void SearchBar::setText(const QString &text)
{
    m_edit->setText(text);
    m_pause->cancel();
}

void SearchBar::textRead()
{
    m_builder->show(search());
    tellProblems();
    tellCost();
    Q_EMIT searchChanged();
    const bool cheap = m_edit->parsed().isValid() && search().cost() != SearchCost::Scan;
    if (cheap && search() != m_ran)
        m_pause->begin();
    else
        m_pause->cancel();
}

void SearchBar::tellProblems()
{
    const QList<SearchProblem> problems = m_edit->problems();
    m_complaint->setVisible(!problems.isEmpty());
    if (problems.isEmpty()) {
        m_complaint->clear();
        m_edit->setAccessibleDescription({});
        return;
    }
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Colours::tone(Tone::Danger, palette()).ink);
    m_complaint->setPalette(colours);
    m_complaint->setText(SearchTexts::problem(problems.constFirst()));
    m_edit->setAccessibleDescription(m_complaint->text());
}

void SearchBar::tellCost()
{
    const SearchCost cost = search().cost();
    // What does not run costs nothing.
    m_cost->setVisible(m_edit->parsed().isValid());
    m_cost->set(SearchTexts::cost(cost, m_estimate), SearchTexts::costTone(cost),
                cost == SearchCost::Scan ? u"clock"_s : u"ok"_s);
    m_cost->setToolTip(SearchTexts::costToolTip(cost));
    if (cost == SearchCost::Scan && !m_estimate)
        Q_EMIT estimateWanted();
}

void SearchBar::setEstimate(const std::optional<StoreEstimate> &estimate)
{
    m_estimate = estimate;
    if (m_estimate)
        tellCost();
}

void SearchBar::runIfCheap()
{
    m_ranByHand = false;
    if (m_edit->parsed().isValid() && search().cost() != SearchCost::Scan)
        emitRun();
}

void SearchBar::run()
{
    m_pause->cancel();
    if (!m_edit->parsed().isValid()) {
        m_edit->judgeAll();
        tellProblems();
        return;
    }
    emitRun();
}

// What is shown by itself was not searched for by anybody.
void SearchBar::runByHand()
{
    SearchShelf::remember(text().trimmed());
    m_ranByHand = true;
    run();
}

void SearchBar::emitRun()
{
    m_ran = search();
    Q_EMIT runWanted();
}

void SearchBar::setReading(bool reading)
{
    m_reading = reading;
    m_button->setText(reading ? tr("Stop") : tr("Search"));
    m_button->setAccessibleName(m_button->text());
    m_button->setToolTip(reading ? tr("Stop looking (Esc)") : tr("Search (Enter)"));
}

void SearchBar::buttonClicked()
{
    if (m_reading)
        Q_EMIT stopWanted();
    else
        runByHand();
}

void SearchBar::setTenants(const TenantPage &tenants)
{
    QStringList names;
    for (const TenantId &tenant : tenants.tenants)
        names.append(tenant.text());
    m_edit->setTenants(names);
    m_builder->setTenants(tenants);
    m_builder->show(search());
}

void SearchBar::focusSearch()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void SearchBar::save()
{
    if (m_edit->parsed().isValid())
        m_menu->askToSave(text().trimmed());
}

QString SearchBar::complaint() const
{
    return m_complaint->text();
}

} // namespace Axess
