// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "transaction.h"

#include <axess/storagecalls.h>

/// The rows of a store with their indexes, and the events that go with them, within one transaction. Knows no
/// verbs.
class Sessions
{
public:
    explicit Sessions(Transaction &transaction)
        : m_transaction(transaction)
    { }

    std::optional<Axess::SealedRow> find(const Axess::SessionId &id);
    void insert(const Axess::SealedRow &row);
    void erase(const Axess::SealedRow &row);
    /// `next` has the same id.
    void replace(const Axess::SealedRow &standing, const Axess::SealedRow &next);

    /// Rows by an index, whose keys end with an id.
    using Visit = std::function<bool(const Axess::SealedRow &row)>;
    void walk(Table index, const QByteArray &from, const QByteArray &prefix, Transaction::Direction direction,
              const Visit &visit);

    void note(const Axess::Event &event);
    void note(const Axess::SealedRow &row, Axess::EventKind kind, qint64 at, const QString &detail = {});
    /// Erases the row and writes down why.
    Axess::RemovedRow end(const Axess::SealedRow &row, const Axess::SessionEnd &end, const QString &detail);

    quint64 generation(const Axess::TenantId &tenant, const Axess::UserId &user);
    /// Whether the ticket of an admission is still good.
    bool isAdmitted(const std::optional<Axess::Admission> &admission, const Axess::SealedRow &row);
    /// Ends who has to make room; nothing if the limit is reached and nobody has to.
    std::optional<QList<Axess::SessionId>> makeRoom(const std::optional<Axess::Admission> &admission,
                                                    const Axess::SealedRow &row,
                                                    const Axess::Horizon &horizon);
    /// Those that a sweep at the horizon removes, or, once the deadline has passed, those found by then.
    QList<Axess::SealedRow> ended(const Axess::Horizon &horizon, int limit, const Axess::Deadline &deadline);

private:
    qint64 nextPosition();

    Transaction &m_transaction;
};
