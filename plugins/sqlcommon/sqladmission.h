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

    /// Makes other sign-ins of the user wait for this one. Stored, or Gone if the user's generation is not
    /// the ticket's.
    Result<WriteStatus> checkGeneration();
    /// Stored with the sessions that are to end for it, or Denied. Changes nothing yet.
    Result<WriteOutcome> chooseRoom();
    /// Ends the chosen ones, once the session is written; which there still were.
    Result<WriteOutcome> makeRoom(const WriteOutcome &chosen);

private:
    struct Member
    {
        qint64 lastUse = 0; ///< 0 where it does not count.
        qint64 created = 0;
        SessionId id;

        auto operator<=>(const Member &) const = default;
    };

    Result<QList<Member>> others();
    Result<QList<SessionId>> end(std::span<const SessionId> ids);

    SqlLink &m_link;
    const Horizon &m_horizon;
    const Admission &m_admission;
    const SealedRow &m_row;
};

} // namespace Axess
