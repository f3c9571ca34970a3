// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobrunner_p.h"

#include <axess/logging.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Wishes and the lease are looked at as often at least.
constexpr std::chrono::milliseconds longestWait {500};
constexpr std::chrono::milliseconds firstRepeat {100};
constexpr int mostDoublings = 5;
// With a rate, a step is about so much of a second's rows.
constexpr int stepsPerSecond = 4;

bool isTrouble(const Error &error)
{
    return error.code() == ErrorCode::Unavailable || error.code() == ErrorCode::Full
        || error.code() == ErrorCode::ClockSkew;
}

template<typename T> void appendUpTo(QList<T> &list, const QList<T> &more, qsizetype most)
{
    for (const T &entry : more) {
        if (list.size() < most && !list.contains(entry))
            list.append(entry);
    }
}

void add(const JobStep &step, JobInfo &job)
{
    job.checkpoint = step.checkpoint;
    job.rows += step.rows;
    job.done = step.done;
    job.total = step.total;
    for (const auto &[name, count] : step.counts.asKeyValueRange())
        job.counts[name] += count;
    job.failureCount += step.failures.size();
    appendUpTo(job.failures, step.failures, JobInfo::MaximumFailures);
    appendUpTo(job.remarks, step.remarks, JobInfo::MaximumRemarks);
}

} // namespace

Result<JobRun> JobRunner::run(const QString &id)
{
    m_id = id;
    const auto token = m_core.randomName();
    if (!token)
        return std::unexpected(token.error());
    m_token = QString::fromLatin1(token->toHex());
    m_counted = m_next = monotonic();
    // Before a lease is taken for it: no such job.
    if (const auto there = m_book.read(id); !there && !isTrouble(there.error()))
        return std::unexpected(there.error());
    Lease lease(m_core, JobBook::leaseOf(id), m_control.lease);
    for (;;) {
        if (!waitFor(std::chrono::milliseconds(0)))
            return stopped();
        if (const End end = turn(lease))
            return *end;
    }
}

JobRunner::End JobRunner::turn(Lease &lease)
{
    m_core.measureTime(m_core.deadline());
    if (const auto steady = m_core.time().steady(); !steady)
        return trouble(steady.error());
    const auto held = m_book.isShared() ? lease.hold() : Result<bool>(true);
    if (!held)
        return trouble(held.error());
    const auto stored = m_book.read(m_id);
    if (!stored)
        return trouble(stored.error());
    m_stored = *stored;
    if (!*held)
        return JobRun {m_stored.job.hasEnded() ? JobRunEnd::Ended : JobRunEnd::Elsewhere, m_stored.job};
    const auto kind = m_kinds.kindOf(m_stored.job);
    if (!kind)
        return std::unexpected(kind.error());
    if (m_stored.job.hasEnded())
        return JobRun {JobRunEnd::Ended, m_stored.job};
    if (m_stored.job.wish != JobWish::Run)
        return followWish();
    if (const auto fits = (*kind)->fits(m_core, m_stored.job); !fits)
        return std::unexpected(fits.error());
    if (m_stored.job.token != m_token)
        return takeOver();
    const auto now = monotonic();
    if (now < m_next) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_next - now);
        (void)waitFor(std::min(left, longestWait));
        return std::nullopt;
    }
    return step(**kind);
}

JobRunner::End JobRunner::followWish()
{
    if (m_stored.job.wish == JobWish::Cancel)
        return conclude(JobState::Cancelled);
    return kept(keep([](JobInfo &job) {
                    job.state = JobState::Paused;
                    job.token.clear();
                }),
                JobRunEnd::Paused);
}

JobRunner::End JobRunner::takeOver()
{
    return kept(keep([this](JobInfo &job) {
        job.takeovers += job.token.isEmpty() ? 0 : 1;
        job.token = m_token;
        job.worker = m_control.worker;
        job.state = JobState::Running;
        job.started = job.started > 0 ? job.started : m_core.time().now();
    }));
}

int JobRunner::rowsAtOnce() const
{
    const int rate = m_stored.job.request.rowsPerSecond;
    return rate > 0 ? std::clamp(rate / stepsPerSecond, 1, MostRows) : MostRows;
}

void JobRunner::judgeForeground()
{
    const auto asked = m_stored.job.request.foregroundLimit;
    const auto limit = asked.count() > 0 ? asked : m_control.foregroundLimit;
    if (limit.count() > 0 && m_foreground.look())
        m_restraint.judge(m_foreground.p95(), limit);
}

