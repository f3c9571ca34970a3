// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keywalk_p.h"

#include "crypto/envelope_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

Result<KeyWalk::Seen> KeyWalk::run(const std::function<bool(qint64)> &goOn)
{
    m_seen.report.activeKey = m_ring->activeKey(KeyPurpose::Envelope).id;
    QByteArray cursor;
    do {
        const auto page = readSealedPage(m_core, {}, cursor, PageRequest::MaximumRows);
        if (!page)
            return std::unexpected(page.error());
        for (const SealedRow &row : page->rows) {
            if (const auto judged = judge(row); !judged)
                return std::unexpected(judged.error());
        }
        m_seen.report.sessions += page->rows.size() + page->unreadable.size();
        m_seen.unjudged += page->unreadable.size();
        for (const JobFailure &failure : page->unreadable)
            note(u"Session %1: %2"_s.arg(failure.what, failure.sentence));
        cursor = page->next;
    } while (!cursor.isEmpty() && (!goOn || goOn(m_seen.report.sessions)));
    return m_seen;
}

Result<void> KeyWalk::judge(const SealedRow &row)
{
    auto key = verifiedKey(row, *m_ring);
    // Sealed under a key that came while the rows were read.
    if (!key && key.error().code() == ErrorCode::KeyMissing) {
        const auto newer = m_core.ring().reread(m_core.deadline());
        if (!newer)
            return std::unexpected(newer.error());
        m_ring = *newer;
        key = verifiedKey(row, *m_ring);
    }
    const auto named = envelopeKeyId(row.payload);
    m_seen.unjudged += named ? 0 : 1;
    m_seen.report.underOldKeys += named && m_isOld(*named) ? 1 : 0;
    m_seen.report.open += key ? 1 : 0;
    // Also of what a later version wrote, which does not open here.
    if (named)
        m_seen.longest = std::max(m_seen.longest, absoluteTimeout(row));
    if (!key)
        note(key.error().message());
    return {};
}

void KeyWalk::note(const QString &failure)
{
    m_seen.report.unreadable++;
    if (m_seen.report.failures.size() < KeyVerification::MaximumFailures)
        m_seen.report.failures.append(failure);
}

} // namespace Axess
