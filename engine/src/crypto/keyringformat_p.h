// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "keyring_p.h"

namespace Axess {

/// Reads and writes the ring's bytes; the byte table is docs/envelope.md.
class KeyRingFormat
{
public:
    /// A ring key under a root key, bound to the store.
    static Result<QByteArray> wrap(QByteArrayView ringKey, const SecretBytes &rootKey,
                                   QByteArrayView identity, RandomSource &random);
    static Result<QByteArray> seal(const KeyRing &ring, RandomSource &random);
    static Result<KeyRing> open(QByteArrayView bytes, const SecretBytes &rootKey, QByteArrayView identity);

private:
    static Result<std::shared_ptr<const KeyMaterial>> unwrap(const QList<RootSlot> &rootSlots,
                                                             const SecretBytes &rootKey,
                                                             QByteArrayView identity);
    static QByteArray body(const KeyRing &ring);
    static Result<void> readBody(KeyRing &ring, QByteArrayView body);
    static bool isSound(const KeyRing &ring);
};

} // namespace Axess
