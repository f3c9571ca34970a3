// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keywork.h"

#include <axess/rotationprogress.h>

#include <algorithm>

namespace Axess {

Result<KeySight> lookAtKeys(const std::shared_ptr<SessionStore> &store)
{
    const auto report = Keys(store).list();
    if (!report)
        return std::unexpected(report.error());
    const auto live = instances(*store);
    if (!live)
        return std::unexpected(live.error());
    auto jobs = Jobs(store).list();
    if (!jobs)
        return std::unexpected(jobs.error());
    jobs->removeIf([](const JobInfo &job) {
        return job.request.kind != RotationProgress::Kind || job.request.mode == JobMode::DryRun;
    });
    return KeySight {*report, *live, *jobs};
}

std::optional<JobInfo> KeySight::unfinished() const
{
    const auto found = std::ranges::find_if(rotations, [](const JobInfo &job) { return !job.hasEnded(); });
    return found == rotations.end() ? std::nullopt : std::optional(*found);
}

qsizetype KeySight::informed() const
{
    return std::ranges::count_if(instances,
                                 [](const InstanceInfo &each) { return !each.keysKnown.isEmpty(); });
}

} // namespace Axess
