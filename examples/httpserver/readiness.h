// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionstore.h>

#include <condition_variable>
#include <mutex>
#include <thread>

/// Whether the shop can serve visitors: looked at once a second, in a thread of its own, so that load
/// balancers are answered at once, however many they are and however long a store takes to say nothing.
///
/// Thread-safe.
class Readiness
{
public:
    struct State
    {
        bool isReady = false;
        QString reason; ///< Why not, or what is wrong all the same; empty when all is well.
    };

    explicit Readiness(std::shared_ptr<Axess::SessionStore> store);
    ~Readiness();
    Q_DISABLE_COPY_MOVE(Readiness)

    State state() const;

private:
    void run();

    const std::shared_ptr<Axess::SessionStore> m_store;
    mutable std::mutex m_mutex;
    std::condition_variable m_stopped;
    bool m_stopping = false;
    State m_state {.isReady = false, .reason = QStringLiteral("The store was not asked yet")};
    std::thread m_thread;
};
