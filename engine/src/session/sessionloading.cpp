// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionmanager_p.h"

#include <axess/logging.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

bool differs(const QByteArray &bound, const QByteArray &shown)
{
    return !bound.isEmpty() && !shown.isEmpty() && bound != shown;
}

// The cookie of a stored guest would take the place of one that is good.
std::optional<Error> whyUnsaved(bool isSuperseded, bool isOfOtherClient)
{
    if (isSuperseded)
        return Error(ErrorCode::Superseded, u"The cookie's session goes on under a newer token"_s);
    if (isOfOtherClient)
        return Error(ErrorCode::Denied, u"The cookie's session is bound to another client; sign in anew"_s);
    return {};
}

} // namespace

Session SessionManager::Private::guest(const RequestContext &request) const
{
    Session session;
    session.m_request = request;
    session.m_row.tenant = request.tenant;
    session.m_row.client = request.client.fitted();
    session.m_row.idleTimeout = policy.idleTimeout;
    session.m_row.absoluteTimeout = policy.absoluteTimeout;
    if (policy.fingerprint != FingerprintPolicy::Off)
        session.m_row.fingerprint = request.fingerprint;
    return session;
}

Session SessionManager::Private::adopted(const SessionRow &row, const RequestContext &request) const
{
    Session session;
    session.m_request = request;
    session.m_row = row;
    session.m_row.idleTimeout = policy.idleTimeout;
    session.m_row.absoluteTimeout = policy.absoluteTimeout;
    session.m_base = row.data;
    return session;
}

Result<Session> SessionManager::load(const QByteArray &cookieHeader, const RequestContext &request)
{
    const auto reading = d->policy.check().and_then([&] { return d->cookies.read(cookieHeader); });
    if (!reading)
        return std::unexpected(reading.error());

    if (reading->sawInvented)
        d->count(Counter::CookiesRefused);
    std::optional<Error> failure;
    bool isToBeCleared = reading->sawInvented || !reading->tokens.isEmpty();
    bool isSuperseded = false;
    bool isOfOtherClient = false;
    for (const SessionToken &token : reading->tokens) {
        const auto opened = d->open(token, request);
        if (!opened)
            failure = failure.value_or(opened.error());
        else if (opened->life == Private::Life::Live)
            return opened->session;
        else if (opened->life != Private::Life::Ended)
            isToBeCleared = false;
        isSuperseded = isSuperseded || (opened && opened->life == Private::Life::Superseded);
        isOfOtherClient = isOfOtherClient || (opened && opened->life == Private::Life::OtherClient);
    }
    if (failure)
        return std::unexpected(*failure);

    Session guest = d->guest(request);
    guest.m_unsaved = whyUnsaved(isSuperseded, isOfOtherClient);
    if (isToBeCleared)
        guest.m_setCookie = d->cookies.clear();
    return guest;
}

Result<SessionManager::Private::Opened> SessionManager::Private::open(const SessionToken &token,
                                                                      const RequestContext &request)
{
    const auto loaded = store->load(token);
    if (!loaded && loaded.error().code() == ErrorCode::Superseded)
        return Opened {Life::Superseded};
    // A damaged store is an outage: were it a guest's turn, all visitors would be logged out by it.
    if (!loaded && loaded.error().code() == ErrorCode::Corrupt
        && loaded.error().damage() == Damage::OneSession) {
        qCWarning(sessionLog).noquote()
            << "Session" << token.id().text() << "is left alone:" << loaded.error().message();
        return Opened {Life::NotForUs};
    }
    if (!loaded)
        return std::unexpected(loaded.error());
    if (!*loaded)
        return Opened {Life::Ended};

    const SessionRow &row = **loaded;
    if (row.tenant != request.tenant) {
        count(Counter::WrongTenant);
        note(EventKind::WrongTenant, row, u"The cookie was shown to another tenant"_s);
        return Opened {Life::NotForUs};
    }
    if (policy.fingerprint != FingerprintPolicy::Off && differs(row.fingerprint, request.fingerprint)) {
        count(Counter::FingerprintMismatches);
        note(EventKind::FingerprintMismatch, row, request.client.fitted().address);
        if (policy.fingerprint == FingerprintPolicy::Require)
            return Opened {Life::OtherClient};
    }

    const Session session = adopted(row, request);
    if (!isTouchDue(session))
        return Opened {Life::Live, session};
    auto fresh = touched(session);
    if (!fresh && fresh.error().code() == ErrorCode::Gone)
        return Opened {Life::Ended};
    if (!fresh)
        qCWarning(sessionLog).noquote()
            << "A touch is put off to the next request:" << fresh.error().message();
    return Opened {Life::Live, fresh.value_or(session)};
}

bool SessionManager::Private::isTouchDue(const Session &session) const
{
    const SessionRow &row = session.m_row;
    const qint64 wanted = std::min(store->now() + policy.idleTimeout.count(), row.absoluteDeadline);
    return wanted - row.idleDeadline >= policy.touchLag().count();
}

Result<Session> SessionManager::Private::touched(const Session &session)
{
    return store->touch(session.m_row).transform([&](const SessionRow &row) {
        Session moved = session;
        moved.m_row.idleDeadline = row.idleDeadline;
        moved.m_row.lastSeen = row.lastSeen;
        moved.m_row.change = row.change;
        return moved;
    });
}

void SessionManager::Private::note(EventKind kind, const SessionRow &row, const QString &detail)
{
    const qint64 now = store->now();
    if (!m_notes.letsThrough(kind, row.id, now))
        return;
    const auto noted = store->note(Event {.at = now,
                                          .kind = kind,
                                          .session = row.id,
                                          .tenant = row.tenant,
                                          .user = row.user,
                                          .detail = detail});
    if (!noted)
        qCWarning(sessionLog).noquote()
            << "An event of session" << row.id.text() << "was not noted:" << noted.error().message();
}

} // namespace Axess
