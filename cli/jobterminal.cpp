// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobterminal.h"

#include "jobforms.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qsysinfo.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 betweenLines = 1000; // Milliseconds.
constexpr int mostRowsPerSecond = 10'000'000;
constexpr int longestLimit = 60'000; // Milliseconds.

} // namespace

void addPaceOptions(QCommandLineParser &parser)
{
    parser.addOption({u"rate"_s, u"At most so many rows a second."_s, u"ROWS"_s});
    parser.addOption({u"slow-above"_s,
                      u"Slower while applications wait longer for the store than this, in ms, at their 95th "
                      "percentile."_s,
                      u"MS"_s});
}

Result<void> takePace(const Context &context, JobRequest &request)
{
    const auto rate = context.number(u"rate"_s, 0, 1, mostRowsPerSecond);
    const auto limit = context.number(u"slow-above"_s, 0, 1, longestLimit);
    if (!rate || !limit)
        return std::unexpected(rate ? limit.error() : rate.error());
    request.rowsPerSecond = *rate;
    request.foregroundLimit = std::chrono::milliseconds(*limit);
    return {};
}

ExitCode printJob(const Context &context, const Result<JobInfo> &job)
{
    if (!job)
        return failed(context, job.error());
    context.output().table({u"What"_s, u"Value"_s}, linesOf(*job));
    context.output().json(toJson(*job));
    return ExitCode::Ok;
}

bool waitUncancelled(std::chrono::milliseconds time)
{
    for (; time.count() > 0 && !wasCancelled(); time -= 50ms)
        std::this_thread::sleep_for(std::min(time, std::chrono::milliseconds(50ms)));
    return !wasCancelled();
}

ExitCode codeOf(const Context &context, const JobRun &run)
{
    const JobInfo &job = run.job;
    const Output &output = context.output();
    switch (run.end) {
    case JobRunEnd::Elsewhere:
        output.note(u"Another works on job %1; `axessctl job show %1` tells how far it is"_s.arg(job.id));
        return ExitCode::Refused;
    case JobRunEnd::Stopped:
        output.note(
            u"Job %1 waits where it stopped; `axessctl job run %1` goes on, `job cancel %1` ends it"_s.arg(
                job.id));
        return ExitCode::Cancelled;
    case JobRunEnd::Paused:
        output.note(u"Job %1 is paused; `axessctl job resume %1` lets it go on"_s.arg(job.id));
        return ExitCode::Ok;
    case JobRunEnd::Ended:
        break;
    }
    if (job.error) {
        output.failure(*job.error);
        return ExitCode::Error;
    }
    if (job.state == JobState::Cancelled)
        return ExitCode::Cancelled;
    return job.failureCount > 0 || !job.remarks.isEmpty() ? ExitCode::Partial : ExitCode::Ok;
}

JobControl terminalControl(const Context &context)
{
    JobControl control;
    control.worker
        = u"axessctl@%1:%2"_s.arg(QSysInfo::machineHostName()).arg(QCoreApplication::applicationPid());
    control.wait = waitUncancelled;
    const Output &output = context.output();
    control.progressed = [&output, told = qint64(0)](const JobInfo &job) mutable {
        output.progress(jobProgressWord(job));
        if (!job.hasEnded() && job.updated - told < betweenLines)
            return;
        told = job.updated;
        output.progressLine(toJson(job));
    };
    control.troubled = [&output, last = QString()](const Error &error) mutable {
        if (error.message() != last)
            output.note(u"It waits, and goes on when it can: "_s + error.message());
        last = error.message();
    };
    return control;
}

Result<JobInfo> unfinishedOrNew(const Context &context, Jobs &jobs, const JobRequest &request,
                                const std::function<bool(const JobInfo &)> &isSame)
{
    const auto all = jobs.list();
    if (!all)
        return std::unexpected(all.error());
    const auto unfinished = std::ranges::find_if(*all, [&](const JobInfo &job) {
        return !job.hasEnded() && job.request.kind == request.kind && job.request.mode == request.mode
            && isSame(job);
    });
    if (unfinished == all->cend())
        return jobs.submit(request);
    context.output().note(u"Goes on with job %1"_s.arg(unfinished->id));
    return unfinished->state == JobState::Paused ? jobs.resume(unfinished->id) : Result<JobInfo>(*unfinished);
}

Result<JobRun> runTogether(const Context &context, Jobs &jobs, const QString &id)
{
    const JobControl control = terminalControl(context);
    auto run = jobs.run(id, control);
    // Who worked on it goes on, or has died and loses it soon.
    while (run && run->end == JobRunEnd::Elsewhere && waitUncancelled(500ms)) {
        context.output().progress(jobProgressWord(run->job));
        run = jobs.run(id, control);
    }
    context.output().endProgress();
    return run;
}

ExitCode runInTerminal(const Context &context, Jobs &jobs, const QString &id)
{
    const auto run = jobs.run(id, terminalControl(context));
    context.output().endProgress();
    if (!run)
        return failed(context, run.error());
    (void)printJob(context, run->job);
    return codeOf(context, *run);
}
