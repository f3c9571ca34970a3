// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "revokeparameters_p.h"

#include <QtCore/qjsondocument.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Stored since 0.1: names append only.
constexpr std::array<QStringView, 3> ScopeNames {u"ids", u"matching", u"everybody"};
constexpr std::array<QStringView, 3> PhaseNames {u"choose", u"act", u"verify"};
constexpr qsizetype longestReason = 256;
constexpr qsizetype longestTicket = 64;

std::unexpected<Error> refusal(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

void insertRange(QJsonObject &object, const QString &name, const TimeRange &range)
{
    if (range.from)
        object.insert(name + u"From"_s, *range.from);
    if (range.until)
        object.insert(name + u"Until"_s, *range.until);
}

TimeRange rangeFrom(const QJsonObject &object, const QString &name)
{
    TimeRange range;
    if (const QJsonValue from = object.value(name + u"From"_s); !from.isUndefined())
        range.from = from.toInteger();
    if (const QJsonValue until = object.value(name + u"Until"_s); !until.isUndefined())
        range.until = until.toInteger();
    return range;
}

void insertFilter(QJsonObject &object, const SessionFilter &filter)
{
    if (filter.tenant)
        object.insert(u"tenant"_s, filter.tenant->text());
    if (filter.user)
        object.insert(u"user"_s, filter.user->text());
    if (filter.level)
        object.insert(u"level"_s, int(*filter.level));
    if (filter.keyId)
        object.insert(u"keyId"_s, qint64(*filter.keyId));
    if (!filter.client.isEmpty())
        object.insert(u"client"_s, filter.client);
    insertRange(object, u"created"_s, filter.created);
    insertRange(object, u"lastSeen"_s, filter.lastSeen);
    insertRange(object, u"expires"_s, filter.expires);
}

Result<SessionFilter> filterFrom(const QJsonObject &object)
{
    SessionFilter filter;
    const auto tenant = TenantId::fromText(object.value(u"tenant"_s).toString());
    const auto user = UserId::fromText(object.value(u"user"_s).toString());
    if (!tenant || !user)
        return std::unexpected(tenant ? user.error() : tenant.error());
    if (object.contains(u"tenant"_s))
        filter.tenant = *tenant;
    if (object.contains(u"user"_s))
        filter.user = *user;
    if (object.contains(u"level"_s)) {
        const int level = object.value(u"level"_s).toInt(-1);
        if (level < int(SessionLevel::Guest) || level > int(SessionLevel::SteppedUp))
            return refusal(u"The level of the filter is none"_s);
        filter.level = SessionLevel(level);
    }
    if (object.contains(u"keyId"_s))
        filter.keyId = quint32(object.value(u"keyId"_s).toInteger());
    filter.client = object.value(u"client"_s).toString();
    filter.created = rangeFrom(object, u"created"_s);
    filter.lastSeen = rangeFrom(object, u"lastSeen"_s);
    filter.expires = rangeFrom(object, u"expires"_s);
    return filter;
}

Result<void> check(const BulkRevocation &what, JobMode mode)
{
    if (mode == JobMode::Act && what.reason.trimmed().isEmpty())
        return refusal(u"Sessions are ended in bulk for a reason: say it"_s);
    if (what.ticket.toUtf8().size() > longestTicket || markedReason(what).toUtf8().size() > longestReason)
        return refusal(u"A ticket takes at most 64 bytes of UTF-8, reason and ticket together 256"_s);
    if (what.grace.count() < 0 || what.grace > BulkRevocation::MaximumGrace)
        return refusal(u"The grace of a revocation in bulk lasts from nothing to seven days"_s);
    if (what.canary < 0)
        return refusal(u"A canary is a number of sessions, or 0 for none"_s);
    if (what.scope == RevokeScope::Matching && what.filter == SessionFilter())
        return refusal(u"A filter that names nothing would end all sessions: say so, or choose"_s);
    return {};
}

} // namespace

QString markedReason(const BulkRevocation &what)
{
    return what.ticket.isEmpty() ? what.reason : u"%1 (%2)"_s.arg(what.reason, what.ticket);
}

