// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sessionmodel.h"

#include <QtCore/qitemselectionmodel.h>

namespace Axess {

/// The sessions that are chosen, by id: also those that the window has let go of.
///
/// They are chosen again when the window reaches them. A new choice without Ctrl or Shift lets all go.
class SessionSelection : public QItemSelectionModel
{
    Q_OBJECT

public:
    /// `shown` has the sessions' rows in the same places.
    SessionSelection(SessionModel &sessions, QAbstractItemModel *shown, QObject *parent = nullptr);

    QList<ListedSession> sessions() const; ///< Newest first.
    int awayCount() const { return int(m_away.size()); } ///< Of them, not in the window.

    using QItemSelectionModel::select;
    void select(const QItemSelection &selection, QItemSelectionModel::SelectionFlags command) override;
    void clear() override;
    void reset() override;

private:
    void keep(int first, int count);
    void chooseAgain(int first, int last);

    SessionModel &m_sessions;
    QHash<SessionId, ListedSession> m_away;
    bool m_choosingAgain = false;
};

} // namespace Axess
