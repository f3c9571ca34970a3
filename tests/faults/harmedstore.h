// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "faultproxy.h"
#include "privateserver.h"

#include <axess/sessionstore.h>

/// A set-up on a server of its own, whose data outlives a kill, and through a proxy where that is possible.
class HarmedStore
{
public:
    static Axess::Result<std::unique_ptr<HarmedStore>> start(const QString &setUp,
                                                             const QStringList &options = {},
                                                             const QString &disk = {});

    PrivateServer &server() { return *m_server; }
    /// Null where there are several hosts: nodes of sentinels and clusters name themselves.
    FaultProxy *proxy() { return m_proxy.get(); }
    /// Ends all connections of clients, in the proxy or by the nodes themselves; later ones are served.
    Axess::Result<void> cutAll();
    /// Through the proxy if there is one.
    const QString &url() const { return m_url; }
    const QString &directUrl() const { return m_directUrl; }

    /// One statement by the administrator of a PostgreSQL or MariaDB.
    Axess::Result<void> administer(const QString &statement) const;
    /// One command by the administrator of a single Valkey.
    Axess::Result<QByteArray> administer(const QByteArrayList &command) const;
    /// A user with the rights that the documentation asks for, by the name and password of below; `open`
    /// signs in as that from now on.
    Axess::Result<void> useApplication();
    Axess::Result<void> setPassword(const QString &password) const; ///< The application's, on the server.
    static constexpr auto ApplicationPassword = QLatin1StringView("shop-test");

    /// Further options of the URL as in `pool=2`; empty for none. Repeated while the server is not ready yet:
    /// a replica that has just joined may confirm late.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> initialise(const QString &urlOptions = {}) const;
    Axess::Result<std::shared_ptr<Axess::SessionStore>> open(const QString &urlOptions = {}) const;

    /// Of stores that are opened from now on.
    Axess::StoreOptions &options() { return m_options; }

    static constexpr std::chrono::milliseconds CallDeadline {1000};
    const Axess::RootKey &rootKey() const { return m_rootKey; }

private:
    HarmedStore();
    QString urlWith(const QString &options) const;
    QString administratorUrl() const;
    bool isOf(QLatin1StringView backend) const { return m_directUrl.startsWith(backend); }

    std::unique_ptr<PrivateServer> m_server;
    std::unique_ptr<FaultProxy> m_proxy;
    QString m_directUrl;
    QString m_url;
    Axess::RootKey m_rootKey;
    Axess::StoreOptions m_options;
};

/// What this process holds: a leak shows as more than before.
struct Holdings
{
    int descriptors = 0;
    int threads = 0;

    static Holdings now();
    /// When it no longer changes: threads of what was closed a moment ago may still end.
    static Holdings settled();
    bool operator==(const Holdings &) const = default;
};
