// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "upkeep/upkeepflow.h"

#include "jobs/jobsmodel.h"
#include "widgets/messagestrip.h"

namespace Axess {

using namespace Qt::StringLiterals;

UpkeepFlow::UpkeepFlow(MessageStrip &strip, JobsModel &jobs, QObject *parent)
    : QObject(parent)
    , m_strip(strip)
    , m_jobs(jobs)
{ }

void UpkeepFlow::add(DockJob *job)
{
    m_jobs.add(job);
    connect(job, &DockJob::finished, this, [this, job] {
        QStringList parts {job->title(), job->stateText(), job->problemText(), job->resultText()};
        parts.removeAll(QString());
        m_strip.show(parts.join(u" · "_s), job->tone());
        Q_EMIT ended();
    });
    Q_EMIT started();
}

} // namespace Axess
