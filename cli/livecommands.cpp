// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "livecommands.h"

#include "jobterminal.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

LiveMigrationControl liveControl(const Context &context)
{
    LiveMigrationControl control;
    control.wait = waitUncancelled;
    const Output &output = context.output();
    control.progress = [&output](qint64 rows) { output.progress(u"about %1 sessions compared"_s.arg(rows)); };
    return control;
}

QString namesOr(const QStringList &names, const QString &nobody)
{
    return names.isEmpty() ? nobody : names.join(u", "_s);
}

QJsonValue bytesOrNull(const std::optional<qint64> &bytes)
{
    return bytes ? QJsonValue(*bytes) : QJsonValue();
}

QString bytesOrUnknown(const std::optional<qint64> &bytes)
{
    return bytes ? QString::number(*bytes) : u"unknown"_s;
}

void nameUnreadable(const Context &context, qint64 count, const QStringList &ids)
{
    const qint64 more = count - ids.size();
    if (count > 0)
        context.output().note(u"Nobody can read %1%2; each stays in the store where it is"_s.arg(
            ids.join(u", "_s), more > 0 ? u" and %1 more"_s.arg(more) : QString()));
}

ExitCode print(const Context &context, const Result<LiveMigrationState> &state)
{
    context.output().endProgress();
    if (!state)
        return failed(context, state.error());
    context.output().json({{u"phase"_s, migrationPhaseName(state->phase)},
                           {u"compared"_s, state->isCompared},
                           {u"dirtyBuckets"_s, state->dirtyBuckets},
                           {u"instances"_s, QJsonArray::fromStringList(state->instances)},
                           {u"unprepared"_s, QJsonArray::fromStringList(state->unprepared)},
                           {u"jobs"_s, QJsonArray::fromStringList(state->jobs)},
                           {u"roomFree"_s, bytesOrNull(state->roomFree)},
                           {u"roomNeeded"_s, bytesOrNull(state->roomNeeded)},
                           {u"unreadable"_s, state->unreadable},
                           {u"unreadableIds"_s, QJsonArray::fromStringList(state->unreadableIds)}});
    context.output().table({u"What"_s, u"Value"_s},
                           {{u"phase"_s, migrationPhaseName(state->phase)},
                            {u"all compared"_s, state->isCompared ? u"yes"_s : u"no"_s},
                            {u"buckets to compare again"_s, QString::number(state->dirtyBuckets)},
                            {u"instances"_s, namesOr(state->instances, u"none"_s)},
                            {u"without the standby"_s, namesOr(state->unprepared, u"none"_s)},
                            {u"jobs that have not ended"_s, namesOr(state->jobs, u"none"_s)},
                            {u"bytes free in the target"_s, bytesOrUnknown(state->roomFree)},
                            {u"bytes needed, about"_s, bytesOrUnknown(state->roomNeeded)},
                            {u"sessions that nobody can read"_s, QString::number(state->unreadable)}});
    nameUnreadable(context, state->unreadable, state->unreadableIds);
    return ExitCode::Ok;
}

ExitCode print(const Context &context, const Result<LiveMigrationReport> &report)
{
    context.output().endProgress();
    if (!report)
        return failed(context, report.error());
    context.output().json({{u"compared"_s, report->compared},
                           {u"brought"_s, report->brought},
                           {u"ended"_s, report->ended},
                           {u"unreadable"_s, report->unreadable},
                           {u"unreadableIds"_s, QJsonArray::fromStringList(report->unreadableIds)}});
    context.output().table({u"What"_s, u"Sessions"_s},
                           {{u"compared"_s, QString::number(report->compared)},
                            {u"brought to the other store"_s, QString::number(report->brought)},
                            {u"ended there, too"_s, QString::number(report->ended)},
                            {u"that nobody can read"_s, QString::number(report->unreadable)}});
    nameUnreadable(context, report->unreadable, report->unreadableIds);
    return report->isPartial() ? ExitCode::Partial : ExitCode::Ok;
}

} // namespace

ExitCode runLiveStep(const Context &context, const QString &command)
{
    const auto ends = context.noArguments().and_then([&] { return migrationEnds(context); });
    if (!ends)
        return failed(context, ends.error());
    const auto audit = context.auditOptions();
    if (!audit)
        return failed(context, audit.error());
    LiveMigrationControl control = liveControl(context);
    control.audit = *audit;
    // Without opening the other one.
    if (command == u"migrate finish"_s && context.isSet(u"abandon-source"_s))
        return print(context, LiveMigration::abandonSource(*ends, control));
    if (command == u"migrate cancel"_s && context.isSet(u"abandon-target"_s))
        return print(context, LiveMigration::abandonTarget(*ends, control));
    const auto migration = LiveMigration::open(*ends);
    if (!migration)
        return failed(context, migration.error());
    LiveMigration &live = **migration;
    if (command == u"migrate plan"_s)
        return print(context, live.plan(control));
    if (command == u"migrate run"_s)
        return print(context, live.run(control));
    if (command == u"migrate verify"_s)
        return print(context, live.verify(control));
    if (command == u"migrate cut-over"_s)
        return print(context, live.cutOver(control));
    if (command == u"migrate roll-back"_s)
        return print(context, live.rollBack(control));
    if (command == u"migrate finish"_s)
        return print(context, live.finish(control));
    if (command == u"migrate cancel"_s)
        return print(context, live.cancel(control));
    return print(context, live.status());
}

void MigrateStepCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption(
        {u"to"_s, u"The store to which the sessions move; under the same root key."_s, u"URL"_s});
    if (m_step == u"migrate finish"_s)
        parser.addOption({u"abandon-source"_s, u"The source is gone for good: nothing is told to it."_s});
    if (m_step == u"migrate cancel"_s)
        parser.addOption({u"abandon-target"_s, u"The target is gone for good: nothing is told to it."_s});
}
