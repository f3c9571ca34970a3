// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>

#include <QtCore/qstring.h>

#include <chrono>
#include <mutex>
#include <optional>

namespace Axess {

/// What is severely wrong with a store's settings, and what its server has evicted, as of the last look: at
/// most one a minute.
///
/// Thread-safe.
class StoreConcern
{
public:
    static constexpr std::chrono::milliseconds BetweenLooks = std::chrono::minutes(1);

    explicit StoreConcern(const Clock &clock)
        : m_clock(clock)
    { }

    /// Whether it is time to look; true once for each time, also if the look then fails.
    bool isDue()
    {
        const std::scoped_lock lock(m_mutex);
        const auto now = m_clock.monotonic();
        if (m_looked && now - *m_looked < BetweenLooks)
            return false;
        m_looked = now;
        return true;
    }
    void learn(const QString &sentence, std::optional<qint64> evictions)
    {
        const std::scoped_lock lock(m_mutex);
        m_sentence = sentence;
        m_evictions = evictions;
    }
    QString sentence() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_sentence;
    }
    std::optional<qint64> evictions() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_evictions;
    }

private:
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::optional<std::chrono::steady_clock::time_point> m_looked;
    QString m_sentence; ///< Empty = nothing.
    std::optional<qint64> m_evictions;
};

} // namespace Axess
