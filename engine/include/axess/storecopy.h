// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/jobs.h>

namespace Axess {

class CopyTarget;

/// Between which two stores sessions are copied.
struct StoreCopyEnds
{
    StoreUrl source;
    StoreUrl target;
    RootKey rootKey = RootKey::none(); ///< Of both: sealed sessions travel as they are.
    StoreOptions sourceOptions; ///< `access` is ignored: the source is only read.
    StoreOptions targetOptions;
};

/// What a copy would find; nothing was written.
struct StoreCopyPlan
{
    enum class Target : quint8 {
        Empty,
        Begun, ///< Of the same source, and not completed: it goes on.
        Complete, ///< Of the same source; applications may use it by now, so it is not copied again.
    };

    Target target = Target::Empty;
    qint64 sessions = 0; ///< Rows of the source, dead ones too.
    QStringList writers; ///< Applications that use the source now, as `program@host`; they must stop first.
    bool isSealed = false;
};

/// Moves house while no application runs: copies a store into an empty one of any kind, and compares both.
///
/// Sessions keep id, token, revision, deadlines, marks and payload as sealed; the target gets the source's
/// data and cookie keys under the same root key, the epochs, users' generations, history, and the
/// application's own values. Nobody is logged out. The copy is a job (`copy-store`) in the target: it can be
/// stopped, killed and gone on with. Until it is complete the target opens for no application.
///
/// Thread-safe. Sources of the rules: docs/jobs.md and docs/moving.md.
class AXESS_EXPORT StoreCopy
{
public:
    /// Opens the source, for reading only, and looks at the target. InvalidArgument for two URLs of one
    /// store, Denied for a target that holds something else, KeyMissing for a wrong root key.
    static Result<std::shared_ptr<StoreCopy>> open(const StoreCopyEnds &ends);
    ~StoreCopy();
    Q_DISABLE_COPY_MOVE(StoreCopy)

    Result<StoreCopyPlan> plan();
    /// Copies and compares in this thread, or goes on with what was begun. `request` gives rate, reason and
    /// who asks. Denied while applications use the source. The job fails by Conflict if the source was
    /// written meanwhile: said again it puts right what differs. Gone for a copy that is complete.
    Result<JobRun> run(const JobRequest &request, const JobControl &control);
    /// Compares all that was copied with the source; writes nothing but its job. Differences are in the
    /// counts `missing`, `different` and `surplus` of its report. Gone for a copy that was not begun.
    Result<JobRun> verify(const JobRequest &request, const JobControl &control);
    /// The copy's last job; nothing if it was not begun.
    Result<std::optional<JobInfo>> status();

private:
    StoreCopy(std::shared_ptr<SessionStore> source, std::unique_ptr<CopyTarget> target);

    Result<std::shared_ptr<Jobs>> jobs();
    Result<std::optional<JobInfo>> lastJob(Jobs &jobs, JobMode mode);
    Result<JobRun> work(JobMode mode, JobRequest request, const JobControl &control);

    const std::shared_ptr<SessionStore> m_source;
    const std::unique_ptr<CopyTarget> m_target;
};

} // namespace Axess
