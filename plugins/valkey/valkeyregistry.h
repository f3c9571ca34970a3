// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <axess/storagecalls.h>

#include <QtCore/qset.h>

#include <optional>

namespace Axess {

/// Who has which sessions: an index in the slot of the user, written before the session is there and left
/// after it has gone. What it says is checked against the rows.
class ValkeyRegistry
{
public:
    explicit ValkeyRegistry(ValkeyNet &net)
        : m_net(net)
    { }

    struct Entry
    {
        SessionId id;
        TenantId tenant;
        UserId user;
        qint64 absoluteDeadline = 0;
    };
    /// For each entry whether it is new. Guests must not be among them.
    Result<std::vector<bool>> enter(std::span<const Entry> entries, qint64 now);
    /// Guests are left out.
    Result<void> leave(std::span<const Entry> entries);

    /// The registry of one user, as it stands.
    struct Members
    {
        quint64 generation = 0;
        std::vector<SessionId> ids;
        QByteArray digest; ///< What `register` compares.
        /// Who is being written, since the last minute: by which generation's ticket, if by one.
        QHash<SessionId, std::optional<quint64>> joining;
        /// Who is about to be displaced, since the last minute.
        QSet<SessionId> leaving;
    };
    /// The member of `joining` that stands for a session.
    static QByteArray joiningName(const SessionId &id, std::optional<quint64> generation);
    /// The member of `joining` that says that a session is displaced by another.
    static QByteArray leavingName(const SessionId &id, const SessionId &displacing);
    Result<Members> members(const TenantId &tenant, const UserId &user, qint64 now);

    /// The commands that read a registry: three of them.
    static void ask(ValkeyCommands &commands, const ValkeyUserKeys &keys, qint64 now);
    static constexpr std::size_t Questions = 3;
    static Members read(std::span<const ValkeyReply> replies);
    static Members read(std::span<const ValkeyView, Questions> replies);
    /// Who was registered before counts no longer, as ZRANGEBYSCORE wants it.
    static QByteArray joiningSince(qint64 now);

    /// Beginnings of rows, as GETRANGE answers them.
    ValkeyCommand headOf(const SessionId &id, qsizetype bytes) const;

private:
    ValkeyNet &m_net;
};

/// Registers a session, which displaces others, some of them before they are confirmed; see register.lua.
ValkeyCommand registration(ValkeyNet &net, const ValkeyUserKeys &keys, const ValkeyRegistry::Entry &entry,
                           qint64 now, std::optional<quint64> generation, const QByteArray &digest,
                           std::span<const SessionId> displaced = {},
                           std::span<const QByteArray> overtaken = {});

} // namespace Axess
