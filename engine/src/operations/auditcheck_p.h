// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "auditline_p.h"

#include <QtCore/qhash.h>

namespace Axess {

class StoreCore;

/// What a trail proves, entry by entry.
class AXESS_TEST_EXPORT AuditCheck
{
public:
    /// All that the store has, the head's entry too where it stands in the head only.
    /// `goOn` is asked after each page.
    static Result<QList<QByteArray>> trailOf(StoreCore &core, const std::function<bool(qint64)> &goOn = {});

    /// Null = no key is here: what is closed by one stays unproven.
    explicit AuditCheck(const KeyRing *ring)
        : m_ring(ring)
    { }

    /// The store's own chain.
    void judge(const QList<QByteArray> &trail);
    /// Whether each line of the local file stands in the store, as it was and in that order. After `judge`.
    void compare(const QList<QByteArray> &file);
    const AuditVerification &report() const { return m_report; }

private:
    void judgeOne(const AuditLine &line, quint64 expected, const QByteArray &previous);
    void complain(AuditHarm harm, quint64 number, quint64 last = 0);

    const KeyRing *const m_ring;
    AuditVerification m_report;
    QHash<QByteArray, qsizetype> m_places; ///< Of each line in the store.
    QHash<quint64, QByteArray> m_numbers;
};

} // namespace Axess
