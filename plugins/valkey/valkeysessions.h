// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyregistry.h"

namespace Axess {

/// The verbs that write and read single rows: each row with its indexes and its event in one script.
class ValkeySessions
{
public:
    ValkeySessions(ValkeyNet &net, const Horizon &horizon);

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows);
    static Result<QList<SealedRow>> load(ValkeyNet &net, std::span<const SessionId> ids);
    Result<QList<SealedRow>> settle(std::span<const LostWrite> writes);
    Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates);
    Result<QList<WriteStatus>> touch(std::span<const Touch> touches);
    static Result<QList<WriteStatus>> reseal(ValkeyNet &net, std::span<const Reseal> reseals);

    // What the admission uses of them.
    ValkeyCommand createCommand(const NewRow &entry) const;
    enum class Registered : quint8 { No, Yes };
    ValkeyCommand updateCommand(const RowUpdate &entry, Registered registered) const;

    /// A row that was written, so that a failover cannot bring back the token it replaced: the reply of
    /// update.lua says which, if there is one.
    void noteCycle(const SealedRow &row, ValkeyView reply) const;

    /// The keys of a bucket as scripts want them, with the session's behind.
    static std::vector<QByteArray> bucketKeys(const ValkeyKeys &keys, const SessionId &id);

private:
    Result<QList<SealedRow>> confirmed(std::span<const SessionId> ids);
    Result<QList<WriteOutcome>> createPlain(std::span<const NewRow *const> rows);
    Result<QList<WriteOutcome>> updatePlain(std::span<const RowUpdate *const> updates);

    ValkeyNet &m_net;
    const Horizon &m_horizon;
    QByteArray m_seen; ///< The horizon as scripts read it.
    qint64 m_floor; ///< No row is kept for a shorter time than from here on.
};

/// Statuses as scripts answer them.
WriteStatus statusOf(ValkeyView reply);
QList<WriteStatus> statusesOf(const ValkeyReplies &replies);
/// Whose a session was before a write that changed that.
std::optional<ValkeyRegistry::Entry> formerUser(const SessionId &id, ValkeyView reply);

} // namespace Axess