JobRequest requestOf(const BulkRevocation &what, JobMode mode)
{
    JobRequest request;
    request.kind = RevokeSessionsName.toString();
    request.mode = mode;
    request.rowsPerSecond = what.sessionsPerSecond;
    request.by = what.by;
    request.reason = what.reason;
    QJsonObject filter;
    if (what.scope == RevokeScope::Matching)
        insertFilter(filter, what.filter);
    request.parameters = {
        {u"scope"_s, ScopeNames[std::size_t(what.scope)].toString()},
        {u"filter"_s, filter},
        {u"ticket"_s, what.ticket},
        {u"grace"_s, qint64(what.grace.count())},
        {u"canary"_s, what.canary},
        {u"holds"_s, what.start == RevokeStart::WhenResumed},
    };
    return request;
}

Result<BulkRevocation> revocationFrom(const JobRequest &request)
{
    const QJsonObject &parameters = request.parameters;
    const auto scope = std::ranges::find(ScopeNames, parameters.value(u"scope"_s).toString());
    if (scope == ScopeNames.cend())
        return refusal(u"It is not said whose sessions shall end; `axessctl revoke` does"_s);
    const auto filter = filterFrom(parameters.value(u"filter"_s).toObject());
    if (!filter)
        return std::unexpected(filter.error());
    BulkRevocation what;
    what.scope = RevokeScope(scope - ScopeNames.cbegin());
    what.filter = *filter;
    what.reason = request.reason;
    what.ticket = parameters.value(u"ticket"_s).toString();
    what.grace = std::chrono::milliseconds(parameters.value(u"grace"_s).toInteger(-1));
    what.canary = parameters.value(u"canary"_s).toInt(-1);
    what.start = parameters.value(u"holds"_s).toBool() ? RevokeStart::WhenResumed : RevokeStart::AtOnce;
    what.sessionsPerSecond = request.rowsPerSecond;
    what.by = request.by;
    return check(what, request.mode).transform([&] { return what; });
}

QByteArray encodePlace(const RevokePlace &place)
{
    const auto hex = [](const QByteArray &bytes) { return QString::fromLatin1(bytes.toHex()); };
    return QJsonDocument(QJsonObject {
                             {u"phase"_s, PhaseNames[std::size_t(place.phase)].toString()},
                             {u"cursor"_s, hex(place.cursor)},
                             {u"source"_s, QString::fromLatin1(place.source)},
                             {u"offset"_s, qint64(place.offset)},
                             {u"head"_s, QString::fromLatin1(place.head)},
                             {u"part"_s, QString::fromLatin1(place.part)},
                             {u"size"_s, place.size},
                             {u"handled"_s, place.handled},
                             {u"mark"_s, hex(place.mark)},
                             {u"firstAt"_s, place.firstAt},
                             {u"isCanaryOver"_s, place.isCanaryOver},
                         })
        .toJson(QJsonDocument::Compact);
}

RevokePlace revokePlaceFrom(const QByteArray &checkpoint)
{
    const QJsonObject object = QJsonDocument::fromJson(checkpoint).object();
    const auto phase = std::ranges::find(PhaseNames, object.value(u"phase"_s).toString());
    const auto bytes = [&](const QString &name) { return object.value(name).toString().toLatin1(); };
    RevokePlace place;
    if (phase != PhaseNames.cend())
        place.phase = RevokePhase(phase - PhaseNames.cbegin());
    place.cursor = QByteArray::fromHex(bytes(u"cursor"_s));
    place.source = bytes(u"source"_s);
    place.offset = qsizetype(std::max<qint64>(0, object.value(u"offset"_s).toInteger()));
    place.head = bytes(u"head"_s);
    place.part = bytes(u"part"_s);
    place.size = object.value(u"size"_s).toInteger();
    place.handled = object.value(u"handled"_s).toInteger();
    place.mark = QByteArray::fromHex(bytes(u"mark"_s));
    place.firstAt = object.value(u"firstAt"_s).toInteger();
    place.isCanaryOver = object.value(u"isCanaryOver"_s).toBool();
    return place;
}

} // namespace Axess
