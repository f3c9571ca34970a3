// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionendcommands.h"

#include "filteroptions.h"
#include "rowforms.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds usualGrace = std::chrono::seconds(30);

// How many sessions the filter names now, counted page by page.
Result<qint64> countMatching(SessionStore &store, const SessionFilter &filter)
{
    SessionQuery query;
    query.filter = filter;
    query.limit = PageRequest::MaximumRows;
    qint64 count = 0;
    do {
        const auto page = store.page(query);
        if (!page)
            return std::unexpected(page.error());
        count += page->sessions.size();
        query.cursor = page->next;
    } while (!query.cursor.isEmpty() && !wasCancelled());
    return count;
}

ExitCode printReport(const Context &context, const RevokeReport &report, const QString &verb)
{
    const Output &output = context.output();
    output.json(toJson(report));
    output.line(u"%1 %2, already gone %3, unknown %4"_s.arg(verb)
                    .arg(report.done.size())
                    .arg(report.gone.size())
                    .arg(report.unknown.size()));
    if (!report.unknown.isEmpty()) {
        output.note(u"The store stopped answering; say the same again to make sure"_s);
        return ExitCode::Partial;
    }
    return ExitCode::Ok;
}

void printUndo(const Context &context, const RevokeReport &report)
{
    if (report.done.isEmpty() || report.graceUntil == 0)
        return;
    QStringList ids;
    for (const SessionId &id : report.done.first(std::min<qsizetype>(report.done.size(), 20)))
        ids.append(id.text());
    context.output().note(u"Undo until %1: axessctl session restore --mark %2 %3%4"_s.arg(
        timeText(report.graceUntil), QString::fromLatin1(report.mark.toHex()), ids.join(u' '),
        report.done.size() > ids.size() ? u" …"_s : QString()));
}

} // namespace

QString SessionRevokeCommand::name() const
{
    return u"session revoke"_s;
}

QString SessionRevokeCommand::summary() const
{
    return u"Logs sessions out at once, by ids or by filter, with a grace in which it can be undone."_s;
}

void SessionRevokeCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"ID…"_s, u"Sessions; or choose by the options."_s, u"[ID…]"_s);
    addFilterOptions(parser);
    parser.addOption({u"reason"_s, u"Why; kept with the session and in its history."_s, u"TEXT"_s});
    parser.addOption({u"grace"_s, u"How long it can be undone (30s); 0 = never."_s, u"TIME"_s});
    parser.addOption({u"dry-run"_s, u"Only say how many sessions the filter names."_s});
    parser.addOption({u"yes"_s, u"Act on a filter; without it, the filter is only counted."_s});
}

ExitCode SessionRevokeCommand::run(Context &context)
{
    const bool byFilter = hasFilter(context);
    if (byFilter == !context.arguments().isEmpty())
        return failed(
            context,
            usageError(u"Name sessions by their ids, or choose them by a filter such as --user"_s).error());
    const QString reason = context.value(u"reason"_s);
    const auto grace = context.isSet(u"grace"_s) ? parseDuration(context.value(u"grace"_s)) : usualGrace;
    const auto filter = filterFrom(context);
    const auto ids = byFilter ? QList<SessionId>() : context.sessionIds();
    if (!grace || !filter || !ids)
        return failed(context, !grace ? grace.error() : !filter ? filter.error() : ids.error());
    const bool counts = context.isSet(u"dry-run"_s) || (byFilter && !context.isSet(u"yes"_s));
    if (!counts && reason.trimmed().isEmpty())
        return failed(context, usageError(u"Say why: --reason TEXT"_s).error());

    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    if (counts) {
        const auto count = byFilter ? countMatching(**store, *filter) : Result<qint64>(ids->size());
        if (!count)
            return failed(context, count.error());
        context.output().line(
            u"%1 session(s) would be logged out; say --yes --reason TEXT to do it"_s.arg(*count));
        context.output().json({{u"dryRun"_s, true}, {u"sessions"_s, *count}});
        return wasCancelled() ? ExitCode::Cancelled : ExitCode::Ok;
    }
    const auto report = byFilter ? (*store)->revoke(*filter, reason, *grace)
                                 : (*store)->revoke(std::span<const SessionId>(*ids), reason, *grace);
    if (!report)
        return failed(context, report.error());
    const ExitCode code = printReport(context, *report, u"Logged out"_s);
    printUndo(context, *report);
    return code;
}

QString SessionRestoreCommand::name() const
{
    return u"session restore"_s;
}

QString SessionRestoreCommand::summary() const
{
    return u"Undoes one `session revoke`, inside its grace."_s;
}

void SessionRestoreCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"ID…"_s, u"The sessions."_s);
    parser.addOption({u"mark"_s, u"The mark that `session revoke` printed."_s, u"MARK"_s});
}

ExitCode SessionRestoreCommand::run(Context &context)
{
    const QByteArray mark = QByteArray::fromHex(context.value(u"mark"_s).toLatin1());
    if (mark.size() != RevocationMark::MarkSize)
        return failed(
            context,
            usageError(u"--mark is the 16 hexadecimal digits that `session revoke` printed"_s).error());
    const auto ids = context.sessionIds();
    if (!ids)
        return failed(context, ids.error());
    const auto report = context.openStore().and_then(
        [&](const auto &store) { return store->restore(std::span<const SessionId>(*ids), mark); });
    if (!report)
        return failed(context, report.error());
    return printReport(context, *report, u"Restored"_s);
}