// When the next step may begin: by the rate, by what the applications suffer, and by the kind's own wish.
void JobRunner::restAfter(const JobStep &step, std::chrono::steady_clock::time_point begun)
{
    const auto now = monotonic();
    if (const int rate = m_stored.job.request.rowsPerSecond; rate > 0)
        m_next
            = std::max(m_next, begun - longestWait) + std::chrono::microseconds(step.rows * 1'000'000 / rate);
    m_next = std::max({m_next, begun + step.delay, now + m_restraint.restAfter(now - begun)});
}

JobRunner::End JobRunner::step(const JobKind &kind)
{
    judgeForeground();
    const auto begun = monotonic();
    const auto step = kind.step(m_core, m_stored.job, rowsAtOnce());
    if (!step)
        return isTrouble(step.error()) ? trouble(step.error()) : conclude(JobState::Failed, step.error());
    m_troubles = 0;
    restAfter(*step, begun);
    const auto answer = keep([&](JobInfo &job) {
        add(*step, job);
        job.slowdown = m_restraint.factor();
        if (step->waits && job.wish == JobWish::Run)
            job.wish = JobWish::Pause;
        if (!step->isLast)
            return;
        job.state = JobState::Done;
        job.ended = m_core.time().now();
        job.token.clear();
    });
    return kept(answer, step->isLast ? std::optional(JobRunEnd::Ended) : std::nullopt);
}

JobRunner::End JobRunner::conclude(JobState state, const std::optional<Error> &error)
{
    return kept(keep([&](JobInfo &job) {
                    job.state = state;
                    job.error = error;
                    job.ended = m_core.time().now();
                    job.token.clear();
                }),
                JobRunEnd::Ended);
}

JobRunner::End JobRunner::kept(const Result<Kept> &answer, std::optional<JobRunEnd> end)
{
    if (!answer)
        return trouble(answer.error());
    if (*answer == Kept::Lost)
        return JobRun {m_stored.job.hasEnded() ? JobRunEnd::Ended : JobRunEnd::Elsewhere, m_stored.job};
    if (m_control.progressed)
        m_control.progressed(m_stored.job);
    return end ? End(JobRun {*end, m_stored.job}) : std::nullopt;
}

// Only who works on a job counts its steps, so a write whose answer was lost is recognised by its step.
Result<JobRunner::Kept> JobRunner::keep(const std::function<void(JobInfo &)> &change)
{
    const auto now = monotonic();
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_counted);
    const QString standing = m_stored.job.token;
    const quint64 steps = m_stored.job.steps + 1;
    for (;;) {
        StoredJob next = m_stored;
        change(next.job);
        next.job.steps = steps;
        next.job.updated = m_core.time().now();
        next.job.activeMilliseconds += standing == m_token ? spent.count() : 0;
        const auto written = m_book.write(next);
        if (!written && written.error().code() != ErrorCode::Conflict && trouble(written.error()))
            return std::unexpected(written.error());
        const auto stored = written ? Result<StoredJob>(next) : readAnew();
        if (!stored)
            return std::unexpected(stored.error());
        m_stored = *stored;
        if (m_stored.job.steps == steps && m_stored.job.token == next.job.token) {
            m_counted = now;
            return Kept::Written;
        }
        if (m_stored.job.token != standing || m_stored.job.hasEnded())
            return Kept::Lost;
    }
}

Result<StoredJob> JobRunner::readAnew()
{
    for (;;) {
        auto stored = m_book.read(m_id);
        if (stored || trouble(stored.error()))
            return stored;
    }
}

// Nothing = it has waited a little and may be tried again.
JobRunner::End JobRunner::trouble(const Error &error)
{
    if (!isTrouble(error))
        return std::unexpected(error);
    if (m_control.troubled)
        m_control.troubled(error);
    std::chrono::milliseconds left = firstRepeat * (1 << std::min(m_troubles++, mostDoublings));
    for (; left.count() > 0; left -= longestWait) {
        if (!waitFor(std::min(left, longestWait)))
            return stopped();
    }
    return std::nullopt;
}

// Signs off, so that the next one need not take this for a crash. Best effort, and told once.
Result<JobRun> JobRunner::stopped()
{
    auto stored = m_book.read(m_id);
    if (stored && stored->job.token == m_token && !stored->job.hasEnded()) {
        stored->job.token.clear();
        stored->job.state = JobState::Waiting;
        stored->job.updated = m_core.time().now();
        ++stored->job.steps;
        if (m_book.write(*stored))
            m_stored = *stored;
    }
    return JobRun {JobRunEnd::Stopped, m_stored.job};
}

} // namespace Axess
