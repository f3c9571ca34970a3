// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobcommands.h"

#include "jobforms.h"
#include "jobterminal.h"
#include "prometheusoutput.h"
#include "servicemanager.h"

#include <axess/operations.h>

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void addRequestOptions(QCommandLineParser &parser)
{
    parser.addOption({u"dry-run"_s, u"Find and count the same, and write nothing."_s});
    addPaceOptions(parser);
    parser.addOption({u"reason"_s, u"Why; kept with the job."_s, u"TEXT"_s});
}

Result<QString> oneArgument(const Context &context, const QString &what)
{
    if (context.arguments().size() != 1)
        return usageError(u"Name %1"_s.arg(what));
    return context.arguments().first();
}

Result<JobRequest> requestFrom(const Context &context, const QString &kind)
{
    JobRequest request;
    if (const auto pace = takePace(context, request); !pace)
        return std::unexpected(pace.error());
    request.kind = kind;
    request.mode = context.isSet(u"dry-run"_s) ? JobMode::DryRun : JobMode::Act;
    request.reason = context.value(u"reason"_s);
    request.by = personHere();
    return request;
}

} // namespace

QString JobListCommand::name() const
{
    return u"job list"_s;
}

QString JobListCommand::summary() const
{
    return u"Lists the jobs of the store, newest first."_s;
}

void JobListCommand::describe(QCommandLineParser &) const
{ }

ExitCode JobListCommand::run(Context &context)
{
    const auto jobs
        = context.noArguments().and_then([&] { return context.openStore(); }).and_then([](const auto &store) {
              return Jobs(store).list();
          });
    if (!jobs)
        return failed(context, jobs.error());
    QJsonArray array;
    QList<QStringList> rows;
    for (const JobInfo &job : *jobs) {
        array.append(toJson(job));
        rows.append(
            {job.id, job.request.kind, jobStateWord(job), jobProgressWord(job), job.request.by, job.worker});
    }
    context.output().json({{u"jobs"_s, array}});
    context.output().table({u"ID"_s, u"KIND"_s, u"STATE"_s, u"PROGRESS"_s, u"BY"_s, u"WORKER"_s}, rows);
    return ExitCode::Ok;
}

QString JobShowCommand::name() const
{
    return u"job show"_s;
}

QString JobShowCommand::summary() const
{
    return u"Shows one job: what was asked, how far it is, what it found."_s;
}

void JobShowCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"ID"_s, u"The job, as `job list` prints it."_s);
}

ExitCode JobShowCommand::run(Context &context)
{
    const auto id = oneArgument(context, u"one job, as `job list` prints it"_s);
    if (!id)
        return failed(context, id.error());
    return printJob(context,
                    context.openStore().and_then([&](const auto &store) { return Jobs(store).find(*id); }));
}

QString JobSubmitCommand::name() const
{
    return u"job submit"_s;
}

QString JobSubmitCommand::summary() const
{
    return u"Submits a job for whoever works jobs off: applications and `axessctl worker`."_s;
}

void JobSubmitCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"KIND"_s, u"What to do: verify-index."_s);
    addRequestOptions(parser);
}

ExitCode JobSubmitCommand::run(Context &context)
{
    const auto request
        = oneArgument(context, u"one kind of job, such as verify-index"_s).and_then([&](const QString &kind) {
              return requestFrom(context, kind);
          });
    if (!request)
        return failed(context, request.error());
    const auto job
        = context.openStore().and_then([&](const auto &store) { return Jobs(store).submit(*request); });
    if (job)
        context.output().note(
            u"If nobody takes it within 15 s: `axessctl job run %1` works it off here"_s.arg(job->id));
    return printJob(context, job);
}

QString JobWishCommand::name() const
{
    static const QString names[] {u"job resume"_s, u"job pause"_s, u"job cancel"_s};
    return names[std::size_t(m_wish)];
}

