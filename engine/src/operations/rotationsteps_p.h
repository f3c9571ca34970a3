// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "resealsteps_p.h"

namespace Axess {

/// Where a rotation stands between two steps: what its checkpoint holds.
struct RotationState : ResealState
{
    enum class Phase : quint8 { Stage, Settle, Activate, Reseal, Drain, Verify, Retire };

    Phase phase = Phase::Stage;
    quint32 key = 0; ///< The one that shall seal.
    qint64 activated = 0; ///< When all instances had been told that the key seals, UTC milliseconds.
    qint64 longest = 0; ///< Verify: the longest absolute time-out so far, milliseconds.

    QJsonObject toJson() const;
    static Result<RotationState> decoded(const QByteArray &checkpoint);
};

/// One step of a rotation.
class RotationSteps final : ResealSteps
{
public:
    RotationSteps(StoreCore &core, const JobInfo &job, int rows);

    Result<JobStep> take(RotationState state);

private:
    using Phase = RotationState::Phase;

    Result<void> stage();
    Result<void> settle();
    Result<void> activate();
    Result<void> reseal();
    Result<void> drain();
    Result<void> verify();
    Result<void> endOfVerify();
    Result<void> retire();
    /// Rows under replaced keys by the store's index, after all others were read.
    Result<qint64> leftBehind();
    bool takes(quint32 key, const KeyRing &ring) const override;
    Result<bool> isAsWanted(const SealedRow &row, const KeyRing *ring) override;
    Result<RingKeeper::Ring> ring();
    Error otherKeyIsActive(const KeyRing &ring) const;
    void enter(Phase phase);
    bool isLazy() const;

    const KeyPurpose m_purpose;
    RotationState m_state;
};

} // namespace Axess
