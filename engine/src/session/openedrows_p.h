// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sealedrow.h>
#include <axess/sessiondata.h>

#include <QtCore/qcache.h>

#include <array>
#include <chrono>
#include <memory>
#include <mutex>

namespace Axess {

class KeyRing;

/// What a payload says once it was opened, verified and decoded.
struct OpenedRow
{
    std::chrono::milliseconds idleTimeout {0};
    std::chrono::milliseconds absoluteTimeout {0};
    QByteArray fingerprint;
    quint32 dataSchema = 0;
    SessionData data;
};

/// Rows that were opened lately, so that what comes from the store unchanged is not decrypted again
/// (docs/decisions/0009-opened-rows.md).
///
/// It never answers for the store: a row was read first, and only if its payload and its authenticated
/// columns are byte by byte those that were opened, under the same ring, is the result the same. Bounded by
/// the bytes it holds; what was not used longest goes first. Thread-safe.
class AXESS_TEST_EXPORT OpenedRows
{
public:
    using Ring = std::shared_ptr<const KeyRing>;
    using Opened = std::shared_ptr<const OpenedRow>;

    /// 0 bytes = nothing is remembered.
    explicit OpenedRows(qsizetype bytes);

    /// Null if the row has to be opened. `columns` are RowSealer::columns() of the row.
    Opened find(const SealedRow &row, const QByteArray &columns, const Ring &ring);
    void keep(const SealedRow &row, const QByteArray &columns, const Ring &ring, const Opened &opened);

private:
    struct Entry
    {
        QByteArray payload;
        QByteArray columns;
        Ring ring;
        Opened opened;
    };

    /// By parts, so that callers seldom wait for each other.
    struct Part
    {
        std::mutex mutex;
        QCache<SessionId, Entry> entries;
    };

    Part &partOf(const SessionId &id);

    std::array<Part, 16> m_parts;
};

} // namespace Axess
