// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/bulklogout.h"

#include <algorithm>

namespace Axess {

using namespace std::chrono_literals;

namespace {

// Nobody who could have called it off was there for longer than that.
constexpr std::chrono::milliseconds LongestBlink = 10s;

} // namespace

BulkLogOut::BulkLogOut(Console &console, const BulkOrder &order, QObject *parent)
    : DockJob(parent)
    , m_console(console)
    , m_order(order)
{
    m_ticks.setInterval(200ms);
    connect(&m_ticks, &QTimer::timeout, this, &BulkLogOut::tick);
}

BulkLogOut::~BulkLogOut()
{
    m_steering->stop();
}

void BulkLogOut::start()
{
    m_lookedAt = m_console.now();
    m_sendAt = m_lookedAt + std::chrono::milliseconds(m_order.countdown).count();
    m_ticks.start();
    if (m_order.countdown == 0s)
        send();
    else
        Q_EMIT changed();
}

void BulkLogOut::tick()
{
    if (m_state != State::CountingDown) {
        lookAtProgress();
        return;
    }
    const qint64 now = m_console.now();
    if (now - std::exchange(m_lookedAt, now) > LongestBlink.count())
        setState(State::Paused);
    else if (now >= m_sendAt)
        send();
    else
        Q_EMIT changed();
}

std::chrono::seconds BulkLogOut::untilSent() const
{
    if (m_state != State::CountingDown)
        return 0s;
    return std::chrono::ceil<std::chrono::seconds>(
        std::chrono::milliseconds(std::max<qint64>(0, m_sendAt - m_console.now())));
}

void BulkLogOut::send()
{
    m_wasSent = true;
    setState(State::Running);
    follow(m_console.actAtLength(m_order.act(),
                                 [order = m_order, steering = m_steering](const BulkWork::Store &store) {
                                     return BulkWork::run(store, order, *steering);
                                 }));
}

void BulkLogOut::follow(QFuture<Result<BulkOutcome>> future)
{
    m_workerEnded = false;
    future.then(this, [this](const Result<BulkOutcome> &outcome) {
        m_workerEnded = true;
        took(outcome);
    });
}

void BulkLogOut::lookAtProgress()
{
    const JobInfo seen = m_steering->seen();
    if (!m_wasSent)
        return;
    if (!m_workerEnded && m_state != State::Undoing) {
        m_outcome.job = seen;
        if (m_state == State::Running && seen.state == JobState::Paused)
            setState(State::Paused);
    }
    Q_EMIT changed();
}

void BulkLogOut::took(const Result<BulkOutcome> &outcome)
{
    if (!outcome) {
        m_error = outcome.error();
        setState(State::Failed);
        Q_EMIT finished();
        return;
    }
    const quint64 entry = m_outcome.auditEntry;
    m_outcome = *outcome;
    if (m_outcome.auditEntry == 0)
        m_outcome.auditEntry = entry;
    m_error = m_outcome.job.error;
    switch (m_outcome.job.state) {
    case JobState::Done:
        setState(State::Done);
        break;
    case JobState::Cancelled:
        setState(State::Cancelled);
        break;
    case JobState::Failed:
        setState(State::Failed);
        break;
    case JobState::Waiting:
    case JobState::Running:
    case JobState::Paused:
        if (m_resumed) {
            goOn();
        } else if (m_state == State::Ending) {
            // It was told to end while it was about to pause. Twice is once.
            steer(JobWish::Cancel);
        } else {
            setState(State::Paused);
        }
        return;
    }
    Q_EMIT finished();
}

void BulkLogOut::pause()
{
    if (!isPausable())
        return;
    if (standsInStore())
        steer(JobWish::Pause);
    else
        m_steering->setPaused(true);
    setState(State::Paused);
}

void BulkLogOut::resume()
{
    if (m_state != State::Paused)
        return;
    if (!m_wasSent) {
        m_state = State::CountingDown;
        start();
        return;
    }
    if (!standsInStore()) {
        JobInfo seen = m_steering->seen();
        seen.state = JobState::Running;
        m_steering->tell(seen);
        m_steering->setPaused(false);
        setState(State::Running);
        return;
    }
    steer(JobWish::Run);
}

void BulkLogOut::cancel()
{
    if (!isCancellable())
        return;
    if (!m_wasSent) {
        setState(State::Cancelled);
        Q_EMIT finished();
        return;
    }
    setState(State::Ending);
    if (standsInStore()) {
        steer(JobWish::Cancel);
        return;
    }
    m_steering->stop();
}

// The worker follows what stands in the store. Where it has left already, this goes on by what is answered.
void BulkLogOut::steer(JobWish wish)
{
    m_error.reset();
    m_console
        .act(wish == JobWish::Run ? m_order.act() : GatedAct::SteerJob,
             [id = m_outcome.job.id, wish](const BulkWork::Store &store) {
                 return BulkWork::steer(store, id, wish);
             })
        .then(this, [this, wish](const Result<JobInfo> &job) {
            if (!job) {
                // It goes on as it went: whoever asked is told.
                m_error = job.error();
                setState(m_workerEnded ? State::Paused : State::Running);
                return;
            }
            m_resumed = wish == JobWish::Run && !m_workerEnded;
            if (!m_workerEnded) {
                if (wish == JobWish::Run && m_state == State::Paused)
                    setState(State::Running);
                return;
            }
            m_outcome.job = *job;
            if (wish == JobWish::Run) {
                goOn();
            } else if (job->hasEnded()) {
                m_outcome.undoUntil = BulkWork::undoUntil(*job, m_order.grace);
                setState(State::Cancelled);
                Q_EMIT finished();
            }
        });
}

void BulkLogOut::goOn()
{
    m_resumed = false;
    m_steering->tell(m_outcome.job);
    setState(State::Running);
    follow(m_console.actAtLength(
        m_order.act(),
        [order = m_order, id = m_outcome.job.id, steering = m_steering](const BulkWork::Store &store) {
            return BulkWork::goOn(store, order, id, *steering);
        }));
}

void BulkLogOut::undo()
{
    if (!isUndoable())
        return;
    m_beforeUndo = m_state;
    setState(State::Undoing);
    // The one before may have been told to stop.
    m_steering = std::make_shared<JobSteering>();
    m_console
        .actAtLength(GatedAct::Undo,
                     [done = m_outcome, by = m_order.by, steering = m_steering](
                         const BulkWork::Store &store) { return BulkWork::undo(store, done, by, *steering); })
        .then(this, [this](const Result<BulkOutcome> &outcome) { tookUndo(outcome); });
}

void BulkLogOut::tookUndo(const Result<BulkOutcome> &outcome)
{
    const bool isDone = outcome && outcome->job.state == JobState::Done;
    m_error = outcome ? outcome->job.error : std::optional(outcome.error());
    if (!isDone) {
        setState(m_beforeUndo);
        return;
    }
    for (const auto &[name, count] : outcome->job.counts.asKeyValueRange())
        m_outcome.job.counts.insert(QStringLiteral("undo.") + name, count);
    // Some got no answer: what was brought back stays so, and the rest may be tried again.
    if (outcome->job.failureCount > 0) {
        setState(m_beforeUndo);
        Q_EMIT undone();
        return;
    }
    m_outcome.undoUntil = 0;
    setState(State::Undone);
    Q_EMIT undone();
}

bool BulkLogOut::hasEnded() const
{
    return m_state == State::Done || m_state == State::Failed || m_state == State::Cancelled
        || m_state == State::Undone;
}

// An epoch that was sent is sent.
bool BulkLogOut::isPausable() const
{
    // With the key it stands in the store, where others work on it: before its name is known nobody can be
    // told.
    const StoreCapabilities &can = m_console.capabilities();
    const bool isHere = can.sealed && !can.hasKey;
    return m_state == State::Running && m_order.way == LogOutWay::OneByOne && (isHere || standsInStore());
}

bool BulkLogOut::isCancellable() const
{
    if (!m_wasSent)
        return !hasEnded();
    return m_order.way == LogOutWay::OneByOne && (m_state == State::Running || m_state == State::Paused);
}

bool BulkLogOut::isUndoable() const
{
    return (m_state == State::Done || m_state == State::Cancelled || m_state == State::Failed)
        && m_outcome.undoUntil > m_console.now();
}

qint64 BulkLogOut::failed() const
{
    return m_outcome.job.failureCount;
}

QString BulkLogOut::commandLine() const
{
    return AxessctlLine::shell(m_order.arguments(m_console.address()));
}

void BulkLogOut::setState(State state)
{
    m_state = state;
    if (hasEnded())
        m_ticks.stop();
    Q_EMIT changed();
}

} // namespace Axess
