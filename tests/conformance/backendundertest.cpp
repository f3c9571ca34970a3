// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "backendundertest.h"

#include "storage/memorybackend_p.h"

#include <QtCore/QPluginLoader>

using namespace Axess;
using namespace Qt::StringLiterals;

Result<std::unique_ptr<BackendUnderTest>> BackendUnderTest::create(const QString &name)
{
    auto store = FreshStore::make(name);
    if (!store)
        return std::unexpected(store.error());
    std::unique_ptr<BackendUnderTest> backend(new BackendUnderTest(std::move(*store)));
    if (!backend->isShared()) {
        backend->m_backend = backend->m_builtIn.get();
        return backend;
    }
    QPluginLoader loader(
        u"%1/axess_%2.so"_s.arg(qEnvironmentVariable("AXESS_PLUGIN_PATH"), backend->url().backend()));
    backend->m_backend = qobject_cast<StorageBackend *>(loader.instance());
    if (!backend->m_backend)
        return std::unexpected(Error(ErrorCode::Unavailable, loader.errorString()));
    return backend;
}

BackendUnderTest::BackendUnderTest(std::unique_ptr<FreshStore> store)
    : m_store(std::move(store))
    , m_builtIn(createMemoryBackend())
{ }

BackendUnderTest::~BackendUnderTest() = default;

Result<std::shared_ptr<ConnectionFactory>> BackendUnderTest::factory(AccessMode access)
{
    return m_backend->factory(url(), access);
}
