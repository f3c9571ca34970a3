// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/dockjob.h"

namespace Axess {

class JobsModel;
class MessageStrip;

/// Puts what the pages of upkeep begin into the Jobs dock, and tells what became of it.
class UpkeepFlow : public QObject
{
    Q_OBJECT

public:
    UpkeepFlow(MessageStrip &strip, JobsModel &jobs, QObject *parent);

    /// Takes the job, and starts it.
    template<typename Job> Job *begin(Job *job)
    {
        add(job);
        job->start();
        return job;
    }

Q_SIGNALS:
    void started(); ///< The newest job stands first.
    void ended();

private:
    void add(DockJob *job);

    MessageStrip &m_strip;
    JobsModel &m_jobs;
};

} // namespace Axess
