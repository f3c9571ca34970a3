// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/storejob.h"

#include "app/timetexts.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TickTime = 200ms;
constexpr int TicksBetweenLooks = 10;

// Whoever has it tells how far it is; if that one falls silent, it is worked on with here.
Result<JobInfo> workOff(const StoreJob::Store &store, const QString &id, JobSteering &steering)
{
    Jobs jobs(store);
    for (;;) {
        const auto run = jobs.run(id, steering.control());
        if (!run)
            return std::unexpected(run.error());
        steering.tell(run->job);
        if (run->end != JobRunEnd::Elsewhere || !steering.wait(1s))
            return run->job;
    }
}

Result<JobInfo> wished(const StoreJob::Store &store, const QString &id, JobWish wish)
{
    Jobs jobs(store);
    switch (wish) {
    case JobWish::Run:
        return jobs.resume(id);
    case JobWish::Pause:
        return jobs.pause(id);
    case JobWish::Cancel:
        break;
    }
    return jobs.cancel(id);
}

} // namespace

StoreJob::StoreJob(Console &console, const Order &order, QObject *parent)
    : DockJob(parent)
    , m_console(console)
    , m_order(order)
{
    m_ticks.setInterval(TickTime);
    connect(&m_ticks, &QTimer::timeout, this, &StoreJob::tick);
}

StoreJob::~StoreJob()
{
    m_steering->stop();
}

void StoreJob::start()
{
    work(m_order.act,
         [submit = m_order.submit, isLeft = m_order.isLeft](const Store &store,
                                                            JobSteering &steering) -> Result<JobInfo> {
             if (steering.isStopped())
                 return std::unexpected(
                     Error(ErrorCode::Unavailable, u"The window was closed before it was sent."_s));
             return submit(store).and_then([&](const JobInfo &job) {
                 steering.tell(job);
                 return isLeft || job.hasEnded() ? Result<JobInfo>(job) : workOff(store, job.id, steering);
             });
         });
}

void StoreJob::work(GatedAct act, const Work &work)
{
    m_isWorking = true;
    m_error.reset();
    m_ticks.start();
    m_console
        .actAtLength(act,
                     [work, steering = m_steering](const Store &store) { return work(store, *steering); })
        .then(this, [this](const Result<JobInfo> &job) { took(job); });
    Q_EMIT changed();
}

void StoreJob::took(const Result<JobInfo> &job)
{
    m_isWorking = false;
    if (job) {
        // It went on since: a wish that was not heard, or a worker that was stopped, is no news any more.
        if (job->hasEnded() || job->updated != m_job.updated)
            m_error.reset();
        m_job = *job;
    } else {
        m_error = job.error();
    }
    if (job && !m_job.hasEnded() && std::exchange(m_isResumed, false) && m_job.state == JobState::Paused) {
        goOn();
        return;
    }
    if (hasEnded())
        m_ticks.stop();
    Q_EMIT changed();
    if (hasEnded())
        Q_EMIT finished();
}

void StoreJob::goOn()
{
    work(m_order.act,
         [id = m_job.id](const Store &store, JobSteering &steering) { return workOff(store, id, steering); });
}

void StoreJob::tick()
{
    const JobInfo seen = m_steering->seen();
    if (m_isWorking && !seen.id.isEmpty())
        m_job = seen;
    else if (!m_isWorking && standsInStore() && ++m_ticksToLook >= TicksBetweenLooks)
        look();
    Q_EMIT changed();
}

void StoreJob::look()
{
    m_ticksToLook = 0;
    if (std::exchange(m_isLooking, true))
        return;
    m_console.lookAtLength([id = m_job.id](const Store &store) { return Jobs(store).find(id); })
        .then(this, [this](const Result<JobInfo> &job) {
            m_isLooking = false;
            // Whoever works here knows better; a store that is away for a moment is asked again.
            if (!m_isWorking && !hasEnded() && job)
                took(job);
        });
}

