// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "keyring_p.h"

namespace Axess {

/// Which document of which store, in which version: what a sealed document is bound to.
struct DocumentPlace
{
    QByteArrayView identity; ///< Of the store, 1 to 64 bytes.
    QByteArrayView name; ///< 1 to 255 bytes.
    quint64 revision = 0; ///< The one that the document has once it is written.
};

/// What sealing adds to a document.
inline constexpr qsizetype DocumentOverhead = 52;

/// Seals under the ring's active document key. InvalidArgument for a place outside its limits.
AXESS_TEST_EXPORT Result<QByteArray> sealDocument(const KeyRing &ring, const DocumentPlace &place,
                                                  QByteArrayView content, RandomSource &random);

/// The content, verified. Corrupt when altered or when it was sealed for another store, name or revision;
/// KeyMissing when the ring has not its key; TooNew for an unknown version or suite.
AXESS_TEST_EXPORT Result<QByteArray> openDocument(const KeyRing &ring, const DocumentPlace &place,
                                                  QByteArrayView sealed);

/// Whether this begins as a sealed document of any version and is long enough for one. Verifies nothing.
AXESS_TEST_EXPORT bool looksSealedDocument(QByteArrayView bytes);

} // namespace Axess
