// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qobject.h>
#include <QtCore/qthread.h>

#include <atomic>
#include <chrono>
#include <memory>

/// Watches whether the event loop of the thread that made it keeps turning.
///
/// A thread posts a ping every 20 ms, to this loop and to that of a control thread which does nothing else.
/// How much later the ping came through here than there is the fault of what runs here, not of a busy
/// machine.
class StallWatch
{
public:
    static constexpr std::chrono::milliseconds Interval {20};
    static constexpr std::chrono::milliseconds Allowed {100};

    StallWatch();
    ~StallWatch();
    StallWatch(const StallWatch &) = delete;
    StallWatch &operator=(const StallWatch &) = delete;

    /// The longest stall beyond the control thread's own. Turns the loop until the last ping came through.
    std::chrono::milliseconds longest();
    bool isSmooth() { return longest() <= Allowed; }
    int pings() const { return m_watched->pings; }

private:
    /// Takes pings in one thread's event loop.
    struct Ear
    {
        QObject place;
        std::atomic<qint64> longest {0}; ///< Milliseconds.
        std::atomic<int> pings {0};
    };

    void send();
    static void ping(Ear &ear);

    std::unique_ptr<Ear> m_watched = std::make_unique<Ear>();
    std::unique_ptr<Ear> m_control = std::make_unique<Ear>();
    QThread m_controlThread;
    std::unique_ptr<QThread> m_sender;
    std::atomic<bool> m_ends {false};
    std::atomic<int> m_sent {0};
};
