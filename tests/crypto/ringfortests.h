// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "crypto/keyring_p.h"
#include "sequencerandom.h"

#include <axess/sessionid.h>

#include <QtCore/qendian.h>

namespace RingForTests {

inline constexpr qint64 Now = 1'772'366'400'000;
inline constexpr QByteArrayView Identity("0123456789abcdef");

inline Axess::SecretBytes rootKey(quint64 seed = 77)
{
    SequenceRandom random(seed);
    return Axess::SecretBytes::random(random, 32).value();
}

inline Axess::KeyRing ring(quint64 seed = 1, QByteArrayView identity = Identity)
{
    SequenceRandom random(seed);
    return Axess::KeyRing::create(identity, rootKey(), Now, random).value();
}

inline Axess::SessionId id(quint64 seed)
{
    SequenceRandom random(seed);
    return Axess::SessionId::random(random).value();
}

} // namespace RingForTests
