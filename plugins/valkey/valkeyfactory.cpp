// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfactory.h"

#include "valkeyconnection.h"

namespace Axess {

Result<std::unique_ptr<StorageConnection>> ValkeyFactory::connect(const Deadline &deadline)
{
    return ValkeyConnection::open(m_setup, deadline);
}

} // namespace Axess
