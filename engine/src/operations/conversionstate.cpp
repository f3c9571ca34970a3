// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conversionsteps_p.h"

#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

namespace Axess {

QJsonObject ConversionState::toJson() const
{
    QJsonObject object = ResealState::toJson();
    object.insert(u"phase"_s, int(phase));
    return object;
}

Result<ConversionState> ConversionState::decoded(const QByteArray &checkpoint)
{
    ConversionState state;
    if (checkpoint.isEmpty())
        return state;
    const QJsonObject object = QJsonDocument::fromJson(checkpoint).object();
    const int phase = object.value(u"phase"_s).toInt(-1);
    if (phase < 0 || phase > int(Phase::Finish))
        return std::unexpected(
            Error(ErrorCode::TooNew, u"The conversion's checkpoint is not one that this program writes"_s));
    state.phase = Phase(phase);
    state.read(object);
    return state;
}

} // namespace Axess