QString JobWishCommand::summary() const
{
    static const QString summaries[] {
        u"Lets a paused job go on."_s,
        u"Pauses a job after the step under way."_s,
        u"Ends a job after the step under way; what it has done stays done."_s,
    };
    return summaries[std::size_t(m_wish)];
}

void JobWishCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"ID"_s, u"The job, as `job list` prints it."_s);
}

ExitCode JobWishCommand::run(Context &context)
{
    const auto id = oneArgument(context, u"one job, as `job list` prints it"_s);
    if (!id)
        return failed(context, id.error());
    return printJob(context, context.openStore().and_then([&](const auto &store) {
        Jobs jobs(store);
        if (m_wish == JobWish::Run)
            return jobs.resume(*id);
        return m_wish == JobWish::Pause ? jobs.pause(*id) : jobs.cancel(*id);
    }));
}

QString JobRunCommand::name() const
{
    return u"job run"_s;
}

QString JobRunCommand::summary() const
{
    return u"Works a job off here: one that waits or was left behind, or a new one of a kind."_s;
}

void JobRunCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"ID|KIND"_s, u"A job, or what to do: verify-index."_s);
    addRequestOptions(parser);
}

ExitCode JobRunCommand::run(Context &context)
{
    const auto name = oneArgument(context, u"one job or one kind of job, such as verify-index"_s);
    const auto request = name.and_then([&](const QString &kind) { return requestFrom(context, kind); });
    if (!request)
        return failed(context, request.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    Jobs jobs(*store);
    const bool isNew = jobs.kinds().contains(*name);
    const auto job = isNew ? jobs.submit(*request) : jobs.find(*name);
    if (!job)
        return failed(context, job.error());
    return runInTerminal(context, jobs, job->id);
}

QString WorkerCommand::name() const
{
    return u"worker"_s;
}

QString WorkerCommand::summary() const
{
    return u"Works off jobs and sweeps, until Ctrl-C or SIGTERM: a service beside applications."_s;
}

void WorkerCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"sweep-every"_s, u"How often it sweeps (1h)."_s, u"TIME"_s});
    parser.addOption({u"metrics"_s, u"Serve its numbers to Prometheus: 127.0.0.1:9464, or :0 for any port."_s,
                      u"ADDRESS:PORT"_s});
}

ExitCode WorkerCommand::run(Context &context)
{
    const auto every = context.noArguments().and_then([&] {
        return parseDuration(context.isSet(u"sweep-every"_s) ? context.value(u"sweep-every"_s) : u"1h"_s);
    });
    if (!every || every->count() == 0)
        return failed(context,
                      every ? usageError(u"--sweep-every is longer than nothing"_s).error() : every.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    const StoreCapabilities capabilities = (*store)->capabilities();
    if (capabilities.sealed && !capabilities.hasKey)
        context.output().note(u"Without the root key this worker sweeps, but leaves jobs alone"_s);
    MetricsService metrics;
    if (context.isSet(u"metrics"_s)) {
        const auto served = serveMetrics(*store, context.value(u"metrics"_s));
        if (!served)
            return failed(context, served.error());
        metrics = *served;
        context.output().note(u"Metrics: %1"_s.arg(metrics.url));
    }
    return work(context, *store, *every);
}

ExitCode WorkerCommand::work(const Context &context, const std::shared_ptr<SessionStore> &store,
                             std::chrono::milliseconds sweepEvery) const
{
    Housekeeping::Options options;
    options.program = u"axessctl worker"_s;
    options.sweepEvery = sweepEvery;
    options.lookForJobsEvery = 1s;
    Housekeeping housekeeping(store, options);
    if (const auto started = housekeeping.start(); !started)
        return failed(context, started.error());
    context.output().note(u"Working on %1; Ctrl-C or SIGTERM ends it"_s.arg(store->displayName()));
    const ServiceManager manager;
    manager.ready();
    while (waitUncancelled(manager.aliveEvery().value_or(1h)))
        manager.alive();
    manager.stopping();
    return ExitCode::Ok;
}
