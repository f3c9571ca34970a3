// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobkinds_p.h"

#include "conversion_p.h"
#include "keyrotation_p.h"
#include "revokejobs_p.h"
#include "sweepjob_p.h"
#include "verifyindex_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

std::shared_ptr<const JobKinds> JobKinds::standard()
{
    return std::make_shared<const JobKinds>(List {
        std::make_shared<const VerifyIndex>(),
        std::make_shared<const KeyRotation>(),
        std::make_shared<const RevokeSessionsJob>(),
        std::make_shared<const UndoRevocationJob>(),
        std::make_shared<const SweepJob>(),
        std::make_shared<const Conversion>(),
    });
}

Result<std::shared_ptr<const JobKind>> JobKinds::find(const QString &name) const
{
    const auto kind = std::ranges::find(m_kinds, name, [](const auto &one) { return one->name(); });
    if (kind == m_kinds.cend())
        return std::unexpected(
            Error(ErrorCode::Unsupported,
                  u"This program knows no jobs of the kind “%1”; one of a later version may."_s.arg(name)));
    return *kind;
}

Result<std::shared_ptr<const JobKind>> JobKinds::kindOf(const JobInfo &job) const
{
    if (job.error && !job.obstacle.isEmpty())
        return std::unexpected(*job.error);
    const auto kind = find(job.request.kind);
    if (kind && job.version > (*kind)->version())
        return std::unexpected(Error(
            ErrorCode::TooNew,
            u"Job %1 is of version %2 of “%3”; this program knows version %4. A newer one works it off."_s
                .arg(job.id)
                .arg(job.version)
                .arg(job.request.kind)
                .arg((*kind)->version())));
    return kind;
}

} // namespace Axess
