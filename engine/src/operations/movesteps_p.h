// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "copysteps_p.h"
#include "lease_p.h"
#include "session/moving_p.h"
#include "storage/twinrepair_p.h"

#include <axess/livemigration.h>
#include <axess/operations.h>

namespace Axess {

class CopyTarget;

/// How far a move is, beside the phase: the clear document `move` of the source. For the target it is only a
/// sign.
struct MoveNotes
{
    QByteArray source;
    QByteArray target;
    quint64 comparedStep = 0; ///< In this step of the move all of both stores was compared.
    qint64 sourceEvents = 0; ///< Up to these positions both histories say the same.
    qint64 targetEvents = 0;
    qint64 unreadable = 0; ///< These three when all was compared for the last time.
    QStringList unreadableIds;
    QStringList followerHistories; ///< Of the servers that followed.
    quint64 revision = 0; ///< Of the document; 0 = absent.

    QByteArray bytes() const;
    static MoveNotes from(const StoredDocument &document);
};

/// Bytes, as LiveMigrationState has them.
struct MoveRoom
{
    std::optional<qint64> free;
    std::optional<qint64> needed;
};

/// Of a move whose other store is gone for good: this one, which leads, stands by itself. Denied if the other
/// one is there, Conflict if this one does not lead.
Result<void> abandonOther(StoreCore &core, const StoreCopyEnds &ends, const LiveMigrationControl &control);

/// The steps of a live migration, each of which may be repeated (LiveMigration says what they promise).
class MoveSteps
{
public:
    MoveSteps(std::shared_ptr<SessionStore> source, const StoreCopyEnds &ends);
    ~MoveSteps();

    using Control = LiveMigrationControl;

    /// Opens the target as it is; nothing is made.
    Result<void> look();
    /// Makes the target if need be, and opens it.
    Result<void> prepare();
    Result<LiveMigrationState> state();
    /// Full where it is too little by a rough estimate, twice of what the source takes.
    Result<MoveRoom> room(MigrationPhase phase);
    /// How far the move is. Denied while the sessions move to another store than this target.
    Result<MoveState> move();

    /// Does it between an intent and a result in the audit trail.
    Result<void> recorded(const Control &control, const QString &act,
                          const std::function<Result<void>()> &perform);

    Result<void> begin();
    Result<LiveMigrationReport> catchUp(const Control &control, bool isAll);
    Result<void> handOver(const Control &control, MovePhase from);
    /// The store that led before the hand-over under way leads again.
    Result<void> undoHandOver(const Control &control);
    Result<void> finish(const Control &control);
    Result<void> cancel(const Control &control);
    /// Whether the source says that its sessions move, also where beginning or cancelling was stopped.
    Result<bool> isSignUp();

    /// Denied while another operator is at it.
    Result<void> hold();
    void release() { m_lease.release(); }
    Result<bool> wait(const Control &control, std::chrono::milliseconds time);

private:
    struct Roles
    {
        StoreCore &leader;
        StoreCore &follower;
    };

    /// While writes are held.
    struct Holding
    {
        TwinRepair comparing;
        std::chrono::milliseconds most; ///< So long may be compared.
        bool isTooMuch = false; ///< It would have taken longer.
    };

    /// Up to where the follower has the leader's audit trail.
    struct AuditTaken
    {
        QByteArray leader; ///< Its identity.
        qint64 theirs = 0; ///< Positions in the two logs.
        qint64 ours = 0;
    };

    Result<void> openTarget();
    Result<void> makeTarget();
    /// Denied while it is being changed.
    Result<void> checkRootKey();
    Result<void> checkClocks();
    Roles rolesIn(const MoveState &move);
    /// The store that leads, also when the move is over.
    Result<StoreCore *> leader();
    bool isSource(const StoreCore &core) const { return &core == &m_source->core(); }
    TwinRepair repair(const Roles &roles) const;
    std::chrono::milliseconds callTime() const;
    std::chrono::milliseconds lag() const { return m_ends.sourceOptions.controlLag; }

    Result<MoveNotes> notes();
    Result<void> keep(MoveNotes notes);
    Result<QStringList> unendedJobs(StoreCore &leader);
    /// Those that are alive, and which of them know both stores.
    static void name(const QList<InstanceInfo> &instances, const Roles &roles, LiveMigrationState &state);

    Result<void> compareAll(const Roles &roles, const MoveState &move, const Control &control,
                            TwinReport &report);
    Result<void> compareNoted(const Roles &roles, const MoveState &move, const Control &control,
                              TwinReport &report);
    std::function<bool()> goOn(const Control &control, const MoveState &seen);
    CopySteps::MayWrite mayWrite(const Control &control, const MoveState &seen);
    /// The revision of the leader's ring that the follower has now; 0 = they do not seal.
    Result<quint64> takeRing(const Roles &roles);
    Result<void> copyUsers(const Roles &roles, const Control &control);
    Result<void> copyValues(const Roles &roles, const CopySteps::MayWrite &mayWrite);
    Result<void> copyEvents(const Roles &roles, const CopySteps::MayWrite &mayWrite);
    Result<void> copyAuditLines(const Roles &roles, const CopySteps::MayWrite &mayWrite);
    Result<void> copyAudit(const Roles &roles, const CopySteps::MayWrite &mayWrite);

    static Result<bool> hasGoneBack(StoreCore &follower, const QStringList &known);
    /// Unavailable when the follower may have lost what it confirmed since all was compared.
    Result<void> checkHistory(StoreCore &follower);
    Result<void> checkJobs(StoreCore &leader);
    Result<MoveState> beginHold(const MoveState &move, const Control &control);
    Result<MoveState> handOverHeld(const MoveState &held, const Control &control, Holding &holding);
    Result<void> settleHeld(const MoveState &held, const Control &control, Holding &holding);
    Result<void> clearSilent(TwinRepair &comparing, const MoveState &move, const Control &control);
    Result<MoveState> takenOver(const MoveState &move);
    Result<void> letGo(const MoveState &move, const Control &control);
    Result<void> giveUpTarget(const MoveState &alone);

    const std::shared_ptr<SessionStore> m_source;
    const StoreCopyEnds m_ends;
    const std::unique_ptr<CopyTarget> m_copy;
    std::shared_ptr<SessionStore> m_target; ///< Null = it was not made yet.
    Lease m_lease;
    AuditTaken m_auditTaken;
    std::mutex m_mutex;

public:
    std::mutex &mutex() { return m_mutex; } ///< Held for a call of LiveMigration.
};

} // namespace Axess
