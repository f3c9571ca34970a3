// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "backendundertest.h"

#include "storage/memorybackend_p.h"

#include <QtCore/QPluginLoader>

using namespace Axess;
using namespace Qt::StringLiterals;

QStringList BackendUnderTest::asked()
{
    return qEnvironmentVariable("AXESS_TEST_BACKENDS", u"memory"_s).split(u',', Qt::SkipEmptyParts);
}

Result<std::unique_ptr<BackendUnderTest>> BackendUnderTest::create(const QString &name)
{
    std::unique_ptr<BackendUnderTest> backend(new BackendUnderTest(name));
    Result<void> ready;
    if (name == "memory"_L1)
        backend->m_backend = backend->m_builtIn.get();
    else if (name == "sqlite"_L1)
        ready = backend->loadSqlite(u"native"_s);
    else if (name == "sqlite-plain"_L1)
        ready = backend->loadSqlite(u"plain"_s);
    else
        ready = std::unexpected(
            Error(ErrorCode::InvalidArgument, u"No backend under test is called \"%1\"."_s.arg(name)));
    if (!ready)
        return std::unexpected(ready.error());
    return backend;
}

BackendUnderTest::BackendUnderTest(const QString &name)
    : m_name(name)
    , m_builtIn(createMemoryBackend())
{ }

BackendUnderTest::~BackendUnderTest() = default;

Result<void> BackendUnderTest::loadSqlite(const QString &driver)
{
    QPluginLoader loader(qEnvironmentVariable("AXESS_PLUGIN_PATH") + u"/axess_sqlite.so"_s);
    m_backend = qobject_cast<StorageBackend *>(loader.instance());
    if (!m_backend)
        return std::unexpected(Error(ErrorCode::Unavailable, loader.errorString()));
    m_url = StoreUrl::forFile(m_folder.filePath(u"store.db"_s)).withOption(u"driver"_s, driver);
    return {};
}

Result<std::shared_ptr<ConnectionFactory>> BackendUnderTest::factory(AccessMode access)
{
    return m_backend->factory(m_url, access);
}
