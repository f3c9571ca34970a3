// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "revokejobs_p.h"

#include "revokework_p.h"

namespace Axess {

QString RevokeSessionsJob::name() const
{
    return RevokeSessionsName.toString();
}

Result<void> RevokeSessionsJob::check(const JobRequest &request) const
{
    return revocationFrom(request).transform([](const BulkRevocation &) { });
}

Result<JobStep> RevokeSessionsJob::step(StoreCore &core, const JobInfo &job, int rows) const
{
    return revocationFrom(job.request).and_then([&](const BulkRevocation &what) {
        StoredSet stored(core, job.id);
        return RevokeWork(core, m_set ? *m_set : stored, what, job).step(rows);
    });
}

qint64 RevokeSessionsJob::setKeptUntil(const JobInfo &job) const
{
    const auto what = revocationFrom(job.request);
    return what && job.request.mode == JobMode::Act ? job.ended + what->grace.count() : 0;
}

} // namespace Axess
