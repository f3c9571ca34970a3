// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storeurl.h>

#include <memory>

/// A store of a test's own: new and without a schema at first, gone with this object.
///
/// A set-up is `memory`, `sqlite`, `sqlite-plain` or a name in `$AXESS_TEST_SERVERS/urls`: `postgres`,
/// `postgres-tls`, `mysql`, `mysql-tls`, `mysql-plain`, `valkey`, `valkey-tls`, `valkey-sentinel`,
/// `valkey-cluster`. Stores of one server live side by side: a database each, or in Valkey a prefix each.
class FreshStore
{
public:
    /// The set-ups in AXESS_TEST_BACKENDS, comma-separated; these if it is not set.
    static QStringList asked(const QString &byDefault);

    /// InvalidArgument for a set-up that nobody knows; Unavailable without its server, never a skip.
    static Axess::Result<std::unique_ptr<FreshStore>> make(const QString &setUp);
    virtual ~FreshStore() = default;
    Q_DISABLE_COPY_MOVE(FreshStore)

    const Axess::StoreUrl &url() const { return m_url; }
    /// As others pass it on, with its password.
    const QString &text() const { return m_text; }
    bool isOnServer() const;

protected:
    explicit FreshStore(const QString &text);

private:
    QString m_text;
    Axess::StoreUrl m_url;
};

/// The URL of a set-up of the servers in a folder.
Axess::Result<QString> serverUrl(const QString &folder, const QString &setUp);

/// One statement on a PostgreSQL, MariaDB or MySQL, past the plugins.
Axess::Result<void> executeOn(const Axess::StoreUrl &server, const QString &statement);
