// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/searchtab.h"

#include "app/errordetail.h"
#include "pages/sessionstates.h"
#include "models/sessionselection.h"
#include "pages/columnlayout.h"
#include "models/tailmodel.h"
#include "search/lookupstrip.h"
#include "search/searchbar.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qstackedwidget.h>

namespace Axess {

using namespace Qt::StringLiterals;

void SearchTab::showState()
{
    const std::optional<StatePanel::Content> content = sessionsState(*m_model, m_plan);
    const bool loading = m_model->state() == SessionModel::State::Loading;
    if (loading)
        m_state->showBusy(tr("Reading sessions…"));
    else if (content)
        m_state->show(*content);
    m_stack->setCurrentWidget(content || loading ? static_cast<QWidget *>(m_state) : m_table);
}

void SearchTab::showWaiting()
{
    if (const auto &error = m_model->error(); error && m_model->rowCount() > 0) {
        m_strip->show(tr("Not refreshed. %1").arg(Texts::problem(*error)), Tone::Danger, errorDetail(*error));
        m_strip->offer(tr("Try again (F5)"));
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
    if (m_model->waitingChanged() > 0)
        news.append(tr("%n changed", nullptr, m_model->waitingChanged()));
    const QString text = news.join(u", "_s);
    if (!m_strip->isHidden() && m_strip->text() == text)
        return;
    m_strip->show(text, Tone::Info);
    m_strip->offer(tr("Apply (F5)"));
}

// The store stopped looking before the page was full; whether it is worth more is for the person to say.
void SearchTab::showPartial()
{
    if (m_model->state() != SessionModel::State::Partial || m_model->rowCount() == 0) {
        m_strip->hide();
        return;
    }
    const QLocale locale;
    if (m_model->isReading())
        m_strip->show(tr("Looking further; %1 examined so far.").arg(locale.toString(m_model->examined())),
                      Tone::Info);
    else
        m_strip->show(tr("Examined %1, found %2. There are more to look at.")
                          .arg(locale.toString(m_model->examined()), locale.toString(m_model->rowCount())),
                      Tone::Info);
    m_strip->offer(m_model->isReading() ? tr("Stop (Esc)") : tr("Continue"));
}

void SearchTab::selectShown()
{
    const QModelIndex first = m_tail->index(0, 0);
    const QModelIndex last = m_tail->index(m_model->rowCount() - 1, 0);
    if (m_model->rowCount() > 0)
        m_selection->select(QItemSelection(first, last),
                            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void SearchTab::selectMatching()
{
    m_selection->clear();
    m_bulk = BulkScope::of(m_plan.search(), m_console.now(), aboutMatching());
    tellBulk();
    Q_EMIT selectionChanged();
}

// Known where the whole list was read, or where the search leaves nothing out.
std::optional<qint64> SearchTab::aboutMatching() const
{
    const bool whole = !m_model->hasMore() && !m_model->hasNewer() && !m_plan.start()
        && m_model->state() == SessionModel::State::Filled;
    if (whole)
        return m_model->rowCount();
    if (m_plan.search() == SessionSearch() && m_estimate && m_estimate->exact)
        return m_estimate->sessions;
    return {};
}

ExportMaterial SearchTab::exportMaterial() const
{
    ExportMaterial material {.selected = selected(),
                             .shown = {},
                             .isShownAll = !m_model->hasMore() && !m_model->hasNewer() && !m_plan.start(),
                             .plan = m_plan.start()
                                 ? m_plan.search().planned(m_console.now(), QTimeZone::systemTimeZone())
                                 : m_plan,
                             .columns = m_columns->shown()};
    for (int row = 0; row < m_model->rowCount(); ++row)
        material.shown.append(m_model->session(row));
    return material;
}

void SearchTab::tellBulk()
{
    const QString count = m_bulk->about
        ? tr("All sessions that match are chosen, about %1.").arg(QLocale().toString(*m_bulk->about))
        : tr("All sessions that match are chosen; how many is counted before anybody is logged out.");
    const QString what = m_bulk->text.isEmpty() ? tr("It is the whole store.") : m_bulk->text;
    m_bulkStrip->show(count + u' ' + what, Tone::Attention);
    m_bulkStrip->offer(tr("Log out all…"), tr("Choose none"));
}

void SearchTab::dropBulk()
{
    m_bulkStrip->hide();
    if (std::exchange(m_bulk, std::nullopt))
        Q_EMIT selectionChanged();
}

void SearchTab::setLookupCommand(const QString &line)
{
    m_lookup->command().setCommand(line);
}

// What callers say is mostly an e-mail address; some stores have these as user ids, so it is searched first.
void SearchTab::offerLookup()
{
    if (m_bareWord.isEmpty() || m_model->isReading())
        return;
    const QString word = std::exchange(m_bareWord, {});
    if (word.contains(u'@') || m_model->state() == SessionModel::State::Empty)
        m_lookup->propose(word);
}

void SearchTab::showLookedUp(const LookedUpUser &user)
{
    search(withUserInstead(m_bar->text(), user));
}

void SearchTab::stripTriggered()
{
    const bool partial = m_model->state() == SessionModel::State::Partial && !m_model->hasWaiting();
    if (!partial || m_model->error())
        refresh();
    else if (m_model->isReading())
        stop();
    else
        m_model->continueSearch();
}

void SearchTab::panelTriggered()
{
    const SessionModel::State state = m_model->state();
    const bool goesOn = m_model->hasMore() || state == SessionModel::State::Stopped;
    if (goesOn && m_model->isReading())
        stop();
    else if (goesOn)
        m_model->continueSearch();
    else
        m_bar->run();
}

} // namespace Axess
