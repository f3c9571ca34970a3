// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

namespace Axess {

/// Compares a store's indexes with its sessions and puts right what differs: `verify-index`.
///
/// Counts: sessions, entries, unregistered, unindexed, stale, vanished, miscatalogued, unreadable, repaired,
/// as VerifyStep has them.
class AXESS_TEST_EXPORT VerifyIndex final : public JobKind
{
public:
    QString name() const override;
    Result<void> check(const JobRequest &request) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;
};

} // namespace Axess
