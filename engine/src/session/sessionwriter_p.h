// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storecore_p.h"

namespace Axess {

/// The verbs of SessionStore that write single rows, with the rules for answers that are lost on the way.
class AXESS_TEST_EXPORT SessionWriter
{
public:
    explicit SessionWriter(StoreCore &core)
        : m_core(core)
        , m_deadline(core.deadline())
    { }

    Result<SessionRow> create(const SessionRow &row, const std::optional<SignIn> &signIn);
    Result<SessionRow> update(const SessionRow &row);
    /// The same of several that come together, each of another session; in their order.
    std::vector<Result<SessionRow>> update(std::span<const SessionRow> rows);
    Result<SessionRow> cycle(const SessionToken &from, const SessionToken &to, const SessionRow &row,
                             const std::optional<SignIn> &signIn);
    Result<SessionRow> touch(const SessionRow &row);
    /// Other data for a live session, found by id: for the adapter that knows no tokens.
    Result<void> replaceData(const SessionId &id, const SessionData &data);

private:
    /// A row ready to be sent, and what the caller gets when it is stored.
    struct Prepared
    {
        SessionRow view;
        SealedRow row;
    };

    /// A live row as it stands in the store, and by what it was found live.
    struct Standing
    {
        SessionRow row;
        QByteArray tokenHash;
        QByteArray writeId;
        Horizon horizon;
    };

    Deadline attempt() const;
    Result<Horizon> freshHorizon();
    Result<Prepared> prepare(const SessionRow &row, const QByteArray &tokenHash, quint64 revision,
                             qint64 seen);
    Result<Prepared> prepareUpdate(const SessionRow &row, const Horizon &horizon);
    Result<SessionRow> insert(const SessionRow &row, const std::optional<SignIn> &signIn,
                              const Horizon &horizon, StoreSide &side);
    Result<WriteStatus> resolveCreate(const NewRow &entry, const Horizon &horizon, const Error &error,
                                      StoreSide &side);
    /// What stands in this store, where a write may have landed.
    Result<std::optional<SealedRow>> settled(const LostWrite &write, const Horizon &horizon, StoreSide &side);
    /// For a write to this store; nothing without a sign-in.
    Result<std::optional<Admission>> admission(const SessionRow &row, const std::optional<SignIn> &signIn,
                                               const Horizon &horizon, StoreSide &side);
    /// Whether it was refused by this store because another one has come to lead meanwhile.
    bool isRefusedElsewhere(const Result<SessionRow> &written, const StoreSide &side) const;
    void withdraw(const SessionId &id);
    /// To the store that leads; one that carries an admission only to the one that has admitted it.
    Result<void> send(const RowUpdate &update, const QByteArray &tokenHash, const Horizon &horizon,
                      StoreSide &admittedBy);
    /// What an update comes to whose first answer was this; it may be sent once more.
    Result<void> conclude(const RowUpdate &update, const QByteArray &tokenHash, const Horizon &horizon,
                          StoreSide &admittedBy, Result<WriteOutcome> outcome);
    Result<void> send(const RowUpdate &update, const QByteArray &tokenHash, const Horizon &horizon)
    {
        return send(update, tokenHash, horizon, m_core.side());
    }
    /// Puts the statuses of those whose answer was lost in their places, as far as they can be told.
    void resolveLost(std::span<const RowUpdate> updates, const Horizon &horizon, StoreSide &side,
                     std::vector<Result<WriteOutcome>> &outcomes);
    /// These two: what became of an update, by what stands now. Nothing = the expected revision does.
    Result<std::optional<WriteStatus>> resolveUpdate(const RowUpdate &update, const Horizon &horizon,
                                                     StoreSide &side);
    static Result<std::optional<WriteStatus>> statusOf(const RowUpdate &update,
                                                       const std::optional<SealedRow> &stored);
    Result<SessionRow> cycleIn(StoreSide &side, const SessionToken &from, const SessionToken &to,
                               const SessionRow &row, const std::optional<SignIn> &signIn);
    Error conflict(const SessionId &id, const QByteArray &tokenHash);
    Result<void> checkEpochs(const SealedRow &row);
    Result<Standing> standing(const SessionId &id);
    Result<SessionRow> cycledBefore(Standing standing, const SessionToken &to,
                                    const std::optional<SignIn> &signIn, StoreSide &side);

    StoreCore &m_core;
    const Deadline m_deadline;
};

} // namespace Axess
