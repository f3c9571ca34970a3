// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "privateserver.h"
#include "rowbuilder.h"
#include "valkeyclient.h"
#include "verify.h"

#include <axess/storagebackend.h>

/// The base of tests of the plugin for Valkey: a server of their own, the plugin, and a client past it.
class ValkeyTest : public AxessTest
{
    Q_OBJECT

protected:
    static constexpr qint64 Second = 1000;
    static constexpr qint64 Minute = 60 * Second;
    static constexpr qint64 Hour = 60 * Minute;

    /// Starts the server; the first of a test's class.
    void startServer(const QString &kind, const QStringList &options = {});
    void stopServer();
    /// Before each function: a clean database, a connection, the present.
    void begin();
    void end();

    PrivateServer &server() { return *m_server; }
    ValkeyClient &client() { return *m_client; }
    Axess::StorageConnection &store() { return *m_connection; }
    Axess::Horizon &horizon() { return m_horizon; }
    qint64 now() const { return m_horizon.now; }
    RowBuilder aRow() const { return RowBuilder(now()); }

    QString url() const { return m_url; }
    /// With further options, such as `prefix=x`.
    QString urlWith(const QString &options) const;
    Axess::Result<std::unique_ptr<Axess::StorageConnection>> connect(const QString &url,
                                                                     std::chrono::milliseconds patience
                                                                     = std::chrono::seconds(10));

    /// What an instance has, for connections that know of each other.
    Axess::Result<std::shared_ptr<Axess::ConnectionFactory>> factory(const QString &url);

    /// What the server answers, as text; fails the test on an error.
    QByteArray ask(const QByteArrayList &words);
    QByteArrayList keys(const QByteArray &pattern);
    /// The key of a session, of the usual prefix.
    static QByteArray keyOf(const Axess::SessionId &id);
    static QByteArray bucketKey(const char *family, const Axess::SessionId &id);
    /// A key of the user ann without tenant, such as her registry.
    static QByteArray keyOfAnn(const char *family);

    Axess::WriteOutcome create(const Axess::NewRow &entry);
    QList<Axess::SealedRow> sessionsOf(const QString &user);

private:
    std::unique_ptr<PrivateServer> m_server;
    std::unique_ptr<ValkeyClient> m_client;
    std::unique_ptr<Axess::StorageConnection> m_connection;
    Axess::StorageBackend *m_backend = nullptr;
    QString m_url;
    Axess::Horizon m_horizon;
};

/// A span of one.
template<typename T> std::span<const T> only(const T &value)
{
    return std::span<const T>(&value, 1);
}
