// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

namespace Axess {

/// The right to sweep a store, held by one instance at a time and lost when its holder falls silent.
///
/// Used by one thread.
class AXESS_TEST_EXPORT SweepLease
{
public:
    static constexpr std::chrono::milliseconds Length = std::chrono::minutes(1);

    explicit SweepLease(StoreCore &core)
        : m_core(core)
    { }
    ~SweepLease() { release(); }
    Q_DISABLE_COPY_MOVE(SweepLease)

    /// Takes the lease or renews it; false = another instance holds it.
    Result<bool> hold();
    /// Gives it up, so that the next sweep need not wait for its end. Best effort.
    void release();

private:
    StoreCore &m_core;
    QByteArray m_owner;
    quint64 m_revision = 0; ///< 0 = not held.
    qint64 m_until = 0;
};

} // namespace Axess
