// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sessionmodel.h"
#include "pages/page.h"

#include <QtCore/qtimer.h>

class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace Axess {

class ListTable;
class MessageStrip;
class SessionFilterBar;
class StatePanel;

/// The work-horse: find sessions, watch them, choose some to look at or to log out.
class SessionsPage : public Page
{
    Q_OBJECT

public:
    explicit SessionsPage(Console &console, QWidget *parent = nullptr);

    /// Shows what waits; if nothing waits, reads anew.
    void refresh() override;
    bool isSettled() const override;
    void setTenants(const TenantPage &tenants) override;

    void showUser(const UserId &user, const TenantId &tenant);
    void search();
    void focusSearch();
    void markEnded(const QList<SessionId> &ids);
    void markRestored(const QList<SessionId> &ids);
    void setActionsEnabled(bool enabled); ///< While the store does not answer nothing can be ended.

    QList<ListedSession> selected() const;
    std::optional<ListedSession> current() const;
    void select(const QList<SessionId> &ids);
    SessionModel &model() { return *m_model; }

    QAction *logOutAction() const { return m_logOut; }
    QAction *logOutAllAction() const { return m_logOutAll; }
    QAction *historyAction() const { return m_history; }
    QAction *copyAction() const { return m_copy; }

Q_SIGNALS:
    void currentChanged(); ///< The session to inspect is another, or none.
    void logOutWanted(const QList<Axess::ListedSession> &sessions);
    void inspectWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QFuture<Result<SessionPage>> read(const SessionQuery &query);
    void makeActions();
    QLayout *toolRow();
    void connectTable();
    void modelChanged();
    void showState();
    void showWaiting();
    void showPartial();
    void stripTriggered();
    void selectionChanged();
    void liveChosen();
    void copyIds();

    SessionModel *m_model;
    SessionFilterBar *m_filter;
    QComboBox *m_live;
    MessageStrip *m_waiting;
    QStackedWidget *m_stack;
    ListTable *m_table;
    StatePanel *m_state;
    QLabel *m_footer;
    QLabel *m_selection;
    QAction *m_logOut = nullptr;
    QAction *m_logOutAll = nullptr;
    QAction *m_history = nullptr;
    QAction *m_copy = nullptr;
    QList<QToolButton *> m_tools;
    QTimer m_liveTimer;
    QTimer m_timeTimer;
    std::optional<SessionId> m_onlyId; ///< The search is for this session.
    bool m_actionsEnabled = true;
};

} // namespace Axess
