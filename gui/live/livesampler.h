// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "live/livehistory.h"

#include <QtCore/qtimer.h>

namespace Axess {

/// Looks at the store every five seconds, off the window's thread, and keeps what it saw.
///
/// Once begun it goes on while other pages are shown, so that charts have no holes. A store that answers
/// slowly is not asked again before it has answered. What a look asks for ends by itself at the calls'
/// deadline.
class LiveSampler : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Interval = std::chrono::seconds(5);
    /// Counting reads rows, so it is done less often; rarely where the count did not come to an end.
    static constexpr std::chrono::milliseconds CountEvery = std::chrono::minutes(1);
    static constexpr std::chrono::milliseconds CountManyEvery = std::chrono::minutes(10);

    static constexpr qint64 MostCounted = 20'000;

    explicit LiveSampler(Console &console, QObject *parent = nullptr);

    void begin(std::chrono::milliseconds every = Interval); ///< Twice is once.
    void askNow();
    void hold(bool held) { m_history.hold(held); } ///< Looking goes on; the history stands still.

    const LiveHistory &history() const { return m_history; }
    bool hasAnswered() const { return m_last.has_value() || m_failure.has_value(); }
    bool isAsking() const { return m_asking; }
    const std::optional<LiveSample> &last() const { return m_last; } ///< The last look that succeeded.
    const LivePoint &lastPoint() const { return m_lastPoint; } ///< Made of it.
    const std::optional<Error> &failure() const { return m_failure; } ///< Of the last look.
    bool isCountCutShort() const { return m_countCutShort; }

Q_SIGNALS:
    void asked();

private:
    void take(const Result<LiveSample> &sample);
    bool isCountDue() const;

    Console &m_console;
    LiveHistory m_history;
    LiveRates m_rates;
    QTimer m_timer;
    std::optional<LiveSample> m_last;
    LivePoint m_lastPoint;
    std::optional<Error> m_failure;
    std::optional<qint64> m_countedAt;
    bool m_countCutShort = false;
    bool m_asking = false;
};

} // namespace Axess
