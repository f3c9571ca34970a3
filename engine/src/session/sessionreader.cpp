// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionreader_p.h"

#include "rowview_p.h"

#include <axess/callrules.h>

using namespace Qt::StringLiterals;

namespace Axess {

Result<std::optional<SessionRow>> SessionReader::load(const SessionToken &token)
{
    if (token.isNull())
        return std::nullopt;
    const Deadline deadline = m_core.deadline();
    m_core.horizonAtHand(deadline);
    const auto stored = m_core.storage().load(token.id(), deadline);
    if (!stored)
        return std::unexpected(stored.error());
    // Before anything is called absent: an emptied store has nothing to say of sessions.
    const auto horizon = m_core.horizonOfAnswer(deadline);
    if (!horizon)
        return std::unexpected(horizon.error());
    if (!*stored)
        return missed();
    const SealedRow &row = **stored;

    // Opened first, even if dead: an altered row is Corrupt, never absent.
    const auto opened = m_core.openRow(row, deadline);
    if (!opened)
        return std::unexpected(opened.error());
    if (horizon->isDead(row))
        return missed();
    if (!constantTimeEquals(row.tokenHash, token.hash()))
        return std::unexpected(
            Error(ErrorCode::Superseded, u"Session %1 goes on under a newer token"_s.arg(row.id.text())));

    const bool isSealed = row.keyId != 0;
    SessionRow view = viewOf(row, **opened, isSealed ? Verification::Verified : Verification::NotSealed);
    if (const auto upgraded = upgradeData(view, m_core.options()); !upgraded)
        return std::unexpected(upgraded.error().inOneSession());
    view.token = token;
    return view;
}

std::nullopt_t SessionReader::missed()
{
    m_core.metrics().add(Counter::LoadsMissed);
    return std::nullopt;
}

Result<std::optional<SessionReader::Found>> SessionReader::stored(const SessionId &id,
                                                                  const Deadline &deadline)
{
    if (m_core.ring().kind() != RingKind::Keyless) {
        auto whole = m_core.storage().load(id, deadline);
        if (whole && !*whole)
            return std::nullopt;
        if (whole)
            return Found {std::move(**whole), true};
        // Of an account that support staff sign in with, the server may keep the payloads shut.
        if (whole.error().code() != ErrorCode::Denied)
            return std::unexpected(whole.error());
    }
    auto columns = m_core.storage().describe({&id, 1}, deadline);
    if (!columns)
        return std::unexpected(columns.error());
    return columns->isEmpty() ? std::nullopt : std::optional(Found {std::move(columns->front()), false});
}

Result<std::optional<ListedSession>> SessionReader::find(const SessionId &id)
{
    if (id.isNull())
        return std::nullopt;
    const Deadline deadline = m_core.deadline();
    m_core.horizonAtHand(deadline);
    const auto found = stored(id, deadline);
    if (!found)
        return std::unexpected(found.error());
    const auto horizon = m_core.horizonOfAnswer(deadline);
    if (!horizon)
        return std::unexpected(horizon.error());
    if (!*found)
        return std::nullopt;
    const SealedRow &row = (*found)->row;
    const Life life = CallRules::lifeOf(row, *horizon);
    if (!(*found)->hasPayload)
        return ListedSession {viewOf(row), life};

    const auto opened = m_core.openRow(row, deadline);
    if (!opened)
        return std::unexpected(opened.error());
    const bool isSealed = row.keyId != 0;
    return ListedSession {viewOf(row, **opened, isSealed ? Verification::Verified : Verification::NotSealed),
                          life};
}

} // namespace Axess
