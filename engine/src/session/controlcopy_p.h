// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/deadlinemutex_p.h"

#include <axess/clock.h>
#include <axess/horizon.h>
#include <axess/result.h>

#include <QtCore/qbytearray.h>

#include <functional>
#include <memory>
#include <mutex>

namespace Axess {

class DocumentBox;
class StorageConnection;

/// How far the move of a store's sessions to another store is. Stored since 0.7; append only.
enum class MovePhase : quint8 {
    None, ///< It stands by itself; in the target of a move that was finished, too.
    SourceLeads, ///< Both are written.
    HandingOver, ///< Writes are held: the target is about to lead.
    TargetStrict, ///< The target has just come to lead: what the source does not learn is not acknowledged.
    TargetLeads,
    HandingBack,
    SourceStrict,
    Moved, ///< In the source: it is over, the sessions are in the target.
    GivenUp, ///< In a target that led once: it is over, the sessions are in the source.
};

/// Where a move stands, as each of the two stores has it.
struct MoveState
{
    quint64 step = 0; ///< Counts the changes of phase, of both stores together; never goes back.
    MovePhase phase = MovePhase::None;
    QByteArray source; ///< Identities; kept when it is over.
    QByteArray target;

    bool isUnderWay() const { return phase != MovePhase::None; }
    /// Whether the store of this identity is the one that is asked. True for a store that does not move.
    bool isLed(const QByteArray &identity) const;
    /// Writes are held in the store that leads.
    bool isHeld() const { return phase == MovePhase::HandingOver || phase == MovePhase::HandingBack; }
    /// The other of the two.
    const QByteArray &other(const QByteArray &identity) const { return identity == source ? target : source; }

    bool operator==(const MoveState &) const = default;
};

/// What all instances must agree on (docs/session-format.md).
struct ControlState
{
    quint64 serial = 0; ///< Counts the changes; survives a document that had to be put back.
    Epoch store;
    QHash<TenantId, Epoch> tenants;
    quint64 ringRevision = 0; ///< No ring older than this is the store's. 0 = the store does not seal.
    MoveState move;

    bool operator==(const ControlState &) const = default;
};

/// What both say, each epoch at its highest: no raise that either knows of is lost. Of two states that went
/// apart from one a new one, which follows both.
AXESS_TEST_EXPORT ControlState merged(const ControlState &left, const ControlState &right);

AXESS_TEST_EXPORT QByteArray encodeControl(const ControlState &state);
/// Corrupt, or TooNew for a later version and for a phase that this version does not know.
AXESS_TEST_EXPORT Result<ControlState> decodeControl(QByteArrayView bytes);

/// The copy of the control document that answers rest on.
///
/// No answer may rest on a copy older than the control lag by the monotonic clock, so a change holds
/// everywhere once the lag has passed since. Copies never go backwards. Thread-safe.
class AXESS_TEST_EXPORT ControlCopy
{
public:
    using State = std::shared_ptr<const ControlState>;
    enum class Mode : quint8 {
        Followed,
        NotReadable, ///< Keyless: there are no epochs to go by, only the sign of a move.
    };

    /// Who goes by a store's moves; else a store that moves is Unavailable.
    enum class Moves : quint8 { Refused, Followed };
    /// Told of each reading, under a lock: the state and as of when. It must not ask this object anything.
    using Observer = std::function<void(const ControlState &, std::chrono::steady_clock::time_point)>;

    ControlCopy(DocumentBox &documents, const Clock &clock, std::chrono::milliseconds lag, Mode mode);

    /// Before anything is read.
    void setMoves(Moves moves, const Observer &observer = {});

    /// A copy that is fresh enough for an answer that the store has just given, read anew if need be.
    /// KeyMissing where it is not readable and sessions move; so for renew().
    Result<State> fresh(const Deadline &deadline);
    /// The copy at hand before the store is asked; in passing renewed when half its time is over, by one
    /// caller.
    State atHand(const Deadline &deadline);
    /// As fresh(), over a connection that is at hand. What the store has lost is not put back.
    Result<void> freshOver(StorageConnection &connection, const Deadline &deadline);
    /// Reads the copy anew, whatever its age.
    Result<State> renew(const Deadline &deadline);
    /// Makes a change by compare-and-swap. Who promises that it holds everywhere waits the lag.
    Result<State> change(const std::function<void(ControlState &)> &change, const Deadline &deadline);
    /// As above, in a store that another one leads, too, and unless `change` refuses.
    Result<State> move(const std::function<Result<void>(ControlState &)> &change, const Deadline &deadline);

    bool isFollowed() const { return m_mode == Mode::Followed; }

private:
    std::chrono::steady_clock::duration age() const;
    Result<State> read(const Deadline &deadline);
    Result<State> readSign(const Deadline &deadline);
    Result<ControlState> decoded(const QByteArray &content) const;
    Result<void> putBack(const ControlState &state, quint64 documentRevision, const Deadline &deadline);
    State accept(const ControlState &state, std::chrono::steady_clock::time_point readAt);
    State current() const;

    DocumentBox &m_documents;
    const Clock &m_clock;
    const std::chrono::milliseconds m_lag;
    const Mode m_mode;
    Moves m_moves = Moves::Refused;
    Observer m_observer;

    mutable std::mutex m_mutex; ///< For the copy and its age.
    State m_state = std::make_shared<const ControlState>();
    std::chrono::steady_clock::time_point m_readAt;
    DeadlineMutex m_reading; ///< Held while one reads for all; waited for no longer than a call may last.
};

/// What is dead at `now` by this copy.
Horizon horizonOf(const ControlState &state, qint64 now);

} // namespace Axess
