// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "controlcopy_p.h"

#include "documentbox_p.h"

#include <axess/storageconnection.h>

#include <axess/logging.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Error busy()
{
    return Error(ErrorCode::Unavailable, u"The control document could not be read in time"_s);
}

} // namespace

Horizon horizonOf(const ControlState &state, qint64 now)
{
    return Horizon {now, state.store, state.tenants};
}

ControlCopy::ControlCopy(DocumentBox &documents, const Clock &clock, std::chrono::milliseconds lag, Mode mode)
    : m_documents(documents)
    , m_clock(clock)
    , m_lag(lag)
    , m_mode(mode)
    , m_readAt(clock.monotonic())
{ }

void ControlCopy::setMoves(Moves moves, const Observer &observer)
{
    m_moves = moves;
    m_observer = observer;
}

ControlCopy::State ControlCopy::current() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

std::chrono::steady_clock::duration ControlCopy::age() const
{
    const std::scoped_lock lock(m_mutex);
    return m_clock.monotonic() - m_readAt;
}

Result<ControlCopy::State> ControlCopy::fresh(const Deadline &deadline)
{
    // A lag of nothing means: read for every answer.
    if (age() < m_lag)
        return current();
    const std::unique_lock reading(m_reading, deadline.at());
    if (age() < m_lag)
        return current();
    return reading.owns_lock() ? read(deadline) : std::unexpected(busy());
}

// Without m_reading: who holds that may wait for the very connection that is at hand here.
Result<void> ControlCopy::freshOver(StorageConnection &connection, const Deadline &deadline)
{
    if (m_mode == Mode::NotReadable || age() < m_lag)
        return {};
    const auto asked = m_clock.monotonic();
    const auto stored = connection.document(DocumentName::Control.toString());
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The store shows no control document at the moment"_s));
    const auto theirs = m_documents.content(**stored, deadline).and_then([&](const QByteArray &content) {
        return decoded(content);
    });
    if (!theirs)
        return std::unexpected(theirs.error());
    // Another may have read a newer one meanwhile.
    const State mine = current();
    if (const ControlState both = merged(*mine, *theirs); both != *theirs && both != *mine)
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The store shows an older control document; try again"_s));
    accept(*theirs, asked);
    return age() < m_lag || m_lag.count() == 0
        ? Result<void>()
        : std::unexpected(
              Error(ErrorCode::Unavailable, u"The store shows an older control document; try again"_s));
}

Result<ControlState> ControlCopy::decoded(const QByteArray &content) const
{
    const auto state = decodeControl(content);
    if (!state || m_moves != Moves::Refused || !state->move.isUnderWay())
        return state;
    if (state->move.phase == MovePhase::Moved)
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  u"The sessions of this store have moved to another one; name that one in AXESS_STORE"_s));
    if (state->move.phase == MovePhase::GivenUp)
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  u"The move into this store was given up; the sessions are where they came from"_s));
    return std::unexpected(
        Error(ErrorCode::Unavailable,
              u"The sessions of this store are moving to another one, which has to be named in "
              "AXESS_STANDBY_STORE"_s));
}

ControlCopy::State ControlCopy::atHand(const Deadline &deadline)
{
    if (m_mode == Mode::Followed && age() >= m_lag / 2 && m_lag.count() > 0) {
        // Whoever finds another reading goes on with the copy at hand; a failure shows when the answer is
        // checked.
        const std::unique_lock reading(m_reading, std::try_to_lock);
        if (reading.owns_lock() && age() >= m_lag / 2)
            if (const auto state = read(deadline); state)
                return *state;
    }
    return current();
}

Result<ControlCopy::State> ControlCopy::renew(const Deadline &deadline)
{
    const std::unique_lock reading(m_reading, deadline.at());
    return reading.owns_lock() ? read(deadline) : std::unexpected(busy());
}

// Who makes a move puts the sign up first, and compares nothing before the lag and the time of a call have
// passed.
Result<ControlCopy::State> ControlCopy::readSign(const Deadline &deadline)
{
    const auto asked = m_clock.monotonic();
    const auto isMoving = m_documents.isThere(DocumentName::Move.toString(), deadline);
    if (!isMoving)
        return std::unexpected(isMoving.error());
    if (*isMoving)
        return std::unexpected(
            Error(ErrorCode::KeyMissing,
                  u"The sessions of this store are moving, or have moved; without the root key nobody knows "
                  "where they are"_s));
    return accept(*current(), asked);
}

