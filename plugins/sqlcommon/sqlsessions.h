// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// The verbs that write rows, inside a transaction.
class SqlSessions
{
public:
    SqlSessions(SqlLink &link, const Horizon &horizon);

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows);
    Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates);
    Result<QList<WriteStatus>> touch(std::span<const Touch> touches);
    Result<QList<WriteStatus>> reseal(std::span<const Reseal> reseals);

private:
    using Chosen = std::vector<size_t>; ///< Indexes of a batch.
    using RowsById = QHash<SessionId, SealedRow>;

    Result<WriteOutcome> createAdmitted(const NewRow &entry);
    Result<WriteOutcome> updateAdmitted(const RowUpdate &entry);
    /// How the row stands to this update: Stored if it may be written.
    Result<WriteStatus> judged(const RowUpdate &update);
    Result<void> updatePlainly(std::span<const RowUpdate> updates, Chosen chosen,
                               QList<WriteOutcome> &outcomes);
    /// Marks the chosen ones that were written as stored; answers the others.
    Result<Chosen> write(const QString &text, const Chosen &chosen, QList<WriteOutcome> &outcomes,
                         const std::function<SessionId(size_t)> &idOf, const SqlLink::Bind &bind,
                         SqlLink::Then then = SqlLink::Then::GoOn);
    Result<void> explain(std::span<const RowUpdate> updates, const Chosen &missed,
                         QList<WriteOutcome> &outcomes);
    Result<RowsById> described(std::span<const SessionId> ids);

    void bindSave(const RowUpdate &update, SqlValues &values) const;
    void bindReplace(const RowUpdate &update, SqlValues &values) const;

    SqlLink &m_link;
    const Horizon &m_horizon;
    const SqlTexts &m_texts;
};

} // namespace Axess
