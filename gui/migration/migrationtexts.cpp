// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationtexts.h"

#include "app/texts.h"

#include <QtCore/qlocale.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

QString MigrationTexts::step(MigrationWay way, MigrationStep step)
{
    const bool isLive = way == MigrationWay::Live;
    switch (step) {
    case MigrationStep::Run:
        return isLive ? tr("Bring sessions over") : tr("Copy sessions");
    case MigrationStep::Verify:
        return tr("Compare both stores");
    case MigrationStep::Plan:
        return tr("Make the target and wait for the applications");
    case MigrationStep::CutOver:
        return tr("Let the target lead");
    case MigrationStep::RollBack:
        return tr("Let the source lead again");
    case MigrationStep::Finish:
        return tr("Leave the source for good");
    case MigrationStep::Cancel:
        break;
    }
    return tr("End the move");
}

QString MigrationTexts::phase(MigrationPhase phase)
{
    switch (phase) {
    case MigrationPhase::NotBegun:
        return tr("not begun; the source stands by itself");
    case MigrationPhase::SourceLeads:
        return tr("the source leads, both stores are written");
    case MigrationPhase::HandingOver:
        return tr("being handed over to the target; writes are held");
    case MigrationPhase::TargetLeads:
        return tr("the target leads, both stores are written");
    case MigrationPhase::HandingBack:
        return tr("being handed back to the source; writes are held");
    case MigrationPhase::Moved:
        break;
    }
    return tr("moved; the target stands by itself");
}

QString MigrationTexts::copyProgress(const JobInfo &job)
{
    if (job.total <= 0)
        return {};
    return tr("%1 % done, %2 sessions copied, %3 compared")
        .arg(QString::number(std::min<qint64>(100, 100 * job.done / job.total)),
             number(job.counts.value(u"sessions"_s)), number(job.counts.value(u"compared"_s)));
}

QString MigrationTexts::copyResult(const JobInfo &job)
{
    const auto count = [&](const QString &name) { return job.counts.value(name); };
    QStringList parts;
    if (job.request.mode == JobMode::Act)
        parts.append(tr("%1 sessions copied").arg(number(count(u"sessions"_s))));
    parts.append(tr("%1 compared").arg(number(count(u"compared"_s))));
    const QString surplus = job.request.mode == JobMode::Act ? tr("%1 had ended, and were taken away")
                                                             : tr("%1 only in the target");
    const std::pair<QString, QString> rest[] {{u"missing"_s, tr("%1 missing in the target")},
                                              {u"different"_s, tr("%1 differ")},
                                              {u"surplus"_s, surplus},
                                              {u"unreadable"_s, tr("%1 nobody can read; they stay behind")}};
    for (const auto &[name, text] : rest) {
        if (count(name) > 0)
            parts.append(text.arg(number(count(name))));
    }
    if (parts.size() == (job.request.mode == JobMode::Act ? 2 : 1) && job.state == JobState::Done)
        parts.append(tr("no difference"));
    return parts.join(u" · "_s);
}

QString MigrationTexts::moveResult(const LiveMigrationReport &report)
{
    QStringList parts {tr("%1 compared").arg(number(report.compared)),
                       tr("%1 brought over").arg(number(report.brought)),
                       tr("%1 ended there, too").arg(number(report.ended))};
    if (report.unreadable > 0)
        parts.append(tr("%1 nobody can read; they stay where they are").arg(number(report.unreadable)));
    return parts.join(u" · "_s);
}

QString MigrationTexts::refusal(const Error &error)
{
    switch (error.code()) {
    case ErrorCode::InvalidArgument:
        return tr("This target cannot be right. Nothing was written.");
    case ErrorCode::Denied:
        return tr("This is refused.");
    case ErrorCode::KeyMissing:
        return tr(
            "The root key that opens these stores is not here. Open the source with its root key file.");
    case ErrorCode::Unavailable:
        return error.outcome() == Outcome::Unknown
            ? tr("A store stopped answering. What was asked may have been done: look how it stands.")
            : tr("One of the two stores does not answer, or refuses for now. Try again.");
    case ErrorCode::ClockSkew:
        return tr("The clocks of the two servers differ too much: sessions would end at the wrong time.");
    case ErrorCode::Full:
        return tr("There is too little room where the target stands.");
    case ErrorCode::TooNew:
        return tr("One of the two stores was written by a later version of Axess. Update this console.");
    case ErrorCode::Conflict:
        return tr("It cannot go on as it stands. When that is mended the same step may be said again.");
    case ErrorCode::Gone:
        return tr("That is over already.");
    default:
        break;
    }
    return Texts::problem(error);
}

QStringList MigrationTexts::afterCopy(const MigrationOrder &order)
{
    return {
        tr("Both stores hold the same. Nobody uses the target yet."),
        tr("1. Start the applications with AXESS_STORE naming %1.").arg(order.target.shortName()),
        tr("2. Do not start any of them on %1 again: its sessions would live on beside those of the target.")
            .arg(order.source.shortName()),
        tr("3. Open the target in this console (Ctrl+O), and remove the source when you are sure.")};
}

QStringList MigrationTexts::afterwards(const MigrationOrder &order, MigrationPhase phase)
{
    const QString source = order.source.shortName();
    const QString target = order.target.shortName();
    switch (phase) {
    case MigrationPhase::NotBegun:
        return {tr("%1 leads, and stands by itself.").arg(source)};
    case MigrationPhase::SourceLeads:
        return {tr("%1 leads. %2 learns of every write.").arg(source, target)};
    case MigrationPhase::HandingOver:
    case MigrationPhase::HandingBack:
        return {tr("Writes are held until this is finished or undone; reads go on. Applications go back by "
                   "themselves after a minute.")};
    case MigrationPhase::TargetLeads:
        return {
            tr("%1 leads. %2 learns of every write, so that there is a way back.").arg(target, source),
            tr("Nothing must be changed yet: the applications know both stores. Leave the source when you "
               "are content.")};
    case MigrationPhase::Moved:
        break;
    }
    return {
        tr("%1 leads, and stands by itself. %2 opens for nobody any more.").arg(target, source),
        tr("1. Start the applications one after the other with AXESS_STORE naming %1 and without "
           "AXESS_STANDBY_STORE, when it suits you.")
            .arg(target),
        tr("2. Open %1 in this console (Ctrl+O), and remove %2 when all of them are.").arg(target, source)};
}

} // namespace Axess
