// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copyjob_p.h"

#include "conversion_p.h"
#include "copysteps_p.h"
#include "copytarget_p.h"
#include "instancedocument_p.h"
#include "keyrotation_p.h"
#include "storeaudit_p.h"

#include <QtCore/qjsondocument.h>

#include <numeric>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Result<qint64> countRows(StoreCore &core)
{
    return core.storage()
        .run(Verb::CountByKey, core.deadline(),
             [](StorageConnection &connection) { return connection.countByKey(); })
        .transform([](const QHash<quint32, qint64> &counts) {
            return std::accumulate(counts.cbegin(), counts.cend(), qint64(0));
        });
}

// An act on the source, after its trail was copied, is an entry that the target's chain would lack.
Result<void> checkTrailTravelled(StoreCore &source, StoreCore &target)
{
    const auto there = AuditHead::read(source);
    const auto here = AuditHead::read(target);
    if (!there || !here)
        return std::unexpected(there ? here.error() : there.error());
    if (here->line.entry.number >= there->line.entry.number)
        return {};
    return std::unexpected(
        Error(ErrorCode::Conflict,
              u"Somebody acted on the source while it was copied, so that its audit trail has grown. Run the "
              "copy again; it takes over the rest."_s));
}

// What the last comparison counted is counted anew with the next one.
void forgetComparison(const JobInfo &job, JobStep &step)
{
    for (const QString &count : {u"compared"_s, u"missing"_s, u"different"_s, u"unreadable"_s})
        step.counts[count] -= job.counts.value(count);
}

} // namespace

CopyPlace CopyPlace::from(const QByteArray &checkpoint)
{
    const QJsonObject object = QJsonDocument::fromJson(checkpoint).object();
    const auto bytes = [&](const QString &name) {
        return QByteArray::fromBase64(object.value(name).toString().toLatin1());
    };
    const auto number = [&](const QString &name) { return object.value(name).toInteger(); };
    CopyPlace place;
    place.phase = CopyPhase(std::clamp<qint64>(number(u"phase"_s), 0, qint64(CopyPhase::Complete)));
    place.cursor = bytes(u"cursor"_s);
    place.userCursor = bytes(u"userCursor"_s);
    place.sourcePosition = number(u"sourcePosition"_s);
    place.targetPosition = number(u"targetPosition"_s);
    place.auditPosition = number(u"auditPosition"_s);
    place.run = bytes(u"run"_s);
    place.surplus = number(u"surplus"_s);
    place.done = number(u"done"_s);
    place.total = number(u"total"_s);
    return place;
}

