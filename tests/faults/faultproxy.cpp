// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "faultproxy.h"

#include <algorithm>
#include <cerrno>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

constexpr std::size_t Bite = 64 * 1024;
constexpr std::size_t Patience = 16; // Chunks that wait for a slow reader before no more are read.

sockaddr_in loopback(int port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(quint16(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

const sockaddr *general(const sockaddr_in &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

int streamSocket()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

std::size_t place(FaultProxy::Direction direction)
{
    return std::size_t(direction);
}

} // namespace

FaultProxy::FaultProxy(int serverPort)
    : m_serverPort(serverPort)
    , m_listener(streamSocket())
    , m_bell(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    bind(m_listener, general(address), size);
    listen(m_listener, 128);
    getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread(&FaultProxy::work, this);
}

FaultProxy::~FaultProxy()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isEnding = true;
        wake();
    }
    m_thread.join();
    for (const auto &pair : m_pairs)
        pair->isOver = true;
    closeOver();
    close(m_listener);
    close(m_bell);
}

void FaultProxy::cutAt(Direction direction, qint64 offset)
{
    const std::scoped_lock lock(m_mutex);
    m_cut = {direction, m_passed[place(direction)] + offset};
}

bool FaultProxy::hasCut() const
{
    const std::scoped_lock lock(m_mutex);
    return !m_cut;
}

void FaultProxy::cutAll()
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &pair : m_pairs)
        pair->isOver = true;
    closeOver();
    wake();
}

void FaultProxy::stall()
{
    const std::scoped_lock lock(m_mutex);
    m_isStalled = true;
    wake();
}

void FaultProxy::delay(std::chrono::milliseconds by)
{
    const std::scoped_lock lock(m_mutex);
    m_delay = by;
}

void FaultProxy::refuse()
{
    const std::scoped_lock lock(m_mutex);
    m_refuses = true;
}

void FaultProxy::recover()
{
    const std::scoped_lock lock(m_mutex);
    m_isStalled = false;
    m_refuses = false;
    m_delay = 0ms;
    m_cut.reset();
    wake();
}

int FaultProxy::connections() const
{
    const std::scoped_lock lock(m_mutex);
    return int(std::ranges::count_if(m_pairs, [](const auto &pair) { return !pair->cutUntil; }));
}

int FaultProxy::accepted() const
{
    const std::scoped_lock lock(m_mutex);
    return m_accepted;
}

qint64 FaultProxy::passed(Direction direction) const
{
    const std::scoped_lock lock(m_mutex);
    return m_passed[place(direction)];
}

void FaultProxy::wake() const
{
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_bell, &one, sizeof one);
}

void FaultProxy::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        std::vector<pollfd> waits {{m_bell, POLLIN, 0}, {m_listener, POLLIN, 0}};
        for (const auto &pair : m_pairs) {
            if (m_isStalled)
                break;
            for (const Pipe &pipe : pair->pipes) {
                const bool isHungry = !pair->isConnecting && !pipe.hasEnded && pipe.chunks.size() < Patience;
                const bool isDue
                    = !pipe.chunks.empty() && pipe.chunks.front().due <= std::chrono::steady_clock::now();
                if (isHungry)
                    waits.push_back({pipe.from, POLLIN, 0});
                if (isDue || (pair->isConnecting && &pipe == &pair->pipes[place(Direction::ToServer)]))
                    waits.push_back({pipe.to, POLLOUT, 0});
            }
        }
        const int patience = untilNextChunk();
        lock.unlock();
        poll(waits.data(), waits.size(), patience);
        quint64 rings = 0;
        [[maybe_unused]] const auto heard = ::read(m_bell, &rings, sizeof rings);
        lock.lock();
        accept();
        // Descriptors are served whether poll named them or not: none of them blocks.
        for (const auto &pair : m_pairs) {
            if (!m_isStalled)
                serve(*pair);
        }
        closeOver();
    }
}

int FaultProxy::untilNextChunk() const
{
    auto next = std::chrono::steady_clock::now() + 1s;
    for (const auto &pair : m_pairs) {
        for (const Pipe &pipe : pair->pipes) {
            if (!m_isStalled && !pipe.chunks.empty()
                && pipe.chunks.front().due > std::chrono::steady_clock::now())
                next = std::min(next, pipe.chunks.front().due);
        }
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - std::chrono::steady_clock::now());
    return std::max(0, int(wait.count()));
}

