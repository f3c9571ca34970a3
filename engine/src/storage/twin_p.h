// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/twinnotes_p.h"

#include <array>
#include <atomic>
#include <condition_variable>

namespace Axess {

class StorageAccess;

/// How a store is written while its sessions move to another one.
enum class TwinMode : quint8 {
    Alone, ///< It is written by itself.
    Lenient, ///< It leads: what the follower does not learn is noted.
    Strict, ///< It leads: a write that the follower does not learn is not acknowledged.
    Held, ///< Sessions are not written at all, for a moment: another store is about to lead.
};
inline constexpr std::size_t TwinModeCount = std::size_t(TwinMode::Held) + 1;

/// A store that leads, as all its connections share it: its follower, its mode, and the writes under way.
///
/// The mode is that of the moment at which a write begins. Thread-safe.
class AXESS_TEST_EXPORT Twin
{
public:
    struct Settings
    {
        QString document; ///< Of this instance's notes.
        QString heldDocuments; ///< How the names of documents begin that are held with the sessions.
        std::shared_ptr<const Clock> clock;
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
    /// Waits until no write is under way that began in another mode than the present one; whether that is so.
    bool settle(const Deadline &deadline);

    /// Unavailable, not applied, while writes are held.
    Result<Turn> begin();

    TwinNotes &notes() { return m_notes; }
    bool holds(const QString &document) const;

    // --- what the follower learns; an error says that it may not have

    /// Which of them it knows as ended, and so did not take.
    Result<QList<SessionId>> install(std::span<const SealedRow> rows, const Deadline &deadline);
    Result<void> bury(std::span<const SessionId> ids, const Deadline &deadline);
    Result<void> raise(const TenantId &tenant, const UserId &user, quint64 generation,
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
};

} // namespace Axess
