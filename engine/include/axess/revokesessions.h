// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/jobs.h>

namespace Axess {

/// Whose sessions a revocation in bulk ends.
enum class RevokeScope : quint8 {
    Ids, ///< Exactly these.
    Matching, ///< All live ones that the filter names.
    Everybody, ///< All live ones of the store.
};

/// When a revocation in bulk begins to end sessions.
enum class RevokeStart : quint8 {
    AtOnce,
    WhenResumed, ///< It chooses and counts, and waits then for `Jobs::resume`.
};

/// What to end, and how.
struct AXESS_EXPORT BulkRevocation
{
    static constexpr qsizetype MaximumSessions = 1'000'000; ///< More: raise the epoch instead.
    static constexpr std::chrono::milliseconds MaximumGrace {std::chrono::hours(7 * 24)};

    RevokeScope scope = RevokeScope::Ids;
    QList<SessionId> ids; ///< Of RevokeScope::Ids.
    SessionFilter filter; ///< Of RevokeScope::Matching; its life is absent or Life::Live.
    QString reason; ///< Kept with each session and in its history; must not be empty.
    QString ticket; ///< Where the case is kept; stands behind the reason.
    std::chrono::milliseconds grace {std::chrono::minutes(15)}; ///< Counted for each session from its end.
    int canary = 0; ///< So many first, then it waits for `Jobs::resume`; 0 = all at once.
    RevokeStart start = RevokeStart::AtOnce;
    int sessionsPerSecond = 0; ///< At most; 0 = as fast as it goes.
    QString by; ///< Who asks, for others to see.
};

/// A revocation that was previewed or worked off in this process.
struct BulkRun
{
    JobRun run; ///< Its job stands in no store.
    QList<SessionId> sessions; ///< That were chosen: the frozen set.
    QByteArray mark; ///< Names the act for `SessionStore::restore`; empty after a preview.
};

/// Ends many sessions, by a set of ids that is frozen before the first one ends.
///
/// First the live sessions are chosen and counted, then each is revoked, then each is read anew. The counts
/// of JobInfo: `requested`, `done`, `gone` (had ended already), `failed` (lives still), `verified` (read anew
/// and ended); of the choice `life.live`, `life.revoked`, `life.expired`, `life.absent`, `level.guest`, …,
/// `tenant.NAME` of the first 20 tenants and `tenants.other`.
///
/// Thread-safe, as Jobs is. InvalidArgument for what cannot be right, before anything is written.
class AXESS_EXPORT RevokeSessions
{
public:
    explicit RevokeSessions(std::shared_ptr<SessionStore> store)
        : m_store(std::move(store))
    { }

    /// Chooses and counts in this thread, and writes nothing. Without any key.
    Result<BulkRun> preview(const BulkRevocation &what, const JobControl &control);
    /// Leaves it to whoever works jobs off, or to `Jobs::run`. Needs the key of a sealed store (KeyMissing).
    Result<JobInfo> submit(const BulkRevocation &what);
    /// Does it in this thread, without a document: without any key, and lost with this process. What is
    /// ended by then stays ended. Neither canary nor RevokeStart::WhenResumed.
    Result<BulkRun> runHere(const BulkRevocation &what, const JobControl &control);
    /// Restores exactly what the job revoked and nobody revoked since, within each session's grace, by a job
    /// of its own. Counts `restored`, `late`, `revokedAgain`, `gone`. Conflict while the job has not ended,
    /// Gone for one that is not there or whose set was forgotten, InvalidArgument for one of another kind.
    Result<JobInfo> submitUndo(const QString &job, const QString &by);

    /// Until when all that the job revoked can be undone, UTC milliseconds; 0 = it revoked nothing, or never.
    static qint64 undoUntil(const JobInfo &job);

private:
    Result<BulkRun> runLocally(const JobRequest &request, const QList<SessionId> &ids,
                               const JobControl &control);

    const std::shared_ptr<SessionStore> m_store;
};

} // namespace Axess
