// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "ticketplace_p.h"

#include "storeside_p.h"

#include <QtCore/qendian.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// A lead that goes to the other store and comes back counts at least so many steps, from being held: strict,
// lenient, held, strict.
constexpr quint64 stepsThereAndBack = 4;

std::unexpected<Error> gone(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Gone, sentence));
}

} // namespace

Result<TicketPlace> TicketPlace::in(StoreSide &side, const Deadline &deadline)
{
    return side.control->fresh(deadline).transform([&](const ControlCopy::State &state) {
        return TicketPlace {side.ring.identity(), state->move.step};
    });
}

QByteArray TicketPlace::bytes() const
{
    if (step == 0)
        return store;
    QByteArray counted(sizeof step, Qt::Uninitialized);
    qToBigEndian(step, counted.data());
    return store + counted;
}

// Users' generations are brought over only of those who have sessions, and only while both stores are
// written: where another store led in between, this one may count less than it should.
Result<void> TicketPlace::admits(const QByteArray &ticket) const
{
    if (ticket.isEmpty())
        return gone(u"The ticket was drawn by an earlier version of Axess; begin the sign-in again"_s);
    const QByteArrayView rest = QByteArrayView(ticket).sliced(std::min(store.size(), ticket.size()));
    const bool isOurs = ticket.startsWith(store) && (rest.isEmpty() || rest.size() == sizeof step);
    const quint64 drawn = isOurs && !rest.isEmpty() ? qFromBigEndian<quint64>(rest.data()) : 0;
    // An instance may go by a copy of the control document that is older than the ticket.
    const quint64 between = std::max(drawn, step) - std::min(drawn, step);
    if (isOurs && between < stepsThereAndBack)
        return {};
    return gone(u"The sessions have moved to another store since the sign-in began; begin it again"_s);
}

} // namespace Axess
