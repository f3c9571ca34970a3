// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storeside_p.h"

namespace Axess {

// The steps of a move that whoever is there takes: who makes the move, and the instances when that one died.

/// What has gone to another phase before this could.
Error overtaken();

/// From exactly the phase that was seen to another one; overtaken() when it has changed since, or when a ring
/// later than `ringRevision` is known.
AXESS_TEST_EXPORT Result<MoveState> changePhase(StoreSide &side, const MoveState &seen, MovePhase next,
                                                const Deadline &deadline,
                                                std::optional<quint64> ringRevision = {});
/// The store that the other one's control document names leads from now on, with the epochs of that document.
/// Twice is once.
Result<MoveState> takeLead(StoreSide &to, const ControlState &from, const Deadline &deadline);

/// What a phase becomes when its time is over: strict ones lenient, held ones as before.
MovePhase settledPhase(MovePhase phase);

} // namespace Axess
