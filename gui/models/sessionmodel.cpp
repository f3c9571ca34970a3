// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sessionmodel.h"

#include "app/texts.h"
#include "widgets/icons.h"

#include <QtGui/qfontdatabase.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// Newest first, as the store lists them.
bool standsBefore(const ListedSession &one, const ListedSession &other)
{
    if (one.row.created != other.row.created)
        return one.row.created > other.row.created;
    return one.row.id > other.row.id;
}

bool looksTheSame(const ListedSession &one, const ListedSession &other)
{
    return one.life == other.life && one.row.change == other.row.change
        && one.row.lastSeen == other.row.lastSeen && one.row.idleDeadline == other.row.idleDeadline
        && one.row.revision == other.row.revision && one.row.revocation == other.row.revocation;
}

} // namespace

SessionModel::SessionModel(Source source, Now now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(std::move(source))
    , m_now(std::move(now))
{ }

void SessionModel::search(const SessionFilter &filter)
{
    beginResetModel();
    m_filter = filter;
    m_rows.clear();
    m_waitingRows.clear();
    m_waitingGone.clear();
    m_next.clear();
    m_error.reset();
    m_examined = 0;
    m_droppedNewest = false;
    m_state = State::Loading;
    m_poll.next();
    m_polling = false;
    endResetModel();
    readPage();
}

void SessionModel::readPage()
{
    m_reading = true;
    const quint64 question = m_search.next();
    SessionQuery query {.filter = m_filter, .cursor = m_next, .limit = PageRows};
    m_source(query).then(this, [this, question](const Result<SessionPage> &page) {
        if (m_search.is(question))
            takePage(page);
    });
    Q_EMIT changed();
}

void SessionModel::takePage(const Result<SessionPage> &page)
{
    if (!page) {
        m_reading = false;
        fail(page.error());
        return;
    }
    m_error.reset();
    m_next = page->next;
    m_examined += page->examined;
    m_epochsKnown = page->epochsKnown;
    append(page->sessions);
    // Only now: a view that hears of rows may ask for more at once.
    m_reading = false;
    if (!m_next.isEmpty() && page->sessions.size() < PageRows)
        m_state = State::Partial;
    else
        m_state = m_rows.isEmpty() ? State::Empty : State::Filled;
    Q_EMIT changed();
}

void SessionModel::append(const QList<ListedSession> &sessions)
{
    QSet<SessionId> known;
    known.reserve(m_rows.size());
    for (const ListedSession &session : std::as_const(m_rows))
        known.insert(session.row.id);
    QList<ListedSession> fresh;
    for (const ListedSession &session : sessions) {
        if (!known.contains(session.row.id))
            fresh.append(session);
    }
    if (fresh.isEmpty())
        return;
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(fresh.size()) - 1);
    m_rows.append(fresh);
    endInsertRows();
    if (m_rows.size() > MaximumRows)
        dropNewest();
}

void SessionModel::dropNewest()
{
    const int surplus = int(m_rows.size()) - MaximumRows;
    beginRemoveRows({}, 0, surplus - 1);
    m_rows.remove(0, surplus);
    endRemoveRows();
    m_droppedNewest = true;
    m_waitingRows.clear();
    m_waitingGone.clear();
}

void SessionModel::continueSearch()
{
    if (!m_reading && hasMore())
        readPage();
}

void SessionModel::poll(News news)
{
    // A window that has left the newest rows behind has no beginning to compare with.
    if (m_reading || m_droppedNewest || m_state == State::NeverSearched)
        return;
    if (m_polling && news == News::Wait)
        return;
    if (m_rows.isEmpty()) {
        search(m_filter);
        return;
    }
    m_news = news;
    m_polling = true;
    pollFurther(m_poll.next(), {}, {});
}

void SessionModel::pollFurther(quint64 question, QByteArray cursor, QList<ListedSession> seen)
{
    const qsizetype wanted = std::clamp<qsizetype>(m_rows.size() - seen.size(), 1, PageRequest::MaximumRows);
    SessionQuery query {.filter = m_filter, .cursor = cursor, .limit = int(wanted)};
    m_source(query).then(this, [this, question, seen](const Result<SessionPage> &page) mutable {
        if (!m_poll.is(question))
            return;
        if (!page) {
            m_polling = false;
            fail(page.error());
            return;
        }
        seen.append(page->sessions);
        const bool complete = page->next.isEmpty();
        if (!complete && !page->sessions.isEmpty() && seen.size() < m_rows.size()) {
            pollFurther(question, page->next, seen);
            return;
        }
        compare(seen, complete);
    });
}

