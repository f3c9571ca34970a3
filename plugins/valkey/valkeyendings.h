// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeylink.h"

#include <axess/sessionid.h>

#include <QtCore/qhash.h>
#include <QtCore/qset.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>

namespace Axess {

/// What this instance ended and cycled lately, as the commands that do it once more: a server whose history
/// is another one since a failover or a restart may have forgotten it.
///
/// One for all connections of a store; thread-safe. Keeps ten minutes, and a bounded number of commands and
/// bytes: the oldest go first.
class ValkeyEndings
{
public:
    static constexpr std::chrono::minutes Kept {10};
    static constexpr std::size_t Most = 10'000;
    static constexpr qsizetype MostBytes = 16 * 1024 * 1024;

    enum class Kind : quint8 { Final, Mark };
    struct Ending
    {
        SessionId id; ///< Null for what concerns no single session.
        Kind kind = Kind::Final;
        ValkeyCommand command; ///< Harms nothing that is newer.
        std::optional<ValkeyCommand> registration; ///< Sent behind a command that wrote a row.
    };

    void note(Ending ending);
    /// A mark was taken back.
    void forgetMark(const SessionId &id);

    /// Before a server is asked anything: a primary of an unknown history does all of it once more. Whether
    /// there is nothing left to do; one that is still loading takes nothing. Unavailable if it does not
    /// answer.
    Result<bool> meet(ValkeyLink &link, const Deadline &deadline);
    /// How many had been forgotten somewhere.
    qint64 repeated() const;

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Noted
    {
        Time at;
        quint64 number;
        Ending ending;
    };

    /// Waits while another connection tells a server of this history; whether this one shall.
    bool begin(const QByteArray &history, const Deadline &deadline);
    void finish(const QByteArray &history, bool isDone);
    /// What a server of this history was not told yet.
    std::vector<Noted> untold(const QByteArray &history) const;
    Result<bool> repeatAt(ValkeyLink &link, const QByteArray &history, const Deadline &deadline);
    /// Whether the server took all of it.
    Result<bool> repeatSome(ValkeyLink &link, std::span<const Noted> some, qint64 &repeated,
                            const Deadline &deadline);
    static Result<ValkeyReplies> tell(ValkeyLink &link, const std::vector<const ValkeyCommand *> &commands,
                                      const Deadline &deadline);
    void forgetOld(Time now);

    mutable std::mutex m_mutex; ///< Of all that follows.
    std::deque<Noted> m_noted;
    std::deque<QByteArray> m_histories; ///< Replication ids of primaries that have been met.
    QSet<QByteArray> m_underWay; ///< Of those that are being told.
    QHash<QByteArray, quint64> m_told; ///< The last number that they took, of those that were not told all.
    quint64 m_count = 0;
    std::condition_variable m_finished;
    qsizetype m_bytes = 0;
    qint64 m_repeated = 0;
};

} // namespace Axess
