// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sessionmodel.h"

#include "app/texts.h"
#include "widgets/icons.h"

#include <QtCore/qscopedvaluerollback.h>
#include <QtGui/qfontdatabase.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// So many pages of news above the window are no longer read through to get back to it.
constexpr int MostGaps = 20;

} // namespace

SessionModel::SessionModel(Source source, Now now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(std::move(source))
    , m_now(std::move(now))
{ }

void SessionModel::search()
{
    beginResetModel();
    m_rows.clear();
    m_pages.clear();
    m_above.clear();
    forgetWaiting();
    m_next.clear();
    m_error.reset();
    m_examined = 0;
    m_state = State::Loading;
    endResetModel();
    readPage();
}

void SessionModel::stop()
{
    if (!m_reading)
        return;
    m_search.next();
    m_reading = false;
    m_state = m_rows.isEmpty() && !hasMore() ? State::Stopped : State::Partial;
    Q_EMIT changed();
}

void SessionModel::ask(const SessionQuestion &question, Take take)
{
    m_reading = true;
    const quint64 number = m_search.next();
    m_source(question).then(this, [this, number, question, take](const Result<SessionPage> &page) {
        if (!m_search.is(number))
            return;
        if (!page) {
            m_reading = false;
            fail(page.error());
            return;
        }
        m_error.reset();
        m_epochsKnown = page->epochsKnown;
        const Further further = (this->*take)(question, *page);
        if (!m_search.is(number))
            return; // It began anew.
        // Only now: a view that hears of rows may ask for more at once.
        m_reading = false;
        if (further)
            ask(*further, take);
        else
            Q_EMIT changed();
    });
    Q_EMIT changed();
}

void SessionModel::readPage()
{
    ask({.cursor = m_next, .limit = PageRows}, &SessionModel::takeOlder);
}

SessionModel::Further SessionModel::takeOlder(const SessionQuestion &question, const SessionPage &page)
{
    m_next = page.next;
    m_examined += page.examined;
    const QList<ListedSession> fresh = unknownOf(page.sessions);
    if (!fresh.isEmpty()) {
        insertAt(int(m_rows.size()), fresh);
        m_pages.append({question.cursor, fresh.constFirst()});
    }
    while (isTooLarge())
        letNewestGo();
    if (hasMore() && page.sessions.size() < PageRows)
        m_state = State::Partial;
    else
        m_state = m_rows.isEmpty() ? State::Empty : State::Filled;
    return {};
}

void SessionModel::fetchNewer()
{
    if (m_reading || m_above.isEmpty())
        return;
    m_gaps = 0;
    ask({.cursor = m_above.constLast(), .limit = PageRows}, &SessionModel::takeNewer);
}

// Rows that came since stand between what this page was and the window.
bool SessionModel::leavesGap(const SessionPage &page) const
{
    return !m_rows.isEmpty() && !page.sessions.isEmpty() && !page.next.isEmpty()
        && page.next != m_pages.constFirst().cursor
        && standsBefore(page.sessions.constLast(), m_rows.constFirst());
}

SessionModel::Further SessionModel::takeNewer(const SessionQuestion &question, const SessionPage &page)
{
    if (leavesGap(page)) {
        if (++m_gaps == MostGaps) {
            search();
            return {};
        }
        m_above.append(page.next);
        return SessionQuestion {.cursor = page.next, .limit = PageRows};
    }
    m_above.removeLast();
    forgetWaiting();
    QList<ListedSession> fresh = unknownOf(page.sessions);
    // What was read then and ended since leaves room for rows that are in the window, or were and ended.
    if (!m_rows.isEmpty())
        fresh.removeIf([this](const auto &session) { return !standsBefore(session, m_rows.constFirst()); });
    if (!fresh.isEmpty()) {
        const QScopedValueRollback moving(m_movingWindow, true);
        insertAt(0, fresh);
    }
    if (!m_rows.isEmpty())
        m_pages.prepend({question.cursor, m_rows.constFirst()});
    while (isTooLarge())
        letOldestGo();
    return {};
}

QList<ListedSession> SessionModel::unknownOf(const QList<ListedSession> &sessions) const
{
    QSet<SessionId> known;
    known.reserve(m_rows.size());
    for (const ListedSession &session : m_rows)
        known.insert(session.row.id);
    QList<ListedSession> fresh;
    for (const ListedSession &session : sessions) {
        if (!known.contains(session.row.id))
            fresh.append(session);
    }
    return fresh;
}

void SessionModel::insertAt(int row, const QList<ListedSession> &sessions)
{
    beginInsertRows({}, row, row + int(sessions.size()) - 1);
    m_rows.insert(row, sessions.size(), ListedSession());
    std::ranges::copy(sessions, m_rows.begin() + row);
    endInsertRows();
}

void SessionModel::removeRange(int first, int count)
{
    if (count <= 0)
        return;
    beginRemoveRows({}, first, first + count - 1);
    m_rows.remove(first, count);
    endRemoveRows();
}

int SessionModel::rowsBefore(const ListedSession &session) const
{
    return int(std::ranges::lower_bound(m_rows, session, standsBefore) - m_rows.cbegin());
}

void SessionModel::letNewestGo()
{
    const QScopedValueRollback moving(m_movingWindow, true);
    forgetWaiting();
    m_above.append(m_pages.takeFirst().cursor);
    const int count = rowsBefore(m_pages.constFirst().first);
    Q_EMIT aboutToLetGo(0, count);
    removeRange(0, count);
}

void SessionModel::letOldestGo()
{
    const QScopedValueRollback moving(m_movingWindow, true);
    const HeldPage page = m_pages.takeLast();
    m_next = page.cursor;
    m_state = State::Filled;
    const int first = rowsBefore(page.first);
    const int count = int(m_rows.size()) - first;
    Q_EMIT aboutToLetGo(first, count);
    removeRange(first, count);
}

bool SessionModel::isTooLarge() const
{
    return m_pages.size() > 1 && (m_pages.size() > MaximumPages || m_rows.size() > MaximumRows);
}

// Also what is being asked: the answer would be about rows that were shown.
void SessionModel::forgetWaiting()
{
    m_poll.next();
    m_polling = false;
    m_waitingRows.clear();
    m_waitingGone.clear();
    m_waitingChanged.clear();
}

void SessionModel::continueSearch()
{
    if (m_reading)
        return;
    if (m_state == State::Stopped)
        search();
    else if (hasMore())
        readPage();
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
    QHash<SessionId, int> rows;
    for (int row = 0; row < m_rows.size(); ++row)
        rows.insert(m_rows.at(row).row.id, row);
    for (const SessionId &id : ids) {
        if (mark == Mark::EndedHere)
            m_endedHere.insert(id);
        else
            m_endedHere.remove(id);
        if (const int row = rows.value(id, -1); row >= 0) {
            m_rows[row].life = mark == Mark::EndedHere ? Life::Revoked : Life::Live;
            if (mark == Mark::Restored)
                m_rows[row].row.revocation.reset();
            touchCells(row);
        }
        m_waitingChanged.remove(id);
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
    case Qt::TextAlignmentRole:
        return int((column.alignsRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
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
        return int((sessionColumns()[size_t(section)].alignsRight ? Qt::AlignRight : Qt::AlignLeft)
                   | Qt::AlignVCenter);
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
