// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessiondatacodec_p.h"

#include "canonicalcbor_p.h"

#include <QtCore/qcbormap.h>

using namespace Qt::StringLiterals;

namespace Axess {

Result<QByteArray> encodeSessionData(const SessionData &data, qsizetype limit)
{
    QCborMap map;
    const auto &values = data.values();
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        map.insert(it.key(), it.value());
    const auto encoded = CanonicalCbor::encode(map);
    if (encoded && encoded->size() > limit)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"The session's data takes %1 bytes, more than the limit of %2; nothing was written"_s
                      .arg(encoded->size())
                      .arg(limit)));
    return encoded;
}

Result<SessionData> decodeSessionData(QByteArrayView bytes)
{
    const auto value = CanonicalCbor::decode(bytes);
    if (!value)
        return std::unexpected(value.error());
    const auto corrupt
        = [](const QString &sentence) { return std::unexpected(Error(ErrorCode::Corrupt, sentence)); };
    if (!value->isMap())
        return corrupt(u"The session's data is not a map"_s);
    SessionData data;
    for (const auto &[name, entry] : value->toMap()) {
        if (!name.isString())
            return corrupt(u"A name in the session's data is not a text"_s);
        data.insert(name.toString(), entry);
    }
    return data;
}

} // namespace Axess
