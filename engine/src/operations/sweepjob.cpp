// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sweepjob_p.h"

#include "session/sessionender_p.h"

#include <axess/operations.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const QString kindName = u"sweep"_s;
const QString notBefore = u"notBefore"_s;
// What another program wrote is looked at again, however far ahead it lies.
constexpr std::chrono::milliseconds longestDelay = std::chrono::minutes(1);

} // namespace

QString SweepJob::name() const
{
    return kindName;
}

Result<void> SweepJob::check(const JobRequest &request) const
{
    QJsonObject others = request.parameters;
    others.remove(notBefore);
    if (!others.isEmpty())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"“sweep” takes no parameter but “notBefore”"_s));
    if (request.mode == JobMode::DryRun)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"A sweep is not tried first; `axessctl session list --life expired` shows what waits"_s));
    return {};
}

Result<JobStep> SweepJob::step(StoreCore &core, const JobInfo &job, int) const
{
    JobStep step;
    const qint64 left = job.request.parameters.value(notBefore).toInteger() - core.time().now();
    if (left > 0) {
        step.delay = std::min(std::chrono::milliseconds(left), longestDelay);
        return step;
    }
    const auto swept = SessionEnder(core).sweepBatch(core.deadline());
    if (!swept)
        return std::unexpected(swept.error());
    step.rows = *swept;
    step.counts[u"removed"_s] = *swept;
    step.isLast = *swept < SessionEnder::SweepBatch;
    return step;
}

Result<JobInfo> submitSweep(std::shared_ptr<SessionStore> store, const QString &by, const QString &reason,
                            std::chrono::milliseconds after)
{
    JobRequest request;
    request.kind = kindName;
    request.by = by;
    request.reason = reason;
    request.parameters = {{notBefore, store->now() + qint64(after.count())}};
    return Jobs(std::move(store)).submit(request);
}

} // namespace Axess
