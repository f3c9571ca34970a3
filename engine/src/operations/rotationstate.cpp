// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rotationsteps_p.h"

#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

namespace Axess {

QJsonObject RotationState::toJson() const
{
    QJsonObject object = ResealState::toJson();
    object.insert(u"phase"_s, int(phase));
    object.insert(u"key"_s, qint64(key));
    object.insert(u"activated"_s, activated);
    object.insert(u"longest"_s, longest);
    return object;
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
    state.activated = object.value(u"activated"_s).toInteger();
    state.longest = object.value(u"longest"_s).toInteger();
    state.read(object);
    return state;
}

} // namespace Axess
