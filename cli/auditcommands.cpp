// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditcommands.h"

#include "rowforms.h"

#include <axess/audit.h>

#include <QtCore/qjsonarray.h>

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
}

ExitCode AuditListCommand::run(Context &context)
{
    const auto limit = context.noArguments().and_then(
        [&] { return context.number(u"limit"_s, usualEntries, 1, mostEntries); });
    const auto entries
        = limit.and_then([&](int) { return context.openStore(); }).and_then([&](const auto &store) {
              return Audit(store).list(*limit);
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
