// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"
#include "sealedwalk_p.h"

namespace Axess {

/// Where a rotation stands between two steps: what its checkpoint holds.
struct RotationState
{
    enum class Phase : quint8 { Stage, Settle, Activate, Reseal, Drain, Verify, Retire };
    /// As `from` and in `stuck`: rows of all keys in one go, where counting them takes too long. No key's id.
    static constexpr quint32 AllKeys = 0;

    Phase phase = Phase::Stage;
    quint32 key = 0; ///< The one that shall seal.
    quint32 from = 0; ///< Reseal: the one whose rows are exchanged.
    bool isWalking = false; ///< Reseal: `from` stands, `cursor` goes on.
    qint64 moved = 0; ///< Reseal: rows of `from` that this walk exchanged or lost to others.
    QList<quint32> stuck; ///< Keys of whose rows nothing more can be exchanged.
    QByteArray cursor;
    qint64 since = 0; ///< When the phase began, UTC milliseconds.
    qint64 activated = 0; ///< When all instances had been told that the key seals, UTC milliseconds.
    qint64 done = 0;
    qint64 total = 0;
    qint64 stale = 0; ///< Verify: rows under other keys so far.
    qint64 unreadable = 0; ///< Verify: so far.
    qint64 longest = 0; ///< Verify: the longest absolute time-out so far, milliseconds.
    int passes = 0; ///< How often it went back from verifying.

    QByteArray encoded() const;
    static Result<RotationState> decoded(const QByteArray &checkpoint);
};

/// One step of a rotation.
class RotationSteps
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
    Result<void> resealPage(const KeyRing &ring);
    Result<void> drain();
    Result<void> verify();
    Result<void> endOfVerify();
    Result<void> retire();
    /// Rows under replaced keys by the store's index, after all others were read.
    Result<qint64> leftBehind();
    /// Exchanges rows of one page, which ends earlier if time does. How many writes came first.
    Result<qint64> exchange(SealedPage &page, const KeyRing &ring);
    Result<void> write(std::span<const Reseal> reseals, qint64 &overtaken);
    /// The next key of whose rows some may be exchanged; nothing = all is done.
    Result<std::optional<quint32>> nextKey(const KeyRing &ring);
    Result<RingKeeper::Ring> ring();
    Error otherKeyIsActive(const KeyRing &ring) const;
    void enter(Phase phase);
    bool isLazy() const;
    bool isDryRun() const { return m_job.request.mode == JobMode::DryRun; }

    StoreCore &m_core;
    const JobInfo &m_job;
    const int m_rows;
    const KeyPurpose m_purpose;
    RotationState m_state;
    JobStep m_step;
};

} // namespace Axess
