// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/clock.h>

#include <algorithm>

namespace Axess {

Clock::~Clock() = default;

qint64 SystemClock::now() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::chrono::steady_clock::time_point SystemClock::monotonic() const
{
    return std::chrono::steady_clock::now();
}

Deadline Deadline::in(std::chrono::milliseconds budget)
{
    // A year is "for ever" here, either way, and keeps the addition from overflowing.
    constexpr std::chrono::milliseconds longest = std::chrono::hours(24 * 365);
    return Deadline(std::chrono::steady_clock::now() + std::clamp(budget, -longest, longest));
}

std::chrono::milliseconds Deadline::remaining() const
{
    using std::chrono::milliseconds;
    const auto left = std::chrono::ceil<milliseconds>(m_at - std::chrono::steady_clock::now());
    return std::max(left, milliseconds::zero());
}

} // namespace Axess
