// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "rowbuilder.h"

#include <axess/storagebackend.h>

#include <QtCore/QTemporaryDir>

#include <memory>
#include <span>

/// A folder for one store in a file, and the plugin that opens it.
class SqliteFixture
{
public:
    SqliteFixture();

    /// Also without a plugin: the first failed `connect` says why.
    static Axess::StorageBackend *backend();

    QString path() const { return m_folder.filePath(QStringLiteral("store.db")); }
    QString folder() const { return m_folder.path(); }
    Axess::StoreUrl url(const QString &option = {}, const QString &value = {}) const;

    using Factory = std::shared_ptr<Axess::ConnectionFactory>;
    using Connection = std::unique_ptr<Axess::StorageConnection>;

    Axess::Result<Factory> factory(const Axess::StoreUrl &url,
                                   Axess::AccessMode access = Axess::AccessMode::ReadWrite) const;
    /// Of a factory of its own.
    Axess::Result<Connection> connect(Axess::AccessMode access = Axess::AccessMode::ReadWrite) const;
    /// The same, with a schema.
    Axess::Result<Connection> store() const;

    /// What the command line program `sqlite3` prints; its complaint if it fails.
    QString shell(const QString &statement, const QString &path = {}) const;

private:
    QTemporaryDir m_folder;
};

/// Rows with a payload of 1 KiB, created now.
std::vector<Axess::NewRow> newRows(int count, qint64 now);

/// Nothing but the present.
Axess::Horizon horizonNow();
Axess::PageRequest firstPage(int limit);

template<typename T> std::span<const T> only(const T &value)
{
    return {&value, 1};
}
