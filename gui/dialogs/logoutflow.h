// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "logouts/logoutplan.h"

#include <QtCore/qtimer.h>

namespace Axess {

class MessageStrip;

/// Logging out from question to proof: preview, reason, act, re-read, and the way back while the grace lasts.
class LogOutFlow : public QObject
{
    Q_OBJECT

public:
    LogOutFlow(Console &console, MessageStrip &strip, QWidget *window);

    void ask(const QList<ListedSession> &sessions);
    void askAllOf(const UserId &user, const TenantId &tenant);
    void undo();

    bool canUndo() const;
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void ended(const QList<Axess::SessionId> &ids);
    void restored(const QList<Axess::SessionId> &ids);
    void undoChanged(); ///< canUndo() may answer otherwise now.

private:
    void confirm(const LogOutPlan &plan);
    void act(const QList<SessionId> &ids, const QString &reason, std::chrono::milliseconds grace);
    void tellEnded(const ActReport &report);
    void tellRestored(const ActReport &report);
    void countDown();
    void forgetUndo();

    Console &m_console;
    MessageStrip &m_strip;
    QWidget *m_window;
    QTimer m_ticks;
    RevokeReport m_last; ///< What undo would undo; without mark = nothing.
    bool m_busy = false;
    bool m_stripIsMine = false;
};

} // namespace Axess
