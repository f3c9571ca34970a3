// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "movesteps_p.h"

#include <axess/logging.h>

// From one store to the other: the order of these steps is what decision 0027 is about.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr auto betweenLooks = 50ms;
// Callers wait so long at most for what those wrote who have died. The second time only what died since is
// left.
constexpr std::chrono::milliseconds shortHold = 5s;
constexpr std::chrono::milliseconds longHold = 20s;

std::unexpected<Error> stopped()
{
    return std::unexpected(Error(ErrorCode::Unavailable, u"Stopped; the same command goes on"_s));
}

std::unexpected<Error> denied(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

bool isStrict(MovePhase phase)
{
    return phase == MovePhase::SourceStrict || phase == MovePhase::TargetStrict;
}

} // namespace

Result<void> MoveSteps::begin()
{
    StoreCore &source = m_source->core();
    StoreCore &target = m_target->core();
    // What acts without the other store ends sessions that would live on there.
    if (const auto none = checkRootKey().and_then([&] { return checkJobs(source); }); !none)
        return none;
    MoveNotes sign;
    sign.source = source.ring().identity();
    sign.target = target.ring().identity();
    const auto standing = notes();
    const auto theirs = target.control().renew(target.deadline());
    if (!standing || !theirs)
        return std::unexpected(standing ? theirs.error() : standing.error());
    // Only the revision is taken over: a sign that is left over tells of another move, and maybe of another
    // target. The sign first: who opens a store without its key must not do so unknowingly.
    sign.revision = standing->revision;
    if (const auto kept = keep(sign); !kept)
        return kept;
    const auto put
        = putDocument(target.storage(), DocumentName::Move.toString(), sign.bytes(), 0, target.deadline());
    if (!put && put.error().code() != ErrorCode::Conflict)
        return std::unexpected(put.error());
    const auto begun = source.control().move(
        [&](ControlState &state) -> Result<void> {
            if (state.move.isUnderWay())
                return std::unexpected(overtaken());
            // A source that came from a backup may have forgotten steps that the target knows.
            const quint64 last = std::max(state.move.step, (*theirs)->move.step);
            state.move = {last + 1, MovePhase::SourceLeads, sign.source, sign.target};
            return {};
        },
        source.deadline());
    return begun.transform([](const ControlCopy::State &) { });
}

// Goes on from wherever it is, also from where another has stopped.
Result<void> MoveSteps::handOver(const Control &control, MovePhase from)
{
    auto move = this->move();
    if (!move)
        return std::unexpected(move.error());
    if (move->phase == from)
        move = beginHold(*move, control);
    for (bool isLast = false; move && move->isHeld(); isLast = true) {
        const MoveState held = *move;
        StoreCore &leader = rolesIn(held).leader;
        Holding holding {repair(rolesIn(held)), isLast ? longHold : shortHold};
        move = handOverHeld(held, control, holding);
        if (move)
            break;
        // Nobody waits for one who does not go on.
        const auto free = changePhase(leader.side(), held, settledPhase(held.phase), leader.deadline());
        if (free && holding.isTooMuch && !isLast)
            move = clearSilent(holding.comparing, *free, control).and_then([&] {
                return beginHold(*free, control);
            });
    }
    if (move)
        move = takenOver(*move);
    return move ? letGo(*move, control) : std::unexpected(move.error());
}

Result<void> MoveSteps::checkJobs(StoreCore &leader)
{
    const auto jobs = unendedJobs(leader);
    if (!jobs)
        return std::unexpected(jobs.error());
    if (jobs->isEmpty())
        return {};
    return denied(u"Jobs stay behind in the store that leads now: %1. Let them end, or cancel them"_s.arg(
        jobs->join(u", "_s)));
}

Result<MoveState> MoveSteps::beginHold(const MoveState &move, const Control &control)
{
    const Roles roles = rolesIn(move);
    if (const auto none = checkJobs(roles.leader); !none)
        return std::unexpected(none.error());
    const auto state = this->state();
    if (!state)
        return std::unexpected(state.error());
    if (!state->unprepared.isEmpty())
        return denied(u"%1 has (have) not reached the other store as standby (AXESS_STANDBY_STORE)"_s.arg(
            state->unprepared.join(u", "_s)));
    if (const auto caughtUp = catchUp(control, false); !caughtUp)
        return std::unexpected(caughtUp.error());
    const MovePhase held
        = move.phase == MovePhase::SourceLeads ? MovePhase::HandingOver : MovePhase::HandingBack;
    return changePhase(roles.leader.side(), move, held, roles.leader.deadline());
}

