// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "privateserver.h"

#include <axess/storagebackend.h>

#include <memory>

/// A MariaDB of a test's own, whose settings it may change; ends with this object.
class MysqlServerFixture
{
public:
    static Axess::Result<std::unique_ptr<MysqlServerFixture>> start(const QStringList &options = {});

    const QString &text() const { return m_url; } ///< Of the database that is there.
    PrivateServer &server() { return *m_server; }
    /// A store of its own in a new database.
    Axess::Result<Axess::StoreUrl> freshStore();
    Axess::StoreUrl withTls(const Axess::StoreUrl &url, const QString &mode) const;

    /// As the server's root; the first column of the first row.
    Axess::Result<QString> administrate(const QString &statement);
    /// The server goes on with a certificate for this name, of the run's authority; for so long as these
    /// options of openssl say.
    Axess::Result<void> useCertificateFor(const QString &name,
                                          const QString &validity = QStringLiteral("-days 2"));

    using Connection = std::unique_ptr<Axess::StorageConnection>;
    static Axess::Result<Connection> connect(const Axess::StoreUrl &url,
                                             Axess::AccessMode access = Axess::AccessMode::ReadWrite,
                                             std::chrono::milliseconds within = std::chrono::seconds(10));
    /// The same, with a schema.
    static Axess::Result<Connection> store(const Axess::StoreUrl &url);

private:
    explicit MysqlServerFixture(std::unique_ptr<PrivateServer> server);

    std::unique_ptr<PrivateServer> m_server;
    QString m_url;
    QString m_folder;
};
