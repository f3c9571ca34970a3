// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <axess/jobs.h>

#include <vector>

namespace Axess {

/// What one step of a job did: added to the job's document in the write that moves its checkpoint.
struct JobStep
{
    QByteArray checkpoint;
    bool isLast = false;
    qint64 rows = 0;
    qint64 done = 0; ///< As JobInfo::done, not added up.
    qint64 total = 0;
    QMap<QString, qint64> counts;
    QList<JobFailure> failures;
    QStringList remarks;
    bool waits = false; ///< The job is paused, until somebody has looked and resumes it.
    std::chrono::milliseconds delay {0}; ///< The next step is not taken before.
};

/// A kind of job: bounded steps, each of which may be repeated.
///
/// Has no state of its own; any thread.
class AXESS_TEST_EXPORT JobKind
{
public:
    virtual ~JobKind() = default;

    virtual QString name() const = 0;
    virtual int version() const { return 1; } ///< A job of a later one is left alone.
    /// InvalidArgument for a request that cannot be right.
    virtual Result<void> check(const JobRequest &request) const = 0;
    /// Whether this program can work off such jobs of that store at all; else they are left to others.
    virtual Result<void> fits(StoreCore &, const JobInfo &) const { return {}; }
    /// About `rows` rows from the job's checkpoint on. Unavailable, Full and ClockSkew are tried again; any
    /// other error ends the job.
    virtual Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const = 0;
    /// Until when the frozen set of an ended job is of use; UTC milliseconds.
    virtual qint64 setKeptUntil(const JobInfo &) const { return 0; }
};

class AXESS_TEST_EXPORT JobKinds
{
public:
    using List = std::vector<std::shared_ptr<const JobKind>>;
    explicit JobKinds(List kinds)
        : m_kinds(std::move(kinds))
    { }
    static std::shared_ptr<const JobKinds> standard();

    const List &all() const { return m_kinds; }
    /// Unsupported for a kind that is not here.
    Result<std::shared_ptr<const JobKind>> find(const QString &name) const;
    /// The job's kind, if this program can work it off: Unsupported, TooNew, or what its document's obstacle
    /// is.
    Result<std::shared_ptr<const JobKind>> kindOf(const JobInfo &job) const;

private:
    List m_kinds;
};

} // namespace Axess
