// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "revokecommands.h"

#include "filteroptions.h"
#include "jobforms.h"
#include "jobterminal.h"

#include <axess/revokesessions.h>

#include <QtCore/qfile.h>

#include <algorithm>
#include <array>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int mostPerSecond = 10'000'000;

Result<QList<SessionId>> idsFromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return usageError(u"“%1” cannot be read: %2"_s.arg(path, file.errorString()));
    QList<SessionId> ids;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine(1024)).trimmed();
        if (line.isEmpty())
            continue;
        const auto id = SessionId::fromText(line);
        if (!id)
            return usageError(
                u"“%1” in “%2” is no session id: one of 32 hexadecimal digits a line"_s.arg(line, path));
        ids.append(*id);
        if (ids.size() > BulkRevocation::MaximumSessions)
            return usageError(u"“%1” names more than 1,000,000 sessions"_s.arg(path));
    }
    return ids;
}

Result<void> chooseScope(const Context &context, BulkRevocation &what)
{
    const bool isByIds = !context.arguments().isEmpty();
    const bool isByFile = context.isSet(u"ids-from"_s);
    const std::array choices {isByIds, isByFile, hasFilter(context), context.isSet(u"everybody"_s)};
    if (std::ranges::count(choices, true) != 1)
        return usageError(u"Say whose sessions end: ids, --ids-from FILE, a filter such as --user, or "
                          "--everybody"_s);
    if (context.isSet(u"everybody"_s))
        what.scope = RevokeScope::Everybody;
    if (hasFilter(context)) {
        what.scope = RevokeScope::Matching;
        return filterFrom(context).transform([&](const SessionFilter &filter) { what.filter = filter; });
    }
    if (!isByIds && !isByFile)
        return {};
    return (isByFile ? idsFromFile(context.value(u"ids-from"_s)) : context.sessionIds())
        .transform([&](const QList<SessionId> &ids) { what.ids = ids; });
}

Result<BulkRevocation> revocationFrom(const Context &context)
{
    BulkRevocation what;
    if (const auto chosen = chooseScope(context, what); !chosen)
        return std::unexpected(chosen.error());
    const auto grace = context.isSet(u"grace"_s) ? parseDuration(context.value(u"grace"_s))
                                                 : Result<std::chrono::milliseconds>(what.grace);
    const auto canary = context.number(u"canary"_s, 0, 1, int(BulkRevocation::MaximumSessions));
    const auto rate = context.number(u"rate"_s, 0, 1, mostPerSecond);
    if (!grace || !canary || !rate)
        return std::unexpected(!grace ? grace.error() : !canary ? canary.error() : rate.error());
    what.grace = *grace;
    what.canary = *canary;
    what.sessionsPerSecond = *rate;
    what.reason = context.value(u"reason"_s);
    what.ticket = context.value(u"ticket"_s);
    what.by = personHere();
    if (!context.isSet(u"yes"_s))
        what.start = RevokeStart::WhenResumed;
    const bool acts = context.isSet(u"yes"_s) || context.isSet(u"submit"_s);
    if (acts && what.reason.trimmed().isEmpty())
        return usageError(u"Say why: --reason TEXT"_s);
    if (context.isSet(u"dry-run"_s) && acts)
        return usageError(u"--dry-run ends nobody; leave --yes and --submit out"_s);
    if (context.isSet(u"ids-to"_s) && acts)
        return usageError(
            u"--ids-to writes down who was chosen, before anybody is ended; say --ids-from next"_s);
    return what;
}

Result<void> keepIds(const Context &context, const QList<SessionId> &ids)
{
    if (!context.isSet(u"ids-to"_s))
        return {};
    const QString path = context.value(u"ids-to"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return usageError(u"“%1” cannot be made: %2"_s.arg(path, file.errorString()));
    for (const SessionId &id : ids)
        file.write(id.text().toLatin1() + '\n');
    if (!file.flush())
        return usageError(u"“%1” cannot be written: %2"_s.arg(path, file.errorString()));
    return {};
}

ExitCode preview(const Context &context, RevokeSessions &revoke, const BulkRevocation &what)
{
    const auto found = revoke.preview(what, terminalControl(context));
    const Output &output = context.output();
    output.endProgress();
    if (!found)
        return failed(context, found.error());
    if (found->run.end != JobRunEnd::Ended || found->run.job.error)
        return codeOf(context, found->run);
    if (const auto kept = keepIds(context, found->sessions); !kept)
        return failed(context, kept.error());
    QList<QStringList> lines;
    for (const auto &[name, count] : found->run.job.counts.asKeyValueRange())
        lines.append({name, QString::number(count)});
    output.table({u"What"_s, u"Sessions"_s}, lines);
    output.line(
        u"%1 session(s) would be logged out; say --yes --reason TEXT to do it"_s.arg(found->sessions.size()));
    QJsonObject json = toJson(found->run.job);
    json.insert(u"sessions"_s, found->sessions.size());
    output.json(json);
    return ExitCode::Ok;
}

// Without the key of a sealed store there is no job: marks can be set all the same.
ExitCode revokeHere(const Context &context, RevokeSessions &revoke, const BulkRevocation &what)
{
    const Output &output = context.output();
    output.note(u"Without the root key it is done here and stands in no job; if it is ended, say it again"_s);
    const auto here = revoke.runHere(what, terminalControl(context));
    output.endProgress();
    if (!here)
        return failed(context, here.error());
    if (const auto kept = keepIds(context, here->sessions); !kept)
        output.failure(kept.error());
    const QString mark = QString::fromLatin1(here->mark.toHex());
    QList<QStringList> lines = linesOf(here->run.job);
    lines.append({u"mark"_s, mark});
    output.table({u"What"_s, u"Value"_s}, lines);
    QJsonObject json = toJson(here->run.job);
    json.insert(u"mark"_s, mark);
    output.json(json);
    if (what.grace.count() > 0)
        output.note(u"`axessctl session restore --mark %1 ID…` undoes it within %2"_s.arg(
            mark, durationText(what.grace.count())));
    return codeOf(context, here->run);
}

void tellWhatNext(const Context &context, Jobs &jobs, const QString &id)
{
    const auto job = jobs.find(id);
    if (!job)
        return;
    if (job->state == JobState::Paused)
        context.output().note(
            u"Look, then: `axessctl job resume %1`, and `axessctl job run %1` to go on here"_s.arg(id));
    if (const qint64 until = RevokeSessions::undoUntil(*job); until > 0)
        context.output().note(u"Undo until %1: axessctl revoke undo %2"_s.arg(timeText(until), id));
}

} // namespace

