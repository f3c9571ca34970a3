// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobdocument_p.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Stored since 0.1: names append only; a later format is left alone.
constexpr int Format = 1;
constexpr std::array<QStringView, 6> StateNames {u"waiting", u"running", u"paused",
                                                 u"done",    u"failed",  u"cancelled"};
constexpr std::array<QStringView, 3> WishNames {u"run", u"pause", u"cancel"};

constexpr std::array ErrorCodes {
    ErrorCode::Unavailable,
    ErrorCode::Conflict,
    ErrorCode::Gone,
    ErrorCode::Superseded,
    ErrorCode::Corrupt,
    ErrorCode::KeyMissing,
    ErrorCode::TooNew,
    ErrorCode::Full,
    ErrorCode::Denied,
    ErrorCode::ClockSkew,
    ErrorCode::InvalidArgument,
    ErrorCode::Unsupported,
};

template<typename Enum, std::size_t Size>
std::optional<Enum> named(const std::array<QStringView, Size> &names, const QString &name)
{
    const auto found = std::ranges::find(names, QStringView(name));
    if (found == names.cend())
        return std::nullopt;
    return Enum(found - names.cbegin());
}

std::optional<Error> errorFrom(const QJsonObject &object)
{
    const QString name = object.value(u"code"_s).toString();
    const auto code = std::ranges::find(ErrorCodes, name, errorCodeName);
    if (code == ErrorCodes.cend())
        return std::nullopt;
    return Error(*code, object.value(u"message"_s).toString());
}

QJsonObject countsOf(const JobInfo &job)
{
    QJsonObject counts;
    for (const auto &[name, count] : job.counts.asKeyValueRange())
        counts.insert(name, count);
    return counts;
}

QJsonArray failuresOf(const JobInfo &job)
{
    QJsonArray failures;
    for (const JobFailure &failure : job.failures)
        failures.append(QJsonObject {{u"what"_s, failure.what}, {u"sentence"_s, failure.sentence}});
    return failures;
}

void readReport(const QJsonObject &object, JobInfo &job)
{
    const QJsonObject counts = object.value(u"counts"_s).toObject();
    for (auto count = counts.begin(); count != counts.end(); ++count)
        job.counts.insert(count.key(), count.value().toInteger());
    const QJsonArray failures = object.value(u"failures"_s).toArray();
    for (const QJsonValue &failure : failures)
        job.failures.append({failure[u"what"_s].toString(), failure[u"sentence"_s].toString()});
    job.failureCount = object.value(u"failureCount"_s).toInteger();
    const QJsonArray remarks = object.value(u"remarks"_s).toArray();
    for (const QJsonValue &remark : remarks)
        job.remarks.append(remark.toString());
    if (object.contains(u"error"_s))
        job.error = errorFrom(object.value(u"error"_s).toObject());
}

void readProgress(const QJsonObject &object, JobInfo &job)
{
    job.submitted = object.value(u"submitted"_s).toInteger();
    job.started = object.value(u"started"_s).toInteger();
    job.updated = object.value(u"updated"_s).toInteger();
    job.ended = object.value(u"ended"_s).toInteger();
    job.worker = object.value(u"worker"_s).toString();
    job.token = object.value(u"token"_s).toString();
    job.takeovers = object.value(u"takeovers"_s).toInt();
    job.steps = quint64(object.value(u"steps"_s).toInteger());
    job.done = object.value(u"done"_s).toInteger();
    job.total = object.value(u"total"_s).toInteger();
    job.isEstimate = object.value(u"isEstimate"_s).toBool();
    job.rows = object.value(u"rows"_s).toInteger();
    job.slowdown = std::max(1, object.value(u"slowdown"_s).toInt());
    job.activeMilliseconds = object.value(u"activeMilliseconds"_s).toInteger();
    job.checkpoint = QByteArray::fromBase64(object.value(u"checkpoint"_s).toString().toLatin1());
}

} // namespace

QString jobStateName(JobState state)
{
    return StateNames[std::size_t(state)].toString();
}

