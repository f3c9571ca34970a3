// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/horizon.h>

namespace Axess {

bool Horizon::hasEnded(const SealedRow &row) const
{
    if (row.absoluteDeadline <= now || row.idleDeadline <= now || row.storeEpoch < store.value)
        return true;
    const auto tenant = tenants.constFind(row.tenant);
    return tenant != tenants.cend() && row.tenantEpoch < tenant->value;
}

bool Horizon::isDead(const SealedRow &row) const
{
    return row.revocation.has_value() || hasEnded(row);
}

} // namespace Axess
