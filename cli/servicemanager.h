// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

#include <chrono>
#include <optional>

/// Tells the service manager how a service is (sd_notify(3)): by datagrams to the socket in $NOTIFY_SOCKET.
///
/// Without that variable nobody is told. Best effort, and never waits.
class ServiceManager
{
public:
    ServiceManager();

    void ready() const { tell(QByteArrayLiteral("READY=1\nSTATUS=Working")); }
    void stopping() const { tell(QByteArrayLiteral("STOPPING=1")); }
    void alive() const { tell(QByteArrayLiteral("WATCHDOG=1")); }
    /// How often `alive` must be said: half of $WATCHDOG_USEC. Nothing = nobody watches.
    std::optional<std::chrono::milliseconds> aliveEvery() const { return m_aliveEvery; }

private:
    void tell(const QByteArray &state) const;

    QByteArray m_address; ///< Empty = nobody.
    std::optional<std::chrono::milliseconds> m_aliveEvery;
};
