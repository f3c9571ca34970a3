// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/jobs.h>

namespace Axess {

/// How much of a job a document holds.
enum class JobDetail : quint8 {
    Whole,
    Progress, ///< What everybody may read: nothing that names users, nothing that is acted on.
};

AXESS_TEST_EXPORT QByteArray encodeJob(const JobInfo &job, JobDetail detail);
/// Corrupt, or TooNew for a later format.
AXESS_TEST_EXPORT Result<JobInfo> decodeJob(const QByteArray &bytes);

} // namespace Axess
