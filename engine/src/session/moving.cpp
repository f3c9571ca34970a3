// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "moving_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

Error overtaken()
{
    return Error(ErrorCode::Conflict,
                 u"The move went to another phase meanwhile; `axessctl migrate status` tells which"_s);
}

MovePhase settledPhase(MovePhase phase)
{
    switch (phase) {
    case MovePhase::HandingOver:
    case MovePhase::SourceStrict:
        return MovePhase::SourceLeads;
    case MovePhase::HandingBack:
    case MovePhase::TargetStrict:
        return MovePhase::TargetLeads;
    default:
        return phase;
    }
}

Result<MoveState> changePhase(StoreSide &side, const MoveState &seen, MovePhase next,
                              const Deadline &deadline, std::optional<quint64> ringRevision)
{
    return side.control
        ->move(
            [&](ControlState &state) -> Result<void> {
                if (state.move != seen || state.ringRevision > ringRevision.value_or(state.ringRevision))
                    return std::unexpected(overtaken());
                state.move.phase = next;
                state.move.step++;
                return {};
            },
            deadline)
        .transform([](const ControlCopy::State &state) { return state->move; });
}

Result<MoveState> takeLead(StoreSide &to, const ControlState &from, const Deadline &deadline)
{
    // Each store counts the revisions of its own ring.
    ControlState taken = from;
    taken.ringRevision = 0;
    if (to.ring.kind() == RingKind::Keyed) {
        const auto ring = to.ring.readNow(deadline);
        if (!ring)
            return std::unexpected(ring.error());
        taken.ringRevision = (*ring)->revision();
    }
    return to.control
        ->move(
            [&](ControlState &state) -> Result<void> {
                if (state.move.step < from.move.step)
                    state = merged(state, taken);
                return {};
            },
            deadline)
        .transform([](const ControlCopy::State &state) { return state->move; });
}

} // namespace Axess
