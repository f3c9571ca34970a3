// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memoryrow_p.h"

#include "storage/memorystore_p.h"

#include <algorithm>

namespace Axess {

namespace {

template<std::size_t Size> QByteArray bytesOf(const std::array<char, Size> &array)
{
    return QByteArray(array.data(), Size);
}

} // namespace

void MemoryRow::assign(const SealedRow &row)
{
    level = row.level;
    authenticatedAt = row.authenticatedAt;
    absoluteDeadline = row.absoluteDeadline;
    idleDeadline = row.idleDeadline;
    lastSeen = row.lastSeen;
    sweepAt = row.sweepAt;
    storeEpoch = row.storeEpoch;
    tenantEpoch = row.tenantEpoch;
    revision = row.revision;
    keyId = row.keyId;
    payload = row.payload;
    // Shared as it is, it would keep the room that its maker reserved.
    payload.squeeze();
    std::ranges::copy(row.writeId, writeId.begin());
    std::ranges::copy(row.tokenHash, tokenHash.begin());
}

SealedRow MemoryRow::outline() const
{
    SealedRow row;
    row.id = id;
    row.tenant = user->tenant->id;
    row.absoluteDeadline = absoluteDeadline;
    row.idleDeadline = idleDeadline;
    row.storeEpoch = storeEpoch;
    row.tenantEpoch = tenantEpoch;
    if (revocation)
        row.revocation = *revocation;
    return row;
}

SealedRow MemoryRow::listed() const
{
    SealedRow row = outline();
    row.user = user->id;
    row.level = level;
    row.created = created;
    row.authenticatedAt = authenticatedAt;
    row.lastSeen = lastSeen;
    row.sweepAt = sweepAt;
    row.revision = revision;
    row.writeId = bytesOf(writeId);
    row.tokenHash = bytesOf(tokenHash);
    row.keyId = keyId;
    row.change = change;
    row.payloadBytes = payload.size();
    const qsizetype border = agent->indexOf('\0');
    row.client.address = QString::fromUtf8(address.data(), qsizetype(address.size()));
    row.client.userAgent = QString::fromUtf8(agent->first(border));
    row.client.label = QString::fromUtf8(agent->sliced(border + 1));
    return row;
}

SealedRow MemoryRow::sealed() const
{
    SealedRow row = listed();
    row.payload = payload;
    return row;
}

QByteArray packedAgent(const ClientInfo &client)
{
    return client.userAgent.toUtf8() + '\0' + client.label.toUtf8();
}

} // namespace Axess
