// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "freshstore.h"

#include <axess/storagebackend.h>

/// A backend that a test asks for by name, and how it gets a fresh, empty store of it.
class BackendUnderTest
{
public:
    /// The name is a set-up of FreshStore, and fails as that does.
    static Axess::Result<std::unique_ptr<BackendUnderTest>> create(const QString &name);
    ~BackendUnderTest();

    /// Opens the one store of this object, empty at first.
    Axess::Result<std::shared_ptr<Axess::ConnectionFactory>> factory(Axess::AccessMode access
                                                                     = Axess::AccessMode::ReadWrite);

    /// Whether a second factory sees what the first one wrote.
    bool isShared() const { return url().backend() != QLatin1StringView("memory"); }
    const Axess::StoreUrl &url() const { return m_store->url(); }

private:
    explicit BackendUnderTest(std::unique_ptr<FreshStore> store);

    std::unique_ptr<FreshStore> m_store;
    std::unique_ptr<Axess::StorageBackend> m_builtIn;
    Axess::StorageBackend *m_backend = nullptr; ///< That one, or a plugin's.
};
