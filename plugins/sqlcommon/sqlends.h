// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// The verbs that end sessions or undo that, inside a transaction.
class SqlEnds
{
public:
    SqlEnds(SqlLink &link, const Horizon &horizon);

    Result<QList<WriteStatus>> revoke(std::span<const Revocation> revocations);
    Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &mark);
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals);

private:
    /// Which of those that were not changed have the very mark already: sent again, it changes nothing.
    Result<QList<WriteStatus>> withStandingMarks(std::span<const Revocation> revocations,
                                                 QList<WriteStatus> statuses);

    SqlLink &m_link;
    const Horizon &m_horizon;
    const SqlTexts &m_texts;
};

} // namespace Axess
