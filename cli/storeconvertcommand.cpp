// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storeconvertcommand.h"

#include "jobforms.h"
#include "jobterminal.h"

using namespace Axess;
using namespace Qt::StringLiterals;

QString StoreConvertCommand::name() const
{
    return seals() ? u"store seal"_s : u"store unseal"_s;
}

QString StoreConvertCommand::summary() const
{
    return seals() ? u"Encrypts a store that does not yet, while applications use it; or goes on with it."_s
                   : u"Stores sessions in the clear again, while applications use it; or goes on with it."_s;
}

void StoreConvertCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"dry-run"_s, u"Open and count all sessions, and write nothing."_s});
    parser.addOption({u"submit"_s, u"Leave it to applications and workers."_s});
    addPaceOptions(parser);
    parser.addOption({u"reason"_s, u"Why; kept with the job."_s, u"TEXT"_s});
}

Result<std::shared_ptr<SessionStore>> StoreConvertCommand::openedStore(const Context &context) const
{
    if (!context.isSet(u"dry-run"_s))
        return context.openStoreToConvert(m_target);
    return context.openStore();
}

ExitCode StoreConvertCommand::run(Context &context)
{
    JobRequest request
        = conversionRequest(m_target, context.isSet(u"dry-run"_s) ? JobMode::DryRun : JobMode::Act);
    if (const auto fit = context.noArguments().and_then([&] { return takePace(context, request); }); !fit)
        return failed(context, fit.error());
    request.reason = context.value(u"reason"_s);
    request.by = personHere();
    const auto store = openedStore(context);
    if (!store)
        return failed(context, store.error());
    Jobs jobs(*store);
    const auto job = unfinishedOrNew(context, jobs, request, [&](const JobInfo &standing) {
        return standing.request.parameters == request.parameters;
    });
    if (!job)
        return failed(context, job.error());
    return context.isSet(u"submit"_s) ? printJob(context, job) : work(context, jobs, job->id);
}

ExitCode StoreConvertCommand::work(const Context &context, Jobs &jobs, const QString &id) const
{
    const auto run = runTogether(context, jobs, id);
    if (!run)
        return failed(context, run.error());
    context.output().json(toJson(run->job));
    for (const QString &remark : run->job.remarks)
        context.output().note(remark);
    if (run->end == JobRunEnd::Paused) {
        context.output().note(u"`axessctl %1` goes on"_s.arg(name()));
        return ExitCode::Partial;
    }
    if (run->end == JobRunEnd::Ended && run->job.state == JobState::Done)
        context.output().line(summaryOf(run->job));
    return codeOf(context, *run);
}

QString StoreConvertCommand::summaryOf(const JobInfo &job) const
{
    const qint64 converted = job.counts.value(u"converted"_s);
    const qint64 sessions = job.counts.value(u"sessions"_s);
    const qint64 unreadable = job.counts.value(u"unreadable"_s);
    const QString verb = seals() ? u"sealed"_s : u"unsealed"_s;
    if (job.request.mode == JobMode::DryRun)
        return u"Would write %1 of %2 sessions anew, %3; %4 do not open"_s.arg(converted)
            .arg(sessions)
            .arg(verb)
            .arg(unreadable);
    return u"%1 sessions %2, %3 read and %4 of them whole"_s.arg(converted).arg(verb).arg(sessions).arg(
        sessions - unreadable);
}
