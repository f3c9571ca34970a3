// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "keyring_p.h"

namespace Axess {

/// What an entry of the audit trail is closed by: 64 hexadecimal digits over its text (docs/audit.md).
///
/// An HMAC under the ring's audit key `key`, which nobody without the root key can make; a plain hash for 0.
/// KeyMissing for a key that the ring has not, or without a ring.
AXESS_TEST_EXPORT Result<QByteArray> auditCode(const KeyRing *ring, quint32 key, QByteArrayView text);

} // namespace Axess
