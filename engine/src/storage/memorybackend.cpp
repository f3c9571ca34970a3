// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memorybackend_p.h"

#include "storage/memoryconnection_p.h"

namespace Axess {

namespace {

class MemoryFactory final : public ConnectionFactory
{
public:
    MemoryFactory(std::shared_ptr<const Clock> clock, AccessMode access)
        : m_clock(std::move(clock))
        , m_access(access)
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &) override
    {
        return std::make_unique<MemoryConnection>(m_store, m_clock, m_access);
    }
    // Calls are over before another thread could join a batch: rather a connection for each caller.
    int defaultPoolSize() const override { return 32; }

private:
    std::shared_ptr<MemoryStore> m_store = std::make_shared<MemoryStore>();
    std::shared_ptr<const Clock> m_clock;
    AccessMode m_access;
};

class MemoryBackend final : public StorageBackend
{
public:
    explicit MemoryBackend(std::shared_ptr<const Clock> clock)
        : m_clock(std::move(clock))
    { }

    Result<std::shared_ptr<ConnectionFactory>> factory(const StoreUrl &, AccessMode access) override
    {
        return std::make_shared<MemoryFactory>(m_clock, access);
    }

private:
    std::shared_ptr<const Clock> m_clock;
};

} // namespace

std::unique_ptr<StorageBackend> createMemoryBackend(std::shared_ptr<const Clock> clock)
{
    return std::make_unique<MemoryBackend>(std::move(clock));
}

} // namespace Axess
