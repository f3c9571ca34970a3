// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

#include <axess/conversion.h>

namespace Axess {

/// Where a conversion stands between two steps: what its checkpoint holds.
struct ConversionState
{
    enum class Phase : quint8 { Gather, Mix, Settle, Turn, Drain, Documents, Rows, Verify, Finish };

    Phase phase = Phase::Gather;
    quint32 from = 0; ///< Rows: the key whose rows are written anew, 0 = those in the clear.
    bool isWalking = false; ///< Rows: `from` stands, `cursor` goes on.
    qint64 moved = 0; ///< Rows: of `from` that this walk exchanged or lost to others.
    QList<quint32> stuck; ///< Keys of whose rows nothing more can be exchanged.
    QByteArray cursor;
    qint64 since = 0; ///< When the phase began, UTC milliseconds; 0 = with this step.
    qint64 done = 0;
    qint64 total = 0;
    qint64 stale = 0; ///< Verify: rows of the other kind so far.
    qint64 unreadable = 0; ///< Verify: so far.
    int passes = 0; ///< How often it went back from verifying.

    QByteArray encoded() const;
    static Result<ConversionState> decoded(const QByteArray &checkpoint);
};

/// One step of a conversion.
class ConversionSteps
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
    Result<void> convertPage(const KeyRing &ring);
    /// Exchanges rows of one page. How many writes came first.
    Result<qint64> exchange(const QList<SealedRow> &rows, const KeyRing &ring);
    Result<void> write(std::span<const Reseal> reseals, qint64 &overtaken);
    Result<std::optional<quint32>> nextKey();
    Result<void> endOfVerify();
    bool isConverted(quint32 keyId) const { return (keyId != 0) == m_seals; }
    void enter(Phase phase);
    bool isDryRun() const { return m_job.request.mode == JobMode::DryRun; }

    StoreCore &m_core;
    const JobInfo &m_job;
    const int m_rows;
    const bool m_seals; ///< Into a store that seals.
    ConversionState m_state;
    JobStep m_step;
};

/// Live instances that may not open both kinds of rows, as `program on host`.
Result<QStringList> instancesThatCannot(StoreCore &core);

} // namespace Axess
