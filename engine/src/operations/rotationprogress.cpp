// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/rotationprogress.h>

#include "rotationsteps_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

static_assert(int(RotationPhase::Stage) == int(RotationState::Phase::Stage)
              && int(RotationPhase::Retire) == int(RotationState::Phase::Retire));

std::optional<RotationProgress> RotationProgress::of(const JobInfo &job)
{
    if (job.request.kind != Kind)
        return {};
    const auto state = RotationState::decoded(job.checkpoint);
    if (!state)
        return {};
    RotationProgress progress;
    progress.purpose = job.request.parameters.value(u"purpose"_s).toString(u"envelope"_s);
    progress.isLazy = job.request.parameters.value(u"lazy"_s).toBool();
    progress.phase = RotationPhase(state->phase);
    progress.key = state->key;
    return progress;
}

} // namespace Axess
