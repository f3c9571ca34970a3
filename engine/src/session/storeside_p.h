// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "controlcopy_p.h"
#include "documentbox_p.h"
#include "ringkeeper_p.h"
#include "storage/storageaccess_p.h"

#include <axess/sessionstore.h>

namespace Axess {

/// With the system's clock and random source where none is given.
StoreOptions completed(StoreOptions options);

/// One store as a program has it open: how it is reached, its keys and its control copy.
struct StoreSide
{
    /// `options` with clock and random source.
    StoreSide(const StoreUrl &where, const StoreOptions &options, std::shared_ptr<ConnectionFactory> factory,
              const StoreCapabilities &known);

    static StorageAccess::Settings settingsFor(const StoreUrl &url, const StoreOptions &options);

    /// Once the ring is known: how the control document is followed, and what the store can do.
    void follow(ControlCopy::Mode mode, const StoreOptions &options);

    const StoreUrl url;
    StoreCapabilities capabilities;
    StorageAccess storage;
    RingKeeper ring;
    DocumentBox documents;
    std::unique_ptr<ControlCopy> control;
};

} // namespace Axess
