// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeysocket.h"

#include "valkeyerrors.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

// How long a call sleeps in the kernel before it looks at its deadline again: no system call more for one
// that is answered sooner.
constexpr auto Slice = 20ms;
constexpr qsizetype BufferSize = 64 * 1024;

QString systemError(int code)
{
    return QString::fromLocal8Bit(std::strerror(code));
}

Error unreachable(const ValkeyEndpoint &endpoint, const QString &why)
{
    return Error(ErrorCode::Unavailable,
                 u"The Valkey server at %1 cannot be reached: %2."_s.arg(endpoint.text(), why));
}

// Whether the descriptor is ready before the deadline.
bool waitFor(int descriptor, short what, const Deadline &deadline)
{
    for (;;) {
        pollfd wanted {descriptor, what, 0};
        const int ready = poll(&wanted, 1, int(std::min<qint64>(deadline.remaining().count() + 1, 1000)));
        if (ready > 0)
            return true;
        if ((ready < 0 && errno != EINTR) || deadline.hasPassed())
            return false;
    }
}

void setOptions(int descriptor, int family)
{
    const timeval slice {0, std::chrono::microseconds(Slice).count()};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &slice, sizeof slice);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &slice, sizeof slice);
    if (family == AF_UNIX)
        return;
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

bool isWorthWaiting(int code)
{
    return code == EAGAIN || code == EWOULDBLOCK || code == EINTR;
}

} // namespace

Result<std::unique_ptr<ValkeySocket>> ValkeySocket::connect(const ValkeyEndpoint &endpoint,
                                                            const ValkeyTls *tls, const Deadline &deadline)
{
    std::unique_ptr<ValkeySocket> socket(new ValkeySocket);
    socket->m_buffer.resize(BufferSize);
    if (const auto opened = socket->open(endpoint, deadline); !opened)
        return std::unexpected(opened.error());
    if (!tls)
        return socket;
    auto cipher = ValkeyCipher::create(*tls, endpoint.host);
    if (!cipher)
        return std::unexpected(cipher.error());
    socket->m_cipher = std::move(*cipher);
    if (const auto shaken = socket->shakeHands(deadline); !shaken)
        return std::unexpected(shaken.error().within(endpoint.text()).withOutcome(Outcome::NotApplied));
    return socket;
}

ValkeySocket::~ValkeySocket()
{
    close();
}

void ValkeySocket::close()
{
    const std::scoped_lock lock(m_mutex);
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void ValkeySocket::shutDown()
{
    const std::scoped_lock lock(m_mutex);
    m_isShut = true;
    if (m_descriptor >= 0)
        ::shutdown(m_descriptor, SHUT_RDWR);
}

Result<void> ValkeySocket::open(const ValkeyEndpoint &endpoint, const Deadline &deadline)
{
    if (!endpoint.socket.isEmpty())
        return openUnix(endpoint.socket).transform_error([&](const Error &error) {
            return unreachable(endpoint, error.message());
        });
    addrinfo hints {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *addresses = nullptr;
    const int found = getaddrinfo(endpoint.host.toUtf8().constData(),
                                  QByteArray::number(endpoint.port).constData(), &hints, &addresses);
    if (found != 0)
        return std::unexpected(unreachable(endpoint, QString::fromLocal8Bit(gai_strerror(found))));
    Result<void> connected = std::unexpected(Error(ErrorCode::Unavailable, u"it has no address"_s));
    for (const addrinfo *at = addresses; at && !connected; at = at->ai_next)
        connected = connectTo(*at, deadline);
    freeaddrinfo(addresses);
    return connected.transform_error(
        [&](const Error &error) { return unreachable(endpoint, error.message()); });
}

Result<void> ValkeySocket::openUnix(const QString &path)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const QByteArray name = path.toUtf8();
    if (name.size() >= qsizetype(sizeof address.sun_path))
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"the path of the socket is too long"_s));
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    m_descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (m_descriptor < 0
        || ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return std::unexpected(Error(ErrorCode::Unavailable, systemError(errno)));
    setOptions(m_descriptor, AF_UNIX);
    return {};
}

