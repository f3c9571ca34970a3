// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rowview_p.h"
#include "sessionwriter_p.h"
#include "writerules_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// A put depends on nothing that was read, so it may begin again; who loses this often meets a storm.
constexpr int mostPuts = 8;

std::unexpected<Error> gone(const SessionId &id)
{
    return std::unexpected(Error(ErrorCode::Gone, u"Session %1 has ended"_s.arg(id.text())));
}

} // namespace

// The row as it stands, opened and live.
Result<SessionWriter::Standing> SessionWriter::standing(const SessionId &id)
{
    m_core.horizonAtHand(m_deadline);
    auto stored = m_core.storage().load(id, m_deadline);
    if (!stored)
        return std::unexpected(stored.error());
    const auto horizon = m_core.horizonOfAnswer(m_deadline);
    if (!horizon)
        return std::unexpected(horizon.error());
    if (!*stored)
        return gone(id);
    const auto opened = m_core.openRow(**stored, m_deadline);
    if (!opened)
        return std::unexpected(opened.error());
    if (horizon->isDead(**stored))
        return gone(id);
    const bool isSealed = (*stored)->keyId != 0;
    return Standing {viewOf(**stored, **opened, isSealed ? Verification::Verified : Verification::NotSealed),
                     (*stored)->tokenHash, (*stored)->writeId, *horizon};
}

// An earlier call of the same cycle, whose answer was lost: it has happened, if that lasts.
Result<SessionRow> SessionWriter::cycledBefore(Standing standing, const SessionToken &to,
                                               const std::optional<SignIn> &signIn, StoreSide &side)
{
    // It was admitted where its ticket was drawn. Another store that has come to lead since counts otherwise.
    const auto wasAdmittedHere = !signIn
        ? Result<bool>(false)
        : TicketPlace::in(side, m_deadline).transform([&](const TicketPlace &place) {
              return place.admits(signIn->ticket.store).has_value();
          });
    if (!wasAdmittedHere)
        return std::unexpected(wasAdmittedHere.error());
    const auto admission = *wasAdmittedHere ? this->admission(standing.row, signIn, standing.horizon, side)
                                            : Result<std::optional<Admission>>(std::nullopt);
    if (!admission)
        return std::unexpected(admission.error());
    const auto stored = settled({to.id(), standing.writeId, *admission}, standing.horizon, side);
    if (!stored)
        return std::unexpected(asUnknown(stored.error()));
    if (!*stored)
        return gone(to.id());
    if (!constantTimeEquals((*stored)->tokenHash, to.hash()))
        return std::unexpected(conflict(to.id(), to.hash()));
    standing.row.token = to;
    return std::move(standing.row);
}

Result<SessionRow> SessionWriter::cycle(const SessionToken &from, const SessionToken &to,
                                        const SessionRow &row, const std::optional<SignIn> &signIn)
{
    if (from.isNull() || from.id() != row.id || to.id() != row.id || from == to)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"A cycle needs the session's token and another one for the same session"_s));
    StoreSide &side = m_core.side();
    auto cycled = cycleIn(side, from, to, row, signIn);
    return isRefusedElsewhere(cycled, side) ? cycleIn(m_core.side(), from, to, row, signIn) : cycled;
}

Result<SessionRow> SessionWriter::cycleIn(StoreSide &side, const SessionToken &from, const SessionToken &to,
                                          const SessionRow &row, const std::optional<SignIn> &signIn)
{
    auto standing = this->standing(row.id);
    if (!standing)
        return std::unexpected(standing.error());
    SessionRow &stored = standing->row;
    if (constantTimeEquals(standing->tokenHash, to.hash()))
        return cycledBefore(std::move(*standing), to, signIn, side);
    if (!constantTimeEquals(standing->tokenHash, from.hash()))
        return std::unexpected(
            Error(ErrorCode::Superseded, u"Session %1 goes on under a newer token"_s.arg(row.id.text())));
    if (stored.revision != row.revision)
        return std::unexpected(Error(
            ErrorCode::Conflict, u"Session %1 was written by somebody else meanwhile"_s.arg(row.id.text())));

    const auto change = WriteRules::cycledRow(stored, row, signIn, standing->horizon.now);
    if (!change)
        return std::unexpected(change.error());
    const auto admission = this->admission(change->row, signIn, standing->horizon, side);
    if (!admission)
        return std::unexpected(admission.error());
    auto prepared = prepare(change->row, to.hash(), stored.revision + 1, standing->horizon.now);
    if (!prepared)
        return std::unexpected(prepared.error());
    const RowUpdate update {prepared->row, stored.revision, change->idleRule, *admission, change->event};
    if (const auto sent = send(update, from.hash(), standing->horizon, side); !sent)
        return std::unexpected(sent.error());
    prepared->view.token = to;
    return prepared->view;
}

Result<void> SessionWriter::replaceData(const SessionId &id, const SessionData &data)
{
    for (int attempts = 1;; ++attempts) {
        auto standing = this->standing(id);
        if (!standing)
            return std::unexpected(standing.error());
        // Data of a later schema is kept untouched: who wrote it knows what would be lost.
        if (standing->row.dataSchema > m_core.options().dataSchema)
            return upgradeData(standing->row, m_core.options());
        standing->row.data = data;
        // The session's own idle time goes on: a write by the server is no visit.
        auto prepared
            = prepare(standing->row, standing->tokenHash, standing->row.revision + 1, standing->row.lastSeen);
        if (!prepared)
            return std::unexpected(prepared.error());
        const RowUpdate update {prepared->row, standing->row.revision, IdleRule::KeepLater, {}, {}};
        const auto sent = send(update, standing->tokenHash, standing->horizon);
        const bool isOvertaken = !sent
            && (sent.error().code() == ErrorCode::Conflict || sent.error().code() == ErrorCode::Superseded);
        if (!isOvertaken || attempts == mostPuts)
            return sent;
    }
}

} // namespace Axess
