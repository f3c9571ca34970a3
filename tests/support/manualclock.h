// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>

#include <atomic>

/// A clock that stands until a test moves it. Thread-safe.
class ManualClock final : public Axess::Clock
{
public:
    /// Begins on 1 March 2026, 12:00 UTC, unless told otherwise (milliseconds since 1970).
    explicit ManualClock(qint64 now = 1'772'366'400'000)
        : m_now(now)
    { }

    qint64 now() const override { return m_now.load(); }
    std::chrono::steady_clock::time_point monotonic() const override
    {
        return std::chrono::steady_clock::time_point(std::chrono::milliseconds(m_monotonic.load()));
    }

    /// Time passes: both clocks move.
    void advance(std::chrono::milliseconds by)
    {
        m_now += by.count();
        m_monotonic += by.count();
    }

    /// Somebody sets the wall clock; the monotonic one does not notice.
    void setNow(qint64 now) { m_now = now; }

private:
    std::atomic<qint64> m_now;
    std::atomic<qint64> m_monotonic = 1'000'000;
};
