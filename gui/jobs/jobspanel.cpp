// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/jobspanel.h"

#include "jobs/jobsmodel.h"
#include "widgets/icons.h"
#include "widgets/tables.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

JobsPanel::JobsPanel(JobsModel &jobs, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_table(new ListTable(u"jobsTable"_s, tr("Jobs"), this))
    , m_result(new QLabel(this))
    , m_pause(tool(u"clock"_s, tr("Pause"), u"jobPause"_s))
    , m_resume(tool(u"pulse"_s, tr("Go on"), u"jobResume"_s))
    , m_cancel(tool(u"clear"_s, tr("Cancel"), u"jobCancel"_s))
    , m_undo(tool(u"undo"_s, tr("Undo"), u"jobUndo"_s))
    , m_details(tool(u"info"_s, tr("Details…"), u"jobDetails"_s))
    , m_clear(tool(u"ok"_s, tr("Clear what has ended"), u"jobsClear"_s))
{
    setObjectName(u"jobsPanel"_s);
    m_result->setObjectName(u"jobResult"_s);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setWordWrap(true);
    m_table->setModel(&jobs);
    m_table->setItemDelegate(new CellDelegate(JobsModel::State, JobsModel::ToneRole, m_table));
    m_table->setWidths({20, 60, 24, 10, 14});
    m_table->horizontalHeader()->setSectionResizeMode(JobsModel::Title, QHeaderView::Stretch);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(12, 4, 12, 0);
    tools->setSpacing(4);
    for (QToolButton *button : {m_pause, m_resume, m_cancel, m_undo, m_details})
        tools->addWidget(button);
    tools->addStretch();
    tools->addWidget(m_clear);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 6);
    column->setSpacing(4);
    column->addLayout(tools);
    column->addWidget(m_table, 1);
    column->addWidget(m_result);
    m_result->setContentsMargins(16, 0, 16, 0);
    connectAll();
    judge();
}

QToolButton *JobsPanel::tool(const QString &icon, const QString &text, const QString &name)
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

void JobsPanel::connectAll()
{
    const auto act = [this](QToolButton *button, void (DockJob::*verb)()) {
        connect(button, &QToolButton::clicked, this, [this, verb] {
            if (DockJob *job = current())
                (job->*verb)();
        });
    };
    act(m_pause, &DockJob::pause);
    act(m_resume, &DockJob::resume);
    act(m_cancel, &DockJob::cancel);
    act(m_undo, &DockJob::undo);
    const auto wantDetails = [this] {
        if (DockJob *job = current())
            Q_EMIT detailsWanted(job);
    };
    connect(m_details, &QToolButton::clicked, this, wantDetails);
    connect(m_table, &QTableView::activated, this, wantDetails);
    connect(m_clear, &QToolButton::clicked, &m_jobs, &JobsModel::clearEnded);
    connect(&m_jobs, &JobsModel::jobChanged, this, &JobsPanel::judge);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &JobsPanel::judge);
}

void JobsPanel::choose(int row)
{
    m_table->selectRow(row);
}

// With only one there is nothing to choose.
DockJob *JobsPanel::current() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        return m_jobs.job(rows.constFirst().row());
    return m_jobs.rowCount() == 1 ? m_jobs.job(0) : nullptr;
}

void JobsPanel::judge()
{
    const DockJob *job = current();
    m_pause->setEnabled(job && job->isPausable());
    m_resume->setEnabled(job && job->isResumable());
    m_cancel->setEnabled(job && job->isCancellable());
    m_undo->setEnabled(job && job->isUndoable());
    m_details->setEnabled(job != nullptr);
    m_clear->setEnabled(m_jobs.running().size() < m_jobs.rowCount());
    const QString problem = job ? job->problemText() : QString();
    const QString result = job ? job->resultText() : tr("What takes long stands here.");
    m_result->setText(problem.isEmpty() ? result : u"%1 %2"_s.arg(problem, result).trimmed());
}

} // namespace Axess
