// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <condition_variable>

namespace Axess {

/// How a reader of events waits: for the store's bell where there is one, else for time to pass.
///
/// Used by the reader's thread, but for `begin` and `stop`.
class EventListener
{
public:
    explicit EventListener(StoreCore &core);

    void begin();
    /// Ends what runs soon. From any thread.
    void stop();
    bool isStopped() const;

    /// Returns when the bell has rung, the time is over or it was stopped.
    void await(std::chrono::milliseconds time);
    void sleep(std::chrono::milliseconds time);
    /// By the reader's thread when it is over, or cannot read: a connection goes where it was opened.
    void end();
    bool isListening() const { return m_isListening; }

private:
    /// Another store may have come to lead: its bell is to be heard.
    void follow();
    bool hears(const Deadline &deadline);
    void connect(const Deadline &deadline);
    Deadline soonest(const Deadline &deadline) const;
    void giveUp(const Error &error);

    StoreCore &m_core;
    StorageAccess *m_storage; ///< Whose bell is heard, or was tried to.
    bool m_mayListen;
    bool m_isListening = false;
    std::optional<Deadline> m_pause; ///< No attempt to listen before it has passed.
    std::chrono::milliseconds m_nextPause;

    mutable std::mutex m_mutex;
    std::condition_variable m_stopped;
    bool m_isStopped = false;
    std::unique_ptr<StorageConnection> m_ear; ///< Set and reset by the reader's thread, under the lock.
};

} // namespace Axess
