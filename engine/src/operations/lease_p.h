// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

namespace Axess {

/// A right that one instance holds at a time, by a document, and that is lost when its holder falls silent.
///
/// It keeps two from doing the same work, not from harming each other: what they write needs a
/// compare-and-swap of its own. Used by one thread.
class AXESS_TEST_EXPORT Lease
{
public:
    Lease(StoreCore &core, const QString &document, std::chrono::milliseconds length)
        : m_core(core)
        , m_document(document)
        , m_length(length)
    { }
    ~Lease() { release(); }
    Q_DISABLE_COPY_MOVE(Lease)

    /// Takes the lease or renews it; false = another instance holds it.
    Result<bool> hold();
    /// Gives it up, so that the next one need not wait for its end. Best effort.
    void release();

private:
    StoreCore &m_core;
    const QString m_document;
    const std::chrono::milliseconds m_length;
    QByteArray m_owner;
    quint64 m_revision = 0; ///< 0 = not held.
    qint64 m_until = 0;
};

} // namespace Axess
