// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeysetup.h"

namespace Axess {

Result<std::shared_ptr<const ValkeySetup>> ValkeySetup::create(const ValkeyOptions &options)
{
    std::shared_ptr<const ValkeyTls> tls;
    if (options.usesTls) {
        const auto created = ValkeyTls::create(options);
        if (!created)
            return std::unexpected(created.error());
        tls = *created;
    }
    return std::make_shared<const ValkeySetup>(options, ValkeyKeys(options.prefix), ValkeyScripts(), tls,
                                               std::make_unique<ValkeyEndings>());
}

} // namespace Axess
