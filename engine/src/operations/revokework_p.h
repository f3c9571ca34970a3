// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "frozenset_p.h"
#include "jobkinds_p.h"
#include "revokeparameters_p.h"

namespace Axess {

/// One step of a revocation in bulk: chooses, acts, or verifies, from the job's checkpoint on.
///
/// Each step may be repeated: what it revokes carries the job's one mark, which sent again changes nothing.
class RevokeWork
{
public:
    RevokeWork(StoreCore &core, FrozenSet &set, const BulkRevocation &what, const JobInfo &job)
        : m_core(core)
        , m_set(set)
        , m_what(what)
        , m_job(job)
        , m_place(revokePlaceFrom(job.checkpoint))
        , m_deadline(core.deadline())
    { }

    Result<JobStep> step(int rows);

private:
    Result<JobStep> choose();
    Result<QList<SealedRow>> nextRows();
    Result<QList<SealedRow>> nextMatching();
    Result<QList<SealedRow>> nextGiven();
    void count(const SealedRow &row, Life life);
    void count(const QList<WriteStatus> &statuses);
    Result<JobStep> beginToAct();
    Result<JobStep> act(int rows);
    Result<void> revoke(std::span<const SessionId> ids);
    Result<JobStep> verify();
    Result<void> reread(std::span<const SessionId> ids);
    /// Calls `batch` for the next ids of the part, at most so many, while there is time.
    template<typename Batch> Result<void> inBatches(qsizetype most, Batch batch);
    JobStep moved();
    bool isShortOfTime() const { return m_deadline.remaining() < m_core.options().callDeadline / 2; }

    StoreCore &m_core;
    FrozenSet &m_set;
    const BulkRevocation &m_what;
    const JobInfo &m_job;
    RevokePlace m_place;
    const Deadline m_deadline;
    bool m_isAllChosen = false;
    JobStep m_step;
};

} // namespace Axess
