// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "lease_p.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

using namespace Qt::StringLiterals;

namespace Axess {

Result<bool> Lease::hold()
{
    const Deadline deadline = m_core.deadline();
    const qint64 now = m_core.time().now();
    if (m_revision > 0 && m_until - now > m_length.count() / 2)
        return true;
    if (m_owner.isEmpty()) {
        const auto owner = m_core.randomName();
        if (!owner)
            return std::unexpected(owner.error());
        m_owner = owner->toHex();
    }
    const auto stored = readDocument(m_core.storage(), m_document, deadline);
    if (!stored)
        return std::unexpected(stored.error());
    if (*stored) {
        // What does not parse is nobody's: a broken lease must not stop all work.
        const QJsonObject lease = QJsonDocument::fromJson((*stored)->bytes).object();
        const bool isMine = lease.value(u"owner"_s).toString().toLatin1() == m_owner;
        // One from the far future is a mistake of some clock, not a lease.
        const qint64 until = lease.value(u"until"_s).toInteger();
        if (!isMine && until > now && until <= now + 2 * m_length.count())
            return false;
    }
    const qint64 until = now + m_length.count();
    const QJsonObject lease {{u"owner"_s, QString::fromLatin1(m_owner)}, {u"until"_s, until}};
    const auto put
        = putDocument(m_core.storage(), m_document, QJsonDocument(lease).toJson(QJsonDocument::Compact),
                      *stored ? (*stored)->revision : 0, deadline);
    if (!put && put.error().code() == ErrorCode::Conflict)
        return false;
    if (!put)
        return std::unexpected(put.error());
    m_revision = *put;
    m_until = until;
    return true;
}

void Lease::release()
{
    if (m_revision == 0)
        return;
    // Whoever took it over since has another revision.
    (void)removeDocument(m_core.storage(), m_document, m_revision, m_core.deadline());
    m_revision = 0;
}

} // namespace Axess
