// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/jobsmodel.h"

#include <algorithm>

namespace Axess {

void JobsModel::add(BulkLogOut *job)
{
    job->setParent(this);
    beginInsertRows({}, 0, 0);
    m_jobs.prepend(job);
    endInsertRows();
    connect(job, &BulkLogOut::changed, this, [this, job] {
        const int row = int(m_jobs.indexOf(job));
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        Q_EMIT jobChanged();
    });
    Q_EMIT jobChanged();
}

void JobsModel::clearEnded()
{
    for (int row = int(m_jobs.size()) - 1; row >= 0; --row) {
        if (!m_jobs.at(row)->hasEnded())
            continue;
        beginRemoveRows({}, row, row);
        m_jobs.takeAt(row)->deleteLater();
        endRemoveRows();
    }
    Q_EMIT jobChanged();
}

BulkLogOut *JobsModel::job(int row) const
{
    return m_jobs.value(row);
}

QList<BulkLogOut *> JobsModel::running() const
{
    QList<BulkLogOut *> running = m_jobs;
    running.removeIf([](const BulkLogOut *job) { return job->hasEnded(); });
    return running;
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_jobs.size());
}

int JobsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const BulkLogOut &job = *m_jobs.at(index.row());
    if (role == ToneRole)
        return QVariant::fromValue(JobTexts::tone(job));
    if (role == Qt::ToolTipRole) {
        const QString problem = JobTexts::problem(job);
        return problem.isEmpty() ? QVariant() : problem.toHtmlEscaped();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(index.column())) {
    case State:
        return JobTexts::state(job);
    case Title:
        return job.order().title;
    case Progress:
        return JobTexts::progress(job);
    case Rate:
        return JobTexts::rate(job);
    case TimeLeft:
        return JobTexts::timeLeft(job);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] {tr("State"), tr("Log-out of"), tr("Progress"), tr("Rate"), tr("Time left")};
    return section < ColumnCount ? names[section] : QVariant();
}

} // namespace Axess
