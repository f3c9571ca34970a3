// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/threadjob.h"

namespace Axess {

using namespace std::chrono_literals;

bool ThreadSteering::goOn(qint64 done)
{
    m_done = done;
    return !isStopped();
}

ThreadJob::ThreadJob(Console &console, Order order, QObject *parent)
    : DockJob(parent)
    , m_console(console)
    , m_order(std::move(order))
{
    m_ticks.setInterval(200ms);
    connect(&m_ticks, &QTimer::timeout, this, &DockJob::changed);
}

ThreadJob::~ThreadJob()
{
    m_steering->stop();
}

void ThreadJob::start()
{
    m_ticks.start();
    const auto work = [work = m_order.work, steering = m_steering](const Store &store) {
        return Result<Done>(std::in_place, work(store, *steering));
    };
    const auto answer
        = m_order.gated ? m_console.actAtLength(*m_order.gated, work) : m_console.lookAtLength(work);
    QFuture<Result<Done>>(answer).then(this, [this](const Result<Done> &done) { ended(done); });
}

void ThreadJob::ended(const Result<Done> &done)
{
    m_hasEnded = true;
    m_ticks.stop();
    if (!done)
        m_problem = Texts::problem(done.error());
    else if (!*done)
        m_problem = done->error();
    Q_EMIT changed();
    Q_EMIT finished();
}

void ThreadJob::cancel()
{
    m_steering->stop();
    Q_EMIT changed();
}

QString ThreadJob::stateText() const
{
    if (!m_hasEnded)
        return m_steering->isStopped() ? tr("Stopping") : tr("Running");
    if (m_steering->isStopped())
        return tr("Cancelled");
    if (!m_problem.isEmpty())
        return tr("Failed");
    return tone() == Tone::Good ? tr("Done") : tr("Done, see there");
}

Tone ThreadJob::tone() const
{
    if (!m_hasEnded)
        return Tone::Info;
    if (m_steering->isStopped())
        return Tone::Neutral;
    if (!m_problem.isEmpty())
        return Tone::Danger;
    return m_order.tone ? m_order.tone() : Tone::Good;
}

QString ThreadJob::progressText() const
{
    return m_hasEnded || !m_order.progress ? QString() : m_order.progress(m_steering->done());
}

QString ThreadJob::resultText() const
{
    return m_hasEnded && m_problem.isEmpty() && m_order.result ? m_order.result() : QString();
}

} // namespace Axess
