// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storecopy.h>

#include "copyjob_p.h"
#include "copytarget_p.h"

#include <numeric>

using namespace Qt::StringLiterals;

namespace Axess {

StoreCopy::StoreCopy(std::shared_ptr<SessionStore> source, std::unique_ptr<CopyTarget> target)
    : m_source(std::move(source))
    , m_target(std::move(target))
{ }

StoreCopy::~StoreCopy() = default;

Result<std::shared_ptr<StoreCopy>> StoreCopy::open(const StoreCopyEnds &ends)
{
    StoreOptions reading = ends.sourceOptions;
    reading.access = AccessMode::ReadOnly;
    const auto source = SessionStore::open(ends.source, ends.rootKey, reading);
    if (!source)
        return std::unexpected(source.error());
    StoreOptions writing = ends.targetOptions;
    writing.access = AccessMode::ReadWrite;
    auto target = std::make_unique<CopyTarget>(ends.target, ends.rootKey, writing);
    if (const auto looked = target->look((*source)->core().ring().identity()); !looked)
        return std::unexpected(looked.error());
    return std::shared_ptr<StoreCopy>(new StoreCopy(*source, std::move(target)));
}

Result<StoreCopyPlan> StoreCopy::plan()
{
    StoreCore &core = m_source->core();
    StoreCopyPlan plan;
    const auto target = m_target->look(core.ring().identity());
    const auto writers = writersOf(core);
    const auto rows
        = core.storage().run(Verb::CountByKey, core.deadline(),
                             [](StorageConnection &connection) { return connection.countByKey(); });
    if (!target || !writers)
        return std::unexpected(target ? writers.error() : target.error());
    if (!rows)
        return std::unexpected(rows.error());
    plan.target = *target;
    plan.writers = *writers;
    plan.sessions = std::accumulate(rows->cbegin(), rows->cend(), qint64(0));
    plan.isSealed = core.ring().kind() != RingKind::NotSealed;
    return plan;
}

Result<std::shared_ptr<Jobs>> StoreCopy::jobs()
{
    // Before the target takes its ring from there.
    StoreCore &source = m_source->core();
    const auto ring = ringBytes(source);
    if (!ring)
        return std::unexpected(ring.error());
    if (source.ring().kind() == RingKind::Keyed) {
        if (const auto present = source.ring().readNow(source.deadline()); !present)
            return std::unexpected(present.error());
    }
    return m_target->prepare(m_source->core()).transform([&](const std::shared_ptr<SessionStore> &store) {
        const JobKinds::List kinds {std::make_shared<const CopyJob>(m_source, *ring)};
        return std::make_shared<Jobs>(store, std::make_shared<const JobKinds>(kinds));
    });
}

Result<std::optional<JobInfo>> StoreCopy::lastJob(Jobs &jobs, JobMode mode)
{
    return jobs.list().transform([&](const QList<JobInfo> &all) {
        const auto found = std::ranges::find_if(all, [&](const JobInfo &job) {
            return job.request.kind == CopyJob::Name && job.request.mode == mode;
        });
        return found != all.cend() ? std::optional(*found) : std::nullopt;
    });
}

Result<JobRun> StoreCopy::run(const JobRequest &request, const JobControl &control)
{
    const auto plan = this->plan();
    if (!plan)
        return std::unexpected(plan.error());
    if (plan->target == StoreCopyPlan::Target::Complete)
        return std::unexpected(
            Error(ErrorCode::Gone, u"The copy is complete; applications may use the target"_s));
    if (!plan->writers.isEmpty())
        return std::unexpected(Error(
            ErrorCode::Denied,
            u"%1 still use(s) the source; stop the applications first, so that no session is left behind"_s
                .arg(plan->writers.join(u", "_s))));
    if (const auto standing = checkKeysStand(m_source); !standing)
        return std::unexpected(standing.error());
    return work(JobMode::Act, request, control);
}

Result<JobRun> StoreCopy::verify(const JobRequest &request, const JobControl &control)
{
    const auto target = m_target->look(m_source->core().ring().identity());
    if (!target)
        return std::unexpected(target.error());
    if (*target == StoreCopyPlan::Target::Empty)
        return std::unexpected(Error(ErrorCode::Gone, u"There is no copy to verify; none was begun"_s));
    return work(JobMode::DryRun, request, control);
}

Result<JobRun> StoreCopy::work(JobMode mode, JobRequest request, const JobControl &control)
{
    const auto jobs = this->jobs();
    if (!jobs)
        return std::unexpected(jobs.error());
    auto job = lastJob(**jobs, mode);
    if (!job)
        return std::unexpected(job.error());
    if (*job && (*job)->wish == JobWish::Pause) {
        if (const auto resumed = (*jobs)->resume((*job)->id); !resumed)
            return std::unexpected(resumed.error());
    }
    if (!*job || (*job)->hasEnded()) {
        request.kind = CopyJob::Name.toString();
        request.mode = mode;
        const auto submitted = (*jobs)->submit(request);
        if (!submitted)
            return std::unexpected(submitted.error());
        *job = *submitted;
    }
    return (*jobs)->run((*job)->id, control);
}

Result<std::optional<JobInfo>> StoreCopy::status()
{
    const auto target = m_target->look(m_source->core().ring().identity());
    if (!target)
        return std::unexpected(target.error());
    if (*target == StoreCopyPlan::Target::Empty)
        return std::nullopt;
    const auto jobs = this->jobs();
    if (!jobs)
        return std::unexpected(jobs.error());
    return lastJob(**jobs, JobMode::Act);
}

} // namespace Axess
