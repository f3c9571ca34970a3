// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sessionmodel.h"

#include <algorithm>

namespace Axess {

namespace {

// What a person would want to know of. That somebody was seen again is not; times move all the while.
bool meansTheSame(const ListedSession &one, const ListedSession &other)
{
    return one.life == other.life && one.row.revision == other.row.revision && one.row.user == other.row.user
        && one.row.level == other.row.level && one.row.revocation == other.row.revocation;
}

} // namespace

bool standsBefore(const ListedSession &one, const ListedSession &other)
{
    if (one.row.created != other.row.created)
        return one.row.created > other.row.created;
    return one.row.id > other.row.id;
}

void SessionModel::poll(News news)
{
    if (m_reading || m_state == State::NeverSearched || m_state == State::Stopped)
        return;
    if (m_polling && news == News::Wait)
        return;
    if (m_rows.isEmpty()) {
        search();
        return;
    }
    m_news = news;
    m_polling = true;
    // From where the window begins; what is above it is not looked at.
    pollFurther(m_poll.next(),
                {.cursor = m_pages.constFirst().cursor, .purpose = SessionQuestion::Purpose::News}, {});
}

void SessionModel::pollFurther(quint64 question, const SessionQuestion &asked, QList<ListedSession> seen)
{
    SessionQuestion ask = asked;
    const bool further = asked.purpose == SessionQuestion::Purpose::FurtherNews;
    const qsizetype wanted = std::max<qsizetype>(m_rows.size() - seen.size(), further ? PageRows : 1);
    ask.limit = int(std::min<qsizetype>(wanted, PageRequest::MaximumRows));
    m_source(ask).then(this, [this, question, seen](const Result<SessionPage> &page) mutable {
        if (!m_poll.is(question))
            return;
        if (!page) {
            m_polling = false;
            fail(page.error());
            return;
        }
        seen.append(page->sessions);
        const bool complete = page->next.isEmpty();
        // More may be new than is shown: what stands between them and the first one shown is read, too.
        const bool meets
            = m_rows.isEmpty() || (!seen.isEmpty() && !standsBefore(seen.constLast(), m_rows.constFirst()));
        const bool enough = (seen.size() >= m_rows.size() && meets) || seen.size() > MaximumRows;
        if (!complete && !page->sessions.isEmpty() && !enough) {
            pollFurther(question, {.cursor = page->next, .purpose = SessionQuestion::Purpose::FurtherNews},
                        seen);
            return;
        }
        compare(seen, complete);
    });
}

void SessionModel::compare(const QList<ListedSession> &seen, bool complete)
{
    m_error.reset();
    forgetWaiting();
    QHash<SessionId, ListedSession> byId;
    for (const ListedSession &session : seen)
        byId.insert(session.row.id, session);
    compareValues(byId);

    QSet<SessionId> shown;
    for (const ListedSession &session : std::as_const(m_rows)) {
        shown.insert(session.row.id);
        const bool covered = complete || (!seen.isEmpty() && !standsBefore(seen.constLast(), session));
        if (covered && !byId.contains(session.row.id))
            m_waitingGone.insert(session.row.id);
    }
    for (const ListedSession &session : seen) {
        // What lies behind the window's last row is the next page's, not news.
        const bool behind = !m_rows.isEmpty() && hasMore() && standsBefore(m_rows.constLast(), session);
        if (!shown.contains(session.row.id) && !behind)
            m_waitingRows.append(session);
    }
    if (m_news == News::ShowAtOnce)
        applyWaiting();
    else
        Q_EMIT changed();
}

void SessionModel::compareValues(const QHash<SessionId, ListedSession> &seen)
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const auto fresh = seen.constFind(m_rows.at(row).row.id);
        if (fresh == seen.constEnd())
            continue;
        // What was done here is known already.
        if (meansTheSame(*fresh, m_rows.at(row)) || m_endedHere.contains(fresh->row.id))
            replace(row, *fresh);
        else
            m_waitingChanged.insert(fresh->row.id, *fresh);
    }
}

void SessionModel::replace(int row, const ListedSession &session)
{
    const ListedSession &before = m_rows.at(row);
    const bool same = meansTheSame(before, session) && before.row.change == session.row.change
        && before.row.lastSeen == session.row.lastSeen && before.row.idleDeadline == session.row.idleDeadline;
    if (same)
        return;
    m_rows[row] = session;
    if (session.life == Life::Live)
        m_endedHere.remove(session.row.id);
    touchCells(row);
}

void SessionModel::applyWaiting()
{
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        const SessionId id = m_rows.at(row).row.id;
        if (const auto fresh = m_waitingChanged.constFind(id); fresh != m_waitingChanged.constEnd())
            replace(row, *fresh);
        if (m_waitingGone.contains(id)) {
            m_endedHere.remove(id);
            removeRange(row, 1);
        }
    }
    for (const ListedSession &session : std::as_const(m_waitingRows))
        insertAt(rowsBefore(session), {session});
    forgetWaiting();
    while (isTooLarge())
        letOldestGo();
    if (m_rows.size() > MaximumRows) {
        search();
        return;
    }
    if (m_rows.isEmpty())
        m_state = State::Empty;
    else if (m_state == State::Empty)
        m_state = State::Filled;
    Q_EMIT changed();
}

} // namespace Axess
