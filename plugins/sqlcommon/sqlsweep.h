// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// Removes what has ended, a batch at a time, inside a transaction.
class SqlSweep
{
public:
    SqlSweep(SqlLink &link, const Horizon &horizon);

    /// What there was; fewer than the limit = no more has ended.
    Result<QList<RemovedRow>> run(int limit);

private:
    using Found = QList<SealedRow>;
    /// One cause's statement with its values, for so many rows at most.
    using Look = std::function<Result<void>(const QString &text, SqlValues values)>;

    /// Asks by each cause in turn.
    Result<void> lookByCause(const SqlTexts::Ended &texts, const Look &look);

    Result<QList<RemovedRow>> sweepInOne(int limit);
    /// The values behind a cause's in SqlTexts::sweepEnded.
    void appendJudgement(SqlValues &values);

    Result<QList<RemovedRow>> findAndRemove(int limit);
    /// Adds rows that are not among the found ones yet, up to the limit.
    Result<void> find(const QString &text, SqlValues values, int limit, Found &found);
    Result<QList<RemovedRow>> removeFound(const Found &found);

    SqlLink &m_link;
    const Horizon &m_horizon;
    const SqlTexts &m_texts;
};

} // namespace Axess
