// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ticketplace_p.h"

#include <axess/sessionquery.h>

namespace Axess::WriteRules {

/// A new row with everything that the engine fills in. InvalidArgument for one that cannot be.
Result<SessionRow> newRow(const SessionRow &row, const SessionToken &token, const Horizon &horizon);

/// Whether a plain save may write this row: it came from the store, and only what a save may change was
/// changed.
Result<void> mayUpdate(const SessionRow &row);

struct Cycled
{
    SessionRow row;
    IdleRule idleRule = IdleRule::KeepLater;
    EventKind event = EventKind::Cycled;
};
/// The row after a cycle: what stands in the store, with what the caller may change of it.
Result<Cycled> cycledRow(const SessionRow &stored, const SessionRow &row, const std::optional<SignIn> &signIn,
                         qint64 now);

/// What rides on a write to the store of this place, and to no other one. Gone for a ticket of an older epoch
/// or of another place, InvalidArgument for somebody else's.
Result<Admission> admission(const SessionRow &row, const SignIn &signIn, const Horizon &horizon,
                            const TicketPlace &place);

bool isOfOlderEpoch(const SealedRow &row, const Horizon &horizon);

} // namespace Axess::WriteRules
