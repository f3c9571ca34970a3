// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/resultdialog.h"

#include "app/timetexts.h"
#include "logouts/jobtexts.h"

#include <QtCore/qlocale.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtablewidget.h>

namespace Axess {

using namespace Qt::StringLiterals;

ResultDialog::ResultDialog(BulkLogOut &job, QWidget *parent)
    : QDialog(parent)
    , m_job(&job)
    , m_title(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_failures(new QTableWidget(0, 2, this))
    , m_copy(new QPushButton(tr("Copy as axessctl"), this))
    , m_undo(new QPushButton(tr("Undo"), this))
    , m_retry(new QPushButton(tr("Retry failed"), this))
{
    setObjectName(u"resultDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Log-out in bulk"));
    layOut();
    connect(&job, &BulkLogOut::changed, this, &ResultDialog::fill);
    connect(&job, &QObject::destroyed, this, &QDialog::reject);
    connect(m_undo, &QPushButton::clicked, &job, &BulkLogOut::undo);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (m_job)
            QGuiApplication::clipboard()->setText(m_job->commandLine());
    });
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (!m_job)
            return;
        // What has ended is counted as gone, and keeps its time to be undone.
        BulkOrder again = m_job->order();
        again.countdown = {};
        again.canary = 0;
        Q_EMIT retryWanted(again);
        accept();
    });
    fill();
}

void ResultDialog::layOut()
{
    for (QLabel *label : {m_title, m_facts}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_facts->setObjectName(u"resultFacts"_s);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    m_title->setFont(large);
    m_failures->setObjectName(u"resultFailures"_s);
    m_failures->setAccessibleName(tr("What failed"));
    m_failures->setHorizontalHeaderLabels({tr("Session"), tr("Why")});
    m_failures->verticalHeader()->hide();
    m_failures->setShowGrid(false);
    m_failures->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_failures->setTabKeyNavigation(false);
    m_failures->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_failures->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_failures->horizontalHeader()->resizeSection(0, fontMetrics().averageCharWidth() * 38);
    m_copy->setObjectName(u"resultCopyLine"_s);
    m_undo->setObjectName(u"resultUndo"_s);
    m_retry->setObjectName(u"resultRetry"_s);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"resultClose"_s);
    for (QPushButton *button : {m_copy, m_undo, m_retry})
        button->setAutoDefault(false);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *row = new QHBoxLayout;
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_undo);
    row->addWidget(m_retry);
    row->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addWidget(m_failures, 1);
    column->addStretch();
    column->addLayout(row);
    column->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumSize(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 20);
}

void ResultDialog::fill()
{
    if (!m_job)
        return;
    const BulkOrder &order = m_job->order();
    m_title->setText(order.title);
    QStringList lines {JobTexts::state(*m_job), JobTexts::problem(*m_job), JobTexts::result(*m_job),
                       tr("Reason: %1").arg(order.reasonWithTicket())};
    if (m_job->standsInStore())
        lines.append(tr("Job %1").arg(m_job->job().id));
    if (m_job->isUndoable())
        lines.append(tr("Can be undone until %1").arg(TimeTexts::dateTime(m_job->outcome().undoUntil)));
    lines.removeAll(QString());
    m_facts->setText(lines.join(u'\n'));
    fillFailures();
    const bool hasFile
        = !order.setFile.isEmpty() && (order.keepsFile || m_job->state() != BulkLogOut::State::Cancelled);
    m_copy->setEnabled(order.way == LogOutWay::Epoch || hasFile);
    m_undo->setEnabled(m_job->isUndoable());
    // Only where the act itself ended so: not what was called off, and not what was undone.
    const bool isFailed = m_job->state() == BulkLogOut::State::Failed
        || (m_job->state() == BulkLogOut::State::Done && m_job->failed() > 0);
    m_retry->setVisible(order.way == LogOutWay::OneByOne && isFailed);
}

void ResultDialog::fillFailures()
{
    const QList<JobFailure> &failures = m_job->job().failures;
    m_failures->setVisible(!failures.isEmpty());
    m_failures->setRowCount(int(failures.size()));
    for (int row = 0; row < failures.size(); ++row) {
        m_failures->setItem(row, 0, new QTableWidgetItem(failures.at(row).what));
        m_failures->setItem(row, 1, new QTableWidgetItem(failures.at(row).sentence));
    }
}

} // namespace Axess
