// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/jobsmodel.h"

#include <algorithm>

namespace Axess {

void JobsModel::add(DockJob *job)
{
    job->setParent(this);
    beginInsertRows({}, 0, 0);
    m_jobs.prepend(job);
    endInsertRows();
    connect(job, &DockJob::changed, this, [this, job] {
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

DockJob *JobsModel::job(int row) const
{
    return m_jobs.value(row);
}

QList<DockJob *> JobsModel::running() const
{
    QList<DockJob *> running = m_jobs;
    running.removeIf([](const DockJob *job) { return job->hasEnded(); });
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
    const DockJob &job = *m_jobs.at(index.row());
    if (role == ToneRole)
        return QVariant::fromValue(job.tone());
    if (role == Qt::ToolTipRole) {
        const QString problem = job.problemText();
        return problem.isEmpty() ? QVariant() : problem.toHtmlEscaped();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(index.column())) {
    case State:
        return job.stateText();
    case Title:
        return job.title();
    case Progress:
        return job.progressText();
    case Rate:
        return job.rateText();
    case TimeLeft:
        return job.timeLeftText();
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
    const QString names[] {tr("State"), tr("Job"), tr("Progress"), tr("Rate"), tr("Time left")};
    return section < ColumnCount ? names[section] : QVariant();
}

} // namespace Axess