void SessionModel::compare(const QList<ListedSession> &seen, bool complete)
{
    m_polling = false;
    m_error.reset();
    QHash<SessionId, ListedSession> bySessionId;
    for (const ListedSession &session : seen)
        bySessionId.insert(session.row.id, session);
    updateInPlace(bySessionId);

    QSet<SessionId> shown;
    m_waitingGone.clear();
    for (const ListedSession &session : std::as_const(m_rows)) {
        shown.insert(session.row.id);
        const bool covered = complete || (!seen.isEmpty() && !standsBefore(seen.constLast(), session));
        if (covered && !bySessionId.contains(session.row.id))
            m_waitingGone.insert(session.row.id);
    }
    m_waitingRows.clear();
    for (const ListedSession &session : seen) {
        // What lies behind the window's last row is the next page's, not news.
        const bool behind = hasMore() && standsBefore(m_rows.constLast(), session);
        if (!shown.contains(session.row.id) && !behind)
            m_waitingRows.append(session);
    }
    if (m_news == News::ShowAtOnce)
        applyWaiting();
    else
        Q_EMIT changed();
}

void SessionModel::updateInPlace(const QHash<SessionId, ListedSession> &seen)
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const auto fresh = seen.constFind(m_rows.at(row).row.id);
        if (fresh == seen.constEnd() || looksTheSame(*fresh, m_rows.at(row)))
            continue;
        m_rows[row] = *fresh;
        if (fresh->life == Life::Live)
            m_endedHere.remove(fresh->row.id);
        touchCells(row);
    }
}

void SessionModel::applyWaiting()
{
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (!m_waitingGone.contains(m_rows.at(row).row.id))
            continue;
        beginRemoveRows({}, row, row);
        m_endedHere.remove(m_rows.at(row).row.id);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (const ListedSession &session : std::as_const(m_waitingRows))
        insertSorted(session);
    m_waitingGone.clear();
    m_waitingRows.clear();
    if (m_rows.isEmpty())
        m_state = State::Empty;
    else if (m_state == State::Empty)
        m_state = State::Filled;
    Q_EMIT changed();
}

void SessionModel::insertSorted(const ListedSession &session)
{
    const auto place = std::lower_bound(m_rows.cbegin(), m_rows.cend(), session, standsBefore);
    const int row = int(place - m_rows.cbegin());
    beginInsertRows({}, row, row);
    m_rows.insert(row, session);
    endInsertRows();
}

void SessionModel::fail(const Error &error)
{
    m_error = error;
    if (m_rows.isEmpty())
        m_state = State::Failed;
    Q_EMIT changed();
}

void SessionModel::moveTime()
{
    if (m_rows.isEmpty())
        return;
    for (int column = 0; column < columnCount(); ++column) {
        if (sessionColumns()[size_t(column)].movesWithTime)
            Q_EMIT dataChanged(index(0, column), index(int(m_rows.size()) - 1, column), {Qt::DisplayRole});
    }
}

void SessionModel::mark(const QList<SessionId> &ids, Mark mark)
{
    for (const SessionId &id : ids) {
        if (mark == Mark::EndedHere)
            m_endedHere.insert(id);
        else
            m_endedHere.remove(id);
        if (const int row = rowOf(id); row >= 0) {
            m_rows[row].life = mark == Mark::EndedHere ? Life::Revoked : Life::Live;
            if (mark == Mark::Restored)
                m_rows[row].row.revocation.reset();
            touchCells(row);
        }
        if (mark == Mark::Restored)
            m_waitingGone.remove(id);
    }
    Q_EMIT changed();
}

void SessionModel::touchCells(int row)
{
    Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
}

int SessionModel::rowOf(const SessionId &id) const
{
    const auto found
        = std::ranges::find(m_rows, id, [](const ListedSession &session) { return session.row.id; });
    return found == m_rows.cend() ? -1 : int(found - m_rows.cbegin());
}

int SessionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SessionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(sessionColumns().size());
}

QVariant SessionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ListedSession &session = m_rows.at(index.row());
    const SessionCell cell {session, m_now(), m_endedHere.contains(session.row.id)};
    const SessionColumn &column = sessionColumns()[size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return column.text(cell);
    case Qt::ToolTipRole:
        return column.toolTip ? column.toolTip(cell) : column.text(cell);
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(sessionColumnTitle(SessionField(index.column())), column.text(cell));
    case IdRole:
        return QVariant::fromValue(session.row.id);
    case ToneRole:
        return QVariant::fromValue(Texts::lifeTone(session.life));
    case Qt::DecorationRole:
        return decoration(session, SessionField(index.column()));
    case Qt::FontRole:
        if (SessionField(index.column()) == SessionField::Id
            || SessionField(index.column()) == SessionField::Key)
            return QFontDatabase::systemFont(QFontDatabase::FixedFont);
        return {};
    default:
        return {};
    }
}

QVariant SessionModel::decoration(const ListedSession &session, SessionField field) const
{
    if (field != SessionField::User)
        return {};
    return Icons::icon(session.row.user.isEmpty() ? u"guest"_s : u"user"_s);
}

QVariant SessionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return sessionColumnTitle(SessionField(section));
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

bool SessionModel::canFetchMore(const QModelIndex &parent) const
{
    // After an early end or a failure only the person decides to go on.
    return !parent.isValid() && hasMore() && !m_reading && m_state == State::Filled && !m_error;
}

void SessionModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        readPage();
}

} // namespace Axess
