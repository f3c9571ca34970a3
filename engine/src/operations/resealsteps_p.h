// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"
#include "sealedwalk_p.h"

namespace Axess {

/// Where a job that seals rows anew stands between two steps: the part of its checkpoint that all such jobs
/// share.
struct ResealState
{
    /// Whose rows are exchanged: a key, 0 = those in the clear; none = all rows in one go, where counting
    /// them by key takes too long.
    using Source = std::optional<quint32>;

    Source from;
    bool isWalking = false; ///< `from` stands, `cursor` goes on.
    qint64 moved = 0; ///< Rows of `from` that this walk exchanged or lost to others.
    QList<Source> stuck; ///< Of whose rows nothing more can be exchanged.
    QByteArray cursor;
    qint64 since = 0; ///< When the phase began, UTC milliseconds; 0 = with this step.
    qint64 done = 0;
    qint64 total = 0;
    qint64 stale = 0; ///< Verifying: rows so far that are not as they should be.
    qint64 unreadable = 0; ///< Verifying: so far.
    int passes = 0; ///< How often it went back from verifying.

    QJsonObject toJson() const;
    void read(const QJsonObject &object);
};

/// What jobs that seal every row anew do alike: row by row, so that a live save always wins, and then they
/// read all of them. A step handles one page; everything may be done twice.
class ResealSteps
{
protected:
    /// How often one goes back from verifying. That is for what slipped in; more often something puts old
    /// rows in all the time.
    static constexpr int MostPasses = 5;

    /// `counted`: under which name exchanged rows are counted.
    ResealSteps(StoreCore &core, const JobInfo &job, int rows, const QString &counted);
    ~ResealSteps() = default;

    /// Whether rows under this key are to be exchanged, and may be; 0 = in the clear.
    virtual bool takes(quint32 key, const KeyRing &ring) const = 0;
    /// Whether the row, opened whole, is as it should be in the end. The ring is null on a store without one.
    virtual Result<bool> isAsWanted(const SealedRow &row, const KeyRing *ring) = 0;

    /// Exchanges a page; true = of no key rows are left that may be exchanged.
    Result<bool> exchangeNext(ResealState &state, const KeyRing &ring);
    /// Whose rows come next; nothing = none are left.
    Result<std::optional<ResealState::Source>> next(const ResealState &state, const KeyRing &ring);
    /// Reads a page; true = it was the last.
    Result<bool> verifyPage(ResealState &state, const KeyRing *ring);
    /// After the last page: whether rows are to be exchanged once more, because some slipped in.
    bool goesBack(ResealState &state);
    /// A step of this state; `checkpoint` is what it keeps.
    JobStep stepOf(const ResealState &state, const QJsonObject &checkpoint);

    void begin(ResealState &state) const;
    bool isDryRun() const { return m_job.request.mode == JobMode::DryRun; }

    StoreCore &m_core;
    const JobInfo &m_job;
    const int m_rows;
    JobStep m_step;

private:
    Result<void> exchangePage(ResealState &state, const KeyRing &ring);
    /// Exchanges rows of one page, which ends earlier if time does. How many writes came first.
    Result<qint64> exchange(SealedPage &page, const ResealState &state, const KeyRing &ring);
    Result<void> write(std::span<const Reseal> reseals, qint64 &overtaken);

    const QString m_counted;
};

} // namespace Axess
