// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "envelope_p.h"

#include "sealedbox_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr QByteArrayView magic("AX");

BoundTo boundTo(quint32 keyId, const SessionId &id)
{
    BoundTo place("axess envelope 1");
    place.number(SealedHeader::Suite).number(keyId).fixed(id.view());
    return place;
}

Result<SealedBox::Key> keyOf(const DataKey &key, const SessionId &id)
{
    DerivedKeys &known = key.material->sessionKeys();
    if (auto found = known.find(key.id, id))
        return *std::move(found);
    const auto expanded = SealedBox::Key::expand(key.material->prk(), boundTo(key.id, id).view());
    if (expanded)
        known.keep(key.id, id, *expanded);
    return expanded;
}

Error keyMissing(quint32 keyId)
{
    return Error(
        ErrorCode::KeyMissing,
        u"The session is sealed by data key %1, which is not in the key ring"_s.arg(keyIdText(keyId)));
}

} // namespace

Result<QByteArray> sealEnvelope(const DataKey &key, const SessionId &id, QByteArrayView plainText,
                                RandomSource &random)
{
    if (key.purpose != KeyPurpose::Envelope || key.state != KeyState::Active)
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"Only the active envelope key seals the payloads of sessions"_s));
    const auto box = keyOf(key, id).and_then(
        [&](const SealedBox::Key &sessionKey) { return SealedBox::seal(sessionKey, plainText, random); });
    if (!box)
        return std::unexpected(box.error());
    return SealedHeader::make(magic, key.id) + *box;
}

Result<quint32> envelopeKeyId(QByteArrayView envelope)
{
    return SealedHeader::keyId(magic, envelope).transform_error([](const Error &error) {
        return error.within(u"The session's payload does not open"_s);
    });
}

Result<QByteArray> openEnvelope(const KeyRing &ring, const SessionId &id, QByteArrayView envelope)
{
    const auto keyId = envelopeKeyId(envelope);
    if (!keyId)
        return std::unexpected(keyId.error());
    const DataKey *key = ring.key(*keyId);
    // A key of another purpose seals no envelope, so it is as good as absent.
    if (!key || key->purpose != KeyPurpose::Envelope)
        return std::unexpected(keyMissing(*keyId));
    return keyOf(*key, id)
        .and_then([&](const SealedBox::Key &sessionKey) {
            return SealedBox::open(sessionKey, envelope.sliced(SealedHeader::Size));
        })
        .transform_error(
            [](const Error &error) { return error.within(u"The session's payload does not open"_s); });
}

bool looksSealed(QByteArrayView payload)
{
    return SealedHeader::fits(magic, payload);
}

} // namespace Axess
