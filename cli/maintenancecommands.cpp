// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "maintenancecommands.h"

#include "jobterminal.h"
#include "rowforms.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

// The margin of a sweep, and the control lag.
constexpr std::chrono::milliseconds sweptAfter = std::chrono::seconds(61);

// As far as some seconds reach: the number does not matter for what is done.
void tellAboutHowMany(const Context &context, SessionStore &store, const std::optional<TenantId> &tenant)
{
    constexpr std::chrono::milliseconds longest = std::chrono::seconds(3);
    const Deadline deadline = Deadline::in(longest);
    SessionQuery query;
    query.filter.tenant = tenant;
    query.filter.life = Life::Live;
    query.limit = PageRequest::MaximumRows;
    qint64 sessions = 0;
    do {
        const auto page = store.page(query);
        if (!page)
            return;
        sessions += page->sessions.size();
        query.cursor = page->next;
    } while (!query.cursor.isEmpty() && !deadline.hasPassed());
    context.output().note(
        (query.cursor.isEmpty() ? u"About %1 session(s) would end"_s : u"More than %1 sessions would end"_s)
            .arg(sessions));
}

} // namespace

QString EpochRaiseCommand::name() const
{
    return u"epoch raise"_s;
}

QString EpochRaiseCommand::summary() const
{
    return u"Logs out everybody of a tenant or of the store, in one write. Cannot be undone."_s;
}

void EpochRaiseCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"tenant"_s, u"Only this tenant."_s, u"TENANT"_s});
    parser.addOption({u"store-wide"_s, u"The whole store."_s});
    parser.addOption({u"reason"_s, u"Why; kept in the events."_s, u"TEXT"_s});
    parser.addOption({u"yes"_s, u"Do it; without it, about how many would end is told."_s});
}

ExitCode EpochRaiseCommand::run(Context &context)
{
    const bool storeWide = context.isSet(u"store-wide"_s);
    const auto tenant = context.noArguments().and_then([&] { return context.tenant(); });
    if (!tenant)
        return failed(context, tenant.error());
    if (storeWide == context.isSet(u"tenant"_s))
        return failed(context, usageError(u"Say --tenant TENANT, or --store-wide"_s).error());
    const QString reason = context.value(u"reason"_s);
    if (reason.trimmed().isEmpty())
        return failed(context, usageError(u"Say why: --reason TEXT"_s).error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    if (!context.isSet(u"yes"_s)) {
        tellAboutHowMany(context, **store, storeWide ? std::nullopt : std::optional(*tenant));
        return failed(
            context,
            Error(ErrorCode::Denied, u"This logs everybody out and cannot be undone; say --yes to do it"_s));
    }
    const auto epoch
        = storeWide ? (*store)->raiseStoreEpoch(reason) : (*store)->raiseTenantEpoch(*tenant, reason);
    if (!epoch)
        return failed(context, epoch.error());
    // Best effort: the ordinary sweep removes them, too.
    const auto sweep = submitSweep(*store, personHere(), reason, sweptAfter);
    context.output().line(u"Epoch %1 holds everywhere; everything older has ended"_s.arg(*epoch));
    if (sweep)
        context.output().note(u"Job %1 removes what ended, in a minute"_s.arg(sweep->id));
    context.output().json(
        {{u"epoch"_s, qint64(*epoch)}, {u"sweep"_s, sweep ? QJsonValue(sweep->id) : QJsonValue()}});
    return ExitCode::Ok;
}

QString SweepCommand::name() const
{
    return u"sweep"_s;
}

QString SweepCommand::summary() const
{
    return u"Removes what ended a minute ago or more, in small batches."_s;
}

void SweepCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"for"_s, u"At most this long (10m)."_s, u"TIME"_s});
    parser.addOption(
        {u"keep-events"_s, u"Forget events that are older, too (14d is what instances keep)."_s, u"TIME"_s});
}