QByteArray CopyPlace::bytes() const
{
    const QJsonObject object {
        {u"phase"_s, int(phase)},
        {u"cursor"_s, QString::fromLatin1(cursor.toBase64())},
        {u"userCursor"_s, QString::fromLatin1(userCursor.toBase64())},
        {u"sourcePosition"_s, sourcePosition},
        {u"targetPosition"_s, targetPosition},
        {u"auditPosition"_s, auditPosition},
        {u"run"_s, QString::fromLatin1(run.toBase64())},
        {u"surplus"_s, surplus},
        {u"done"_s, done},
        {u"total"_s, total},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void CopyPlace::go(CopyPhase next)
{
    phase = next;
    cursor.clear();
    userCursor.clear();
}

Result<QStringList> writersOf(StoreCore &core)
{
    // An instance's document is renewed every 5 s; one that is three times as old is of a program that has
    // ended without saying so.
    constexpr qint64 silence = 15'000;
    return instancesOf(core).transform([&](const QList<InstanceInfo> &all) {
        QStringList writers;
        for (const InstanceInfo &instance : all) {
            if (core.time().now() - instance.renewed <= silence)
                writers.append(u"%1@%2"_s.arg(instance.program, instance.host));
        }
        return writers;
    });
}

Result<void> checkKeysStand(const std::shared_ptr<SessionStore> &store)
{
    const auto jobs = Jobs(store).list();
    if (!jobs)
        return std::unexpected(jobs.error());
    const auto unfinished = std::ranges::find_if(*jobs, [](const JobInfo &job) {
        return (job.request.kind == Conversion().name() || job.request.kind == KeyRotation().name())
            && job.request.mode == JobMode::Act && !job.hasEnded();
    });
    if (unfinished == jobs->cend()) {
        const auto ring = store->core().ring().current();
        if (!ring || ring->mode() == SealMode::Sealed)
            return {};
        return std::unexpected(Error(ErrorCode::Denied,
                                     u"The source is being converted. Finish that with `axessctl store seal` "
                                     "or `axessctl store unseal` first, then copy it"_s));
    }
    const bool converts = unfinished->request.kind == Conversion().name();
    const QString to = unfinished->request.parameters.value(u"to"_s).toString();
    return std::unexpected(Error(
        ErrorCode::Denied,
        u"The source %1, job %2. Finish that with `axessctl %3` first, or end it with `axessctl job cancel "
        "%2`; then copy it"_s.arg(converts ? u"is being converted"_s : u"rotates its keys"_s, unfinished->id,
                                  !converts               ? u"key rotate"_s
                                      : to == "sealed"_L1 ? u"store seal"_s
                                                          : u"store unseal"_s)));
}

Result<QByteArray> ringBytes(StoreCore &core)
{
    return readDocument(core.storage(), DocumentName::Ring.toString(), core.deadline())
        .transform(
            [](const std::optional<StoredDocument> &ring) { return ring ? ring->bytes : QByteArray(); });
}

// Before the store is opened to applications.
Result<void> CopyJob::concluded(StoreCore &target, const JobInfo &job) const
{
    StoreCore &source = m_source->core();
    const auto ring = checkKeysStand(m_source).and_then([&] { return ringBytes(source); });
    if (!ring)
        return std::unexpected(ring.error());
    if (*ring != m_ring)
        return std::unexpected(Error(
            ErrorCode::Conflict,
            u"The source's keys were changed while it was copied. Run the copy again; it takes them over."_s));
    const auto writers = writersOf(source);
    if (!writers)
        return std::unexpected(writers.error());
    if (!writers->isEmpty())
        return std::unexpected(
            Error(ErrorCode::Conflict,
                  u"%1 began to use the source while it was copied. Stop it and run the copy again; it puts "
                  "right what differs."_s.arg(writers->join(u", "_s))));
    const qint64 missing = job.counts.value(u"missing"_s);
    const qint64 different = job.counts.value(u"different"_s);
    if (missing + different > 0)
        return std::unexpected(Error(
            ErrorCode::Conflict,
            u"%1 sessions of the source are missing in the target and %2 differ: applications wrote to the "
            "source meanwhile. Stop them and run the copy again; it puts right what differs."_s.arg(missing)
                .arg(different)));
    return checkTrailTravelled(source, target).and_then([&] { return CopyTarget::complete(source, target); });
}

Result<void> CopyJob::check(const JobRequest &request) const
{
    if (!request.parameters.isEmpty())
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"“copy-store” takes no parameters"_s));
    return {};
}

Result<JobStep> CopyJob::step(StoreCore &core, const JobInfo &job, int rows) const
{
    StoreCore &source = m_source->core();
    const bool copies = job.request.mode == JobMode::Act;
    CopyPlace place = CopyPlace::from(job.checkpoint);
    if (job.checkpoint.isEmpty()) {
        const auto count = countRows(source);
        if (!count)
            return std::unexpected(count.error());
        // Each row is copied, compared, and looked for the other way round.
        place.total = *count * (copies ? 3 : 2);
        place.phase = copies ? CopyPhase::Sessions : CopyPhase::Compare;
    }

    JobStep step;
    // Between two runs applications may have used the source: what was done so far holds, what was compared
    // does not.
    const bool isResumed = place.run != job.token.toUtf8() && place.phase > CopyPhase::Sessions;
    const bool isOnceMore = place.phase == CopyPhase::Complete && copies && place.surplus > 0;
    if (isResumed || isOnceMore) {
        forgetComparison(job, step);
        place.go(copies ? CopyPhase::Users : CopyPhase::Compare);
        place.done = copies ? place.total / 3 : 0;
        place.surplus = 0;
    }
    place.run = job.token.toUtf8();
    CopySteps steps(source, core, step);
    Result<void> done;
    switch (place.phase) {
    case CopyPhase::Sessions:
        done = steps.sessions(place, rows);
        break;
    case CopyPhase::Users:
        done = steps.users(place, rows);
        break;
    case CopyPhase::Values:
        done = steps.values(place, rows);
        break;
    case CopyPhase::StaleValues:
        done = steps.staleValues(place, rows);
        break;
    case CopyPhase::Events:
        done = steps.events(place, rows);
        break;
    case CopyPhase::Audit:
        done = steps.audit(place, rows);
        break;
    case CopyPhase::Compare:
        done = steps.compare(place, rows);
        break;
    case CopyPhase::Surplus:
        done = steps.surplus(place, rows, job.request.mode);
        break;
    case CopyPhase::Complete:
        step.isLast = true;
        done = copies ? concluded(core, job) : Result<void>();
        break;
    }
    if (!done)
        return std::unexpected(done.error());
    step.done = place.done;
    step.total = std::max(place.total, place.done);
    step.checkpoint = place.bytes();
    return step;
}

} // namespace Axess
