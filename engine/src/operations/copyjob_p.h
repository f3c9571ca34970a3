// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

namespace Axess {

/// Who uses a store now, as `program@host`.
Result<QStringList> writersOf(StoreCore &core);

/// Denied, with the next step, while a conversion or a rotation of the store has not ended: what is written
/// anew meanwhile, and under which key, is not to be told.
Result<void> checkKeysStand(const std::shared_ptr<SessionStore> &store);
/// The store's ring as it stands there; empty for none. Another one: keys or the mode of sealing changed.
Result<QByteArray> ringBytes(StoreCore &core);

/// Fills the job's store from another one and compares both: `copy-store`. A dry run only compares.
///
/// Counts: sessions, users, values and events that were copied; compared, and of these missing, different
/// and surplus, which a copy takes away; unreadable, which stay where they are; entries of the audit trail.
/// Only who holds the source works it off.
class AXESS_TEST_EXPORT CopyJob final : public JobKind
{
public:
    static constexpr QStringView Name = u"copy-store";

    /// `ring` as the target's was taken from: a copy is complete only under the source's present keys.
    CopyJob(std::shared_ptr<SessionStore> source, const QByteArray &ring)
        : m_source(std::move(source))
        , m_ring(ring)
    { }

    QString name() const override { return Name.toString(); }
    Result<void> check(const JobRequest &request) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;

private:
    Result<void> concluded(StoreCore &target, const JobInfo &job) const;

    const std::shared_ptr<SessionStore> m_source;
    const QByteArray m_ring;
};

} // namespace Axess
