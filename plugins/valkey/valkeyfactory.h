// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeysetup.h"

namespace Axess {

/// Opens the connections of one store.
class ValkeyFactory final : public ConnectionFactory
{
public:
    explicit ValkeyFactory(std::shared_ptr<const ValkeySetup> setup)
        : m_setup(std::move(setup))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override;
    int defaultPoolSize() const override { return 8; }

private:
    std::shared_ptr<const ValkeySetup> m_setup;
};

} // namespace Axess
