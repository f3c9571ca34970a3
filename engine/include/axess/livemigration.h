// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/audit.h>
#include <axess/storecopy.h>

namespace Axess {

class MoveSteps;

/// Which of two stores leads while sessions move, as the applications go by it.
enum class MigrationPhase : quint8 {
    NotBegun, ///< The source stands by itself; also after a move was cancelled.
    SourceLeads, ///< Both are written, the source decides.
    HandingOver, ///< Writes are held for a moment; reads go on.
    TargetLeads,
    HandingBack,
    Moved, ///< The target stands by itself, and the source is not used any more.
};
AXESS_EXPORT QString migrationPhaseName(MigrationPhase phase);

/// What is known of a move.
struct LiveMigrationState
{
    MigrationPhase phase = MigrationPhase::NotBegun;
    bool isCompared = false; ///< All of both stores was compared since the one that leads came to lead.
    int dirtyBuckets = 0; ///< Of 256: here an instance noted that the other store did not learn of a write.
    QStringList instances; ///< `program@host`, those that renewed their document within 15 s.
    QStringList unprepared; ///< Of these, who has not the other store as its standby.
    QStringList jobs; ///< That have not ended in the store that leads; nothing is handed over before.
    /// Bytes free where the target stands, and about so many that the move needs; only `plan` asks. Absent =
    /// the backend does not say.
    std::optional<qint64> roomFree;
    std::optional<qint64> roomNeeded;
    qint64 unreadable = 0; ///< As LiveMigrationReport, when all was compared for the last time.
    QStringList unreadableIds;
};

/// What comparing both stores found, and put right.
struct LiveMigrationReport
{
    qint64 compared = 0;
    qint64 brought = 0; ///< The other store lacked them, or had them as they stood before.
    qint64 ended = 0; ///< Had ended, and stood in the other store.
    /// That nobody can read, in one of the two stores: they were stepped over, and stay as they are.
    qint64 unreadable = 0;
    QStringList unreadableIds; ///< The first 50 of them.

    /// All but what nobody can read is in both stores.
    bool isPartial() const { return unreadable > 0; }
    bool isClean() const { return brought + ended == 0; }
};

/// How the steps are watched, and recorded.
struct LiveMigrationControl
{
    /// Waits; false = stop soon. Null = waits, and never stops.
    std::function<bool(std::chrono::milliseconds)> wait {};
    /// Rows compared so far, now and then.
    std::function<void(qint64)> progress {};
    /// Beginning, handing over, finishing and cancelling are recorded, intent before and result after, in the
    /// trail of the store that leads at that moment. Null = nowhere.
    std::optional<AuditOptions> audit {};
};

/// Moves sessions to another store while applications go on.
///
/// Every application has the target as its standby (StoreOptions::standby) beforehand. Each step may be
/// killed and said again, by anybody with the root key; several operators at once are told apart by a lease,
/// and do no harm without. Every call ends with a state that applications work in, or with one in which they
/// go back to such a state by themselves within a minute.
///
/// Thread-safe. Source of the rules: docs/moving.md.
class AXESS_EXPORT LiveMigration
{
public:
    /// Opens the source, and the target as far as it is there. InvalidArgument for two URLs of one store,
    /// Denied for a target that holds something else and for one to which the sessions do not move while they
    /// move to another one (so are all calls below), KeyMissing for a wrong root key, ClockSkew for two
    /// servers whose clocks differ by 10 s or more.
    static Result<std::shared_ptr<LiveMigration>> open(const StoreCopyEnds &ends);
    ~LiveMigration();
    Q_DISABLE_COPY_MOVE(LiveMigration)

    /// Makes the target, with the source's keys and shut to applications, so that the instances find it; then
    /// waits until all of them have it as their standby, at most `patience`. Denied, naming those that have
    /// not, and while the source's root key is being changed; Full when the target has too little room.
    Result<LiveMigrationState> plan(const LiveMigrationControl &control,
                                    std::chrono::milliseconds patience = std::chrono::seconds(20));
    /// Plans, has both stores written from now on, and brings over what the source holds.
    Result<LiveMigrationReport> run(const LiveMigrationControl &control);
    Result<LiveMigrationState> status();
    /// Compares all of both stores while both are written, and puts right what differs.
    Result<LiveMigrationReport> verify(const LiveMigrationControl &control);
    /// The target leads from now on. Writes are Unavailable meanwhile, for about two control lags.
    Result<LiveMigrationState> cutOver(const LiveMigrationControl &control);
    /// The source leads again; undoes a hand-over that is under way.
    Result<LiveMigrationState> rollBack(const LiveMigrationControl &control);
    /// The target, which leads, stands by itself from now on. Cannot be undone.
    Result<LiveMigrationState> finish(const LiveMigrationControl &control);
    /// The source, which leads, stands by itself again. The target stays shut; it may be planned into again.
    Result<LiveMigrationState> cancel(const LiveMigrationControl &control);

    /// When the source is gone for good while the target leads: the target stands by itself, and nothing is
    /// told to the source. Denied if the source is there, Conflict if the target does not lead. The state
    /// names the phase only.
    static Result<LiveMigrationState> abandonSource(const StoreCopyEnds &ends,
                                                    const LiveMigrationControl &control);
    /// When the target is gone for good while the source leads: likewise, the other way round.
    static Result<LiveMigrationState> abandonTarget(const StoreCopyEnds &ends,
                                                    const LiveMigrationControl &control);

private:
    explicit LiveMigration(std::unique_ptr<MoveSteps> steps);

    const std::unique_ptr<MoveSteps> m_steps;
};

} // namespace Axess
