// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "keyring_p.h"

#include <axess/sessionid.h>

namespace Axess {

// The envelope of a session's payload, version 1; byte table in docs/envelope.md.

/// What sealing adds to a payload.
inline constexpr qsizetype EnvelopeOverhead = 52;

/// Seals for exactly this session. InvalidArgument unless `key` is an active envelope key.
AXESS_TEST_EXPORT Result<QByteArray> sealEnvelope(const DataKey &key, const SessionId &id,
                                                  QByteArrayView plainText, RandomSource &random);

/// The id of the key that sealed this. Corrupt for what is no envelope, TooNew for an unknown version or
/// suite.
///
/// Nothing is verified: the id is a hint until openEnvelope() has succeeded.
AXESS_TEST_EXPORT Result<quint32> envelopeKeyId(QByteArrayView envelope);

/// The payload, verified. Corrupt when altered or sealed for another session, KeyMissing when the ring has
/// not its key, TooNew for an unknown version or suite.
AXESS_TEST_EXPORT Result<QByteArray> openEnvelope(const KeyRing &ring, const SessionId &id,
                                                  QByteArrayView envelope);

/// Whether this begins as an envelope of any version and is long enough for one. Verifies nothing.
AXESS_TEST_EXPORT bool looksSealed(QByteArrayView payload);

} // namespace Axess
