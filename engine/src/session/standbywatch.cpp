// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "standby_p.h"

#include "storeidentity_p.h"

#include <axess/logging.h>

#include <algorithm>

// How an instance keeps up with a move: a thread that looks at the control documents.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

// Who makes the move goes on sooner; when that one has died, the instances do.
constexpr auto longestHold = 60s;
constexpr auto longestGap = 3s;
constexpr std::chrono::milliseconds longestLeaving = 1s;
constexpr auto betweenLooks = 1s; ///< For a standby that nothing moves to yet.

} // namespace

void Standby::watch()
{
    const auto every = std::max<std::chrono::milliseconds>(m_options.controlLag / 3, 50ms);
    std::unique_lock lock(m_stopping);
    while (!m_stopped.wait_for(lock, every, [this] { return m_isStopping; })) {
        lock.unlock();
        look();
        lock.lock();
    }
}

void Standby::look()
{
    // Who is asked to stop begins nothing more.
    const auto soon = [this] {
        const std::scoped_lock lock(m_stopping);
        return Deadline::in(m_isStopping ? 0ms : m_options.callDeadline);
    };
    // Failures show with the next answer that rests on the copy. The store that leads goes first, and each
    // has time of its own: the other one may hang.
    (void)leading(*m_own).control->renew(soon());
    settle(soon());
    undo(soon());
    if (isOtherWanted())
        (void)openOther(soon());
    if (!isLed() || m_leading.load() != nullptr) {
        (void)m_own->control->renew(soon());
        if (m_isOtherOpen.load())
            (void)m_other.control->renew(soon());
    }
    goOn(soon());
}

bool Standby::isOtherWanted()
{
    if (m_isOtherOpen.load())
        return false;
    const auto now = m_options.clock->monotonic();
    const bool isMoving = known(Own).move.isUnderWay();
    if (!isMoving && m_lookedForOther && now - *m_lookedForOther < betweenLooks)
        return false;
    m_lookedForOther = now;
    return true;
}

// Somebody makes it when the move is planned; until then there is nothing to open.
Result<void> Standby::openOther(const Deadline &deadline)
{
    const auto schema = m_other.storage.run(
        Verb::Schema, deadline, [](StorageConnection &connection) { return connection.schema(); });
    if (!schema || !schema->exists)
        return schema.transform([](const auto &) { });
    const auto stored = readDocument(m_other.storage, DocumentName::Identity.toString(), deadline);
    if (!stored || !*stored)
        return stored.transform([](const auto &) { });
    const auto identity = StoreIdentity::fromBytes((*stored)->bytes);
    if (!identity)
        return std::unexpected(identity.error());
    m_isOtherItself = identity->id == m_own->ring.identity();
    if (m_isOtherItself)
        return {};
    if (const auto taken = takeRing(identity->id, deadline); !taken || m_other.ring.identity().isEmpty())
        return taken;
    m_other.follow(ControlCopy::Mode::Followed, m_options);
    m_other.control->setMoves(ControlCopy::Moves::Followed,
                              [this](const ControlState &state, auto asOf) { learn(Other, state, asOf); });
    {
        const std::scoped_lock lock(m_mutex);
        m_identities[Other] = identity->id;
        apply();
    }
    m_isOtherOpen.store(true);
    return m_other.control->renew(deadline).transform([](const auto &) { });
}

// The ring under which the other store's documents are sealed; nothing is taken until there is one.
Result<void> Standby::takeRing(const QByteArray &identity, const Deadline &deadline)
{
    if (m_own->ring.kind() == RingKind::NotSealed) {
        m_other.ring.set(RingKind::NotSealed, identity);
        return {};
    }
    const auto stored = readDocument(m_other.storage, DocumentName::Ring.toString(), deadline);
    if (!stored || !*stored)
        return stored.transform([](const auto &) { });
    auto rootKey = m_rootKey.read();
    if (!rootKey)
        return std::unexpected(rootKey.error());
    auto ring = openRing((*stored)->bytes, *rootKey, identity);
    if (!ring)
        return std::unexpected(ring.error());
    m_other.ring.hold(std::move(*ring), std::move(*rootKey), m_rootKey);
    m_other.ring.set(RingKind::Keyed, identity);
    return {};
}

// While writes are held: when none of this instance's is under way any more, it says so.
void Standby::settle(const Deadline &deadline)
{
    StoreSide &side = leading(*m_own);
    const Seat seat = &side == m_own ? Own : Other;
    Twin &twin = *m_twins[seat];
    const quint64 step = known(seat).move.step;
    if (twin.mode() != TwinMode::Held || !twin.settle(Deadline::in(m_options.controlLag)))
        return;
    const auto told = side.storage.run(Verb::PutDocument, deadline, [&](StorageConnection &connection) {
        return twin.notes().settle(connection, step, deadline);
    });
    if (!told)
        qCWarning(storeLog, "That no write is under way could not be told: %ls",
                  qUtf16Printable(told.error().message()));
}

// Of one that died nobody knows what it wrote, and all of that would be compared while writes are held. Best
// effort: what is left is compared.
void Standby::leave()
{
    const Deadline deadline = Deadline::in(std::min(m_options.callDeadline, longestLeaving));
    for (const Seat seat : {Own, Other}) {
        Twin &twin = *m_twins[seat];
        if (twin.mode() == TwinMode::Alone || !twin.isIdle() || !twin.notes().isUsed())
            continue;
        StorageAccess &raw = seat == Own ? m_ownRaw : m_otherRaw;
        (void)raw.run(Verb::PutDocument, deadline, [&](StorageConnection &connection) {
            return twin.notes().leave(connection, deadline);
        });
    }
}

std::chrono::steady_clock::duration Standby::standingFor(quint64 step)
{
    const auto now = m_options.clock->monotonic();
    if (!m_stepSince || m_stepSince->first != step)
        m_stepSince = {step, now};
    return now - m_stepSince->second;
}

// A move whose maker has died between two steps must not keep everybody waiting. This asks the store that
// leads alone: the other one may be what is away.
void Standby::undo(const Deadline &deadline)
{
    StoreSide &side = leading(*m_own);
    const MoveState move = known(&side == m_own ? Own : Other).move;
    const auto standing = standingFor(move.step);
    const bool isStrict = move.phase == MovePhase::SourceStrict || move.phase == MovePhase::TargetStrict;
    if (isLed() && ((move.isHeld() && standing >= longestHold) || (isStrict && standing >= longestGap)))
        (void)changePhase(side, move, settledPhase(move.phase), deadline);
}

// Likewise one who has died when the lead was handed over.
void Standby::goOn(const Deadline &deadline)
{
    StoreSide &side = leading(*m_own);
    const Seat seat = &side == m_own ? Own : Other;
    const MoveState move = known(seat).move;
    const auto standing = standingFor(move.step);
    if (!move.isUnderWay() || !m_isOtherOpen.load() || isLed() || standing < longestGap)
        return;
    // Handed over, and not taken: the writes of both are settled, and all else is copied before.
    StoreSide &next = seat == Own ? m_other : *m_own;
    const auto from = side.control->fresh(deadline);
    if (from && (*from)->move.isLed(next.ring.identity()))
        (void)takeLead(next, **from, deadline);
}

} // namespace Axess