QString jobWishName(JobWish wish)
{
    return WishNames[std::size_t(wish)].toString();
}

double JobInfo::rowsPerSecond() const
{
    return activeMilliseconds > 0 ? double(rows) * 1000 / double(activeMilliseconds) : 0;
}

std::optional<std::chrono::milliseconds> JobInfo::timeLeft() const
{
    if (hasEnded() || done <= 0 || total < done || activeMilliseconds <= 0)
        return std::nullopt;
    return std::chrono::milliseconds(
        qint64(double(activeMilliseconds) * double(total - done) / double(done)));
}

QByteArray encodeJob(const JobInfo &job, JobDetail detail)
{
    QJsonObject object {
        {u"format"_s, Format},
        {u"id"_s, job.id},
        {u"kind"_s, job.request.kind},
        {u"version"_s, job.version},
        {u"state"_s, jobStateName(job.state)},
        {u"wish"_s, jobWishName(job.wish)},
        {u"dryRun"_s, job.request.mode == JobMode::DryRun},
        {u"rowsPerSecond"_s, job.request.rowsPerSecond},
        {u"foregroundLimit"_s, qint64(job.request.foregroundLimit.count())},
        {u"by"_s, job.request.by},
        {u"submitted"_s, job.submitted},
        {u"started"_s, job.started},
        {u"updated"_s, job.updated},
        {u"ended"_s, job.ended},
        {u"worker"_s, job.worker},
        {u"takeovers"_s, job.takeovers},
        {u"steps"_s, qint64(job.steps)},
        {u"done"_s, job.done},
        {u"total"_s, job.total},
        {u"isEstimate"_s, job.isEstimate},
        {u"rows"_s, job.rows},
        {u"slowdown"_s, job.slowdown},
        {u"activeMilliseconds"_s, job.activeMilliseconds},
        {u"counts"_s, countsOf(job)},
        {u"failureCount"_s, job.failureCount},
    };
    if (job.error)
        object.insert(u"error"_s,
                      QJsonObject {{u"code"_s, errorCodeName(job.error->code())},
                                   {u"message"_s, job.error->message()}});
    if (detail == JobDetail::Whole) {
        object.insert(u"parameters"_s, job.request.parameters);
        object.insert(u"reason"_s, job.request.reason);
        object.insert(u"token"_s, job.token);
        object.insert(u"checkpoint"_s, QString::fromLatin1(job.checkpoint.toBase64()));
        object.insert(u"failures"_s, failuresOf(job));
        object.insert(u"remarks"_s, QJsonArray::fromStringList(job.remarks));
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<JobInfo> decodeJob(const QByteArray &bytes)
{
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    if (object.value(u"format"_s).toInt() > Format)
        return std::unexpected(
            Error(ErrorCode::TooNew, u"The job was written by a later version; it works it off."_s));
    JobInfo job;
    job.id = object.value(u"id"_s).toString();
    job.request.kind = object.value(u"kind"_s).toString();
    job.version = object.value(u"version"_s).toInt();
    const auto state = named<JobState>(StateNames, object.value(u"state"_s).toString());
    const auto wish = named<JobWish>(WishNames, object.value(u"wish"_s).toString());
    if (object.value(u"format"_s).toInt() != Format || job.id.isEmpty() || job.version < 1 || !state || !wish)
        return std::unexpected(Error(ErrorCode::Corrupt, u"The document is no job."_s));
    job.state = *state;
    job.wish = *wish;
    job.request.mode = object.value(u"dryRun"_s).toBool() ? JobMode::DryRun : JobMode::Act;
    job.request.rowsPerSecond = std::max(0, object.value(u"rowsPerSecond"_s).toInt());
    job.request.foregroundLimit
        = std::chrono::milliseconds(std::max<qint64>(0, object.value(u"foregroundLimit"_s).toInteger()));
    job.request.parameters = object.value(u"parameters"_s).toObject();
    job.request.by = object.value(u"by"_s).toString();
    job.request.reason = object.value(u"reason"_s).toString();
    readProgress(object, job);
    readReport(object, job);
    return job;
}

} // namespace Axess
