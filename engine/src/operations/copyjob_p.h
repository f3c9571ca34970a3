// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

namespace Axess {

/// Who uses a store now, as `program@host`.
Result<QStringList> writersOf(StoreCore &core);

/// Fills the job's store from another one and compares both: `copy-store`. A dry run only compares.
///
/// Counts: sessions, users, values and events that were copied; compared, and of these missing, different
/// and surplus, which a copy takes away. Only who holds the source works it off.
class AXESS_TEST_EXPORT CopyJob final : public JobKind
{
public:
    static constexpr QStringView Name = u"copy-store";

    explicit CopyJob(std::shared_ptr<SessionStore> source)
        : m_source(std::move(source))
    { }

    QString name() const override { return Name.toString(); }
    Result<void> check(const JobRequest &request) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;

private:
    const std::shared_ptr<SessionStore> m_source;
};

} // namespace Axess
