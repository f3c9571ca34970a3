// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeytls.h"

#include <atomic>
#include <mutex>

struct addrinfo;

namespace Axess {

/// Where a server is.
struct ValkeyEndpoint
{
    QString host;
    int port = 0;
    QString socket; ///< Path of a unix socket; then the others do not count.

    QString text() const { return socket.isEmpty() ? QStringLiteral("%1:%2").arg(host).arg(port) : socket; }
    auto operator<=>(const ValkeyEndpoint &) const = default;
};

/// A connected stream of bytes, plain or encrypted, whose calls end at their deadline.
class ValkeySocket
{
public:
    /// `tls` null = plain. Unavailable or Denied with a sentence; Outcome::NotApplied.
    static Result<std::unique_ptr<ValkeySocket>> connect(const ValkeyEndpoint &endpoint, const ValkeyTls *tls,
                                                         const Deadline &deadline);
    ~ValkeySocket();
    Q_DISABLE_COPY_MOVE(ValkeySocket)

    /// After an error the socket is of no use. `hasSent` tells whether a byte may have left.
    Result<void> send(QByteArrayView bytes, const Deadline &deadline, bool &hasSent);
    /// At least one byte, appended.
    Result<void> receive(QByteArray &bytes, const Deadline &deadline);
    /// Ends what runs now and all that comes. From any thread.
    void shutDown();

private:
    ValkeySocket() = default;
    Result<void> open(const ValkeyEndpoint &endpoint, const Deadline &deadline);
    Result<void> openUnix(const QString &path);
    Result<void> connectTo(const ::addrinfo &address, const Deadline &deadline);
    Result<void> shakeHands(const Deadline &deadline);
    Result<void> sendRaw(QByteArrayView bytes, const Deadline &deadline, bool &hasSent);
    Result<QByteArrayView> receiveRaw(const Deadline &deadline);
    void close();

    int m_descriptor = -1;
    std::unique_ptr<ValkeyCipher> m_cipher;
    QByteArray m_buffer;
    std::atomic<bool> m_isShut = false;
    std::mutex m_mutex; ///< Keeps shutDown from a descriptor that is being closed.
};

} // namespace Axess
