// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionlisting.h>

namespace Axess {

using namespace Qt::StringLiterals;

QString lifeWord(Life life)
{
    switch (life) {
    case Life::Live:
        return u"live"_s;
    case Life::Revoked:
        return u"revoked"_s;
    case Life::Expired:
        return u"expired"_s;
    }
    return {};
}

QString levelWord(SessionLevel level)
{
    switch (level) {
    case SessionLevel::Guest:
        return u"guest"_s;
    case SessionLevel::Authenticated:
        return u"authenticated"_s;
    case SessionLevel::SteppedUp:
        return u"stepped-up"_s;
    }
    return {};
}

QString verificationWord(Verification verification)
{
    switch (verification) {
    case Verification::NotVerified:
        return u"not-verified"_s;
    case Verification::Verified:
        return u"verified"_s;
    case Verification::NotSealed:
        return u"not-sealed"_s;
    }
    return {};
}

QJsonObject toJson(const ListedSession &session)
{
    const SessionRow &row = session.row;
    QJsonObject object {
        {u"id"_s, row.id.text()},
        {u"tenant"_s, row.tenant.text()},
        {u"user"_s, row.user.text()},
        {u"level"_s, levelWord(row.level)},
        {u"life"_s, lifeWord(session.life)},
        {u"created"_s, row.created},
        {u"authenticatedAt"_s, row.authenticatedAt},
        {u"lastSeen"_s, row.lastSeen},
        {u"idleDeadline"_s, row.idleDeadline},
        {u"absoluteDeadline"_s, row.absoluteDeadline},
        {u"revision"_s, qint64(row.revision)},
        {u"keyId"_s, row.keyId == 0 ? QString() : QString::number(row.keyId, 16).rightJustified(8, u'0')},
        {u"payloadBytes"_s, row.payloadBytes},
        {u"verification"_s, verificationWord(row.verification)},
        {u"client"_s,
         QJsonObject {{u"address"_s, row.client.address},
                      {u"userAgent"_s, row.client.userAgent},
                      {u"label"_s, row.client.label}}},
    };
    if (row.revocation) {
        object.insert(u"revocation"_s,
                      QJsonObject {{u"mark"_s, QString::fromLatin1(row.revocation->mark.toHex())},
                                   {u"at"_s, row.revocation->at},
                                   {u"graceUntil"_s, row.revocation->graceUntil},
                                   {u"reason"_s, row.revocation->reason}});
    }
    return object;
}

} // namespace Axess
