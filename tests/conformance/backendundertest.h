// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

#include <QtCore/QTemporaryDir>

/// A backend that a test asks for by name, and how it gets a fresh, empty store of it.
class BackendUnderTest
{
public:
    /// The names in AXESS_TEST_BACKENDS, comma-separated; `memory` if it is not set.
    static QStringList asked();

    /// InvalidArgument for a name that nobody knows.
    static Axess::Result<std::unique_ptr<BackendUnderTest>> create(const QString &name);
    ~BackendUnderTest();

    /// Opens the one store of this object, empty at first; a server that is not there is an error, never a
    /// skip.
    Axess::Result<std::shared_ptr<Axess::ConnectionFactory>> factory(Axess::AccessMode access
                                                                     = Axess::AccessMode::ReadWrite);

    /// Whether a second factory sees what the first one wrote.
    bool isShared() const { return m_name != QLatin1StringView("memory"); }

private:
    explicit BackendUnderTest(const QString &name);
    Axess::Result<void> loadSqlite(const QString &driver);

    QString m_name;
    QTemporaryDir m_folder; ///< Of stores in files.
    Axess::StoreUrl m_url;
    std::unique_ptr<Axess::StorageBackend> m_builtIn;
    Axess::StorageBackend *m_backend = nullptr; ///< That one, or a plugin's.
};
