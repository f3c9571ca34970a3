// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "migratecommands.h"

#include "jobforms.h"
#include "jobterminal.h"
#include "livecommands.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QString wordOf(StoreCopyPlan::Target target)
{
    static const QString words[] {u"empty"_s, u"begun"_s, u"complete"_s};
    return words[std::size_t(target)];
}

ExitCode ended(const Context &context, const Result<JobRun> &run, const QString &again)
{
    context.output().endProgress();
    if (!run)
        return failed(context, run.error());
    (void)printJob(context, run->job);
    switch (run->end) {
    case JobRunEnd::Ended:
        return codeOf(context, *run);
    case JobRunEnd::Elsewhere:
        context.output().note(u"Another works on it; `axessctl migrate status` tells how far it is"_s);
        return ExitCode::Refused;
    case JobRunEnd::Stopped:
    case JobRunEnd::Paused:
        break;
    }
    context.output().note(u"It waits where it stopped; `axessctl %1` goes on"_s.arg(again));
    return ExitCode::Cancelled;
}

} // namespace

Result<StoreCopyEnds> migrationEnds(const Context &context)
{
    if (!context.isSet(u"to"_s))
        return usageError(u"Name the store to copy into: --to URL"_s);
    const auto target = StoreUrl::parse(context.value(u"to"_s));
    const auto source = context.storeUrl();
    if (!target || !source)
        return std::unexpected(target ? source.error() : target.error());
    return context.rootKey().transform([&](const RootKey &key) {
        // A mistyped path must not make a new store.
        const bool isFile = source->backend() == u"sqlite";
        return StoreCopyEnds {
            isFile ? source->withOption(u"create"_s, u"no"_s) : *source, *target, key, {}, {}};
    });
}

void MigrateCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"to"_s, u"The store to copy into; under the same root key."_s, u"URL"_s});
    parser.addOption({u"live"_s, u"While applications run, which have it as AXESS_STANDBY_STORE."_s});
}

ExitCode MigrateCommand::run(Context &context)
{
    if (context.isSet(u"live"_s))
        return runLiveStep(context, name());
    const auto ends = context.noArguments().and_then([&] { return migrationEnds(context); });
    const auto copy = ends.and_then([](const StoreCopyEnds &known) { return StoreCopy::open(known); });
    return copy ? act(context, **copy) : failed(context, copy.error());
}

QString MigratePlanCommand::name() const
{
    return u"migrate plan"_s;
}

QString MigratePlanCommand::summary() const
{
    return u"Says what a copy into another store would find; writes nothing."_s;
}

ExitCode MigratePlanCommand::act(Context &context, StoreCopy &copy) const
{
    const auto plan = copy.plan();
    if (!plan)
        return failed(context, plan.error());
    context.output().json({{u"target"_s, wordOf(plan->target)},
                           {u"sessions"_s, plan->sessions},
                           {u"sealed"_s, plan->isSealed},
                           {u"writers"_s, QJsonArray::fromStringList(plan->writers)}});
    context.output().table(
        {u"What"_s, u"Value"_s},
        {{u"target"_s, wordOf(plan->target)},
         {u"sessions to copy"_s, QString::number(plan->sessions)},
         {u"sealed"_s, plan->isSealed ? u"yes, under the same root key"_s : u"no"_s},
         {u"to be stopped first"_s, plan->writers.isEmpty() ? u"nobody"_s : plan->writers.join(u", "_s)}});
    return ExitCode::Ok;
}

QString MigrateRunCommand::name() const
{
    return u"migrate run"_s;
}

QString MigrateRunCommand::summary() const
{
    return u"Copies a store into an empty one and compares both, or goes on; applications stand still."_s;
}

void MigrateRunCommand::describe(QCommandLineParser &parser) const
{
    MigrateCommand::describe(parser);
    parser.addOption({u"rate"_s, u"At most so many rows a second."_s, u"ROWS"_s});
    parser.addOption({u"reason"_s, u"Why; kept with the job."_s, u"TEXT"_s});
}

ExitCode MigrateRunCommand::act(Context &context, StoreCopy &copy) const
{
    const auto rate = context.number(u"rate"_s, 0, 1, 10'000'000);
    if (!rate)
        return failed(context, rate.error());
    JobRequest request;
    request.rowsPerSecond = *rate;
    request.reason = context.value(u"reason"_s);
    request.by = personHere();
    return ended(context, copy.run(request, terminalControl(context)), name());
}

QString MigrateVerifyCommand::name() const
{
    return u"migrate verify"_s;
}

QString MigrateVerifyCommand::summary() const
{
    return u"Compares a copy with its source, every session and every field."_s;
}

ExitCode MigrateVerifyCommand::act(Context &context, StoreCopy &copy) const
{
    JobRequest request;
    request.by = personHere();
    const auto run = copy.verify(request, terminalControl(context));
    const ExitCode code = ended(context, run, name());
    const bool differs = run && run->job.counts.value(u"surplus"_s) > 0;
    return code == ExitCode::Ok && differs ? ExitCode::Partial : code;
}

QString MigrateStatusCommand::name() const
{
    return u"migrate status"_s;
}

QString MigrateStatusCommand::summary() const
{
    return u"Says how far a copy is."_s;
}

ExitCode MigrateStatusCommand::act(Context &context, StoreCopy &copy) const
{
    const auto job = copy.status();
    if (!job)
        return failed(context, job.error());
    if (*job)
        return printJob(context, **job);
    context.output().json({{u"state"_s, u"not-begun"_s}});
    context.output().note(u"No copy into this store was begun"_s);
    return ExitCode::Ok;
}
