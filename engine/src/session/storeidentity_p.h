// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qbytearray.h>

namespace Axess {

class RandomSource;

/// Who a store is, and whether it seals: decided once, before its first row.
struct StoreIdentity
{
    static constexpr qsizetype Size = 16;

    enum class Sealing : quint8 { Clear, Sealed };

    QByteArray id; ///< 16 random bytes, to which ring, documents and nothing else are bound.
    Sealing sealing = Sealing::Clear;

    AXESS_TEST_EXPORT static Result<StoreIdentity> random(Sealing sealing, RandomSource &random);
    /// The identity document, as docs/session-format.md has it. Corrupt, or TooNew for a later version.
    AXESS_TEST_EXPORT static Result<StoreIdentity> fromBytes(QByteArrayView bytes);
    AXESS_TEST_EXPORT QByteArray bytes() const;

    bool operator==(const StoreIdentity &) const = default;
};

} // namespace Axess
