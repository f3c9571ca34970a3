// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "crypto/keyring_p.h"

#include <axess/audit.h>

namespace Axess {

/// An entry of the trail as it is stored: `code text`, where the text is JSON that names the code before
/// (docs/audit.md).
struct AuditLine
{
    QByteArray code; ///< 64 hexadecimal digits.
    QByteArray text;
    AuditEntry entry;
    QByteArray previous; ///< The code of the entry before; empty = the first.

    QByteArray bytes() const { return code + ' ' + text; }

    /// Closes an entry. Longer texts are cut off.
    AXESS_TEST_EXPORT static Result<AuditLine> make(const AuditEntry &entry, const QByteArray &previous,
                                                    const KeyRing *ring);
    /// Takes one apart; whether it is genuine is not looked at. Corrupt for what is none.
    AXESS_TEST_EXPORT static Result<AuditLine> parse(QByteArrayView bytes);
    /// Whether the code is that of the text. KeyMissing for a key that is not here.
    AXESS_TEST_EXPORT Result<bool> isGenuine(const KeyRing *ring) const;
};

} // namespace Axess
