// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitebackend.h"

#include "sqlitefactory.h"

namespace Axess {

Result<std::shared_ptr<ConnectionFactory>> SqliteBackend::factory(const StoreUrl &url, AccessMode access)
{
    return SqliteOptions::fromUrl(url, access).transform([](const SqliteOptions &options) {
        return std::shared_ptr<ConnectionFactory>(std::make_shared<SqliteFactory>(options));
    });
}

} // namespace Axess
