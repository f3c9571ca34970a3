// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "lease_p.h"

namespace Axess {

/// The right to sweep a store.
class SweepLease : public Lease
{
public:
    static constexpr std::chrono::milliseconds Length = std::chrono::minutes(1);

    explicit SweepLease(StoreCore &core)
        : Lease(core, DocumentName::SweepLease.toString(), Length)
    { }
};

} // namespace Axess
