// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "document_p.h"

#include "sealedbox_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr QByteArrayView magic("AD");
constexpr qsizetype maximumName = 255;

BoundTo boundTo(quint32 keyId, const DocumentPlace &place)
{
    BoundTo bound("axess document 1");
    bound.number(SealedHeader::Suite).number(keyId);
    bound.counted(place.identity).counted(place.name).number(place.revision);
    return bound;
}

Result<void> checked(const DocumentPlace &place)
{
    const bool identity = !place.identity.isEmpty() && place.identity.size() <= KeyRing::MaximumIdentity;
    const bool name = !place.name.isEmpty() && place.name.size() <= maximumName;
    if (identity && name)
        return {};
    return std::unexpected(
        Error(ErrorCode::InvalidArgument,
              u"A sealed document needs a store identity of 1 to 64 and a name of 1 to 255 bytes"_s));
}

QString context(const DocumentPlace &place)
{
    return u"The document \"%1\" does not open"_s.arg(QString::fromUtf8(place.name));
}

} // namespace

Result<QByteArray> sealDocument(const KeyRing &ring, const DocumentPlace &place, QByteArrayView content,
                                RandomSource &random)
{
    if (const auto valid = checked(place); !valid)
        return std::unexpected(valid.error());
    const DataKey &key = ring.activeKey(KeyPurpose::Document);
    const auto box = SealedBox::seal(key.material->prk(), boundTo(key.id, place).view(), content, random);
    if (!box)
        return std::unexpected(box.error());
    return SealedHeader::make(magic, key.id) + *box;
}

Result<QByteArray> openDocument(const KeyRing &ring, const DocumentPlace &place, QByteArrayView sealed)
{
    if (const auto valid = checked(place); !valid)
        return std::unexpected(valid.error());
    const auto keyId = SealedHeader::keyId(magic, sealed);
    if (!keyId)
        return std::unexpected(keyId.error().within(context(place)));
    const DataKey *key = ring.key(*keyId);
    if (!key || key->purpose != KeyPurpose::Document)
        return std::unexpected(Error(ErrorCode::KeyMissing,
                                     u"%1: it is sealed by data key %2, which is not in the key ring"_s.arg(
                                         context(place), keyIdText(*keyId))));
    return SealedBox::open(key->material->prk(), boundTo(*keyId, place).view(),
                           sealed.sliced(SealedHeader::Size))
        .transform_error([&](const Error &error) { return error.within(context(place)); });
}

bool looksSealedDocument(QByteArrayView bytes)
{
    return SealedHeader::fits(magic, bytes);
}

} // namespace Axess
