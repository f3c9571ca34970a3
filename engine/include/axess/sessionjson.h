// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sealedrow.h>
#include <axess/sessiondata.h>

namespace Axess {

/// A session's data as JSON in UTF-8, for databases that index into it; never read back, so what JSON lacks
/// may be lost. The mapping is documented in docs/postgresql.md:
///
/// Texts, truth values, null, arrays and maps are themselves; whole numbers keep all their digits. Bytes are
/// base64 with padding. A date, a URL, a UUID and a regular expression are their texts; of any other tag only
/// the value counts. NaN, infinities and what is undefined are null. U+0000, which PostgreSQL's jsonb
/// refuses, is U+FFFD. A key that is no text is its own JSON as a text.
AXESS_EXPORT QByteArray toJson(const SessionData &data);

/// The same of a row that is not sealed; null of one that is, or that cannot be read.
AXESS_EXPORT QByteArray jsonOf(const SealedRow &row);

} // namespace Axess
