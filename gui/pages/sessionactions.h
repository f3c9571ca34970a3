// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionquery.h>

#include <QtCore/qobject.h>
#include <QtGui/qkeysequence.h>

class QAction;
class QMenu;
class QWidget;

namespace Axess {

/// What can be done with the sessions that are chosen. Enabled as far as it can be done.
class SessionActions : public QObject
{
    Q_OBJECT

public:
    /// Shortcuts act where `owner` has the focus.
    explicit SessionActions(QWidget *owner);

    void judge(const QList<ListedSession> &selected, const std::optional<ListedSession> &current,
               bool mayEnd);

    QAction *const logOut;
    QAction *const logOutAll;
    QAction *const inspectAlone; ///< In a window of its own.
    QAction *const history;
    QAction *const sameUser;
    QAction *const sameAddress;
    QAction *const sameDevice;
    QAction *const copy;
    QAction *const copyRow;
    QAction *const copyJson;
    QAction *const copyCommand; ///< Without a choice, of the search.
    QAction *const exportRows;
    QAction *const selectShown;
    QAction *const selectMatching; ///< On the server, without reading them.

    QMenu &copyMenu() { return *m_copyMenu; }
    QList<QAction *> tools() const { return {logOut, logOutAll, history, copy}; }
    QList<QAction *> all() const; ///< For the table's menu.

private:
    static QAction *make(QWidget *owner, const QString &icon, const QString &text, const QString &name,
                         const QKeySequence &keys);

    QMenu *m_copyMenu;
};

} // namespace Axess