ExitCode SweepCommand::run(Context &context)
{
    if (const auto none = context.noArguments(); !none)
        return failed(context, none.error());
    const auto budget = parseDuration(context.isSet(u"for"_s) ? context.value(u"for"_s) : u"10m"_s);
    if (!budget)
        return failed(context, budget.error());
    const bool forgets = context.isSet(u"keep-events"_s);
    const auto keep = forgets ? parseDuration(context.value(u"keep-events"_s)) : budget;
    const auto store = keep.and_then([&](std::chrono::milliseconds) { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    const Output &output = context.output();
    const auto swept = sweepOnce(**store, *budget, [&](qint64 done) {
        output.progress(u"%1 removed"_s.arg(done));
        return !wasCancelled();
    });
    output.endProgress();
    if (!swept)
        return failed(context, swept.error());
    if (!*swept) {
        output.note(forgets
                        ? u"Another instance is sweeping: nothing was removed, and no event was forgotten; "
                          "say it again in a minute"_s
                        : u"Another instance is sweeping; nothing was done"_s);
        output.json({{u"removed"_s, 0}, {u"sweptElsewhere"_s, true}, {u"eventsForgotten"_s, 0}});
        return forgets ? ExitCode::Partial : ExitCode::Ok;
    }
    output.line(u"%1 session(s) removed"_s.arg(**swept));
    const auto forgotten = forgets
        ? trimHistory(**store, {*keep, 0}, *budget, [](qint64) { return !wasCancelled(); })
        : Result<qint64>(0);
    if (!forgotten)
        return failed(context, forgotten.error());
    if (forgets)
        output.line(u"%1 event(s) forgotten"_s.arg(*forgotten));
    output.json({{u"removed"_s, **swept}, {u"sweptElsewhere"_s, false}, {u"eventsForgotten"_s, *forgotten}});
    return wasCancelled() ? ExitCode::Cancelled : ExitCode::Ok;
}

QString SchemaStatusCommand::name() const
{
    return u"schema status"_s;
}

QString SchemaStatusCommand::summary() const
{
    return u"Says which version wrote the store's schema and whether this program can use it."_s;
}

void SchemaStatusCommand::describe(QCommandLineParser &) const
{ }

ExitCode SchemaStatusCommand::run(Context &context)
{
    const auto state = context.noArguments()
                           .and_then([&] { return context.storeUrl(); })
                           .and_then([](const StoreUrl &url) { return SessionStore::schema(url); });
    if (!state)
        return failed(context, state.error());
    context.output().json({{u"exists"_s, state->exists},
                           {u"written"_s, state->written},
                           {u"readableFrom"_s, state->readableFrom},
                           {u"mine"_s, state->mine}});
    if (!state->exists) {
        context.output().line(u"There is no schema; `axessctl init` makes one"_s);
        return ExitCode::Error;
    }
    context.output().line(
        u"Version %1 wrote it; this program writes %2"_s.arg(state->written).arg(state->mine));
    if (state->written < state->mine)
        context.output().note(u"`axessctl schema upgrade` brings it up to date"_s);
    return ExitCode::Ok;
}

QString SchemaUpgradeCommand::name() const
{
    return u"schema upgrade"_s;
}

QString SchemaUpgradeCommand::summary() const
{
    return u"Brings an existing store's schema up to this program's version."_s;
}

void SchemaUpgradeCommand::describe(QCommandLineParser &) const
{ }

ExitCode SchemaUpgradeCommand::run(Context &context)
{
    const auto done = context.noArguments()
                          .and_then([&] { return context.storeUrl(); })
                          .and_then([](const StoreUrl &url) { return SessionStore::upgradeSchema(url); });
    if (!done)
        return failed(context, done.error());
    context.output().line(u"The schema is up to date"_s);
    context.output().json({{u"upgraded"_s, true}});
    return ExitCode::Ok;
}

QString DoctorCommand::name() const
{
    return u"doctor"_s;
}

QString DoctorCommand::summary() const
{
    return u"Looks the store over and says what to do about what it finds. Reads only."_s;
}

void DoctorCommand::describe(QCommandLineParser &) const
{ }

ExitCode DoctorCommand::run(Context &context)
{
    const auto store = context.noArguments().and_then([&] { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    const auto findings = examine(**store);
    if (!findings)
        return failed(context, findings.error());
    QJsonArray array;
    bool hasProblem = false;
    for (const Finding &finding : *findings) {
        hasProblem |= finding.severity == Severity::Problem;
        array.append(QJsonObject {{u"check"_s, finding.check},
                                  {u"severity"_s, severityWord(finding.severity)},
                                  {u"sentence"_s, finding.sentence},
                                  {u"remedy"_s, finding.remedy}});
        context.output().line(u"%1  %2: %3"_s.arg(severityWord(finding.severity).leftJustified(7),
                                                  finding.check, finding.sentence));
        if (!finding.remedy.isEmpty())
            context.output().line(u"         → "_s + finding.remedy);
    }
    context.output().json({{u"findings"_s, array}});
    return hasProblem ? ExitCode::Error : ExitCode::Ok;
}
