// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "brokenbackend.h"

#include "rowbuilder.h"
#include "wrongways.h"

#include <axess/backendregistry.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

class ReadOnlyConnection final : public DecoratedConnection
{
public:
    using DecoratedConnection::DecoratedConnection;

protected:
    Result<void> before(QStringView, Effect effect) override
    {
        if (effect == Effect::Write)
            return std::unexpected(Error(ErrorCode::Denied, u"Opened for reading only."_s));
        return {};
    }
};

class BrokenFactory final : public ConnectionFactory
{
public:
    BrokenFactory(std::shared_ptr<ConnectionFactory> right, const QString &way, AccessMode access)
        : m_right(std::move(right))
        , m_way(way)
        , m_access(access)
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        auto connection = m_right->connect(deadline);
        if (connection && m_access == AccessMode::ReadOnly && m_way != "writes-when-reading"_L1)
            connection = std::make_unique<ReadOnlyConnection>(std::move(*connection));
        if (!connection || m_way.isEmpty())
            return connection;
        return makeWrong(m_way, std::move(*connection));
    }
    int concurrentWriters() const override { return m_right->concurrentWriters(); }
    int defaultPoolSize() const override { return m_right->defaultPoolSize(); }

private:
    std::shared_ptr<ConnectionFactory> m_right;
    QString m_way;
    AccessMode m_access;
};

Result<void> fill(ConnectionFactory &store)
{
    const auto deadline = Deadline::in(std::chrono::seconds(10));
    return store.connect(deadline).and_then([&](const std::unique_ptr<StorageConnection> &connection) {
        connection->setDeadline(deadline);
        const NewRow entry = RowBuilder(SystemClock().now()).entry();
        return connection->create(std::span(&entry, 1), {}).transform([](const auto &) { });
    });
}

} // namespace

Result<std::shared_ptr<ConnectionFactory>> BrokenBackend::factory(const StoreUrl &url, AccessMode access)
{
    const QString way = url.option(u"wrong"_s).value_or(QString());
    if (!way.isEmpty() && !wrongWays().contains(way))
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"No store is wrong in the way "_s + way));
    static BackendRegistry all;
    if (url.path().startsWith(u'/'))
        return all.factory(StoreUrl::forFile(url.path()), access)
            .transform([&](const auto &file) -> std::shared_ptr<ConnectionFactory> {
                return std::make_shared<BrokenFactory>(file, way, AccessMode::ReadWrite);
            });
    const std::scoped_lock lock(m_mutex);
    const QString name = url.option(u"same"_s) ? u"same"_s : url.path();
    auto memory = m_stores.value(name).lock();
    if (!memory) {
        const auto made = BackendRegistry(QStringList())
                              .factory(StoreUrl::parse(u"memory:"_s).value(), AccessMode::ReadWrite);
        if (!made)
            return made;
        memory = *made;
        m_stores.insert(name, memory);
        if (url.option(u"filled"_s)) {
            if (const auto filled = fill(*memory); !filled)
                return std::unexpected(filled.error());
        }
    }
    return std::make_shared<BrokenFactory>(memory, way, access);
}
