// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

namespace Axess {

/// Replaces the active key of a purpose and, for sessions, seals every row under the new one: `key-rotation`.
///
/// Stages a key (or takes one that stands staged), waits until the live instances know it, activates it,
/// seals anew what is under other keys, waits until no call from before can be under way, reads every row,
/// and retires the replaced keys. A row is exchanged only if it is still the one that was read, so a live
/// save wins and is never in conflict with it. Parameters: `purpose` (`envelope`, the default, or `cookie`),
/// `lazy` (rows are sealed anew only when they are saved; nothing is retired). A dry run opens every row and
/// writes nothing.
///
/// Counts: resealed, overtaken (a live write came first), sessions (read at the end), unreadable, retired.
class AXESS_TEST_EXPORT KeyRotation final : public JobKind
{
public:
    QString name() const override;
    Result<void> check(const JobRequest &request) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;
};

} // namespace Axess