// Whoever works on it follows what stands in the store.
void StoreJob::steer(JobWish wish)
{
    m_error.reset();
    m_console
        .act(wish == JobWish::Run ? m_order.act : GatedAct::SteerJob,
             [id = m_job.id, wish](const Store &store) { return wished(store, id, wish); })
        .then(this, [this, wish](const Result<JobInfo> &job) {
            if (!job) {
                m_error = job.error();
                Q_EMIT changed();
                return;
            }
            m_isResumed = wish == JobWish::Run && m_isWorking;
            if (m_isWorking)
                return;
            if (wish == JobWish::Run) {
                m_job = *job;
                goOn();
            } else {
                took(job);
                // The wish is followed by whoever works on it, and that one may have died.
                if (wish == JobWish::Cancel && !m_isWorking && !m_job.hasEnded())
                    goOn();
            }
        });
}

void StoreJob::pause()
{
    if (isPausable())
        steer(JobWish::Pause);
}

void StoreJob::resume()
{
    if (isResumable())
        steer(JobWish::Run);
}

void StoreJob::cancel()
{
    if (isCancellable())
        steer(JobWish::Cancel);
}

bool StoreJob::hasEnded() const
{
    return m_job.hasEnded() || (!standsInStore() && m_error && !m_isWorking);
}

bool StoreJob::isUntaken() const
{
    return !m_isWorking && standsInStore() && m_job.state == JobState::Waiting;
}

bool StoreJob::isPausable() const
{
    return standsInStore() && !hasEnded() && m_job.state != JobState::Paused;
}

bool StoreJob::isResumable() const
{
    return standsInStore() && !hasEnded()
        && (m_job.state == JobState::Paused || m_job.wish == JobWish::Pause || !m_isWorking);
}

bool StoreJob::isCancellable() const
{
    return standsInStore() && !hasEnded() && m_job.wish != JobWish::Cancel;
}

QString StoreJob::stateText() const
{
    if (!standsInStore())
        return m_error ? tr("Failed") : tr("Beginning");
    if (!hasEnded() && m_job.wish == JobWish::Cancel)
        return tr("Stopping");
    if (!hasEnded() && m_error && !m_isWorking)
        return tr("Stands still");
    switch (m_job.state) {
    case JobState::Waiting:
        return m_isWorking ? tr("Running") : tr("Waits for a worker");
    case JobState::Running:
        return m_steering->trouble() ? tr("Waits for the store") : tr("Running");
    case JobState::Paused:
        return tr("Paused");
    case JobState::Done:
        return m_job.failureCount > 0 || !m_job.remarks.isEmpty() ? tr("Done, see there") : tr("Done");
    case JobState::Failed:
        return tr("Failed");
    case JobState::Cancelled:
        break;
    }
    return tr("Cancelled");
}

Tone StoreJob::tone() const
{
    if (m_error && !m_isWorking)
        return Tone::Danger;
    switch (m_job.state) {
    case JobState::Waiting:
    case JobState::Running:
        return m_steering->trouble() ? Tone::Attention : Tone::Info;
    case JobState::Paused:
        return Tone::Attention;
    case JobState::Done:
        return m_job.failureCount > 0 || !m_job.remarks.isEmpty() ? Tone::Attention : Tone::Good;
    case JobState::Failed:
        return Tone::Danger;
    case JobState::Cancelled:
        break;
    }
    return Tone::Neutral;
}

QString StoreJob::progressText() const
{
    return standsInStore() && m_order.progress ? m_order.progress(m_job) : QString();
}

QString StoreJob::rateText() const
{
    const double rate = m_job.rowsPerSecond();
    return m_job.state == JobState::Running && rate > 0 ? tr("%1/s").arg(QLocale().toString(qRound64(rate)))
                                                        : QString();
}

QString StoreJob::timeLeftText() const
{
    const auto left = m_job.timeLeft();
    return m_job.state == JobState::Running && left ? TimeTexts::duration(left->count()) : QString();
}

QString StoreJob::resultText() const
{
    QStringList parts;
    if (hasEnded() && m_order.result)
        parts.append(m_order.result(m_job));
    parts += m_job.remarks;
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QString StoreJob::problemText() const
{
    if (m_error)
        return Texts::problem(*m_error);
    if (m_job.error)
        return m_job.error->message();
    const auto trouble = m_steering->trouble();
    return m_isWorking && trouble ? Texts::problem(*trouble) : QString();
}

} // namespace Axess