Result<MoveState> MoveSteps::handOverHeld(const MoveState &held, const Control &control, Holding &holding)
{
    const Roles roles = rolesIn(held);
    const auto mayWrite = this->mayWrite(control, held);
    // Jobs once more: one may have been submitted while the stores were compared.
    const auto copied = settleHeld(held, control, holding)
                            .and_then([&] { return checkJobs(roles.leader); })
                            .and_then([&] { return copyValues(roles, mayWrite); })
                            .and_then([&] { return copyEvents(roles, mayWrite); })
                            .and_then([&] { return copyAudit(roles, mayWrite); })
                            .and_then([&] { return checkHistory(roles.follower); })
                            .and_then([&] { return hold(); })
                            .and_then([&] { return takeRing(roles); });
    if (!copied)
        return std::unexpected(copied.error());
    const MovePhase next
        = held.phase == MovePhase::HandingOver ? MovePhase::TargetStrict : MovePhase::SourceStrict;
    return changePhase(roles.leader.side(), held, next, roles.leader.deadline(), *copied);
}

// Until nobody writes to the store that led, and the other one holds what it holds.
Result<void> MoveSteps::settleHeld(const MoveState &held, const Control &control, Holding &holding)
{
    if (!wait(control, lag()).value_or(false))
        return stopped();
    const Deadline patience = Deadline::in(StoreOptions().callDeadline + lag());
    for (;;) {
        const auto dirty = holding.comparing.look();
        if (!dirty)
            return std::unexpected(dirty.error());
        const BucketSet unsettled = holding.comparing.unsettled(held.step);
        if (!unsettled.isEmpty() && !patience.hasPassed()) {
            if (!wait(control, betweenLooks).value_or(false))
                return stopped();
            continue;
        }
        // Of one that has died, or sleeps, what it wrote is not known: nothing that it does now is
        // acknowledged.
        const Deadline most = Deadline::in(holding.most);
        const auto compared
            = holding.comparing.compare(*dirty | unsettled, [&, mayGoOn = goOn(control, held)] {
                  holding.isTooMuch = most.hasPassed();
                  return !holding.isTooMuch && mayGoOn();
              });
        if (compared || !holding.isTooMuch)
            return compared.transform([](const TwinReport &) { });
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  u"Too much is to be compared while writes are held, for an instance that died; the same "
                  "command tries again"_s));
    }
}

// Who said nothing while writes were held has died, or sleeps. When it has been silent for long enough, what
// it wrote is compared and its note taken away, while all others go on.
Result<void> MoveSteps::clearSilent(TwinRepair &comparing, const MoveState &move, const Control &control)
{
    const Deadline silent = Deadline::in(TwinRepair::Settings().silence);
    while (!silent.hasPassed()) {
        if (const auto held = hold(); !held)
            return held;
        if (!wait(control, lag()).value_or(false))
            return stopped();
    }
    const auto buckets = comparing.look();
    if (!buckets)
        return std::unexpected(buckets.error());
    return comparing.compare(*buckets, goOn(control, move)).transform([](const TwinReport &) { });
}

Result<MoveState> MoveSteps::takenOver(const MoveState &move)
{
    if (!isStrict(move.phase))
        return move;
    const Roles roles = rolesIn(move);
    const auto from = roles.follower.control().renew(roles.follower.deadline());
    if (!from)
        return std::unexpected(from.error());
    return takeLead(roles.leader.side(), **from, roles.leader.deadline());
}

// Who still reads from the other store must miss nothing until nobody does.
Result<void> MoveSteps::letGo(const MoveState &move, const Control &control)
{
    if (!isStrict(move.phase))
        return {};
    if (!wait(control, lag()).value_or(false))
        return stopped();
    StoreCore &leader = rolesIn(move).leader;
    const auto changed = changePhase(leader.side(), move, settledPhase(move.phase), leader.deadline());
    // An instance may have been faster.
    return changed || changed.error().code() == ErrorCode::Conflict ? Result<void>()
                                                                    : std::unexpected(changed.error());
}

// Of a hand-over that was decided already the other store leads: it is brought to its end, and then taken
// back.
Result<void> MoveSteps::undoHandOver(const Control &control)
{
    const auto move = this->move();
    if (!move)
        return std::unexpected(move.error());
    const MovePhase settled = settledPhase(move->phase);
    if (isStrict(move->phase))
        return handOver(control, settled).and_then([&] { return handOver(control, settled); });
    if (!move->isHeld())
        return std::unexpected(overtaken());
    StoreCore &leader = rolesIn(*move).leader;
    return changePhase(leader.side(), *move, settled, leader.deadline()).transform([](const MoveState &) { });
}

} // namespace Axess
