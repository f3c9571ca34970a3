// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qtypes.h>

#include <chrono>

namespace Axess {

/// The only source of time. Passed in everywhere, so that tests move time instead of waiting for it.
///
/// Implementations are thread-safe.
class AXESS_EXPORT Clock
{
public:
    virtual ~Clock();

    /// Wall clock, UTC milliseconds since 1970.
    virtual qint64 now() const = 0;
    /// Never steps; for deadlines and ages.
    virtual std::chrono::steady_clock::time_point monotonic() const = 0;
};

/// The machine's clocks.
class AXESS_EXPORT SystemClock final : public Clock
{
public:
    qint64 now() const override;
    std::chrono::steady_clock::time_point monotonic() const override;
};

/// When a call must have ended, on the monotonic clock of the machine.
///
/// Real time even in tests: a deadline guards against hanging, which a virtual clock cannot.
class AXESS_EXPORT Deadline
{
public:
    /// Ends `budget` from now; a negative budget has already passed.
    static Deadline in(std::chrono::milliseconds budget);

    std::chrono::milliseconds remaining() const; ///< Never negative.
    bool hasPassed() const { return remaining() <= std::chrono::milliseconds::zero(); }
    std::chrono::steady_clock::time_point at() const { return m_at; }

private:
    explicit Deadline(std::chrono::steady_clock::time_point at)
        : m_at(at)
    { }
    std::chrono::steady_clock::time_point m_at;
};

} // namespace Axess
