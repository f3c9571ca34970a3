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

std::optional<SessionEnd> Horizon::endOf(const SealedRow &row) const
{
    std::optional<SessionEnd> end;
    const auto consider = [&](bool holds, EndReason reason, qint64 at) {
        if (holds && (!end || at < end->at))
            end = SessionEnd {reason, at};
    };
    if (row.revocation)
        consider(true, EndReason::Revoked, row.revocation->at);
    consider(row.absoluteDeadline <= now, EndReason::AbsoluteDeadline, row.absoluteDeadline);
    consider(row.idleDeadline <= now, EndReason::IdleDeadline, row.idleDeadline);
    consider(row.storeEpoch < store.value, EndReason::EpochRaised, store.raisedAt);
    const auto tenant = tenants.constFind(row.tenant);
    if (tenant != tenants.cend())
        consider(row.tenantEpoch < tenant->value, EndReason::EpochRaised, tenant->raisedAt);
    return end;
}

bool Horizon::isDead(const SealedRow &row) const
{
    return row.revocation.has_value() || hasEnded(row);
}

} // namespace Axess
