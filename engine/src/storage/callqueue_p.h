// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/sessionid.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace Axess {

/// A call of one verb about one session that found no free connection.
///
/// Owned by caller and queue together: a caller that leaves takes nothing away from the batch that carries
/// its call.
class AXESS_TEST_EXPORT QueuedCall
{
public:
    QueuedCall(const SessionId &id, qsizetype bytes, const Deadline &deadline);
    virtual ~QueuedCall();
    Q_DISABLE_COPY_MOVE(QueuedCall)

    const SessionId &id() const { return m_id; }
    qsizetype bytes() const { return m_bytes; }
    const Deadline &deadline() const { return m_deadline; }

private:
    friend class CallQueue;
    enum class State : quint8 { Waiting, Leading, Taken, Answered };

    const SessionId m_id;
    const qsizetype m_bytes;
    const Deadline m_deadline;
    std::mutex m_mutex;
    std::condition_variable m_woken;
    State m_state = State::Waiting;
};

/// Who waits for one verb, and which of the waiting threads goes for a connection next.
///
/// One at a time is the leader: it waits for a connection, takes along what has gathered until it has one,
/// and the next becomes leader. Thread-safe.
class AXESS_TEST_EXPORT CallQueue
{
public:
    using Call = std::shared_ptr<QueuedCall>;

    enum class Entrance : quint8 { Lead, Follow, Full };
    enum class Awaited : quint8 {
        Answer,
        Lead,
        TimeUpWaiting, ///< Nobody took the call: certainly not sent.
        TimeUpTaken, ///< A batch carries it: it may still be answered, to nobody.
    };
    /// What becomes of a second call about a session that the batch already holds.
    enum class SameId : quint8 { WaitsForNext, RidesAlong };

    static constexpr std::size_t MaximumRows = 64;
    static constexpr qsizetype MaximumBytes = 1024 * 1024;
    /// A leader with less time left would end the others' calls with its own.
    static constexpr std::chrono::milliseconds ShortestLead {100};

    explicit CallQueue(std::size_t longest)
        : m_longest(longest)
    { }
    Q_DISABLE_COPY_MOVE(CallQueue)

    /// Without a lock: a call that sees nobody waiting may go alone.
    std::size_t size() const { return m_size.load(std::memory_order_relaxed); }

    Entrance enter(const Call &call);
    /// Until the call was answered, shall lead, or its time is up.
    Awaited wait(QueuedCall &call);
    /// The leader's call first, then those that may go with it, in order; the next one becomes leader.
    /// Calls about one session stand behind one another only with SameId::RidesAlong.
    std::vector<Call> takeBatch(const Call &leader, SameId sameId);
    /// The leader goes without having taken anything; the next one becomes leader.
    void leave(QueuedCall &leader);

    /// Puts the answer in and wakes the owner, if it still waits.
    template<typename PutAnswer> static void answer(QueuedCall &call, PutAnswer &&putAnswer)
    {
        {
            const std::lock_guard lock(call.m_mutex);
            putAnswer();
            call.m_state = QueuedCall::State::Answered;
        }
        call.m_woken.notify_one();
    }

private:
    // Called with the lock held.
    void erase(const QueuedCall &call);
    void promoteNext();
    void take(const Call &call);

    const std::size_t m_longest;
    std::mutex m_mutex; ///< Taken before a call's own.
    std::deque<Call> m_waiting;
    std::atomic<std::size_t> m_size {0};
    bool m_hasLeader = false;
};

} // namespace Axess
