// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/jobs.h>

namespace Axess {

/// What a rotation of keys does, in this order (docs/keys.md). A lazy one ends after Activate.
enum class RotationPhase : quint8 {
    Stage,
    Settle, ///< Until the live instances know the key.
    Activate,
    Reseal,
    Drain, ///< Until no call that began before can be under way.
    Verify,
    Retire,
};

/// Where a rotation of keys stands, read from its job.
struct AXESS_EXPORT RotationProgress
{
    static constexpr QStringView Kind = u"key-rotation"; ///< JobRequest::kind of rotations.

    QString purpose; ///< `envelope` or `cookie`.
    bool isLazy = false; ///< Sessions are sealed anew only as they are saved.
    RotationPhase phase = RotationPhase::Stage;
    quint32 key = 0; ///< Which shall seal, or does; 0 = none was staged yet.

    /// Nothing for a job of another kind, and for one of a later version.
    static std::optional<RotationProgress> of(const JobInfo &job);
};

} // namespace Axess
