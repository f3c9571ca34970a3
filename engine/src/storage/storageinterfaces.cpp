// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storagebackend.h>

namespace Axess {

// Out of line, so that each interface has one home for its type information across plugins.
StorageConnection::~StorageConnection() = default;
ConnectionFactory::~ConnectionFactory() = default;
StorageBackend::~StorageBackend() = default;

Result<QList<SealedRow>> StorageConnection::settle(std::span<const LostWrite> writes, const Horizon &)
{
    QList<SessionId> ids;
    for (const LostWrite &write : writes)
        ids.append(write.id);
    return load(ids);
}

Result<QList<Fact>> StorageConnection::vitals()
{
    return QList<Fact>();
}

} // namespace Axess
