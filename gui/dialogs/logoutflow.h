// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "logouts/logoutplan.h"
#include "models/bulkscope.h"

#include <QtCore/qtimer.h>

namespace Axess {

class MessageStrip;

/// Logging out up to a thousand sessions, from question to proof: preview, reason, act, re-read, and the way
/// back while the grace lasts.
class LogOutFlow : public QObject
{
    Q_OBJECT

public:
    LogOutFlow(Console &console, MessageStrip &strip, QWidget *window);

    void ask(const QList<ListedSession> &sessions);
    void askAllOf(const UserId &user, const TenantId &tenant);
    void undo();
    void retry(); ///< What got no answer.

    bool canUndo() const;
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void ended(const QList<Axess::SessionId> &ids);
    void restored(const QList<Axess::SessionId> &ids);
    /// More than this asks for: a set of its own, or a search.
    void wizardWanted(const QList<Axess::SessionId> &ids);
    void bulkWanted(const Axess::BulkScope &scope);
    void undoChanged(); ///< canUndo() may answer otherwise now.

private:
    /// What was ordered, for those who got no answer.
    struct Order
    {
        QList<SessionId> ids;
        QString reason;
        std::chrono::milliseconds grace {0};
    };

    void confirm(const LogOutPlan &plan);
    bool refuses(GatedAct act);
    void act(const Order &order);
    void stripTriggered();
    void tellEnded(const ActReport &report);
    void tellRestored(const ActReport &report);
    void countDown();
    void forgetUndo();

    Console &m_console;
    MessageStrip &m_strip;
    QWidget *m_window;
    QTimer m_ticks;
    Order m_retry; ///< Without ids = nothing is left to be done again.
    Order m_current;
    QList<RevokeReport> m_undoable; ///< The last act, and what was tried again of it.
    bool m_busy = false;
    bool m_stripIsMine = false;
};

} // namespace Axess
