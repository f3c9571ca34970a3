// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfactory.h"

#include "valkeyconnection.h"

using namespace Qt::StringLiterals;

namespace Axess {

Result<std::unique_ptr<StorageConnection>> ValkeyFactory::connect(const Deadline &deadline)
{
    auto connection = ValkeyConnection::open(m_setup, deadline);
    if (!connection)
        return connection;
    const auto schema = (*connection)->schema();
    // Of a cluster another part may answer nevertheless.
    if (!schema)
        return (*connection)->isBroken() ? std::unexpected(schema.error().withOutcome(Outcome::NotApplied))
                                         : std::move(connection);
    if (!schema->exists && m_hasSeenStore)
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  u"The Valkey server lost the store: did it start without its data? Bring them back; or, to "
                  "give the sessions up, initialise the store and start this program again."_s));
    m_hasSeenStore = m_hasSeenStore || schema->exists;
    return connection;
}

} // namespace Axess
