// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/revokesessions.h>

#include "jobrunner_p.h"
#include "revokejobs_p.h"
#include "revokeparameters_p.h"
#include "session/audited_p.h"

#include <QtCore/qset.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

std::unexpected<Error> refusal(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

Result<QList<SessionId>> idsOf(const BulkRevocation &what)
{
    if (what.scope != RevokeScope::Ids)
        return QList<SessionId>();
    QSet<SessionId> seen;
    QList<SessionId> ids;
    for (const SessionId &id : what.ids) {
        if (id.isNull() || seen.contains(id))
            continue;
        seen.insert(id);
        ids.append(id);
    }
    if (ids.isEmpty())
        return refusal(u"Name at least one session"_s);
    if (ids.size() > BulkRevocation::MaximumSessions)
        return refusal(u"At most 1,000,000 sessions are ended one by one; raise the epoch instead"_s);
    return ids;
}

Result<QList<SessionId>> checkedIds(const BulkRevocation &what, const JobRequest &request)
{
    if (what.scope == RevokeScope::Matching && what.filter.life && *what.filter.life != Life::Live)
        return refusal(u"Only live sessions can be revoked"_s);
    return revocationFrom(request).and_then([&](const BulkRevocation &) { return idsOf(what); });
}

// A place that begins with the given ids.
Result<void> begin(FrozenSet &set, const QList<SessionId> &ids, JobInfo &job)
{
    return set.addAll(ids).transform([&](const QByteArray &last) {
        RevokePlace place;
        place.source = last;
        job.checkpoint = encodePlace(place);
    });
}

Result<QList<SessionId>> membersOf(const FrozenSet &set, QByteArray part)
{
    QList<SessionId> members;
    while (!part.isEmpty()) {
        const auto some = set.part(part);
        if (!some)
            return std::unexpected(some.error());
        members += some->ids;
        part = some->before;
    }
    return members;
}

} // namespace

Result<BulkRun> RevokeSessions::preview(const BulkRevocation &what, const JobControl &control)
{
    const JobRequest request = requestOf(what, JobMode::DryRun);
    return checkedIds(what, request).and_then([&](const QList<SessionId> &ids) {
        return runLocally(request, ids, control);
    });
}

Result<BulkRun> RevokeSessions::runHere(const BulkRevocation &what, const JobControl &control)
{
    if (what.canary > 0 || what.start != RevokeStart::AtOnce)
        return refusal(u"What is done in this process waits for nobody; a canary needs a job in the store"_s);
    const JobRequest request = requestOf(what, JobMode::Act);
    return checkedIds(what, request).and_then([&](const QList<SessionId> &ids) {
        return runLocally(request, ids, control);
    });
}

Result<BulkRun> RevokeSessions::runLocally(const JobRequest &request, const QList<SessionId> &ids,
                                           const JobControl &control)
{
    StoreCore &core = m_store->core();
    const auto set = std::make_shared<LocalSet>();
    const auto name = core.randomName();
    if (!name)
        return std::unexpected(name.error());
    JobInfo job;
    job.id = u"here-"_s + QString::fromLatin1(name->toHex());
    job.request = request;
    job.submitted = job.updated = core.time().now();
    if (const auto begun = begin(*set, ids, job); !begun)
        return std::unexpected(begun.error());
    LocalJobBook book(core, job);
    const JobKinds kinds(JobKinds::List {std::make_shared<const RevokeSessionsJob>(set)});
    const auto work = [&] { return JobRunner(core, book, kinds, control).run(job.id); };
    const AuditAct act {u"revoke"_s, u"in bulk, "_s + job.id, request.reason};
    const auto run = request.mode == JobMode::DryRun ? work() : audited(core, act, work);
    if (!run)
        return std::unexpected(run.error());
    const RevokePlace place = revokePlaceFrom(run->job.checkpoint);
    return membersOf(*set, place.head).transform([&](const QList<SessionId> &members) {
        return BulkRun {*run, members, place.mark};
    });
}

Result<JobInfo> RevokeSessions::submit(const BulkRevocation &what)
{
    const JobRequest request = requestOf(what, JobMode::Act);
    return checkedIds(what, request).and_then([&](const QList<SessionId> &ids) {
        return Jobs(m_store).submit(request, [&](JobInfo &job) {
            StoredSet set(m_store->core(), job.id);
            return begin(set, ids, job);
        });
    });
}

Result<JobInfo> RevokeSessions::submitUndo(const QString &job, const QString &by)
{
    Jobs jobs(m_store);
    JobRequest request = undoOf(job);
    request.by = by;
    return jobs.find(job).and_then(checkUndoable).and_then([&] { return jobs.submit(request); });
}

qint64 RevokeSessions::undoUntil(const JobInfo &job)
{
    const RevokePlace place = revokePlaceFrom(job.checkpoint);
    const auto what = revocationFrom(job.request);
    if (!what || place.firstAt == 0 || what->grace.count() == 0)
        return 0;
    return place.firstAt + what->grace.count();
}

} // namespace Axess
