// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api.h"

#include "bearer.h"
#include "problem.h"

#include <axess/secretbytes.h>

#include <QtCore/QCborMap>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;
using namespace Axess;

namespace {

constexpr int saveAttempts = 4;

// A real API asks its user database here: authentication is not Axess's business.
bool isRightPassword(const QString &password)
{
    return constantTimeEquals(password.toUtf8(), "demo");
}

ApiAnswer json(const QJsonObject &object)
{
    return {.body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

/// The body's object; nothing if it is none.
std::optional<QJsonObject> objectOf(const ApiRequest &request)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

bool isJson(const QByteArray &contentType)
{
    return contentType.split(';').first().trimmed().compare("application/json", Qt::CaseInsensitive) == 0;
}

/// A session without what only operators need.
QJsonObject told(const SessionRow &row, const SessionId &own)
{
    return {{u"id"_s, row.id.text()},
            {u"created"_s, row.created},
            {u"lastSeen"_s, row.lastSeen},
            {u"address"_s, row.client.address},
            {u"userAgent"_s, row.client.userAgent},
            {u"isThis"_s, row.id == own}};
}

QByteArray entityTag(const SessionRow &row)
{
    return '"' + QByteArray::number(row.revision) + '"';
}

} // namespace

ApiAnswer Api::Call::failed(const Error &error) const
{
    return Problem::of(error, tenant);
}

ApiAnswer Api::answer(const ApiRequest &request, SessionStore &store) const
{
    static constexpr Route routes[] = {
        {"POST", u"/token", &Api::signIn},        {"POST", u"/token/refresh", &Api::refresh},
        {"DELETE", u"/token", &Api::signOut},     {"GET", u"/session", &Api::session},
        {"GET", u"/sessions", &Api::list},        {"DELETE", u"/sessions", &Api::endAll},
        {"DELETE", u"/sessions/…", &Api::endOne}, {"GET", u"/draft", &Api::readDraft},
        {"PUT", u"/draft", &Api::writeDraft},
    };
    const auto address = m_tenants.find(request.host, request.path);
    if (!address)
        return Problem::notFound();
    if (request.body.size() > LongestBody)
        return Problem::of(413, u"too-large"_s, u"Too large"_s,
                           u"A body has %1 bytes at most."_s.arg(LongestBody));
    // An id behind /sessions/ is the one name that varies.
    const bool isOne = address->path.startsWith("/sessions/"_L1);
    const QString path = isOne ? u"/sessions/…"_s : address->path;
    QByteArrayList allowed;
    for (const Route &route : routes) {
        if (path != QStringView(route.path))
            continue;
        allowed.append(route.method);
        if (request.method != route.method)
            continue;
        Call call {request, address->tenant, address->path, store, TokenSessions(store)};
        if (route.step != &Api::signIn) {
            if (const auto refusal = refused(call))
                return *refusal;
        }
        return (this->*route.step)(call);
    }
    return allowed.isEmpty() ? Problem::notFound() : Problem::methodNotAllowed(allowed.join(", "));
}

std::optional<ApiAnswer> Api::refused(Call &call) const
{
    const Bearer bearer = Bearer::of(call.request.authorization);
    if (bearer.kind == Bearer::Kind::Malformed)
        return Problem::tokenMalformed(call.tenant);
    if (bearer.kind == Bearer::Kind::Absent)
        return Problem::tokenMissing(call.tenant);
    if (!bearer.token)
        return Problem::tokenInvalid(call.tenant);
    const auto session = call.sessions.open(*bearer.token, call.tenant);
    if (!session)
        return call.failed(session.error());
    call.session = *session;
    return {};
}

ApiAnswer Api::token(const Call &call, const SessionRow &session)
{
    return json({{u"access_token"_s, QString::fromLatin1(session.token.text())},
                 {u"token_type"_s, u"Bearer"_s},
                 {u"expires_in"_s, call.sessions.timeLeft(session) / 1000},
                 {u"session"_s, session.id.text()}});
}

ApiAnswer Api::signIn(Call &call) const
{
    const auto body = objectOf(call.request);
    if (!isJson(call.request.contentType) || !body)
        return Problem::badRequest(u"An object with user and password is expected, as application/json."_s);
    const auto user = UserId::fromText(body->value(u"user"_s).toString());
    if (!user || user->isEmpty())
        return Problem::badRequest(u"A user is named by 1 to 255 bytes."_s);
    // Drawn before the password is checked: a sign-out everywhere in between ends this sign-in, too.
    const auto ticket = call.store.ticket(*user, call.tenant);
    if (!ticket)
        return call.failed(ticket.error());
    if (!isRightPassword(body->value(u"password"_s).toString())) {
        ApiAnswer answer = Problem::tokenMissing(call.tenant);
        const ApiAnswer problem = Problem::of(401, u"credentials-wrong"_s, u"Not signed in"_s,
                                              u"User and password do not fit together."_s);
        answer.body = problem.body;
        return answer;
    }
    const auto session = call.sessions.issue(*ticket, call.request.client);
    if (session)
        return token(call, *session);
    if (session.error().code() == ErrorCode::Gone)
        return Problem::of(409, u"signed-out-meanwhile"_s, u"Signed out meanwhile"_s,
                           u"This user was signed out everywhere, or the sessions moved. Sign in again."_s);
    return call.failed(session.error());
}

ApiAnswer Api::refresh(Call &call) const
{
    const auto renewed = call.sessions.refresh(call.session);
    return renewed ? token(call, *renewed) : call.failed(renewed.error());
}

ApiAnswer Api::signOut(Call &call) const
{
    const auto ended = call.store.remove(call.session.id);
    return ended ? ApiAnswer {.status = 204, .type = {}} : call.failed(ended.error());
}

ApiAnswer Api::session(Call &call) const
{
    const SessionRow &row = call.session;
    return json({{u"session"_s, row.id.text()},
                 {u"user"_s, row.user.text()},
                 {u"tenant"_s, row.tenant.text()},
                 {u"expires_in"_s, call.sessions.timeLeft(row) / 1000}});
}

ApiAnswer Api::list(Call &call) const
{
    const auto own = call.sessions.sessionsOf(call.session);
    if (!own)
        return call.failed(own.error());
    QJsonArray sessions;
    for (const ListedSession &listed : *own)
        sessions.append(told(listed.row, call.session.id));
    return json({{u"sessions"_s, sessions}});
}

ApiAnswer Api::endAll(Call &call) const
{
    const auto ended = call.sessions.endAll(call.session);
    return ended ? json({{u"ended"_s, *ended}}) : call.failed(ended.error());
}

ApiAnswer Api::endOne(Call &call) const
{
    const auto id = SessionId::fromText(call.path.section(u'/', 2));
    if (!id)
        return Problem::notFound();
    const auto ended = call.sessions.end(call.session, *id);
    if (!ended)
        return call.failed(ended.error());
    return *ended ? ApiAnswer {.status = 204, .type = {}} : Problem::notFound();
}

ApiAnswer Api::draft(const SessionRow &session)
{
    ApiAnswer answer = json(session.data.value(u"draft"_s).toMap().toJsonObject());
    answer.entityTag = entityTag(session);
    return answer;
}

ApiAnswer Api::readDraft(Call &call) const
{
    return draft(call.session);
}

// With If-Match only what the client has read is replaced; without, the last one wins.
ApiAnswer Api::writeDraft(Call &call) const
{
    const auto body = objectOf(call.request);
    if (!isJson(call.request.contentType) || !body)
        return Problem::badRequest(u"An object is expected, as application/json."_s);
    const QByteArray &expected = call.request.ifMatch;
    for (int attempt = 1;; ++attempt) {
        if (!expected.isEmpty() && expected != "*" && expected != entityTag(call.session))
            return Problem::of(412, u"changed-meanwhile"_s, u"Changed meanwhile"_s,
                               u"Another version stands there: read it, then write again."_s);
        SessionRow row = call.session;
        row.data.insert(u"draft"_s, QCborValue::fromJsonValue(*body));
        const auto saved = call.store.save(row);
        if (saved)
            return draft(*saved);
        const bool refused = saved.error().code() == ErrorCode::InvalidArgument;
        if ((saved.error().code() != ErrorCode::Conflict && !refused) || attempt == saveAttempts)
            return call.failed(saved.error());
        const auto again = call.sessions.open(call.session.token, call.tenant);
        if (!again)
            return call.failed(again.error());
        // A store that answers is there: then it is the draft.
        if (refused)
            return Problem::badRequest(
                u"The draft cannot be kept: it is nested too deeply, or a text in it is not Unicode."_s);
        call.session = *again;
    }
}
