// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "resealsteps_p.h"

#include <axess/conversion.h>

namespace Axess {

/// Where a conversion stands between two steps: what its checkpoint holds.
struct ConversionState : ResealState
{
    enum class Phase : quint8 { Gather, Mix, Settle, Turn, Drain, Documents, Rows, Verify, Finish };

    Phase phase = Phase::Gather;

    QJsonObject toJson() const;
    static Result<ConversionState> decoded(const QByteArray &checkpoint);
};

/// One step of a conversion.
class ConversionSteps final : ResealSteps
{
public:
    ConversionSteps(StoreCore &core, const JobInfo &job, int rows);

    Result<JobStep> take(ConversionState state);

private:
    using Phase = ConversionState::Phase;

    Result<void> gather();
    Result<void> mix();
    Result<void> settle();
    Result<void> turn();
    Result<void> drain();
    Result<void> documents();
    Result<void> rows();
    Result<void> verify();
    Result<void> finish();

    /// Lets the ring go from one mode to the next, and tells all; one that is further stays.
    Result<void> move(SealMode from, SealMode to);
    /// The ring, which must say that rows are written the new way. Null on a store without one.
    Result<RingKeeper::Ring> turnedRing();
    Result<void> writeIdentity();
    Result<void> convertDocument(const StoredDocument &document);
    void endOfVerify();
    bool takes(quint32 key, const KeyRing &) const override { return !isConverted(key); }
    Result<bool> isAsWanted(const SealedRow &row, const KeyRing *ring) override;
    bool isConverted(quint32 keyId) const { return (keyId != 0) == m_seals; }
    void enter(Phase phase);

    const bool m_seals; ///< Into a store that seals.
    ConversionState m_state;
};

/// Live instances that may not open both kinds of rows, as `program on host`.
Result<QStringList> instancesThatCannot(StoreCore &core);

} // namespace Axess
