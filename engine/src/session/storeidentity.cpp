// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storeidentity_p.h"

#include "canonicalcbor_p.h"

#include <axess/randomsource.h>

#include <QtCore/qcbormap.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 FormatVersion = 1;

} // namespace

Result<StoreIdentity> StoreIdentity::random(Sealing sealing, RandomSource &random)
{
    return random.bytes<Size>().transform([&](const auto &bytes) {
        return StoreIdentity {QByteArray(reinterpret_cast<const char *>(bytes.data()), Size), sealing};
    });
}

Result<StoreIdentity> StoreIdentity::fromBytes(QByteArrayView bytes)
{
    const auto value = CanonicalCbor::decode(bytes);
    if (!value)
        return std::unexpected(value.error().within(u"The store's identity"_s));
    const QCborMap map = value->toMap();
    const QCborValue version = map.value(u"version"_s);
    if (version.toInteger() > FormatVersion)
        return std::unexpected(
            Error(ErrorCode::TooNew, u"This store was made by a later version of Axess"_s));
    const QByteArray id = map.value(u"identity"_s).toByteArray();
    const QCborValue sealed = map.value(u"sealed"_s);
    if (version.toInteger() != FormatVersion || id.size() != Size || !sealed.isBool())
        return std::unexpected(Error(ErrorCode::Corrupt, u"The store's identity document is damaged"_s));
    return StoreIdentity {id, sealed.toBool() ? Sealing::Sealed : Sealing::Clear};
}

QByteArray StoreIdentity::bytes() const
{
    const QCborMap map {
        {u"version"_s, FormatVersion},
        {u"identity"_s, id},
        {u"sealed"_s, sealing == Sealing::Sealed},
    };
    return CanonicalCbor::encode(map).value_or(QByteArray());
}

} // namespace Axess
