// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/result.h>

#include <QtCore/qbytearray.h>

namespace Axess {

struct StoreSide;

/// Where a sign-in ticket is drawn or shown: a store, and the step of its moves (MoveState::step).
struct AXESS_TEST_EXPORT TicketPlace
{
    QByteArray store; ///< Its identity.
    quint64 step = 0; ///< 0 = its sessions have never moved.

    /// As the store has it at the moment.
    static Result<TicketPlace> in(StoreSide &side, const Deadline &deadline);

    /// What stands in SignInTicket::store.
    QByteArray bytes() const;
    /// Whether what was drawn there is good here: the store has led ever since. Gone if it is not certain.
    Result<void> admits(const QByteArray &ticket) const;
};

} // namespace Axess
