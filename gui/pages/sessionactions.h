// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionquery.h>

#include <QtCore/qobject.h>
#include <QtGui/qkeysequence.h>

class QAction;
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
    QAction *const history;
    QAction *const sameUser;
    QAction *const sameAddress;
    QAction *const sameDevice;
    QAction *const copy;
    QAction *const selectShown;
    QAction *const selectMatching; ///< On the server, without reading them.

    QList<QAction *> tools() const { return {logOut, logOutAll, history, copy}; }
    QList<QAction *> all() const
    {
        return {logOut,     logOutAll, history,     sameUser,      sameAddress,
                sameDevice, copy,      selectShown, selectMatching};
    }

private:
    static QAction *make(QWidget *owner, const QString &icon, const QString &text, const QString &name,
                         const QKeySequence &keys);
};

} // namespace Axess
