// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "servicemanager.h"

#include <QtCore/qtenvironmentvariables.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

ServiceManager::ServiceManager()
    : m_address(qgetenv("NOTIFY_SOCKET"))
{
    bool isNumber = false;
    const qint64 microseconds = qgetenv("WATCHDOG_USEC").toLongLong(&isNumber);
    const QByteArray process = qgetenv("WATCHDOG_PID");
    // Of another process that started this one, if it names one.
    const bool isMine = process.isEmpty() || process == QByteArray::number(qint64(::getpid()));
    if (isNumber && microseconds > 0 && isMine)
        m_aliveEvery = std::chrono::milliseconds(std::max<qint64>(1, microseconds / 2000));
}

void ServiceManager::tell(const QByteArray &state) const
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (m_address.isEmpty() || m_address.size() >= qsizetype(sizeof(address.sun_path)))
        return;
    std::memcpy(address.sun_path, m_address.constData(), std::size_t(m_address.size()));
    // A name that begins with @ stands in no folder.
    if (m_address.startsWith('@'))
        address.sun_path[0] = '\0';
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return;
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(m_address.size()));
    (void)::sendto(socket, state.constData(), std::size_t(state.size()), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr *>(&address), length);
    ::close(socket);
}
