// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storeside_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

StoreOptions completed(StoreOptions options)
{
    if (!options.clock)
        options.clock = std::make_shared<SystemClock>();
    if (!options.random)
        options.random = std::make_shared<SystemRandom>();
    return options;
}

StorageAccess::Settings StoreSide::settingsFor(const StoreUrl &url, const StoreOptions &options)
{
    StorageAccess::Settings settings;
    settings.accessMode = options.access;
    settings.pool.size = url.number(u"pool"_s, 0);
    return settings;
}

StoreSide::StoreSide(const StoreUrl &where, const StoreOptions &options,
                     std::shared_ptr<ConnectionFactory> factory, const StoreCapabilities &known)
    : url(where)
    , capabilities(known)
    , storage(std::move(factory), settingsFor(where, options))
    , ring(storage, *options.clock, *options.random)
    , documents(storage, ring, *options.random)
{
    capabilities.readOnly = options.access == AccessMode::ReadOnly;
}

void StoreSide::follow(ControlCopy::Mode mode, const StoreOptions &options)
{
    control = std::make_unique<ControlCopy>(documents, *options.clock, options.controlLag, mode);
    capabilities.sealed = ring.kind() != RingKind::NotSealed;
    capabilities.hasKey = ring.kind() == RingKind::Keyed;
}

} // namespace Axess
