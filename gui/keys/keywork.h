// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/jobs.h>
#include <axess/keys.h>
#include <axess/operations.h>

namespace Axess {

/// The keys of a store and who works with them, as of one moment.
struct KeySight
{
    KeyReport report;
    QList<InstanceInfo> instances; ///< Live ones.
    QList<JobInfo> rotations; ///< The last ones, newest first.

    /// The rotation that has not ended.
    std::optional<JobInfo> unfinished() const;
    /// How many instances tell which keys they know.
    qsizetype informed() const;
};

/// Blocking; through the engine's operations.
Result<KeySight> lookAtKeys(const std::shared_ptr<SessionStore> &store);

} // namespace Axess