Result<void> ValkeySocket::connectTo(const addrinfo &address, const Deadline &deadline)
{
    close();
    m_descriptor = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
                            address.ai_protocol);
    if (m_descriptor < 0)
        return std::unexpected(Error(ErrorCode::Unavailable, systemError(errno)));
    int failure = ::connect(m_descriptor, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    if (failure == EINPROGRESS) {
        if (!waitFor(m_descriptor, POLLOUT, deadline))
            return std::unexpected(Error(ErrorCode::Unavailable, u"it did not answer in time"_s));
        socklen_t size = sizeof failure;
        getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &failure, &size);
    }
    if (failure != 0)
        return std::unexpected(Error(ErrorCode::Unavailable, systemError(failure)));
    // Blocking from here on, in slices.
    const int flags = fcntl(m_descriptor, F_GETFL);
    fcntl(m_descriptor, F_SETFL, flags & ~O_NONBLOCK);
    setOptions(m_descriptor, address.ai_family);
    return {};
}

Result<void> ValkeySocket::shakeHands(const Deadline &deadline)
{
    for (;;) {
        const ValkeyCipher::Step step = m_cipher->shakeHands();
        bool hasSent = false;
        const QByteArray wire = m_cipher->takeWire();
        const Result<void> sent = wire.isEmpty() ? Result<void>() : sendRaw(wire, deadline, hasSent);
        if (step == ValkeyCipher::Step::Done)
            return sent;
        if (step != ValkeyCipher::Step::WantsMore)
            return std::unexpected(m_cipher->failure());
        if (!sent)
            return sent;
        const auto got = receiveRaw(deadline);
        if (!got)
            return std::unexpected(got.error().within(u"While TLS began"_s));
        m_cipher->feed(*got);
    }
}

Result<void> ValkeySocket::send(QByteArrayView bytes, const Deadline &deadline, bool &hasSent)
{
    if (!m_cipher)
        return sendRaw(bytes, deadline, hasSent);
    if (m_cipher->encrypt(bytes) != ValkeyCipher::Step::Done)
        return std::unexpected(m_cipher->failure());
    return sendRaw(m_cipher->takeWire(), deadline, hasSent);
}

Result<void> ValkeySocket::sendRaw(QByteArrayView bytes, const Deadline &deadline, bool &hasSent)
{
    while (!bytes.isEmpty()) {
        const ssize_t sent = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
        if (sent > 0) {
            hasSent = true;
            bytes = bytes.sliced(sent);
        } else if (m_isShut) {
            return std::unexpected(ValkeyErrors::interrupted());
        } else if (!isWorthWaiting(errno)) {
            return std::unexpected(ValkeyErrors::closed());
        } else if (deadline.hasPassed()) {
            return std::unexpected(ValkeyErrors::timeUp());
        }
    }
    return {};
}

Result<void> ValkeySocket::receive(QByteArray &bytes, const Deadline &deadline)
{
    for (;;) {
        const auto got = receiveRaw(deadline);
        if (!got)
            return std::unexpected(got.error());
        if (!m_cipher) {
            bytes.append(*got);
            return {};
        }
        m_cipher->feed(*got);
        const qsizetype before = bytes.size();
        const ValkeyCipher::Step step = m_cipher->decrypt(bytes);
        if (bytes.size() > before)
            return {};
        if (step == ValkeyCipher::Step::Closed)
            return std::unexpected(ValkeyErrors::closed());
        if (step == ValkeyCipher::Step::Failed)
            return std::unexpected(m_cipher->failure().withOutcome(Outcome::Unknown));
    }
}

Result<QByteArrayView> ValkeySocket::receiveRaw(const Deadline &deadline)
{
    for (;;) {
        if (deadline.remaining() < Slice && !waitFor(m_descriptor, POLLIN, deadline))
            return std::unexpected(ValkeyErrors::timeUp());
        const ssize_t got = ::recv(m_descriptor, m_buffer.data(), size_t(m_buffer.size()), 0);
        if (got > 0)
            return QByteArrayView(m_buffer.constData(), got);
        if (m_isShut)
            return std::unexpected(ValkeyErrors::interrupted());
        if (got == 0 || !isWorthWaiting(errno))
            return std::unexpected(ValkeyErrors::closed());
        if (deadline.hasPassed())
            return std::unexpected(ValkeyErrors::timeUp());
    }
}

} // namespace Axess
