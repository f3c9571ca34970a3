// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/metrics.h>
#include <axess/storagebackend.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

namespace Axess {

class FakeConnection;

/// A store that does what a test tells it: hang, fail, refuse; and that notes what it was asked.
///
/// It answers every verb about sessions with success and knows the rows that were created.
class FakeStore final : public ConnectionFactory
{
public:
    struct Batch
    {
        Verb verb;
        QList<SessionId> ids;
        Horizon horizon;
    };

    // Set before the first call.
    int poolSize = 1;
    int writers = 0;
    bool isDeaf = false; ///< Interrupts do not end a call that hangs at the gate.
    bool breaksOnInterrupt = false; ///< As servers, whose sockets are shut down.
    std::atomic<bool> refusesToLeave = false; ///< detachFromThread fails.
    std::set<int> refusesToCome; ///< Numbers of connections whose attachToThread fails, from 1.
    std::function<std::optional<Error>(int attempt)> onConnect = [](int) { return std::nullopt; };
    /// An error of the whole batch; `breaks` breaks the connection.
    std::function<std::optional<Error>(const Batch &batch, bool &breaks)> onBatch;

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override;
    int concurrentWriters() const override { return writers; }
    int defaultPoolSize() const override { return poolSize; }

    /// Calls hang at the gate while it is closed.
    void closeGate();
    void openGate();
    /// How many calls hang there now.
    int atGate() const;
    QList<Batch> batches() const;
    void forgetBatches();
    int connects() const;
    int alive() const;
    std::thread::id openedBy() const;

private:
    friend class FakeConnection;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isOpen = true;
    int m_atGate = 0;
    int m_connects = 0;
    int m_alive = 0;
    std::thread::id m_openedBy;
    QList<Batch> m_batches;
    QHash<SessionId, SealedRow> m_rows;
};

/// A row id that ends in the number.
SessionId idOf(int number);
NewRow newRow(int number, qsizetype payloadBytes = 16);

} // namespace Axess
