// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/jobsteering.h"

#include <QtCore/qsysinfo.h>

namespace Axess {

using namespace Qt::StringLiterals;

void JobSteering::setPaused(bool paused)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_paused = paused;
    }
    m_changed.notify_all();
}

void JobSteering::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
    }
    m_changed.notify_all();
}

JobInfo JobSteering::seen() const
{
    const std::scoped_lock lock(m_mutex);
    return m_seen;
}

std::optional<Error> JobSteering::trouble() const
{
    const std::scoped_lock lock(m_mutex);
    return m_trouble;
}

void JobSteering::tell(const JobInfo &job)
{
    const std::scoped_lock lock(m_mutex);
    m_seen = job;
    m_trouble.reset();
}

bool JobSteering::isStopped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_stopped;
}

bool JobSteering::wait(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, time, [&] { return m_stopped; });
    m_changed.wait(lock, [&] { return m_stopped || !m_paused; });
    return !m_stopped;
}

JobControl JobSteering::control()
{
    JobControl control;
    control.wait = [this](std::chrono::milliseconds time) { return wait(time); };
    control.progressed = [this](const JobInfo &job) { tell(job); };
    control.troubled = [this](const Error &error) {
        const std::scoped_lock lock(m_mutex);
        m_trouble = error;
    };
    control.worker = u"console@"_s + QSysInfo::machineHostName();
    return control;
}

} // namespace Axess
