// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rotationsteps_p.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

namespace Axess {

QByteArray RotationState::encoded() const
{
    QJsonArray stuckKeys;
    for (const quint32 id : stuck)
        stuckKeys.append(qint64(id));
    return QJsonDocument(QJsonObject {
                             {u"phase"_s, int(phase)},
                             {u"key"_s, qint64(key)},
                             {u"from"_s, qint64(from)},
                             {u"walking"_s, isWalking},
                             {u"moved"_s, moved},
                             {u"stuck"_s, stuckKeys},
                             {u"cursor"_s, QString::fromLatin1(cursor.toBase64())},
                             {u"since"_s, since},
                             {u"activated"_s, activated},
                             {u"done"_s, done},
                             {u"total"_s, total},
                             {u"stale"_s, stale},
                             {u"unreadable"_s, unreadable},
                             {u"longest"_s, longest},
                             {u"passes"_s, passes},
                         })
        .toJson(QJsonDocument::Compact);
}

Result<RotationState> RotationState::decoded(const QByteArray &checkpoint)
{
    RotationState state;
    if (checkpoint.isEmpty())
        return state;
    const QJsonObject object = QJsonDocument::fromJson(checkpoint).object();
    const int phase = object.value(u"phase"_s).toInt(-1);
    if (phase < 0 || phase > int(Phase::Retire))
        return std::unexpected(
            Error(ErrorCode::TooNew, u"The rotation's checkpoint is not one that this program writes"_s));
    state.phase = Phase(phase);
    state.key = quint32(object.value(u"key"_s).toInteger());
    state.from = quint32(object.value(u"from"_s).toInteger());
    state.isWalking = object.value(u"walking"_s).toBool();
    state.moved = object.value(u"moved"_s).toInteger();
    for (const QJsonValue &id : object.value(u"stuck"_s).toArray())
        state.stuck.append(quint32(id.toInteger()));
    state.cursor = QByteArray::fromBase64(object.value(u"cursor"_s).toString().toLatin1());
    state.since = object.value(u"since"_s).toInteger();
    state.activated = object.value(u"activated"_s).toInteger();
    state.done = object.value(u"done"_s).toInteger();
    state.total = object.value(u"total"_s).toInteger();
    state.stale = object.value(u"stale"_s).toInteger();
    state.unreadable = object.value(u"unreadable"_s).toInteger();
    state.longest = object.value(u"longest"_s).toInteger();
    state.passes = object.value(u"passes"_s).toInt();
    return state;
}

} // namespace Axess
