// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "freshstore.h"
#include "rowbuilder.h"

#include <axess/storagebackend.h>

#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

/// A fresh store on the PostgreSQL server of the run, the plugin that opens it, and a way beside it.
class PostgresFixture
{
public:
    using Factory = std::shared_ptr<Axess::ConnectionFactory>;
    using Connection = std::unique_ptr<Axess::StorageConnection>;

    static Axess::Result<std::unique_ptr<PostgresFixture>> make(const QString &setUp
                                                                = QStringLiteral("postgres"));

    const Axess::StoreUrl &url() const { return m_store->url(); }
    /// Of a factory of its own.
    Axess::Result<Connection> connect() const { return connect(url()); }
    static Axess::Result<Connection> connect(const Axess::StoreUrl &url);

private:
    explicit PostgresFixture(std::unique_ptr<FreshStore> store);

    std::unique_ptr<FreshStore> m_store;
};

/// A session of the test's own on a store's server.
class PostgresShell
{
public:
    explicit PostgresShell(const Axess::StoreUrl &url);
    ~PostgresShell();
    Q_DISABLE_COPY_MOVE(PostgresShell)

    /// The first column of the first row as text; "error: …" if it fails.
    QString ask(const QString &statement);

private:
    QString m_name;
};
