// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlbackend.h"

#include "mysqlfactory.h"

namespace Axess {

Result<std::shared_ptr<ConnectionFactory>> MysqlBackend::factory(const StoreUrl &url, AccessMode access)
{
    return MysqlOptions::fromUrl(url, access).transform([](const MysqlOptions &options) {
        return std::shared_ptr<ConnectionFactory>(std::make_shared<MysqlFactory>(options));
    });
}

} // namespace Axess
