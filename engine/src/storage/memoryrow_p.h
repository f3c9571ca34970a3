// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/horizon.h>

#include <array>
#include <map>
#include <memory>
#include <string>

namespace Axess {

struct MemoryRow;
struct MemoryTenant;

/// A user of one tenant, or its guests (the empty user). Named by rows and events, so that a name is kept
/// once.
struct MemoryUser
{
    MemoryTenant *tenant = nullptr;
    UserId id;
    quint64 generation = 0;
    MemoryRow *rows = nullptr; ///< Linked through the rows, in no order.
    quint32 rowCount = 0;
    quint32 eventCount = 0;

    bool isUnused() const { return !rows && eventCount == 0 && generation == 0; }
};

/// A session row in few bytes: fixed sizes in place, names and client texts shared with other rows.
struct MemoryRow
{
    SessionId id;
    MemoryUser *user = nullptr;
    MemoryRow *previousOfUser = nullptr;
    MemoryRow *nextOfUser = nullptr;
    qint64 created = 0;
    qint64 authenticatedAt = 0;
    qint64 absoluteDeadline = 0;
    qint64 idleDeadline = 0;
    qint64 lastSeen = 0;
    qint64 sweepAt = 0;
    quint64 storeEpoch = 0;
    quint64 tenantEpoch = 0;
    quint64 revision = 0;
    quint64 change = 0;
    std::array<char, SealedRow::WriteIdSize> writeId {};
    std::array<char, 32> tokenHash {};
    quint32 keyId = 0;
    SessionLevel level = SessionLevel::Guest;
    std::string address; ///< An IPv4 address takes no room of its own.
    const QByteArray *agent
        = nullptr; ///< User agent, NUL, label: the store's, shared by all rows of the same browser.
    std::unique_ptr<RevocationMark> revocation;
    QByteArray payload;

    /// Takes over all but id, user, links, created, change, revocation and client.
    void assign(const SealedRow &row);
    /// What decides over its life, and nothing else.
    SealedRow outline() const;
    /// The whole row without its payload.
    SealedRow listed() const;
    SealedRow sealed() const;
};

/// User agent and label of a client as MemoryRow::agent holds them.
QByteArray packedAgent(const ClientInfo &client);

} // namespace Axess