void FaultProxy::accept()
{
    while (true) {
        const int client = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (client < 0)
            return;
        ++m_accepted;
        if (m_refuses) {
            close(client);
            continue;
        }
        const int on = 1;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const int server = streamSocket();
        const sockaddr_in address = loopback(m_serverPort);
        auto pair = std::make_unique<Pair>();
        pair->isOver = ::connect(server, general(address), sizeof address) != 0 && errno != EINPROGRESS;
        pair->pipes[place(Direction::ToServer)].from = client;
        pair->pipes[place(Direction::ToServer)].to = server;
        pair->pipes[place(Direction::ToClient)].from = server;
        pair->pipes[place(Direction::ToClient)].to = client;
        m_pairs.push_back(std::move(pair));
    }
}

void FaultProxy::serve(Pair &pair)
{
    if (pair.isConnecting) {
        pollfd wait {pair.pipes[place(Direction::ToServer)].to, POLLOUT, 0};
        if (poll(&wait, 1, 0) == 0)
            return;
        pair.isOver = pair.isOver || (wait.revents & (POLLERR | POLLHUP));
        pair.isConnecting = false;
    }
    if (pair.cutUntil)
        return drain(pair);
    for (const Direction direction : {Direction::ToServer, Direction::ToClient}) {
        Pipe &pipe = pair.pipes[place(direction)];
        if (!pair.isOver && !pair.cutUntil)
            read(pipe, pair);
        if (!pair.isOver && !pair.cutUntil)
            write(pipe, direction, pair);
    }
    if (std::ranges::all_of(pair.pipes, &Pipe::isShut))
        pair.isOver = true;
}

// Closing at once, with something left to read, would take back what was passed on and has not arrived yet.
void FaultProxy::cut(Pair &pair)
{
    for (Pipe &pipe : pair.pipes) {
        shutdown(pipe.to, SHUT_WR);
        pipe.chunks.clear();
    }
    pair.cutUntil = std::chrono::steady_clock::now() + 1s;
}

void FaultProxy::drain(Pair &pair)
{
    char bytes[4096];
    for (Pipe &pipe : pair.pipes) {
        ssize_t count = pipe.hasEnded ? 0 : 1;
        while (count > 0)
            count = ::read(pipe.from, bytes, sizeof bytes);
        pipe.hasEnded = pipe.hasEnded || count == 0 || (errno != EAGAIN && errno != EINTR);
    }
    pair.isOver = std::ranges::all_of(pair.pipes, &Pipe::hasEnded)
        || std::chrono::steady_clock::now() >= *pair.cutUntil;
}

void FaultProxy::read(Pipe &pipe, Pair &pair)
{
    while (!pipe.hasEnded && pipe.chunks.size() < Patience) {
        std::vector<char> bytes(Bite);
        const auto count = ::read(pipe.from, bytes.data(), bytes.size());
        if (count < 0) {
            pair.isOver = errno != EAGAIN && errno != EINTR;
            return;
        }
        pipe.hasEnded = count == 0;
        if (count == 0)
            return;
        bytes.resize(std::size_t(count));
        pipe.chunks.push_back({std::chrono::steady_clock::now() + m_delay, std::move(bytes)});
    }
}

std::size_t FaultProxy::allowed(Direction direction, std::size_t wanted) const
{
    if (!m_cut || m_cut->first != direction)
        return wanted;
    return std::size_t(std::clamp(m_cut->second - m_passed[place(direction)], qint64(0), qint64(wanted)));
}

void FaultProxy::write(Pipe &pipe, Direction direction, Pair &pair)
{
    while (!pipe.chunks.empty() && pipe.chunks.front().due <= std::chrono::steady_clock::now()) {
        Chunk &chunk = pipe.chunks.front();
        const std::size_t wanted = chunk.bytes.size() - chunk.sent;
        const std::size_t count = allowed(direction, wanted);
        const auto sent
            = count == 0 ? 0 : send(pipe.to, chunk.bytes.data() + chunk.sent, count, MSG_NOSIGNAL);
        if (sent < 0) {
            pair.isOver = errno != EAGAIN && errno != EINTR;
            return;
        }
        chunk.sent += std::size_t(sent);
        m_passed[place(direction)] += sent;
        if (allowed(direction, 1) == 0) {
            m_cut.reset();
            cut(pair);
            return;
        }
        if (chunk.sent < chunk.bytes.size())
            return;
        pipe.chunks.pop_front();
    }
    if (pipe.hasEnded && pipe.chunks.empty() && !pipe.isShut) {
        shutdown(pipe.to, SHUT_WR);
        pipe.isShut = true;
    }
}

void FaultProxy::closeOver()
{
    std::erase_if(m_pairs, [](const auto &pair) {
        if (pair->isOver) {
            close(pair->pipes[place(Direction::ToServer)].from);
            close(pair->pipes[place(Direction::ToServer)].to);
        }
        return pair->isOver;
    });
}
