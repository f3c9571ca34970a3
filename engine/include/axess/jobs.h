// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <QtCore/qjsonobject.h>
#include <QtCore/qmap.h>

namespace Axess {

class JobBook;
class JobKinds;

// Stored by name since 0.1; append only.
enum class JobState : quint8 {
    Waiting, ///< For somebody who works it off.
    Running,
    Paused, ///< Until it is resumed.
    Done,
    Failed, ///< By an error that repeating does not mend; see JobInfo::error.
    Cancelled,
};

/// What an operator wants of a job; whoever works on it follows at the next step.
enum class JobWish : quint8 { Run, Pause, Cancel };

enum class JobMode : quint8 {
    Act,
    DryRun, ///< Finds and counts the same, and writes nothing.
};

/// The state's and the wish's names in lower case, as documents and the command line have them.
AXESS_EXPORT QString jobStateName(JobState state);
AXESS_EXPORT QString jobWishName(JobWish wish);

/// What is asked of a job when it is submitted.
struct JobRequest
{
    QString kind; ///< Such as `verify-index`; see Jobs::kinds.
    JobMode mode = JobMode::Act;
    int rowsPerSecond = 0; ///< At most; 0 = as fast as it goes.
    /// Slower while the applications' calls take longer than this, at their 95th percentile; 0 = as the
    /// worker says.
    std::chrono::milliseconds foregroundLimit {0};
    QJsonObject parameters; ///< Of the kind.
    QString by; ///< Who asks, for others to see.
    QString reason;
};

/// One thing that a job could not do.
struct JobFailure
{
    QString what; ///< An id, or empty.
    QString sentence; ///< English.

    bool operator==(const JobFailure &) const = default;
};

/// A job as everybody sees it: request, state, progress and report in one.
///
/// Without the key of a sealed store parameters, reason and failures stay empty.
struct AXESS_EXPORT JobInfo
{
    static constexpr qsizetype MaximumFailures = 50;
    static constexpr qsizetype MaximumRemarks = 50;

    QString id; ///< Sorts by time: `20261126-221530-3fa9c1`.
    JobRequest request;
    int version = 1; ///< Of the kind, as it was submitted.
    JobState state = JobState::Waiting;
    JobWish wish = JobWish::Run;
    QString obstacle; ///< Why this program cannot work it off, such as a later version; empty = it can.

    qint64 submitted = 0; ///< UTC milliseconds, as all times here; 0 = not yet.
    qint64 started = 0;
    qint64 updated = 0;
    qint64 ended = 0;
    QString worker; ///< Who works on it, or did last.
    QString token; ///< Names that worker while it works; empty = nobody, or it signed off.
    int takeovers = 0; ///< How often another went on after a worker that fell silent. What was counted of the
                       ///< step under way then may be missing: counts are "at least".
    quint64 steps = 0;

    qint64 done = 0; ///< Of `total`, in parts that the kind chooses.
    qint64 total = 0; ///< 0 = not known yet.
    bool isEstimate = false; ///< `total` may still change.
    qint64 rows = 0; ///< Looked at.
    int slowdown = 1; ///< So many times slower than it could be, to spare the applications.
    qint64 activeMilliseconds = 0; ///< How long it was worked on, pauses for the rate included.
    QMap<QString, qint64> counts; ///< The report, by names that the kind documents.
    QList<JobFailure> failures; ///< The first 50.
    qint64 failureCount = 0;
    QStringList remarks; ///< What is left for people to do; the first 50.
    QByteArray checkpoint; ///< Where it goes on; the kind's own.
    std::optional<Error> error; ///< What it failed by.

    bool hasEnded() const { return state >= JobState::Done; }
    double rowsPerSecond() const; ///< 0 = not known yet.
    std::optional<std::chrono::milliseconds> timeLeft() const;
};

/// How a job is worked off in the calling thread.
struct JobControl
{
    /// Waits so long at most, and says whether to go on. Asked between steps with zero.
    std::function<bool(std::chrono::milliseconds)> wait;
    std::function<void(const JobInfo &)> progressed; ///< After each step; may be empty.
    /// The store does not answer, or has no room: it is tried again. May be empty.
    std::function<void(const Error &)> troubled;
    QString worker; ///< Who works, for others to see.
    /// For jobs that do not say so themselves (JobRequest::foregroundLimit); 0 = they spare nobody.
    std::chrono::milliseconds foregroundLimit {0};
    /// A worker that is silent for so long has lost the job to the next.
    std::chrono::milliseconds lease {std::chrono::seconds(20)};
};

enum class JobRunEnd : quint8 {
    Ended, ///< Done, failed or cancelled; JobInfo says which.
    Paused,
    Elsewhere, ///< Another works on it.
    Stopped, ///< JobControl::wait said so; it waits for the next.
};

struct JobRun
{
    JobRunEnd end = JobRunEnd::Ended;
    JobInfo job;
};

/// The jobs of a store: submitted as documents, worked off by any instance that may, one at a time each.
///
/// Thread-safe; each verb but `run` and `workOff` ends within the call deadline. On a sealed store all but
/// `list` and `find` need the key (KeyMissing); a job document that was altered by hand is Corrupt. A job
/// that is not there is Gone.
class AXESS_EXPORT Jobs
{
public:
    static constexpr qsizetype MostActive = 100; ///< Jobs that have not ended; one more is Full.
    static constexpr qsizetype MostEnded = 50; ///< That many are kept, for 30 days.
    static constexpr std::chrono::hours KeptFor {30 * 24};

    explicit Jobs(std::shared_ptr<SessionStore> store);
    /// With kinds of the caller's own.
    Jobs(std::shared_ptr<SessionStore> store, std::shared_ptr<const JobKinds> kinds);
    ~Jobs();
    Q_DISABLE_COPY_MOVE(Jobs)

    /// Names of the kinds that this program knows.
    QStringList kinds() const;
    /// InvalidArgument for an unknown kind or parameters that cannot be right.
    Result<JobInfo> submit(const JobRequest &request);
    Result<QList<JobInfo>> list(); ///< Newest first.
    Result<JobInfo> find(const QString &id);
    /// Who works on it stops after the step under way. Gone for one that has ended; twice is once.
    Result<JobInfo> pause(const QString &id);
    Result<JobInfo> resume(const QString &id);
    Result<JobInfo> cancel(const QString &id);

    /// Works a job off in this thread until it ends, is paused or stopped. Outages of the store are waited
    /// out. Unsupported or TooNew for a job that this program does not know; it is left alone.
    Result<JobRun> run(const QString &id, const JobControl &control);
    /// Works off what waits or was left behind, one after the other. How many jobs this ended.
    Result<int> workOff(const JobControl &control);
    /// Forgets ended jobs beyond number and age, and sets of ids that are of no use any more. How many jobs.
    Result<int> trim();

private:
    friend class RevokeSessions;

    /// `prepare` sees the job before it stands in the store, under its id.
    Result<JobInfo> submit(const JobRequest &request, const std::function<Result<void>(JobInfo &)> &prepare);
    Result<JobInfo> wish(const QString &id, JobWish wish);
    Result<JobInfo> wished(const QString &id, JobWish wish);
    bool isSetOfUse(const JobInfo &job, qint64 now) const;
    Result<void> forgetSets(const QList<JobInfo> &jobs);

    const std::shared_ptr<SessionStore> m_store;
    const std::shared_ptr<const JobKinds> m_kinds;
    const std::unique_ptr<JobBook> m_book;
};

} // namespace Axess
