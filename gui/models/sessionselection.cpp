// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sessionselection.h"

#include <QtCore/qscopedvaluerollback.h>

#include <algorithm>

namespace Axess {

SessionSelection::SessionSelection(SessionModel &sessions, QAbstractItemModel *shown, QObject *parent)
    : QItemSelectionModel(shown, parent)
    , m_sessions(sessions)
{
    connect(&sessions, &SessionModel::aboutToLetGo, this, &SessionSelection::keep);
    connect(shown, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { chooseAgain(first, last); });
}

QList<ListedSession> SessionSelection::sessions() const
{
    QList<ListedSession> chosen = m_away.values();
    for (const QModelIndex &index : selectedRows()) {
        if (index.row() < m_sessions.rowCount())
            chosen.append(m_sessions.session(index.row()));
    }
    std::ranges::sort(chosen, standsBefore);
    return chosen;
}

void SessionSelection::select(const QItemSelection &selection, QItemSelectionModel::SelectionFlags command)
{
    if (command.testFlag(QItemSelectionModel::Clear) && !m_choosingAgain)
        m_away.clear();
    QItemSelectionModel::select(selection, command);
}

void SessionSelection::clear()
{
    m_away.clear();
    QItemSelectionModel::clear();
}

void SessionSelection::reset()
{
    m_away.clear();
    QItemSelectionModel::reset();
}

void SessionSelection::keep(int first, int count)
{
    for (int row = first; row < first + count; ++row) {
        if (isRowSelected(row))
            m_away.insert(m_sessions.session(row).row.id, m_sessions.session(row));
    }
}

void SessionSelection::chooseAgain(int first, int last)
{
    if (m_away.isEmpty())
        return;
    const QScopedValueRollback again(m_choosingAgain, true);
    for (int row = first; row <= std::min(last, m_sessions.rowCount() - 1); ++row) {
        if (m_away.remove(m_sessions.session(row).row.id))
            select(QItemSelection(model()->index(row, 0), model()->index(row, 0)),
                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

} // namespace Axess
