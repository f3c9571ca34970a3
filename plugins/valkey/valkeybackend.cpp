// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeybackend.h"

#include "valkeyfactory.h"

namespace Axess {

Result<std::shared_ptr<ConnectionFactory>> ValkeyBackend::factory(const StoreUrl &url, AccessMode access)
{
    return ValkeyOptions::fromUrl(url, access)
        .and_then([](const ValkeyOptions &options) { return ValkeySetup::create(options); })
        .transform([](const std::shared_ptr<const ValkeySetup> &setup) {
            return std::shared_ptr<ConnectionFactory>(std::make_shared<ValkeyFactory>(setup));
        });
}

} // namespace Axess
