// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/twinnotes_p.h"

#include <functional>

namespace Axess {

class StorageAccess;

/// Rows that nobody can read, by id; each counts once.
struct AXESS_TEST_EXPORT UnreadableRows
{
    static constexpr qsizetype MaximumIds = 1000;

    qint64 count = 0; ///< Beyond so many ids one may count twice, if it is found twice.
    QList<SessionId> ids; ///< The first ones.

    void add(const QList<SessionId> &found);
    void add(const UnreadableRows &others);
};

/// What a round of comparing two stores found and put right.
struct TwinReport
{
    qint64 compared = 0; ///< Rows of the leader.
    qint64 installed = 0; ///< The follower lacked them or had them as they stood before.
    qint64 buried = 0; ///< Had ended, and stood in the follower.
    qint64 withdrawn = 0; ///< Had been given up, and landed in the leader afterwards.
    qint64 apart = 0; ///< Stood in the follower in a way that the leader has never known; overwritten.
    UnreadableRows unreadable; ///< In one of the two; stepped over, and left as they are.

    /// Whether the two stores held the same.
    bool isClean() const { return installed + buried + withdrawn + apart == 0; }
};

/// Makes a follower hold what its leader holds, in those buckets in which the instances noted that it may
/// not, while they go on writing.
///
/// A round may be given up or repeated at any point: marks are taken out only after their buckets were
/// compared, and only if none came in between. One thread; several repairs at once do no harm.
class AXESS_TEST_EXPORT TwinRepair
{
public:
    struct Settings
    {
        QString notes; ///< How the names of the instances' notes begin.
        std::shared_ptr<const Clock> clock;
        /// Whose note has not changed for so long has ended: longer than it is trusted and a call may last.
        std::chrono::milliseconds silence = std::chrono::seconds(30);
        std::chrono::milliseconds callTime = std::chrono::seconds(2);
        std::chrono::milliseconds buriedFor = std::chrono::hours(24 * 90);
        int rows = 500; ///< Of one step.
    };

    TwinRepair(StorageAccess &leader, StorageAccess &follower, const Settings &settings);

    /// Which buckets the notes name now: all dirty ones, and those in which silent instances wrote. The
    /// silence of an instance counts from when this object first saw its note.
    Result<BucketSet> look();
    /// While writes are held for a step: those in which anybody wrote who has not settled it. After `look`.
    BucketSet unsettled(quint64 step) const;
    /// Compares these buckets and then takes out of the notes what `look` had found in them. Between steps,
    /// and before what cannot be undone, `goOn` may say no: Unavailable.
    Result<TwinReport> compare(const BucketSet &buckets, const std::function<bool()> &goOn = {});

private:
    struct Seen
    {
        StoredDocument document;
        TwinNote note;
        std::chrono::steady_clock::time_point since;
        bool isSilent = false; ///< When it was looked at: who falls silent later may have written meanwhile.
    };
    using Rows = QList<SealedRow>;
    struct Loaded
    {
        Rows rows;
        QList<SessionId> unreadable;
    };

    Deadline deadline() const { return Deadline::in(m_settings.callTime); }
    Result<RowPage> page(StorageAccess &store, const QByteArray &cursor) const;
    /// What cannot be read is noted, and takes nothing else along.
    Result<Loaded> read(StorageAccess &store, std::span<const SessionId> ids);
    Result<Rows> load(StorageAccess &store, const QList<SessionId> &ids);
    Result<void> mayGoOn() const;
    Result<void> walk(StorageAccess &store, const BucketSet &buckets,
                      const std::function<Result<void>(const QList<SessionId> &)> &step);
    Result<void> bring(const QList<SessionId> &ids);
    Result<void> installed(const Rows &rows, const QList<InstallStatus> &statuses);
    Result<void> withdraw(const QList<SessionId> &ids);
    Result<void> examine(const QList<SessionId> &ids);
    Result<void> overtake(const SealedRow &row, quint64 change);
    Result<void> bury(const QList<SessionId> &ids);
    Result<void> clear(const BucketSet &compared);
    Result<void> clearOne(const Seen &seen);

    StorageAccess &m_leader;
    StorageAccess &m_follower;
    const Settings m_settings;
    QHash<QString, Seen> m_seen;
    TwinReport m_report; ///< These two of the round under way.
    std::function<bool()> m_goOn;
};

} // namespace Axess
