// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

#include <axess/conversion.h>

namespace Axess {

/// Seals a store or unseals it while applications use it: `convert`.
///
/// Waits until every live instance may open both kinds of rows, lets the ring say so, and turns: from then on
/// all write the new way, within the control lag. Then documents and rows are written anew, a row only if it
/// is still the one that was read; every row is read; and at last the ring says that there is one kind.
/// Parameter: `to` (`sealed` or `unsealed`). A dry run opens every row and writes nothing.
///
/// Counts: converted, overtaken (a live write came first), documents, sessions (read at the end), unreadable.
class AXESS_TEST_EXPORT Conversion final : public JobKind
{
public:
    QString name() const override;
    Result<void> check(const JobRequest &request) const override;
    Result<void> fits(StoreCore &core, const JobInfo &job) const override;
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override;
};

} // namespace Axess
