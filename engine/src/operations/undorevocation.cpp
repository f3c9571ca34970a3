// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobbook_p.h"
#include "revokejobs_p.h"
#include "revokeparameters_p.h"
#include "sealedwalk_p.h"

#include <QtCore/qjsondocument.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

struct Place
{
    bool isBegun = false;
    QByteArray part;
    qsizetype offset = 0;
    qint64 handled = 0;
};

QByteArray encoded(const Place &place)
{
    return QJsonDocument(QJsonObject {{u"part"_s, QString::fromLatin1(place.part)},
                                      {u"offset"_s, qint64(place.offset)},
                                      {u"handled"_s, place.handled}})
        .toJson(QJsonDocument::Compact);
}

Place placeFrom(const QByteArray &checkpoint)
{
    const QJsonObject object = QJsonDocument::fromJson(checkpoint).object();
    return {!object.isEmpty(), object.value(u"part"_s).toString().toLatin1(),
            qsizetype(std::max<qint64>(0, object.value(u"offset"_s).toInteger())),
            object.value(u"handled"_s).toInteger()};
}

QString undone(const JobRequest &request)
{
    return request.parameters.value(u"job"_s).toString();
}

// Why a session of the set was not restored.
QString reasonOf(const SealedRow &row, const QByteArray &mark, const Horizon &horizon)
{
    if (horizon.hasEnded(row))
        return u"gone"_s;
    if (!row.revocation)
        return u"alive"_s;
    return row.revocation->mark == mark ? u"late"_s : u"revokedAgain"_s;
}

Result<void> restore(StoreCore &core, std::span<const SessionId> ids, const QByteArray &mark,
                     const Deadline &deadline, JobStep &step);

// What was restored before the batch came to a row that cannot be read is found alive.
Result<void> restoreEach(StoreCore &core, std::span<const SessionId> ids, const QByteArray &mark,
                         const Deadline &deadline, JobStep &step)
{
    for (const SessionId &id : ids) {
        if (const auto restored = restore(core, std::span(&id, 1), mark, deadline, step); !restored)
            return restored;
    }
    return {};
}

Result<void> restore(StoreCore &core, std::span<const SessionId> ids, const QByteArray &mark,
                     const Deadline &deadline, JobStep &step)
{
    const Horizon horizon = core.horizonAtHand(deadline);
    const auto statuses
        = core.confirmed(deadline, [&] { return core.storage().restore(ids, mark, horizon, deadline); });
    if (!statuses && isOfOneRow(statuses.error()) && ids.size() > 1)
        return restoreEach(core, ids, mark, deadline, step);
    if (!statuses && isOfOneRow(statuses.error())) {
        step.counts[u"unreadable"_s] += 1;
        step.failures.append({ids.front().text(), statuses.error().message()});
        return {};
    }
    if (!statuses)
        return std::unexpected(statuses.error());
    QList<SessionId> others;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (statuses->at(qsizetype(i)) != WriteStatus::Stored)
            others.append(ids[i]);
    }
    const auto read
        = others.isEmpty() ? Result<ReadRows>() : readRows(core, others, deadline, RowPart::Columns);
    if (!read)
        return std::unexpected(read.error());
    for (const SealedRow &row : read->rows)
        ++step.counts[reasonOf(row, mark, horizon)];
    step.counts[u"gone"_s] += others.size() - read->rows.size() - read->unreadable.size();
    if (!read->unreadable.isEmpty())
        step.counts[u"unreadable"_s] += read->unreadable.size();
    step.failures += read->unreadable;
    step.counts[u"restored"_s] += qint64(ids.size()) - others.size();
    return {};
}

// From the place on, at most so many rows, while there is time.
Result<void> restorePart(StoreCore &core, const SetPart &part, const QByteArray &mark, int rows, Place &place,
                         JobStep &step)
{
    const Deadline deadline = core.deadline();
    const qsizetype most = std::min<qsizetype>(rows, part.ids.size() - place.offset);
    while (step.rows < most) {
        const qsizetype size = std::min<qsizetype>(StorageConnection::MaximumBatch, most - step.rows);
        const auto ids = std::span(part.ids).subspan(std::size_t(place.offset), std::size_t(size));
        const auto restored = restore(core, ids, mark, deadline, step);
        // What went before is kept; the failure comes again with the next step.
        if (!restored && step.rows > 0)
            break;
        if (!restored)
            return restored;
        step.rows += size;
        place.offset += size;
        if (deadline.remaining() < core.options().callDeadline / 2)
            break;
    }
    place.handled += step.rows;
    if (place.offset >= part.ids.size()) {
        place.part = part.before;
        place.offset = 0;
    }
    return {};
}

} // namespace

JobRequest undoOf(const QString &job)
{
    JobRequest request;
    request.kind = UndoRevocationName.toString();
    request.parameters = {{u"job"_s, job}};
    return request;
}

Result<void> checkUndoable(const JobInfo &job)
{
    if (job.request.kind != RevokeSessionsName)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"Job %1 revoked nothing: it is of the kind “%2”"_s.arg(job.id, job.request.kind)));
    if (!job.hasEnded())
        return std::unexpected(
            Error(ErrorCode::Conflict,
                  u"Job %1 has not ended; cancel it first: `axessctl job cancel %1`"_s.arg(job.id)));
    return {};
}

QString UndoRevocationJob::name() const
{
    return UndoRevocationName.toString();
}

Result<void> UndoRevocationJob::check(const JobRequest &request) const
{
    if (undone(request).isEmpty() || request.parameters.size() != 1 || request.mode != JobMode::Act)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"It is not said what to undo; `axessctl revoke undo` does"_s));
    return {};
}

Result<JobStep> UndoRevocationJob::step(StoreCore &core, const JobInfo &job, int rows) const
{
    const QString id = undone(job.request);
    const auto revoked = JobBook(core).read(id);
    if (!revoked)
        return std::unexpected(revoked.error());
    if (const auto undoable = checkUndoable(revoked->job); !undoable)
        return std::unexpected(undoable.error());
    const RevokePlace acted = revokePlaceFrom(revoked->job.checkpoint);
    Place place = placeFrom(job.checkpoint);
    if (!place.isBegun)
        place.part = acted.firstAt > 0 ? acted.head : QByteArray();
    JobStep step;
    step.total = acted.size;
    if (!place.part.isEmpty()) {
        const auto part = StoredSet(core, id).part(place.part);
        if (!part)
            return std::unexpected(part.error());
        if (const auto restored = restorePart(core, *part, acted.mark, rows, place, step); !restored)
            return std::unexpected(restored.error());
    }
    step.done = place.handled;
    step.isLast = place.part.isEmpty();
    step.checkpoint = encoded(place);
    return step;
}

} // namespace Axess
