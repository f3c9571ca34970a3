// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qtypes.h>

#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

/// A proxy between a client and a server on loopback: passes bytes on until it is told to do otherwise.
///
/// Works in a thread of its own; its functions are thread-safe and take effect at once.
class FaultProxy
{
public:
    enum class Direction : quint8 { ToServer, ToClient };

    /// In front of the server at this port of 127.0.0.1.
    explicit FaultProxy(int serverPort);
    ~FaultProxy();
    FaultProxy(const FaultProxy &) = delete;
    FaultProxy &operator=(const FaultProxy &) = delete;

    /// Where it listens, on 127.0.0.1.
    int port() const { return m_port; }

    /// Closes the connection whose bytes reach this number, counted over all connections from now on: so many
    /// bytes of that direction are still passed on, then both sides see the end. Happens once.
    void cutAt(Direction direction, qint64 offset);
    /// Whether the last `cutAt` has happened.
    bool hasCut() const;
    /// Closes all connections; later ones are served.
    void cutAll();
    /// Connections stay, and nothing moves in either direction; new ones are accepted and get no answer.
    void stall();
    /// Each byte arrives so much later.
    void delay(std::chrono::milliseconds by);
    /// New connections end as soon as they are made.
    void refuse();
    /// No more stalling, delaying, refusing or cutting.
    void recover();

    int connections() const; ///< That are open now.
    int accepted() const; ///< Since the beginning.
    qint64 passed(Direction direction) const; ///< Bytes, since the beginning.

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Chunk
    {
        Time due;
        std::vector<char> bytes;
        std::size_t sent = 0;
    };
    struct Pipe
    {
        int from = -1;
        int to = -1;
        bool hasEnded = false; ///< Its reader's end of file was read.
        bool isShut = false; ///< And passed on.
        std::deque<Chunk> chunks;
    };
    struct Pair
    {
        std::array<Pipe, 2> pipes; ///< By direction.
        bool isConnecting = true;
        std::optional<Time> cutUntil; ///< What still arrives is thrown away until then, at most.
        bool isOver = false;
    };

    void work();
    void wake() const;
    void accept();
    void serve(Pair &pair);
    static void cut(Pair &pair);
    static void drain(Pair &pair);
    void read(Pipe &pipe, Pair &pair);
    void write(Pipe &pipe, Direction direction, Pair &pair);
    std::size_t allowed(Direction direction, std::size_t wanted) const;
    void closeOver();
    int untilNextChunk() const;

    mutable std::mutex m_mutex; ///< Of all that follows.
    std::vector<std::unique_ptr<Pair>> m_pairs;
    std::array<qint64, 2> m_passed {};
    std::optional<std::pair<Direction, qint64>> m_cut; ///< At this sum of passed bytes.
    std::chrono::milliseconds m_delay {0};
    bool m_isStalled = false;
    bool m_refuses = false;
    bool m_isEnding = false;
    int m_accepted = 0;
    int m_serverPort = 0;
    int m_port = 0;
    int m_listener = -1;
    int m_bell = -1; ///< Wakes the thread.
    std::jthread m_thread;
};
