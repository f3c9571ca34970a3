// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "freshbackends.h"

#include "freshstore.h"

#include "storage/memorybackend_p.h"

#include <QtCore/QPluginLoader>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

class FreshBackend final : public BackendUnderTest
{
public:
    FreshBackend(std::unique_ptr<FreshStore> store, std::shared_ptr<StorageBackend> backend)
        : m_store(std::move(store))
        , m_backend(std::move(backend))
    { }

    Result<std::shared_ptr<ConnectionFactory>> factory(AccessMode access) override
    {
        return m_backend->factory(url(), access);
    }
    const QString &text() const override { return m_store->text(); }
    const StoreUrl &url() const override { return m_store->url(); }

private:
    std::unique_ptr<FreshStore> m_store;
    std::shared_ptr<StorageBackend> m_backend;
};

} // namespace

QStringList FreshBackends::names() const
{
    return FreshStore::asked(u"memory"_s);
}

Result<std::unique_ptr<BackendUnderTest>> FreshBackends::make(const QString &name)
{
    auto store = FreshStore::make(name);
    if (!store)
        return std::unexpected(store.error());
    const QString kind = (*store)->url().backend();
    if (kind == "memory"_L1)
        return std::make_unique<FreshBackend>(std::move(*store), createMemoryBackend());
    QPluginLoader loader(u"%1/axess_%2.so"_s.arg(qEnvironmentVariable("AXESS_PLUGIN_PATH"), kind));
    auto *plugin = qobject_cast<StorageBackend *>(loader.instance());
    if (!plugin)
        return std::unexpected(Error(ErrorCode::Unavailable, loader.errorString()));
    // A plugin is its loader's.
    return std::make_unique<FreshBackend>(std::move(*store),
                                          std::shared_ptr<StorageBackend>(plugin, [](StorageBackend *) { }));
}
