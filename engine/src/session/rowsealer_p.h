// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sealedrow.h>
#include <axess/result.h>

#include <QtCore/qbytearray.h>

#include <chrono>

namespace Axess {

class KeyRing;
class RandomSource;

/// What only the payload of a row holds.
struct RowContent
{
    std::chrono::milliseconds idleTimeout {0};
    std::chrono::milliseconds absoluteTimeout {0};
    QByteArray fingerprint; ///< At most 255 bytes.
    quint32 dataSchema = 0;
    QByteArray data; ///< As encodeSessionData() writes it.

    bool operator==(const RowContent &) const = default;
};

/// Binds a row's clear columns and its content into the payload, and takes it apart again
/// (docs/session-format.md).
namespace RowSealer {

inline constexpr quint8 FormatVersion = 1;

/// Sets payload, payload size and key id; sealed under the ring's active key, or not sealed when `ring` is
/// null or writes in the clear.
AXESS_TEST_EXPORT Result<void> seal(SealedRow &row, const RowContent &content, const KeyRing *ring,
                                    RandomSource &random);

/// The authenticated columns of a row, as its payload begins with them.
AXESS_TEST_EXPORT QByteArray columns(const SealedRow &row);

/// The content of a row whose columns are what the payload says. Corrupt when a column or the payload was
/// altered, or when it is sealed and should not be, or the other way round; KeyMissing when the ring has not
/// its key; TooNew.
AXESS_TEST_EXPORT Result<RowContent> open(const SealedRow &row, const KeyRing *ring);

/// The bytes inside the envelope: the authenticated columns, then the content.
AXESS_TEST_EXPORT QByteArray plainText(const SealedRow &row, const RowContent &content);

} // namespace RowSealer

} // namespace Axess
