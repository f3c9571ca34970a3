// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "notelimit_p.h"

namespace Axess {

bool NoteLimit::letsThrough(EventKind kind, const SessionId &session, qint64 now)
{
    constexpr qsizetype mostRemembered = 1024;
    constexpr qint64 minute = 60'000;
    const std::scoped_lock lock(m_mutex);
    const std::pair key(session, kind);
    if (const auto last = m_last.constFind(key); last != m_last.cend() && now - *last < minute)
        return false;
    if (m_last.size() >= mostRemembered)
        m_last.clear();
    m_last.insert(key, now);
    return true;
}

} // namespace Axess
