// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "frozenset_p.h"
#include "jobkinds_p.h"

namespace Axess {

/// The kind `revoke-sessions`: see RevokeSessions.
class AXESS_TEST_EXPORT RevokeSessionsJob final : public JobKind
{
public:
    /// Without a set of the caller's own: in documents of the store.
    explicit RevokeSessionsJob(std::shared_ptr<FrozenSet> set = {})
        : m_set(std::move(set))
    { }

    QString name() const override;
    Result<void> check(const JobRequest &request) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;
    qint64 setKeptUntil(const JobInfo &job) const override;

private:
    const std::shared_ptr<FrozenSet> m_set;
};

/// The kind `undo-revocation`: restores what a job of the other kind revoked, by its mark.
class AXESS_TEST_EXPORT UndoRevocationJob final : public JobKind
{
public:
    QString name() const override;
    Result<void> check(const JobRequest &request) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;
};

/// The request that undoes a job, and whether the job can be undone: Conflict, Gone or InvalidArgument.
JobRequest undoOf(const QString &job);
Result<void> checkUndoable(const JobInfo &job);

} // namespace Axess
