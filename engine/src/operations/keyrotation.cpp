// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keyrotation_p.h"

#include "rotationsteps_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

QString KeyRotation::name() const
{
    return u"key-rotation"_s;
}

Result<void> KeyRotation::check(const JobRequest &request) const
{
    for (auto parameter = request.parameters.begin(); parameter != request.parameters.end(); ++parameter) {
        const QString text = parameter->toString();
        const bool isSound
            = (parameter.key() == "purpose"_L1 && (text == "envelope"_L1 || text == "cookie"_L1))
            || (parameter.key() == "lazy"_L1 && parameter->isBool());
        if (!isSound)
            return std::unexpected(
                Error(ErrorCode::InvalidArgument,
                      u"“key-rotation” takes `purpose`, envelope or cookie, and `lazy`, true or false"_s));
    }
    return {};
}

Result<JobStep> KeyRotation::step(StoreCore &core, const JobInfo &job, int rows) const
{
    return RotationState::decoded(job.checkpoint).and_then([&](const RotationState &state) {
        return RotationSteps(core, job, rows).take(state);
    });
}

} // namespace Axess
