// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "openedrows_p.h"

namespace Axess {

namespace {

// Of an entry beside its bytes: nodes, maps and strings.
constexpr qsizetype Overhead = 512;

} // namespace

OpenedRows::OpenedRows(qsizetype bytes)
{
    for (Part &part : m_parts)
        part.entries.setMaxCost(bytes / qsizetype(m_parts.size()));
}

OpenedRows::Part &OpenedRows::partOf(const SessionId &id)
{
    return m_parts[qHash(id) % m_parts.size()];
}

OpenedRows::Opened OpenedRows::find(const SealedRow &row, const QByteArray &columns, const Ring &ring)
{
    Part &part = partOf(row.id);
    const std::lock_guard lock(part.mutex);
    const Entry *entry = part.entries.object(row.id);
    const bool isSame
        = entry && entry->ring == ring && entry->columns == columns && entry->payload == row.payload;
    return isSame ? entry->opened : nullptr;
}

void OpenedRows::keep(const SealedRow &row, const QByteArray &columns, const Ring &ring, const Opened &opened)
{
    // The data takes about the room of the payload that it was read from.
    const qsizetype cost = 2 * row.payload.size() + columns.size() + Overhead;
    Part &part = partOf(row.id);
    const std::lock_guard lock(part.mutex);
    part.entries.insert(row.id, new Entry {row.payload, columns, ring, opened}, cost);
}

} // namespace Axess
