// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyendings.h"
#include "valkeykeys.h"
#include "valkeyoptions.h"
#include "valkeyscripts.h"
#include "valkeytls.h"

namespace Axess {

/// What all connections of a store share. Any thread.
struct ValkeySetup
{
    /// InvalidArgument for certificates that cannot be used.
    static Result<std::shared_ptr<const ValkeySetup>> create(const ValkeyOptions &options);

    ValkeyOptions options;
    ValkeyKeys keys;
    ValkeyScripts scripts;
    std::shared_ptr<const ValkeyTls> tls; ///< Null = plain.
    std::unique_ptr<ValkeyEndings> endings;
};

} // namespace Axess
