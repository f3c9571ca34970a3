// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qcborvalue.h>

namespace Axess::CanonicalCbor {

/// Arrays, maps and tags inside each other; more is refused both ways.
inline constexpr int MaximumDepth = 32;

/// The one encoding of a value by RFC 8949 §4.2: shortest forms, definite lengths, keys sorted byte by byte.
///
/// InvalidArgument for more than 32 levels, text with an unpaired surrogate, a key twice, or an invalid
/// value.
AXESS_TEST_EXPORT Result<QByteArray> encode(const QCborValue &value);

/// The value of exactly that encoding. Corrupt for anything else: truncated, trailing bytes, longer forms,
/// keys twice or out of order, invalid UTF-8, whole numbers beyond 64 bits signed, more than 32 levels.
AXESS_TEST_EXPORT Result<QCborValue> decode(QByteArrayView bytes);

} // namespace Axess::CanonicalCbor
