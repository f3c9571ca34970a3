// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/inspectorwindow.h"

#include "app/errordetail.h"
#include "app/timetexts.h"
#include "pages/inspector.h"
#include "widgets/chip.h"
#include "widgets/messagestrip.h"

#include <QtCore/qtimezone.h>
#include <QtGui/qshortcut.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>

namespace Axess {

using namespace Qt::StringLiterals;

InspectorWindow::InspectorWindow(Console &console, const ListedSession &session, bool endedHere,
                                 QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_console(console)
    , m_session(session)
    , m_endedHere(endedHere)
    , m_strip(new MessageStrip(this))
    , m_inspector(new Inspector(console, this))
{
    setObjectName(u"inspectorWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1 - %2 - Axess Console", "a user and the store")
                       .arg(Texts::userName(session.row.user), console.markedName()));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(storeLine());
    column->addWidget(m_strip);
    column->addWidget(m_inspector, 1);
    for (const QKeySequence &keys : {QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)})
        connect(new QShortcut(keys, this), &QShortcut::activated, this, &InspectorWindow::refresh);
    for (const QKeySequence &keys :
         {QKeySequence(Qt::Key_Escape), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W)})
        connect(new QShortcut(keys, this), &QShortcut::activated, this, &QWidget::close);
    m_inspector->inspect(m_session, m_endedHere);
    setMinimumSize(390, 420);
    resize(430, 680);
}

QWidget *InspectorWindow::storeLine()
{
    const Environment environment = m_console.address().environment;
    auto *line = new QWidget(this);
    auto *name = new QLabel(m_console.storeName(), line);
    name->setTextFormat(Qt::PlainText);
    name->setForegroundRole(QPalette::PlaceholderText);
    name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    name->setToolTip(m_console.storeName());
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    if (environment != Environment::Unmarked) {
        auto *mark = new Chip(line);
        mark->set(EnvironmentTexts::label(environment).toUpper(), EnvironmentTexts::tone(environment));
        row->addWidget(mark);
    }
    row->addWidget(name, 1);
    return line;
}

bool InspectorWindow::isSettled() const
{
    return !m_reading && m_inspector->isSettled();
}

// As a list shows it: what is unlocked here stays unlocked, and nothing else is opened.
void InspectorWindow::refresh()
{
    if (m_reading)
        return;
    m_reading = true;
    SessionSearch search;
    search.id = session();
    const SearchPlan plan = search.planned(m_console.now(), QTimeZone::utc());
    m_console.page(plan, {}, 1, {}).then(this, [this](const Result<SessionPage> &page) { take(page); });
}

void InspectorWindow::take(const Result<SessionPage> &page)
{
    m_reading = false;
    if (!page) {
        m_strip->show(tr("Not refreshed. %1").arg(Texts::problem(page.error())), Tone::Danger,
                      errorDetail(page.error()));
        return;
    }
    if (page->sessions.isEmpty()) {
        m_strip->show(tr("This session is not in the store any more. What is shown is as it was last seen."),
                      Tone::Attention);
        return;
    }
    m_strip->hide();
    m_session = page->sessions.constFirst();
    m_endedHere = m_endedHere && m_session.life != Life::Live;
    m_inspector->inspect(m_session, m_endedHere);
}

} // namespace Axess
