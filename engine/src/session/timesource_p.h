// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/result.h>

#include <memory>
#include <mutex>
#include <span>

namespace Axess {

/// The store's time: the machine's clock plus the measured offset.
///
/// All instances go by one clock, the store's, so that they agree about what is dead. A measured step of more
/// than 30 seconds is not applied, because it would end sessions, or bring them back, by mistake.
/// Thread-safe.
class AXESS_TEST_EXPORT TimeSource
{
public:
    static constexpr std::chrono::milliseconds LargestStep = std::chrono::seconds(30);

    /// What one ping told: the store's time, and the machine's before and after.
    struct Sample
    {
        qint64 store = 0;
        qint64 before = 0;
        qint64 after = 0;
    };

    explicit TimeSource(std::shared_ptr<const Clock> clock);

    /// UTC milliseconds. Goes on with the last accepted offset while a step is not applied.
    qint64 now() const;
    /// How far the store is ahead, in milliseconds.
    qint64 offset() const;
    /// ClockSkew while the store's clock and the accepted offset disagree: nothing may be removed by time
    /// then.
    Result<void> steady() const;
    /// Takes the median of the samples as the new offset; the first is taken as it is. Back steps up to the
    /// largest are slewed at half speed, so that time never runs backwards.
    void measured(std::span<const Sample> samples);

    const Clock &clock() const { return *m_clock; }

private:
    qint64 offsetAt(std::chrono::steady_clock::time_point monotonic) const;

    std::shared_ptr<const Clock> m_clock;
    mutable std::mutex m_mutex;
    bool m_hasMeasured = false;
    qint64 m_target = 0;
    qint64 m_before = 0; ///< The offset that is left behind, at m_since.
    std::chrono::steady_clock::time_point m_since;
    qint64 m_refusedStep = 0;
};

} // namespace Axess
