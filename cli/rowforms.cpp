// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rowforms.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QString reasonWord(EndReason reason)
{
    switch (reason) {
    case EndReason::None:
        return u"no reason kept"_s;
    case EndReason::SignedOut:
        return u"signed out"_s;
    case EndReason::SignedOutEverywhere:
        return u"signed out everywhere"_s;
    case EndReason::IdleDeadline:
        return u"idle too long"_s;
    case EndReason::AbsoluteDeadline:
        return u"longest lifetime reached"_s;
    case EndReason::EpochRaised:
        return u"everybody was logged out"_s;
    case EndReason::Revoked:
        return u"revoked by an operator"_s;
    case EndReason::Displaced:
        return u"made room for a newer session"_s;
    case EndReason::Withdrawn:
        return u"sign-in was taken back"_s;
    case EndReason::Mismatch:
        return u"client looked different"_s;
    }
    return u"unknown reason"_s;
}

QString kindWord(EventKind kind)
{
    switch (kind) {
    case EventKind::Created:
        return u"created"_s;
    case EventKind::SignedIn:
        return u"signed in"_s;
    case EventKind::SteppedUp:
        return u"stepped up"_s;
    case EventKind::Cycled:
        return u"cycled"_s;
    case EventKind::Revoked:
        return u"revoked"_s;
    case EventKind::Restored:
        return u"restored"_s;
    case EventKind::Ended:
        return u"ended"_s;
    case EventKind::FingerprintMismatch:
        return u"fingerprint mismatch"_s;
    case EventKind::WrongTenant:
        return u"shown to another tenant"_s;
    case EventKind::Vanished:
        return u"vanished"_s;
    case EventKind::EpochRaised:
        return u"epoch raised"_s;
    }
    return u"unknown event"_s;
}

QJsonArray idsToJson(const QList<SessionId> &ids)
{
    QJsonArray array;
    for (const SessionId &id : ids)
        array.append(id.text());
    return array;
}

} // namespace

QString keyIdText(quint32 keyId)
{
    return QString::number(keyId, 16).rightJustified(8, u'0');
}

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Good:
        return u"good"_s;
    case Severity::Hint:
        return u"hint"_s;
    case Severity::Warning:
        return u"warning"_s;
    case Severity::Problem:
        return u"problem"_s;
    }
    return {};
}

QString eventWord(const Event &event)
{
    QString word = kindWord(event.kind);
    if (event.kind == EventKind::Ended)
        word += u" ("_s + reasonWord(event.endReason) + u')';
    return word;
}

std::optional<Life> lifeFromWord(const QString &word)
{
    for (const Life life : {Life::Live, Life::Revoked, Life::Expired}) {
        if (lifeWord(life) == word)
            return life;
    }
    return std::nullopt;
}

std::optional<SessionLevel> levelFromWord(const QString &word)
{
    for (const SessionLevel level :
         {SessionLevel::Guest, SessionLevel::Authenticated, SessionLevel::SteppedUp}) {
        if (levelWord(level) == word)
            return level;
    }
    return std::nullopt;
}

QJsonObject toJson(const Event &event)
{
    return {{u"at"_s, event.at},
            {u"event"_s, eventWord(event)},
            {u"session"_s, event.session.isNull() ? QString() : event.session.text()},
            {u"tenant"_s, event.tenant.text()},
            {u"user"_s, event.user.text()},
            {u"detail"_s, event.detail}};
}

QJsonObject toJson(const RevokeReport &report)
{
    return {{u"mark"_s, QString::fromLatin1(report.mark.toHex())},
            {u"graceUntil"_s, report.graceUntil},
            {u"done"_s, idsToJson(report.done)},
            {u"gone"_s, idsToJson(report.gone)},
            {u"unknown"_s, idsToJson(report.unknown)}};
}
