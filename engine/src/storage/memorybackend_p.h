// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/storagebackend.h>

namespace Axess {

/// Stores in this process's memory: what tests, demos and single-process applications use.
///
/// Each factory is a store of its own, empty at first, that its connections share and that ends with the last
/// of them. Any thread. `ping` answers the given clock's time.
AXESS_EXPORT std::unique_ptr<StorageBackend> createMemoryBackend(std::shared_ptr<const Clock> clock
                                                                 = std::make_shared<SystemClock>());

} // namespace Axess
