// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "stranger.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

Stranger::Stranger(QByteArray text)
    : m_text(std::move(text))
    , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
    listen(m_listener, 8);
    getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this] { serve(); });
}

Stranger::~Stranger()
{
    shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    close(m_listener);
}

QString Stranger::url(const QString &scheme) const
{
    return u"%1://127.0.0.1:%2"_s.arg(scheme).arg(m_port);
}

void Stranger::serve()
{
    for (int caller = accept(m_listener, nullptr, nullptr); caller >= 0;
         caller = accept(m_listener, nullptr, nullptr)) {
        char heard[512];
        (void)recv(caller, heard, sizeof heard, 0);
        (void)send(caller, m_text.constData(), size_t(m_text.size()), MSG_NOSIGNAL);
        close(caller);
    }
}
