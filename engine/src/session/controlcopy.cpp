// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "controlcopy_p.h"

#include "documentbox_p.h"

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
    if (m_mode == Mode::NotReadable || (age() < m_lag))
        return current();
    const std::unique_lock reading(m_reading, deadline.at());
    if (age() < m_lag)
        return current();
    return reading.owns_lock() ? read(deadline) : std::unexpected(busy());
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
    if (m_mode == Mode::NotReadable)
        return current();
    const std::unique_lock reading(m_reading, deadline.at());
    return reading.owns_lock() ? read(deadline) : std::unexpected(busy());
}

Result<ControlCopy::State> ControlCopy::read(const Deadline &deadline)
{
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
        const auto decoded = decodeControl((*document)->content);
        if (!decoded)
            return std::unexpected(decoded.error());
        theirs = *decoded;
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
    if (state != *m_state)
        m_state = std::make_shared<const ControlState>(state);
    m_readAt = std::max(m_readAt, readAt);
    return m_state;
}

Result<ControlCopy::State> ControlCopy::change(const std::function<void(ControlState &)> &change,
                                               const Deadline &deadline)
{
    if (m_mode == Mode::NotReadable)
        return std::unexpected(
            Error(ErrorCode::KeyMissing, u"Epochs of a sealed store are raised only with its root key"_s));
    const std::unique_lock reading(m_reading, deadline.at());
    if (!reading.owns_lock())
        return std::unexpected(busy());
    for (;;) {
        const auto document = m_documents.read(DocumentName::Control.toString(), deadline);
        if (!document)
            return std::unexpected(document.error());
        const auto stored = *document ? decodeControl((*document)->content) : ControlState();
        if (!stored)
            return std::unexpected(stored.error());
        ControlState next = merged(*current(), *stored);
        change(next);
        next.serial++;
        const auto put = m_documents.write(DocumentName::Control.toString(), encodeControl(next),
                                           *document ? (*document)->revision : 0, deadline);
        if (put)
            return accept(next, m_clock.monotonic());
        if (put.error().code() != ErrorCode::Conflict)
            return std::unexpected(put.error());
        if (deadline.hasPassed())
            return std::unexpected(Error(ErrorCode::Unavailable,
                                         u"Others changed the control document all the time; try again"_s));
    }
}

} // namespace Axess
