// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresbackend.h"

#include "postgresfactory.h"

namespace Axess {

Result<std::shared_ptr<ConnectionFactory>> PostgresBackend::factory(const StoreUrl &url, AccessMode access)
{
    return PostgresOptions::fromUrl(url, access).transform([](const PostgresOptions &options) {
        return std::shared_ptr<ConnectionFactory>(std::make_shared<PostgresFactory>(options));
    });
}

} // namespace Axess
