// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditcommands.h"

#include "rowforms.h"

#include <axess/auditreader.h>

#include <QtCore/qjsonarray.h>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int usualEntries = 50;
constexpr int mostEntries = 1'000'000;

QJsonObject toJson(const AuditEntry &entry)
{
    return {{u"number"_s, qint64(entry.number)},
            {u"at"_s, entry.at},
            {u"phase"_s, auditPhaseName(entry.phase)},
            {u"intent"_s, qint64(entry.intent)},
            {u"act"_s, entry.act},
            {u"by"_s, entry.by},
            {u"what"_s, entry.what},
            {u"reason"_s, entry.reason},
            {u"result"_s, entry.result},
            {u"key"_s, entry.key == 0 ? QString() : keyIdText(entry.key)}};
}

QString numbersText(const QList<quint64> &numbers)
{
    QStringList texts;
    for (const quint64 number : numbers)
        texts.append(QString::number(number));
    return texts.join(u", "_s);
}

// What is asked for, where something is; times are counted back from now.
Result<AuditFilter> filterFrom(const Context &context, qint64 now)
{
    AuditFilter filter;
    filter.act = context.value(u"act"_s);
    filter.by = context.value(u"by"_s);
    filter.text = context.value(u"text"_s);
    filter.endingOnly = context.isSet(u"ended-sessions"_s);
    if (!context.isSet(u"newer-than"_s))
        return filter;
    return parseDuration(context.value(u"newer-than"_s)).transform([&](std::chrono::milliseconds age) {
        filter.since = now - age.count();
        return filter;
    });
}

// Both entries of each act that is asked for, newest first.
Result<QList<AuditEntry>> entriesOf(const Context &context, const std::shared_ptr<SessionStore> &store,
                                    int limit)
{
    const auto filter = filterFrom(context, store->now());
    const auto options = filter.and_then([&](const AuditFilter &) { return context.auditOptions(); });
    if (!options)
        return std::unexpected(options.error());
    const bool isLocal = context.isSet(u"local-file"_s);
    if (isLocal && options->file.isEmpty())
        return usageError(u"No local file is configured; AXESS_AUDIT_FILE names one"_s);
    if (!isLocal && *filter == AuditFilter())
        return Audit(store).list(limit);
    AuditReader reader = isLocal ? AuditReader(options->file, *filter) : AuditReader(store, *filter);
    QList<AuditEntry> entries;
    for (bool hasMore = true; hasMore && entries.size() < limit && !wasCancelled();) {
        const auto page = reader.next(limit);
        if (!page)
            return std::unexpected(page.error());
        for (const AuditRecord &record : page->records) {
            for (const auto &entry : {record.result, record.intent}) {
                if (entry)
                    entries.append(*entry);
            }
        }
        hasMore = page->hasMore;
    }
    std::ranges::stable_sort(entries, std::greater(), &AuditEntry::number);
    return entries.first(std::min<qsizetype>(limit, entries.size()));
}

// What was proved, and what was not.
QString sentenceOf(const AuditVerification &report, const QString &file)
{
    QString text = u"%1 entries"_s.arg(report.entries);
    if (report.proven > 0)
        text += u"; %1 written by who had the root key"_s.arg(report.proven);
    if (report.hashed > 0)
        text += u"; %1 without it, which whoever can write to the store could have made anew"_s.arg(
            report.hashed);
    text += file.isEmpty() ? u"; no local file to compare with: that the last ones were not removed is not "
                             "proven"_s
                           : u"; all %1 of %2 stand there in their order"_s.arg(report.inFile).arg(file);
    return text;
}

} // namespace

QString AuditListCommand::name() const
{
    return u"audit list"_s;
}

QString AuditListCommand::summary() const
{
    return u"Lists who did what to the store, newest first."_s;
}

void AuditListCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"limit"_s, u"At most so many entries (50)."_s, u"N"_s});
    parser.addOption({u"act"_s, u"Only this act, such as revoke."_s, u"ACT"_s});
    parser.addOption({u"by"_s, u"Only by whom this is a part of."_s, u"WHO"_s});
    parser.addOption({u"text"_s, u"Only acts in whose texts this stands."_s, u"TEXT"_s});
    parser.addOption({u"newer-than"_s, u"Only what was begun in this time, such as 24h."_s, u"TIME"_s});
    parser.addOption({u"local-file"_s, u"The copy on this machine instead of the store's."_s});
    parser.addOption({u"ended-sessions"_s, u"Only what logged somebody out."_s});
}

ExitCode AuditListCommand::run(Context &context)
{
    const auto limit = context.noArguments().and_then(
        [&] { return context.number(u"limit"_s, usualEntries, 1, mostEntries); });
    const auto entries
        = limit.and_then([&](int) { return context.openStore(); }).and_then([&](const auto &store) {
              return entriesOf(context, store, *limit);
          });
    if (!entries)
        return failed(context, entries.error());
    QJsonArray array;
    QList<QStringList> rows;
    for (const AuditEntry &entry : *entries) {
        array.append(toJson(entry));
        const QString result = entry.phase == AuditPhase::Intent ? entry.reason : entry.result;
        rows.append({QString::number(entry.number), timeText(entry.at), entry.by, entry.act,
                     auditPhaseName(entry.phase), entry.what, result});
    }
    context.output().json({{u"entries"_s, array}});
    context.output().table(
        {u"ENTRY"_s, u"AT"_s, u"BY"_s, u"ACT"_s, u"PHASE"_s, u"WHAT"_s, u"REASON OR RESULT"_s}, rows);
    return ExitCode::Ok;
}

QString AuditVerifyCommand::name() const
{
    return u"audit verify"_s;
}

QString AuditVerifyCommand::summary() const
{
    return u"Finds entries that were removed, altered or reordered; exit 0 if none was."_s;
}

ExitCode AuditVerifyCommand::run(Context &context)
{
    const auto options = context.noArguments().and_then([&] { return context.auditOptions(); });
    const auto report = options.and_then([&](const AuditOptions &) { return context.openStore(); })
                            .and_then([&](const auto &store) { return Audit(store, *options).verify(); });
    if (!report)
        return failed(context, report.error());
    QJsonArray unfinished;
    for (const quint64 number : report->unfinished)
        unfinished.append(qint64(number));
    context.output().json({{u"entries"_s, report->entries},
                           {u"proven"_s, report->proven},
                           {u"hashed"_s, report->hashed},
                           {u"inFile"_s, report->inFile},
                           {u"unfinished"_s, unfinished},
                           {u"problems"_s, QJsonArray::fromStringList(report->problems)}});
    for (const QString &problem : report->problems)
        context.output().note(problem);
    if (!report->unfinished.isEmpty())
        context.output().note(
            u"Without a result, so cut off or still at it: %1"_s.arg(numbersText(report->unfinished)));
    if (report->isClean())
        context.output().line(sentenceOf(*report, options->file));
    return report->isClean() ? ExitCode::Ok : ExitCode::Partial;
}
