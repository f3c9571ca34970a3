// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <atomic>
#include <mutex>

namespace Axess {

/// Ends what a connection is doing, whichever link it is doing it on.
class SqlInterruptor
{
public:
    /// A call of the connection, from its beginning to its end.
    class Call
    {
    public:
        explicit Call(SqlInterruptor &interruptor);
        ~Call();
        Q_DISABLE_COPY_MOVE(Call)

        /// The link that the call works on from now on; null while it waits.
        void workOn(SqlLink *link);
        /// The caller does not want the answer any more.
        bool isInterrupted() const { return m_interruptor.m_interrupted.load(); }

    private:
        SqlInterruptor &m_interruptor;
    };

    /// Ends the running call, if there is one. From any thread.
    void interrupt();

private:
    std::mutex m_mutex;
    SqlLink *m_link = nullptr;
    bool m_running = false;
    std::atomic<bool> m_interrupted = false;
};

} // namespace Axess
