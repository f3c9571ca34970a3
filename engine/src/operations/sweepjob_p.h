// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

namespace Axess {

/// The kind `sweep`: removes what has ended, in batches, until nothing is left.
///
/// The parameter `notBefore` (UTC milliseconds) is when it begins: what an epoch ended may be swept a minute
/// later.
class AXESS_TEST_EXPORT SweepJob final : public JobKind
{
public:
    QString name() const override;
    Result<void> check(const JobRequest &request) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;
};

} // namespace Axess
