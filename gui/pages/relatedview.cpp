// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/relatedview.h"

#include "app/texts.h"
#include "widgets/icons.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qgridlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

RelatedView::RelatedView(Console &console, QWidget *parent)
    : QWidget(parent)
    , m_console(console)
{
    setObjectName(u"relatedView"_s);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(16, 14, 16, 14);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(1, 1);
    addLine(0, tr("Same user"), u"User"_s);
    addLine(1, tr("Same address"), u"Address"_s);
    addLine(2, tr("Same device"), u"Device"_s);
    auto *note = new QLabel(tr("This session is counted too. Addresses and devices have no index: the store "
                               "is looked through for them, newest first."),
                            this);
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(note, 3, 0, 1, 4);
    grid->setRowStretch(4, 1);
}

void RelatedView::addLine(int line, const QString &name, const QString &objectName)
{
    auto *grid = static_cast<QGridLayout *>(layout());
    auto *title = new QLabel(name, this);
    Line &made = m_lines[size_t(line)];
    made.count = new QLabel(this);
    made.count->setObjectName(u"related"_s + objectName);
    made.count->setWordWrap(true);
    made.ask = new QPushButton(tr("Count"), this);
    made.ask->setAccessibleName(tr("Count: %1").arg(name));
    made.ask->setToolTip(tr("Looks through the store, newest first, in bounded steps"));
    made.show = new QToolButton(this);
    made.show->setIcon(Icons::icon(u"search"_s));
    made.show->setAutoRaise(true);
    made.show->setAccessibleName(tr("Show sessions: %1").arg(name));
    made.show->setToolTip(tr("Show these sessions in a tab of their own"));
    title->setBuddy(made.show);
    grid->addWidget(title, line, 0);
    grid->addWidget(made.count, line, 1);
    grid->addWidget(made.ask, line, 2);
    grid->addWidget(made.show, line, 3);
    connect(made.ask, &QPushButton::clicked, this, [this, line] { count(line); });
    connect(made.show, &QToolButton::clicked, this,
            [this, line] { Q_EMIT searchWanted(m_lines[size_t(line)].search.text()); });
}

void RelatedView::show(const std::optional<ListedSession> &session)
{
    m_latest.next();
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_counting = 0;
    m_userCounted = false;
    const SessionRow row = session ? session->row : SessionRow();
    m_lines[0].search = RelatedSearches::ofUser(row);
    m_lines[1].search = RelatedSearches::ofAddress(row);
    m_lines[2].search = RelatedSearches::ofDevice(row);
    for (const Line &line : m_lines) {
        const bool any = line.search != SessionSearch();
        const bool scans = any && line.search.cost() == SearchCost::Scan;
        line.count->setText(any ? QString() : tr("none known"));
        line.ask->setVisible(scans);
        line.ask->setEnabled(true);
        line.show->setEnabled(any);
    }
}

void RelatedView::countUser()
{
    if (!std::exchange(m_userCounted, true) && m_lines[0].search != SessionSearch())
        count(0);
}

void RelatedView::count(int line)
{
    const SearchPlan plan
        = m_lines[size_t(line)].search.planned(m_console.now(), QTimeZone::systemTimeZone());
    m_lines[size_t(line)].ask->setEnabled(false);
    m_lines[size_t(line)].count->setText(tr("counting…"));
    ++m_counting;
    // One question for all lines: another session makes all of their answers stale.
    m_console.page(plan, {}, CountedAtMost, m_stop.get_token())
        .then(this, [this, line, stop = m_stop](const Result<SessionPage> &page) {
            if (!stop.stop_requested())
                showCount(line, page);
        });
}

void RelatedView::showCount(int line, const Result<SessionPage> &page)
{
    --m_counting;
    const Line &shown = m_lines[size_t(line)];
    shown.ask->setEnabled(true);
    if (!page) {
        shown.count->setText(Texts::problem(page.error()));
        return;
    }
    const auto live = std::ranges::count(page->sessions, Life::Live, &ListedSession::life);
    const QLocale locale;
    const QString all = locale.toString(page->sessions.size());
    shown.count->setText(
        (page->next.isEmpty() ? tr("%1, %2 of them live") : tr("at least %1, %2 of them live"))
            .arg(all, locale.toString(live)));
}

QString RelatedView::countOf(int line) const
{
    return m_lines[size_t(line)].count->text();
}

SessionSearch RelatedSearches::ofUser(const SessionRow &row)
{
    SessionSearch search;
    if (row.user.isEmpty())
        return search;
    search.user = row.user;
    search.tenant = row.tenant;
    return search;
}

SessionSearch RelatedSearches::ofAddress(const SessionRow &row)
{
    SessionSearch search;
    search.address = AddressRange::fromText(row.client.address);
    if (!search.address)
        search.client = row.client.address;
    return search;
}

SessionSearch RelatedSearches::ofDevice(const SessionRow &row)
{
    SessionSearch search;
    search.client = row.client.label.isEmpty() ? row.client.userAgent : row.client.label;
    return search;
}

} // namespace Axess
