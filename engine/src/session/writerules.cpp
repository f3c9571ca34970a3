// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "writerules_p.h"

#include "rowview_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess::WriteRules {

namespace {

// Ten years: longer lives are a mistake of units.
constexpr std::chrono::milliseconds longestLife = std::chrono::hours(24 * 3653);

std::unexpected<Error> wrong(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

Result<void> checkValues(const SessionRow &row)
{
    const auto isLife
        = [](std::chrono::milliseconds time) { return time.count() > 0 && time <= longestLife; };
    if (!isLife(row.idleTimeout) || !isLife(row.absoluteTimeout))
        return wrong(u"A session's time-outs are between one millisecond and ten years"_s);
    if (row.fingerprint.size() > 255)
        return wrong(u"A session's fingerprint takes at most 255 bytes"_s);
    if (row.user.isEmpty() && row.level != SessionLevel::Guest)
        return wrong(u"A session without a user is a guest's"_s);
    return {};
}

} // namespace

bool isOfOlderEpoch(const SealedRow &row, const Horizon &horizon)
{
    return row.storeEpoch < horizon.store.value || row.tenantEpoch < horizon.tenants.value(row.tenant).value;
}

Result<SessionRow> newRow(const SessionRow &row, const SessionToken &token, const Horizon &horizon)
{
    if (const auto fit = checkValues(row); !fit)
        return std::unexpected(fit.error());
    if (!row.id.isNull() || !row.token.isNull())
        return wrong(u"A new session gets its id and its token from the store"_s);
    const qint64 now = horizon.now;
    if (row.created < 0 || row.created > now || row.lastSeen < 0 || row.lastSeen > now
        || row.authenticatedAt < 0 || row.authenticatedAt > now)
        return wrong(u"A new session's times lie in the past, or are 0 for now"_s);

    SessionRow result = row;
    result.id = token.id();
    result.token = token;
    result.created = row.created == 0 ? now : row.created;
    result.lastSeen = std::max(row.lastSeen == 0 ? now : row.lastSeen, result.created);
    result.authenticatedAt = 0;
    if (!row.user.isEmpty()) {
        result.level = std::max(row.level, SessionLevel::Authenticated);
        result.authenticatedAt = std::max(row.authenticatedAt, result.created);
    }
    result.absoluteDeadline = std::max(result.created, result.authenticatedAt) + row.absoluteTimeout.count();
    result.storeEpoch = horizon.store.value;
    result.tenantEpoch = horizon.tenants.value(row.tenant).value;
    result.revocation.reset();
    return result;
}

Result<void> mayUpdate(const SessionRow &row)
{
    if (const auto fit = checkValues(row); !fit)
        return fit;
    if (row.token.isNull() || row.token.id() != row.id)
        return wrong(u"Only a session that was loaded by its token can be saved"_s);
    if (row.stored != storedColumns(row))
        return wrong(
            u"A save changes data, client, fingerprint and idle time; user, level and deadlines change by a cycle, all else never"_s);
    return {};
}

Result<Cycled> cycledRow(const SessionRow &stored, const SessionRow &row, const std::optional<SignIn> &signIn,
                         qint64 now)
{
    if (const auto fit = checkValues(row); !fit)
        return std::unexpected(fit.error());
    if (row.tenant != stored.tenant)
        return wrong(u"A session never changes its tenant"_s);
    if (!stored.user.isEmpty() && row.user != stored.user)
        return wrong(u"A session never changes its user: end it and begin another"_s);

    Cycled result {stored};
    result.row.user = row.user;
    result.row.level = row.level;
    result.row.idleTimeout = row.idleTimeout;
    result.row.absoluteTimeout = row.absoluteTimeout;
    result.row.client = row.client;
    result.row.fingerprint = row.fingerprint;
    result.row.data = row.data;
    const bool signsIn = signIn || (stored.user.isEmpty() && !row.user.isEmpty());
    const bool provesAgain = row.level > stored.level || row.authenticatedAt > stored.authenticatedAt;
    if (signsIn) {
        result.row.level = std::max(row.level, SessionLevel::Authenticated);
        result.row.authenticatedAt = now;
        result.row.absoluteDeadline = now + row.absoluteTimeout.count();
        result.idleRule = IdleRule::SetAnew;
        result.event = EventKind::SignedIn;
    } else if (provesAgain && !row.user.isEmpty()) {
        result.row.authenticatedAt = now;
        result.idleRule = IdleRule::SetAnew;
        result.event = EventKind::SteppedUp;
    }
    return result;
}

Result<Admission> admission(const SessionRow &row, const SignIn &signIn, const Horizon &horizon,
                            const TicketPlace &place)
{
    const SignInTicket &ticket = signIn.ticket;
    if (row.user.isEmpty() || ticket.user != row.user || ticket.tenant != row.tenant)
        return wrong(u"The ticket was drawn for another user or tenant than the session's"_s);
    if (signIn.limit < 0)
        return wrong(u"A limit of sessions is a number from 0, which is none"_s);
    if (ticket.storeEpoch < horizon.store.value
        || ticket.tenantEpoch < horizon.tenants.value(row.tenant).value)
        return std::unexpected(Error(ErrorCode::Gone, u"Everybody was signed out since the sign-in began"_s));
    return place.admits(ticket.store).transform([&] {
        return Admission {ticket.generation, signIn.limit, signIn.policy};
    });
}

} // namespace Axess::WriteRules
