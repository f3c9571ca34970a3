// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobforms.h"

#include "output.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QJsonObject countsOf(const JobInfo &job)
{
    QJsonObject counts;
    for (const auto &[name, count] : job.counts.asKeyValueRange())
        counts.insert(name, count);
    return counts;
}

QString whoWorks(const JobInfo &job)
{
    if (job.worker.isEmpty())
        return u"nobody yet"_s;
    if (job.takeovers == 0)
        return job.worker;
    return u"%1; taken over %2 time(s) from one that fell silent, so counts are “at least”"_s.arg(job.worker)
        .arg(job.takeovers);
}

} // namespace

QJsonObject toJson(const JobInfo &job)
{
    QJsonArray failures;
    for (const JobFailure &failure : job.failures)
        failures.append(QJsonObject {{u"what"_s, failure.what}, {u"sentence"_s, failure.sentence}});
    const auto left = job.timeLeft();
    QJsonObject object {
        {u"id"_s, job.id},
        {u"kind"_s, job.request.kind},
        {u"state"_s, jobStateName(job.state)},
        {u"wish"_s, jobWishName(job.wish)},
        {u"dryRun"_s, job.request.mode == JobMode::DryRun},
        {u"rate"_s, job.request.rowsPerSecond},
        {u"by"_s, job.request.by},
        {u"reason"_s, job.request.reason},
        {u"submitted"_s, job.submitted},
        {u"started"_s, job.started},
        {u"updated"_s, job.updated},
        {u"ended"_s, job.ended},
        {u"worker"_s, job.worker},
        {u"takeovers"_s, job.takeovers},
        {u"done"_s, job.done},
        {u"total"_s, job.total},
        {u"rows"_s, job.rows},
        {u"rowsPerSecond"_s, job.rowsPerSecond()},
        {u"foregroundLimit"_s, qint64(job.request.foregroundLimit.count())},
        {u"slowdown"_s, job.slowdown},
        {u"timeLeft"_s, left ? QJsonValue(qint64(left->count())) : QJsonValue()},
        {u"counts"_s, countsOf(job)},
        {u"failures"_s, failures},
        {u"failureCount"_s, job.failureCount},
        {u"remarks"_s, QJsonArray::fromStringList(job.remarks)},
        {u"obstacle"_s, job.obstacle},
    };
    if (job.error)
        object.insert(u"error"_s,
                      QJsonObject {{u"code"_s, errorCodeName(job.error->code())},
                                   {u"message"_s, job.error->message()}});
    return object;
}

QString jobStateWord(const JobInfo &job)
{
    if (!job.obstacle.isEmpty())
        return u"left alone"_s;
    if (!job.hasEnded() && job.state != JobState::Paused && job.wish != JobWish::Run)
        return job.wish == JobWish::Pause ? u"pausing"_s : u"cancelling"_s;
    return jobStateName(job.state);
}

QString jobProgressWord(const JobInfo &job)
{
    if (job.total == 0 && job.counts.value(u"requested"_s) > 0)
        return u"%1 sessions chosen"_s.arg(job.counts.value(u"requested"_s));
    if (job.total == 0)
        return u"-"_s;
    QString text = u"%1 %"_s.arg(job.done * 100 / job.total);
    if (job.rowsPerSecond() > 0)
        text += u", %1 rows/s"_s.arg(job.rowsPerSecond(), 0, 'f', 0);
    if (job.slowdown > 1 && !job.hasEnded())
        text += u", %1 times slower to spare the applications"_s.arg(job.slowdown);
    if (const auto left = job.timeLeft())
        text += u", %1 left"_s.arg(durationText(left->count()));
    return text;
}

QList<QStringList> linesOf(const JobInfo &job)
{
    QList<QStringList> lines {
        {u"id"_s, job.id},
        {u"kind"_s, job.request.kind + (job.request.mode == JobMode::DryRun ? u" (dry run)"_s : QString())},
        {u"state"_s, jobStateWord(job)},
        {u"progress"_s, jobProgressWord(job)},
        {u"submitted"_s,
         timeText(job.submitted) + (job.request.by.isEmpty() ? QString() : u" by "_s + job.request.by)},
        {u"reason"_s, job.request.reason},
        {u"started"_s, timeText(job.started)},
        {u"ended"_s, timeText(job.ended)},
        {u"worker"_s, whoWorks(job)},
        {u"rows"_s, QString::number(job.rows)},
    };
    for (const auto &[name, count] : job.counts.asKeyValueRange())
        lines.append({u"  "_s + name, QString::number(count)});
    if (job.failureCount > 0)
        lines.append({u"failures"_s, QString::number(job.failureCount)});
    for (const JobFailure &failure : job.failures)
        lines.append({u"  "_s + failure.what, failure.sentence});
    for (const QString &remark : job.remarks)
        lines.append({u"to do"_s, remark});
    if (job.error)
        lines.append({u"error"_s, job.error->message()});
    else if (!job.obstacle.isEmpty())
        lines.append({u"obstacle"_s, job.obstacle});
    return lines;
}
