// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// Lets a session into its user's limit, inside the transaction that writes the session.
class SqlAdmission
{
public:
    /// `row` is the session that comes in.
    SqlAdmission(SqlLink &link, const Horizon &horizon, const Admission &admission, const SealedRow &row);

    /// Stored, or Gone if the user's generation is not the ticket's.
    Result<WriteStatus> checkGeneration();
    /// Stored with the sessions that were ended for it, or Denied.
    Result<WriteOutcome> makeRoom();

private:
    struct Member
    {
        qint64 lastUse = 0; ///< 0 where it does not count.
        qint64 created = 0;
        SessionId id;

        auto operator<=>(const Member &) const = default;
    };

    Result<QList<Member>> others();
    Result<void> end(std::span<const SessionId> ids);

    SqlLink &m_link;
    const Horizon &m_horizon;
    const Admission &m_admission;
    const SealedRow &m_row;
};

} // namespace Axess
