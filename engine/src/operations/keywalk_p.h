// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sealedwalk_p.h"

#include <axess/keys.h>

namespace Axess {

/// Reads all rows of a store and opens them. Used once, by one thread.
class KeyWalk
{
public:
    struct Seen
    {
        KeyVerification report;
        qint64 longest = 0; ///< Absolute time-out, milliseconds.
        qint64 unjudged = 0; ///< Rows of which nobody can tell by which key they are sealed.
    };

    KeyWalk(StoreCore &core, RingKeeper::Ring ring, std::function<bool(quint32)> isOld)
        : m_core(core)
        , m_ring(std::move(ring))
        , m_isOld(std::move(isOld))
    { }

    /// `goOn` as Keys::verify has it.
    Result<Seen> run(const std::function<bool(qint64)> &goOn);

private:
    Result<void> judge(const SealedRow &row);
    void note(const QString &failure);

    StoreCore &m_core;
    RingKeeper::Ring m_ring;
    const std::function<bool(quint32)> m_isOld;
    Seen m_seen;
};

} // namespace Axess
