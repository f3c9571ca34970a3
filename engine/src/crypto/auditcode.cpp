// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditcode_p.h"

#include "primitives_p.h"

#include <QtCore/qcryptographichash.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr QByteArrayView purpose("axess audit 1");

} // namespace

Result<QByteArray> auditCode(const KeyRing *ring, quint32 key, QByteArrayView text)
{
    const QByteArray message = purpose.toByteArray() + text.toByteArray();
    if (key == 0)
        return QCryptographicHash::hash(message, QCryptographicHash::Sha256).toHex();
    const DataKey *known = ring ? ring->key(key) : nullptr;
    if (!known || known->purpose != KeyPurpose::Audit)
        return std::unexpected(Error(ErrorCode::KeyMissing,
                                     u"The key ring at hand holds no audit key %1"_s.arg(keyIdText(key))));
    return Primitives::hmacSha256(known->material->prk(), message)
        .transform([](const Primitives::Digest &digest) {
            return QByteArrayView(digest.data(), qsizetype(digest.size())).toByteArray().toHex();
        });
}

} // namespace Axess
