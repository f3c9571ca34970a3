// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeysessions.h"

namespace Axess {

/// A write that binds a session to a user, under the user's generation and limit.
///
/// Two slots cannot be written in one step, so: the registry is read and the members' rows; a script on the
/// user's slot registers the session only if the registry is still the one read, else all is repeated, and
/// marks who is displaced, so that the next ones count the same sessions as gone; the session is written;
/// then generation and registration are confirmed in one step, and a change removes the session. Who is
/// displaced leaves last.
class ValkeyAdmission
{
public:
    ValkeyAdmission(ValkeyNet &net, const Horizon &horizon, const ValkeySessions &sessions);

    Result<WriteOutcome> create(const NewRow &entry);
    Result<WriteOutcome> update(const RowUpdate &entry);
    /// The rest of it for a session that was written by a call whose answer was lost: Stored, or Gone.
    Result<WriteOutcome> settle(const SealedRow &row, const Admission &admission);

private:
    /// What is asked for, and what came of it so far.
    struct Request
    {
        const SealedRow &row;
        const Admission &admission;
        std::optional<quint64> expectedRevision; ///< Of an update.
        std::optional<ValkeyCommand> write; ///< Nothing once it has happened.
        ValkeyUserKeys keys;
        QByteArray digest;
        bool isNew = false; ///< The session was not in the registry before.
        QList<SessionId> displaced;
        std::vector<QByteArray>
            unawaited; ///< Those of them that are still being confirmed, as joining names.
        std::vector<QByteArray> overtaken; ///< Those of them that have no row yet, likewise.
    };

    Result<WriteOutcome> run(Request &request);
    /// A status that settles it, or nothing to go on.
    Result<std::optional<WriteStatus>> plan(Request &request);
    std::optional<WriteStatus> settledBy(const Request &request, ValkeyView head) const;
    Result<std::optional<WriteStatus>> makeRoom(Request &request, const ValkeyRegistry::Members &members);
    Result<bool> stillAwaited(const Request &request, const std::vector<SessionId> &ids);
    enum class Registered : quint8 { Yes, Outdated, Repeat };
    Result<Registered> enroll(Request &request);
    Result<WriteOutcome> write(Request &request);
    Result<WriteOutcome> confirm(Request &request);
    static void displace(Request &request, const ValkeyRegistry::Members &members, const SessionId &id);
    Result<WriteOutcome> endDisplaced(const Request &request);
    void takeMarksBack(const Request &request);
    void leave(const Request &request);

    ValkeyNet &m_net;
    const Horizon &m_horizon;
    const ValkeySessions &m_sessions;
};

} // namespace Axess