Result<ControlCopy::State> ControlCopy::read(const Deadline &deadline)
{
    if (m_mode == Mode::NotReadable)
        return readSign(deadline);
    // Before the store is asked: the copy is as old as the question, not as the answer.
    const auto asked = m_clock.monotonic();
    const auto document = m_documents.read(DocumentName::Control.toString(), deadline);
    if (!document)
        return std::unexpected(document.error());
    // An empty store is no store that lost a document: nobody is logged out by it, nothing is put into it.
    if (!*document) {
        if (const auto stands = m_documents.checkIdentity(deadline); !stands)
            return std::unexpected(stands.error());
    }
    const State mine = current();
    ControlState theirs;
    if (*document) {
        const auto known = decoded((*document)->content);
        if (!known)
            return std::unexpected(known.error());
        theirs = *known;
    }
    // A store that lost an acknowledged write shows an older document, or one that went on from an older one.
    const ControlState both = merged(*mine, theirs);
    if (both != theirs) {
        const auto put = putBack(both, *document ? (*document)->revision : 0, deadline);
        if (!put)
            return std::unexpected(put.error());
    }
    return accept(both, asked);
}

Result<void> ControlCopy::putBack(const ControlState &state, quint64 documentRevision,
                                  const Deadline &deadline)
{
    qCWarning(storeLog, "The store shows an older control document; what it lost is put back");
    const auto put = m_documents.write(DocumentName::Control.toString(), encodeControl(state),
                                       documentRevision, deadline);
    if (put)
        return {};
    // Another instance was faster; the next question reads what it wrote. No loader knows of a Conflict.
    if (put.error().code() == ErrorCode::Conflict)
        return std::unexpected(Error(ErrorCode::Unavailable, put.error().message()));
    return std::unexpected(put.error());
}

ControlCopy::State ControlCopy::accept(const ControlState &state,
                                       std::chrono::steady_clock::time_point readAt)
{
    const std::scoped_lock lock(m_mutex);
    if (state.serial < m_state->serial)
        return m_state;
    if (state != *m_state)
        m_state = std::make_shared<const ControlState>(state);
    m_readAt = std::max(m_readAt, readAt);
    if (m_observer)
        m_observer(*m_state, m_readAt);
    return m_state;
}

Result<ControlCopy::State> ControlCopy::change(const std::function<void(ControlState &)> &change,
                                               const Deadline &deadline)
{
    return move(
        [&](ControlState &next) -> Result<void> {
            if (!next.move.isLed(m_documents.identity()))
                return std::unexpected(
                    Error(ErrorCode::Unavailable,
                          u"Another store came to lead meanwhile, nothing was changed; try again"_s));
            change(next);
            return {};
        },
        deadline);
}

Result<ControlCopy::State> ControlCopy::move(const std::function<Result<void>(ControlState &)> &change,
                                             const Deadline &deadline)
{
    if (m_mode == Mode::NotReadable)
        return std::unexpected(
            Error(ErrorCode::KeyMissing, u"Epochs of a sealed store are raised only with its root key"_s));
    const std::unique_lock reading(m_reading, deadline.at());
    if (!reading.owns_lock())
        return std::unexpected(busy());
    for (;;) {
        const auto asked = m_clock.monotonic();
        const auto document = m_documents.read(DocumentName::Control.toString(), deadline);
        if (!document)
            return std::unexpected(document.error());
        const auto stored = *document ? decoded((*document)->content) : ControlState();
        if (!stored)
            return std::unexpected(stored.error());
        ControlState next = merged(*current(), *stored);
        if (const auto changed = change(next); !changed)
            return std::unexpected(changed.error());
        next.serial++;
        const auto put = m_documents.write(DocumentName::Control.toString(), encodeControl(next),
                                           *document ? (*document)->revision : 0, deadline);
        if (put)
            return accept(next, asked);
        if (put.error().code() != ErrorCode::Conflict)
            return std::unexpected(put.error());
        if (deadline.hasPassed())
            return std::unexpected(Error(ErrorCode::Unavailable,
                                         u"Others changed the control document all the time; try again"_s));
    }
}

} // namespace Axess
