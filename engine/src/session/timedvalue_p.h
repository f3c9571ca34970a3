// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qbytearray.h>

namespace Axess {

class StoreCore;

/// What the document of a value holds: `[until, bytes]` in CBOR.
struct TimedValue
{
    qint64 until = 0; ///< UTC milliseconds; 0 = for ever.
    QByteArray bytes;

    bool hasEnded(qint64 now) const { return until != 0 && until <= now; }

    static Result<TimedValue> fromBytes(QByteArrayView bytes);
    Result<QByteArray> encoded() const;
};

/// Removes the values whose time is over; how many. Nothing without the key, which their times are sealed
/// under.
AXESS_TEST_EXPORT Result<qint64> removeEndedValues(StoreCore &core);

} // namespace Axess