QString RevokeCommand::name() const
{
    return u"revoke"_s;
}

QString RevokeCommand::summary() const
{
    return u"Logs many out: chosen and counted first, ended by a job then, which can be undone."_s;
}

void RevokeCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"ID…"_s, u"Sessions; or choose by the options."_s, u"[ID…]"_s);
    parser.addOption({u"ids-from"_s, u"The sessions that stand in a file, an id a line."_s, u"FILE"_s});
    parser.addOption({u"ids-to"_s, u"Write the ids that were chosen into a new file."_s, u"FILE"_s});
    addFilterOptions(parser);
    parser.addOption({u"everybody"_s, u"All sessions of the store, one by one."_s});
    parser.addOption({u"reason"_s, u"Why; kept with each session and in its history."_s, u"TEXT"_s});
    parser.addOption({u"ticket"_s, u"Where the case is kept; stands behind the reason."_s, u"TEXT"_s});
    parser.addOption({u"grace"_s, u"How long each end can be undone (15m); 0 = never."_s, u"TIME"_s});
    parser.addOption({u"canary"_s, u"End so many first, and wait for `job resume` then."_s, u"N"_s});
    parser.addOption({u"rate"_s, u"At most so many sessions a second."_s, u"N"_s});
    parser.addOption({u"dry-run"_s, u"Only choose and count; so it is without --yes, too."_s});
    parser.addOption({u"submit"_s,
                      u"Leave it to applications and workers; without --yes it waits for `job resume` when "
                      "it has chosen."_s});
    parser.addOption({u"yes"_s, u"Do it."_s});
}

ExitCode RevokeCommand::run(Context &context)
{
    const auto what = revocationFrom(context);
    if (!what)
        return failed(context, what.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    RevokeSessions revoke(*store);
    const bool submits = context.isSet(u"submit"_s);
    if (!submits && !context.isSet(u"yes"_s))
        return preview(context, revoke, *what);
    const StoreCapabilities capabilities = (*store)->capabilities();
    if (!submits && capabilities.sealed && !capabilities.hasKey)
        return revokeHere(context, revoke, *what);
    const auto job = revoke.submit(*what);
    if (!job)
        return failed(context, job.error());
    Jobs jobs(*store);
    if (submits) {
        context.output().note(
            u"If nobody takes it within 15 s: `axessctl job run %1` works it off here"_s.arg(job->id));
        return printJob(context, job);
    }
    const ExitCode code = runInTerminal(context, jobs, job->id);
    tellWhatNext(context, jobs, job->id);
    return code;
}

QString RevokeUndoCommand::name() const
{
    return u"revoke undo"_s;
}

QString RevokeUndoCommand::summary() const
{
    return u"Brings back what one `revoke` ended and nobody ended since, within the grace."_s;
}

void RevokeUndoCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"JOB"_s, u"The revocation, as `job list` prints it."_s);
    parser.addOption({u"submit"_s, u"Leave it to applications and workers."_s});
}

ExitCode RevokeUndoCommand::run(Context &context)
{
    if (context.arguments().size() != 1)
        return failed(context, usageError(u"Name one revocation, as `job list` prints it"_s).error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    const auto job = RevokeSessions(*store).submitUndo(context.arguments().first(), personHere());
    if (!job)
        return failed(context, job.error());
    if (context.isSet(u"submit"_s))
        return printJob(context, job);
    Jobs jobs(*store);
    const ExitCode code = runInTerminal(context, jobs, job->id);
    if (code != ExitCode::Ok)
        return code;
    const auto counts = jobs.find(job->id).transform([](const JobInfo &done) { return done.counts; });
    return counts && counts->value(u"late"_s) + counts->value(u"revokedAgain"_s) > 0 ? ExitCode::Partial
                                                                                     : ExitCode::Ok;
}
