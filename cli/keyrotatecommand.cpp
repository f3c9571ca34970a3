// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keyrotatecommand.h"

#include "jobforms.h"
#include "jobterminal.h"
#include "rowforms.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

Result<JobRequest> requestFrom(const Context &context)
{
    JobRequest request;
    if (const auto pace = takePace(context, request); !pace)
        return std::unexpected(pace.error());
    request.kind = u"key-rotation"_s;
    request.mode = context.isSet(u"dry-run"_s) ? JobMode::DryRun : JobMode::Act;
    request.parameters.insert(u"purpose"_s, context.value(u"purpose"_s));
    if (context.isSet(u"lazy"_s))
        request.parameters.insert(u"lazy"_s, true);
    request.reason = context.value(u"reason"_s);
    request.by = personHere();
    return request;
}

QString activeKey(SessionStore &store, const QString &purpose)
{
    const auto keys = store.keys();
    if (!keys)
        return {};
    const auto active = std::ranges::find_if(
        *keys, [&](const KeyInfo &key) { return key.purpose == purpose && key.state == "active"_L1; });
    return active == keys->cend() ? QString() : keyIdText(active->id);
}

QString summaryOf(SessionStore &store, const JobInfo &job)
{
    const QString purpose = job.request.parameters.value(u"purpose"_s).toString(u"envelope"_s);
    const QString key = activeKey(store, purpose);
    const qint64 resealed = job.counts.value(u"resealed"_s);
    const qint64 retired = job.counts.value(u"retired"_s);
    if (job.request.mode == JobMode::DryRun)
        return u"Would seal %1 sessions anew; %2 do not open"_s.arg(resealed).arg(
            job.counts.value(u"unreadable"_s));
    if (purpose != "envelope"_L1)
        return u"Key %1 signs cookies; %2 keys retired"_s.arg(key).arg(retired);
    if (job.request.parameters.value(u"lazy"_s).toBool())
        return u"Key %1 seals; sessions move to it as they are saved, `axessctl key list` shows the share"_s
            .arg(key);
    return u"%1 sessions sealed anew, %2 read and %3 of them whole, under key %4; %5 keys retired"_s
        .arg(resealed)
        .arg(job.counts.value(u"sessions"_s))
        .arg(job.counts.value(u"sessions"_s) - job.counts.value(u"unreadable"_s))
        .arg(key)
        .arg(retired);
}

} // namespace

QString KeyRotateCommand::name() const
{
    return u"key rotate"_s;
}

QString KeyRotateCommand::summary() const
{
    return u"Replaces the active key, seals every session anew, retires the old one; or goes on with it."_s;
}

void KeyRotateCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"purpose"_s, u"envelope (default) or cookie."_s, u"PURPOSE"_s, u"envelope"_s});
    parser.addOption({u"lazy"_s, u"Seal sessions anew only when they are saved; retires nothing."_s});
    parser.addOption({u"dry-run"_s, u"Open and count all sessions, and write nothing."_s});
    parser.addOption({u"submit"_s, u"Leave it to applications and workers."_s});
    addPaceOptions(parser);
    parser.addOption({u"reason"_s, u"Why; kept with the job."_s, u"TEXT"_s});
}

ExitCode KeyRotateCommand::run(Context &context)
{
    const auto request = context.noArguments().and_then([&] { return requestFrom(context); });
    if (!request)
        return failed(context, request.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    Jobs jobs(*store);
    const auto purpose
        = [](const JobRequest &one) { return one.parameters.value(u"purpose"_s).toString(u"envelope"_s); };
    const auto job = unfinishedOrNew(context, jobs, *request, [&](const JobInfo &standing) {
        return purpose(standing.request) == purpose(*request);
    });
    if (!job)
        return failed(context, job.error());
    return context.isSet(u"submit"_s) ? printJob(context, job) : work(context, **store, jobs, job->id);
}

ExitCode KeyRotateCommand::work(const Context &context, SessionStore &store, Jobs &jobs, const QString &id)
{
    const auto run = runTogether(context, jobs, id);
    if (!run)
        return failed(context, run.error());
    context.output().json(toJson(run->job));
    for (const QString &remark : run->job.remarks)
        context.output().note(remark);
    if (run->end == JobRunEnd::Ended && run->job.state == JobState::Done)
        context.output().line(summaryOf(store, run->job));
    return codeOf(context, *run);
}
