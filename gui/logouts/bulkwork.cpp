// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/bulkwork.h"

#include "app/audittrail.h"

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype RestoredAtOnce = 1000;

// Without the key of a sealed store nothing can be submitted; marks can be set all the same.
bool hasJobs(const SessionStore &store)
{
    const StoreCapabilities can = store.capabilities();
    return !can.sealed || can.hasKey;
}

// One report of two runs, as if it had been one.
JobInfo joined(const JobInfo &first, JobInfo second)
{
    for (const auto &[name, count] : first.counts.asKeyValueRange())
        second.counts[name] += count;
    second.failures = first.failures + second.failures;
    second.failureCount += first.failureCount;
    second.activeMilliseconds += first.activeMilliseconds;
    return second;
}

RevokeReport undoableOf(const BulkRun &run, qint64 until)
{
    RevokeReport act;
    act.mark = run.mark;
    act.done = run.sessions;
    act.graceUntil = until;
    return act;
}

} // namespace

Result<BulkOutcome> BulkWork::run(const Store &store, const BulkOrder &order, JobSteering &steering)
{
    if (order.way == LogOutWay::Epoch)
        return raiseEpoch(store, order);
    if (!hasJobs(*store))
        return runHere(store, order, steering);
    const qint64 begun = store->now();
    const auto job = RevokeSessions(store).submit(order.revocation());
    if (!job)
        return std::unexpected(job.error());
    steering.tell(*job);
    const quint64 entry = auditEntryOf(store, u"job-submit"_s, begun);
    auto outcome = goOn(store, order, job->id, steering);
    if (outcome)
        outcome->auditEntry = entry;
    return outcome;
}

Result<BulkOutcome> BulkWork::goOn(const Store &store, const BulkOrder &order, const QString &job,
                                   JobSteering &steering)
{
    Jobs jobs(store);
    BulkOutcome outcome;
    for (;;) {
        const auto run = jobs.run(job, steering.control());
        if (!run)
            return std::unexpected(run.error());
        steering.tell(run->job);
        outcome.job = run->job;
        outcome.end = run->end;
        // Whoever has it tells how far it is; if that one falls silent, it is worked on with here.
        if (run->end != JobRunEnd::Elsewhere || !steering.wait(1s))
            break;
    }
    outcome.undoUntil = undoUntil(outcome.job, order.grace);
    return outcome;
}

// The engine names when the first of them can no longer be undone, and undoes each within its own time: of a
// job that takes longer than that, those who ended last have theirs before them.
qint64 BulkWork::undoUntil(const JobInfo &job, std::chrono::milliseconds grace)
{
    const qint64 first = RevokeSessions::undoUntil(job);
    return first > 0 && job.ended > 0 ? std::max(first, job.ended + grace.count()) : first;
}

// A canary needs somebody who waits: here the two parts are two runs, each with a mark of its own.
Result<BulkOutcome> BulkWork::runHere(const Store &store, const BulkOrder &order, JobSteering &steering)
{
    const qint64 begun = store->now();
    const qsizetype canary = order.canary > 0 ? std::min<qsizetype>(order.canary, order.ids.size()) : 0;
    BulkRevocation what = order.revocation();
    what.canary = 0;
    what.ids = canary > 0 ? order.ids.first(canary) : order.ids;
    RevokeSessions revoke(store);
    BulkOutcome outcome;
    JobControl control = steering.control();
    // It stands in no store, so that nobody finds it by its name.
    control.progressed = [&](JobInfo job) {
        job.id.clear();
        steering.tell(joined(outcome.job, job));
    };
    for (;;) {
        const auto run = revoke.runHere(what, control);
        if (!run && outcome.job.steps == 0)
            return std::unexpected(run.error());
        if (!run) {
            outcome.job.state = JobState::Failed;
            outcome.job.error = run.error();
            break;
        }
        outcome.job = joined(outcome.job, run->run.job);
        outcome.job.id.clear();
        outcome.end = run->run.end;
        if (order.grace.count() > 0 && !run->mark.isEmpty())
            outcome.undoable.append(undoableOf(*run, store->now() + order.grace.count()));
        const bool isCanary = canary > 0 && what.ids.size() == canary && canary < order.ids.size();
        if (!isCanary || run->run.end != JobRunEnd::Ended || run->run.job.state != JobState::Done)
            break;
        what.ids = order.ids.sliced(canary);
        JobInfo waiting = outcome.job;
        waiting.state = JobState::Paused;
        steering.setPaused(true);
        steering.tell(waiting);
        if (!steering.wait(0ms)) {
            outcome.end = JobRunEnd::Stopped;
            break;
        }
    }
    // A process that goes away leaves no job behind that somebody could work on with.
    if (outcome.end == JobRunEnd::Stopped)
        outcome.job.state = JobState::Cancelled;
    outcome.undoUntil = outcome.undoable.isEmpty() ? 0 : outcome.undoable.constLast().graceUntil;
    outcome.auditEntry = auditEntryOf(store, u"revoke"_s, begun);
    return outcome;
}

Result<BulkOutcome> BulkWork::raiseEpoch(const Store &store, const BulkOrder &order)
{
    const qint64 begun = store->now();
    const QString reason = order.reasonWithTicket();
    const auto epoch
        = order.tenant ? store->raiseTenantEpoch(*order.tenant, reason) : store->raiseStoreEpoch(reason);
    if (!epoch)
        return std::unexpected(epoch.error());
    BulkOutcome outcome;
    outcome.epoch = *epoch;
    outcome.job.state = JobState::Done;
    outcome.auditEntry = auditEntryOf(store, u"raise-epoch"_s, begun);
    return outcome;
}

Result<BulkOutcome> BulkWork::undo(const Store &store, const BulkOutcome &done, const QString &by,
                                   JobSteering &steering)
{
    if (done.job.id.isEmpty())
        return undoHere(store, done, steering);
    const auto job = RevokeSessions(store).submitUndo(done.job.id, by);
    if (!job)
        return std::unexpected(job.error());
    steering.tell(*job);
    return goOn(store, {}, job->id, steering);
}

Result<BulkOutcome> BulkWork::undoHere(const Store &store, const BulkOutcome &done, JobSteering &steering)
{
    BulkOutcome outcome;
    outcome.job.state = JobState::Done;
    qint64 &restored = outcome.job.counts[u"restored"_s];
    qint64 &gone = outcome.job.counts[u"gone"_s];
    for (const RevokeReport &act : done.undoable) {
        for (qsizetype at = 0; at < act.done.size() && !steering.isStopped(); at += RestoredAtOnce) {
            const auto some = std::span(act.done).subspan(
                std::size_t(at), std::size_t(std::min(RestoredAtOnce, act.done.size() - at)));
            const auto report = store->restore(some, act.mark);
            if (!report)
                return std::unexpected(report.error());
            restored += report->done.size();
            gone += report->gone.size();
            outcome.job.failureCount += report->unknown.size();
            steering.tell(outcome.job);
        }
    }
    return outcome;
}

Result<JobInfo> BulkWork::steer(const Store &store, const QString &job, JobWish wish)
{
    Jobs jobs(store);
    switch (wish) {
    case JobWish::Run:
        return jobs.resume(job);
    case JobWish::Pause:
        return jobs.pause(job);
    case JobWish::Cancel:
        break;
    }
    return jobs.cancel(job);
}

} // namespace Axess
