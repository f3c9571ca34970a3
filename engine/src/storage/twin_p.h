// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/twinnotes_p.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>

#include <QtCore/qstringlist.h>

namespace Axess {

class StorageAccess;

/// How a store is written while its sessions move to another one.
enum class TwinMode : quint8 {
    Alone, ///< It is written by itself.
    Lenient, ///< It leads: what the follower does not learn is noted.
    Strict, ///< It leads: a write that the follower does not learn is not acknowledged.
    Held, ///< Sessions are not written at all, for a moment: another store is about to lead.
    Away, ///< Another store leads: nothing is asked here.
};
inline constexpr std::size_t TwinModeCount = std::size_t(TwinMode::Away) + 1;

/// A store that leads, as all its connections share it: its follower, its mode, and the writes under way.
///
/// The mode is that of the moment at which a write begins. Thread-safe.
class AXESS_TEST_EXPORT Twin
{
public:
    struct Settings
    {
        QString document; ///< Of this instance's notes.
        QStringList heldDocuments {}; ///< How the names of documents begin that are held with the sessions.
        /// Likewise, of those that are read as they stand: only what is written is held.
        QStringList heldWrites {};
        /// Of those that are held: the follower is not told, so nothing is written while it may still be
        /// asked.
        QStringList strictDocuments {};
        std::shared_ptr<const Clock> clock;
        /// Learns the mode anew, over the leader's connection, when it is too long ago; null = it holds.
        std::function<Result<void>(StorageConnection &, const Deadline &)> confirm {};
        /// So long after the mode was known for the last time a write may still be acknowledged.
        std::chrono::milliseconds modeHolds = std::chrono::milliseconds(900);
        /// So long after the store has got a follower others may still end sessions as if it had none, and
        /// bury nothing: until then the follower is told of no row. 0 = there are no others.
        std::chrono::milliseconds othersLearn = std::chrono::milliseconds(0);
        /// How long tombstones stand in the follower: longer than any migration takes.
        std::chrono::milliseconds buriedFor = std::chrono::hours(24 * 90);
        /// After a failure the follower is not asked for so long.
        std::chrono::milliseconds rest = std::chrono::seconds(1);
    };

    /// One write, from before its leader is asked until it is answered.
    class Turn
    {
    public:
        Turn(Turn &&other) noexcept
            : m_twin(std::exchange(other.m_twin, nullptr))
            , m_mode(other.m_mode)
        { }
        Turn &operator=(Turn &&) = delete;
        ~Turn();

        TwinMode mode() const { return m_mode; }

    private:
        friend class Twin;
        Turn(Twin &twin, TwinMode mode)
            : m_twin(&twin)
            , m_mode(mode)
        { }

        Twin *m_twin;
        TwinMode m_mode;
    };

    /// The follower must outlive the connections that share this.
    Twin(StorageAccess &follower, const Settings &settings);

    TwinMode mode() const;
    /// Holds for writes that begin from now on.
    void setMode(TwinMode mode);
    /// As above, as of a moment in the past; whether the follower is the one that is meant is known by now.
    void setMode(TwinMode mode, bool isFollowerKnown, std::chrono::steady_clock::time_point asOf);
    /// Waits until no write is under way that began in another mode than the present one; whether that is so.
    bool settle(const Deadline &deadline);
    /// No write is under way at all.
    bool isIdle() const;

    /// Unavailable, not applied, while writes are held.
    Result<Turn> begin();
    /// The mode as it stands, learnt anew if need be.
    Result<void> confirm(StorageConnection &leader, const Deadline &deadline);
    /// Whether a write that has just been made may be acknowledged: this store leads, or led a moment ago.
    bool mayAcknowledge() const;
    /// Unavailable while another store leads.
    Result<void> mayAnswer() const;

    TwinNotes &notes() { return m_notes; }
    bool holds(const QString &document) const;
    bool holdsWrites(const QString &document) const;
    /// Whether it is not written while the mode is strict.
    bool isHeldStrictly(const QString &document) const;
    qint64 buriedUntil() const { return m_settings.clock->now() + m_settings.buriedFor.count(); }

    // --- what the follower learns; an error says that it may not have

    /// Whether all others know of the follower, and bury what ends. To be asked before a row is read that the
    /// follower is to be told of: who does not know may end it afterwards.
    bool doOthersKnow() const;

    struct NotTaken
    {
        QList<SessionId> ended; ///< It knows them as ended.
        QList<SessionId> older; ///< It has them with as many changes, or more.
    };
    /// Which of them it did not take.
    Result<NotTaken> install(std::span<const SealedRow> rows, const Deadline &deadline);
    /// What it holds.
    Result<QList<SealedRow>> load(std::span<const SessionId> ids, const Deadline &deadline);
    Result<void> bury(std::span<const SessionId> ids, const Deadline &deadline);
    Result<quint64> raise(const TenantId &tenant, const UserId &user, const Deadline &deadline);
    Result<void> putGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast,
                               const Deadline &deadline);

private:
    void end(TwinMode mode);
    bool isResting() const;
    template<typename Call> std::invoke_result_t<Call, Deadline> tell(const Deadline &deadline, Call call);

    StorageAccess &m_follower;
    const Settings m_settings;
    TwinNotes m_notes;

    mutable std::mutex m_mutex;
    std::condition_variable m_ended;
    TwinMode m_mode = TwinMode::Alone;
    std::array<int, TwinModeCount> m_underWay {};
    std::optional<std::chrono::steady_clock::time_point> m_failed;
    std::optional<std::chrono::steady_clock::time_point> m_followedSince;
    bool m_isFollowerKnown = true;
    std::chrono::steady_clock::time_point m_ledAsOf; ///< When this store was last known to lead.
};

} // namespace Axess
