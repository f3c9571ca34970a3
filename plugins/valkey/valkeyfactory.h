// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeysetup.h"

#include <atomic>

namespace Axess {

/// Opens the connections of one store.
class ValkeyFactory final : public ConnectionFactory
{
public:
    explicit ValkeyFactory(std::shared_ptr<const ValkeySetup> setup)
        : m_setup(std::move(setup))
    { }

    /// Unavailable also where a store was before and none is now: a server without its data knows of no
    /// session, which is not to say that they have ended.
    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override;
    int defaultPoolSize() const override { return 8; }
    bool hasBell() const override { return true; }

private:
    std::shared_ptr<const ValkeySetup> m_setup;
    std::atomic<bool> m_hasSeenStore = false;
};

} // namespace Axess
